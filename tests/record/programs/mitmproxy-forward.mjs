// mitmproxy between the browser and everything.

import { packageVersion, python } from '../programs.mjs';

const ENVIRONMENT = 'mitmproxy';

export default {
  id: 'mitmproxy-forward',
  kind: 'forward',
  name: 'mitmproxy as forward proxy',
  version: packageVersion('mitmproxy', ENVIRONMENT),
  modes: [
    ...['refused', 'unreachable', 'accept-close', 'read-close', 'read-reset', 'close-mid-headers', 'garbage'],
    ...['close-mid-body', 'chunked-cut', 'http-to-tls-port', 'dns-nx', 'dns-servfail', 'auth', 'tunnel-refused'],
    'app-503-html',
  ],
  start: ({ folder, port, mode }) => ({
    command: [
      ...[python('mitmdump', ENVIRONMENT), '-q', '--listen-host', '127.0.0.1', '--listen-port', `${port}`],
      ...['--set', `confdir=${folder}`, ...(mode === 'auth' ? ['--proxyauth', 'someone:secret'] : [])],
    ],
    stop: 'SIGKILL',
  }),
};
