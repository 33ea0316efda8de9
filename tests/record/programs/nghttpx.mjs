// nghttpx, nghttp2's proxy.

import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { SORRY } from '../programs.mjs';

function command({ folder, port, mode, app, secureFront, certificate }) {
  const named = /[a-z]/.test(app.host) ? ';;dns' : '';
  return [
    ...['nghttpx', `--frontend=127.0.0.1,${port}${secureFront ? '' : ';no-tls'}`, '--workers=1', '--conf=/dev/null'],
    `--backend=${app.host},${app.port}${app.secure ? ';;tls' : named}`,
    ...['--backend-connect-timeout=1s', '--backend-read-timeout=1s', '--backend-write-timeout=1s'],
    ...['--dns-lookup-timeout=1s', '--dns-max-try=1', '--accesslog-file=/dev/null'],
    ...(app.checked ? ['--cacert=/etc/ssl/certs/ca-certificates.crt'] : ['--insecure']),
    ...(mode === 'custom-page' ? [`--error-page=502=${folder}/sorry.html`] : []),
    ...(secureFront ? [certificate.keyFile, certificate.certFile] : []),
  ];
}

export default {
  id: 'nghttpx',
  kind: 'reverse',
  version: { ask: ['nghttpx', '--version'], find: /nghttp2\/(\S+)/ },
  modes: [...REVERSE, ...SECURE, ...NAMES, 'custom-page'],
  h2: OVER_H2,
  start: (place) => ({ command: command(place), files: { 'sorry.html': SORRY } }),
};
