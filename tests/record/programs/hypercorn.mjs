// Hypercorn with an app that uses no framework.

import { pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'hypercorn',
  modes: ['raises', 'dies', 'half', 'header-too-large'],
  command: (port) => ['hypercorn', '--bind', `127.0.0.1:${port}`, 'asgi:application'],
});
