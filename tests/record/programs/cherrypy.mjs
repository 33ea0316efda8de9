// CherryPy on its own server.

import { APPS } from '../programs.mjs';
import { ABORTS, pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'cherrypy',
  modes: ['raises', 'dies', 'header-too-large', ...ABORTS],
  command: (port) => ['python', `${APPS}/cherrypy_app.py`, `${port}`],
});
