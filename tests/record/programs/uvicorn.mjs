// uvicorn with an app that uses no framework.

import { pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'uvicorn',
  modes: ['raises', 'dies', 'half', 'header-too-large'],
  command: (port) => ['uvicorn', '--host', '127.0.0.1', '--port', `${port}`, 'asgi:application'],
});
