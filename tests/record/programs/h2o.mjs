// H2O as a reverse proxy. Its reason phrase and its text say what happened.

import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { SORRY } from '../programs.mjs';

const SIZES = { 'header-too-large': { cookie: 500_000 } };

function configuration({ folder, port, mode, app, secureFront, certificate }) {
  const tls = `\n  ssl:\n    certificate-file: ${certificate.certFile}\n    key-file: ${certificate.keyFile}`;
  const trust = app.checked ? 'proxy.ssl.cafile: /etc/ssl/certs/ca-certificates.crt' : 'proxy.ssl.verify-peer: OFF';
  return `user: root
listen:
  host: 127.0.0.1
  port: ${port}${secureFront ? tls : ''}
proxy.timeout.io: 1000
${app.secure ? trust : ''}
hosts:
  default:
    paths:
      /sorry.html:
        file.file: ${folder}/sorry.html
      /:
        proxy.reverse.url: "http${app.secure ? 's' : ''}://${app.host}:${app.port}/"
${mode === 'custom-page' ? 'error-doc:\n  status: [502]\n  url: /sorry.html' : ''}
`;
}

export default {
  id: 'h2o',
  kind: 'reverse',
  version: { ask: ['h2o', '--version'], find: /version (\S+)/ },
  modes: [...REVERSE, ...SECURE, ...NAMES, 'custom-page'],
  h2: OVER_H2,
  change: SIZES,
  start: (place) => ({
    command: ['h2o', '-c', `${place.folder}/h2o.yaml`],
    files: { 'h2o.yaml': configuration(place), 'sorry.html': SORRY },
  }),
};
