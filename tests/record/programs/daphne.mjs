// Daphne with an app that uses no framework.

import { pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'daphne',
  modes: ['raises', 'dies', 'half', 'header-too-large'],
  command: (port) => ['daphne', '--bind', '127.0.0.1', '--port', `${port}`, 'asgi:application'],
});
