// Sanic on its own server.

import { APPS } from '../programs.mjs';
import { ABORTS, pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'sanic',
  modes: ['raises', 'dies', 'header-too-large', ...ABORTS],
  command: (port) => ['python', `${APPS}/sanic_app.py`, `${port}`],
});
