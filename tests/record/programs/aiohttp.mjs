// aiohttp on its own server.

import { APPS } from '../programs.mjs';
import { ABORTS, pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'aiohttp',
  modes: ['raises', 'dies', 'half', 'header-too-large', ...ABORTS],
  command: (port) => ['python', `${APPS}/aiohttp_app.py`, `${port}`],
});
