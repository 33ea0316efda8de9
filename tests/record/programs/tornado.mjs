// Tornado on its own server.

import { APPS } from '../programs.mjs';
import { ABORTS, pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'tornado',
  modes: ['raises', 'dies', 'half', 'header-too-large', ...ABORTS],
  command: (port) => ['python', `${APPS}/tornado_app.py`, `${port}`],
});
