// gunicorn with an app that uses no framework.

import { pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'gunicorn',
  modes: ['raises', 'dies', 'hangs', 'half', 'header-too-large'],
  command: (port) => ['gunicorn', '--bind', `127.0.0.1:${port}`, '--timeout', '1', '--worker-tmp-dir', '/dev/shm', 'wsgi'],
});
