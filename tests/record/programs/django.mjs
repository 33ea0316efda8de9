// Django as run in production, on gunicorn.

import { pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'django',
  modes: ['raises', 'unknown-host'],
  command: (port) => ['gunicorn', '--bind', `127.0.0.1:${port}`, 'django_app'],
});
