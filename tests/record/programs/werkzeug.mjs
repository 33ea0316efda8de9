// Flask on the server that comes with it (Werkzeug).

import { ABORTS, pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'werkzeug',
  modes: ['raises', ...ABORTS],
  command: (port) => ['flask', '--app', 'flask_app:application', 'run', '--host', '127.0.0.1', '--port', `${port}`],
});
