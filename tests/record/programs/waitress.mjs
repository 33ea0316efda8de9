// Waitress with an app that uses no framework.

import { pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'waitress',
  modes: ['raises', 'dies', 'half', 'header-too-large'],
  command: (port) => ['waitress-serve', '--host=127.0.0.1', `--port=${port}`, 'wsgi:application'],
});
