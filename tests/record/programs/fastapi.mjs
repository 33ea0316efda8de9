// FastAPI on uvicorn, as most people run it.

import { ABORTS, pythonServer } from '../servers.mjs';

export default pythonServer({
  id: 'fastapi',
  modes: ['raises', ...ABORTS],
  command: (port) => ['uvicorn', '--host', '127.0.0.1', '--port', `${port}`, 'fastapi_app:application'],
});
