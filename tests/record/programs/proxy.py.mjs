// proxy.py between the browser and everything.

import { packageVersion, python } from '../programs.mjs';

const ENVIRONMENT = 'proxy.py';

export default {
  id: 'proxy.py',
  kind: 'forward',
  version: packageVersion('proxy.py', ENVIRONMENT),
  modes: [
    ...['refused', 'unreachable', 'accept-close', 'read-close', 'read-reset', 'close-mid-body', 'chunked-cut'],
    ...['http-to-tls-port', 'dns-nx', 'dns-servfail', 'auth', 'tunnel-refused', 'app-502-html', 'app-503-html'],
  ],
  start: ({ port, mode }) => ({
    command: [
      ...[python('proxy', ENVIRONMENT), '--hostname', '127.0.0.1', '--port', `${port}`, '--timeout', '2'],
      ...['--num-workers', '1', '--num-acceptors', '1', ...(mode === 'auth' ? ['--basic-auth', 'someone:secret'] : [])],
    ],
    stop: 'SIGKILL',
  }),
};
