// Caddy as packaged by Debian, without an automatic certificate.

import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { SORRY } from '../programs.mjs';

const SIZES = { 'header-too-large': { cookie: 1_200_000 } };

// What is added to `reverse_proxy` and next to it.
const PROXY = { 'no-healthy': 'fail_duration 30s\n  max_fails 1', 'max-conn': 'unhealthy_request_count 1' };

function configuration({ folder, port, mode, app, secureFront, certificate }) {
  const trust = app.checked ? 'tls' : 'tls\n   tls_insecure_skip_verify';
  const sorry = `handle_errors {\n  rewrite * /sorry.html\n  root * ${folder}\n  file_server\n }`;
  const proxy = `reverse_proxy ${app.secure ? 'https://' : ''}${app.host}:${app.port} {
  ${PROXY[mode] ?? ''}
  transport http {
   dial_timeout 1s
   response_header_timeout 1s
   ${app.secure ? trust : ''}
  }
 }`;
  const answer = mode === 'maintenance' ? 'error 503' : proxy;
  return `{
 admin off
 auto_https off
}
http${secureFront ? 's' : ''}://:${port} {
 bind 127.0.0.1
 ${secureFront ? `tls ${certificate.certFile} ${certificate.keyFile}` : ''}
 ${answer}
 ${mode === 'custom-page' ? sorry : ''}
}
`;
}

export function caddy(id, binary, more = []) {
  return {
    id,
    kind: 'reverse',
    name: 'Caddy',
    version: { ask: [binary, 'version'], find: /v?(\d+\.\d+\.\d+)/ },
    modes: [...REVERSE, ...SECURE, ...NAMES, 'no-healthy', ...more, 'maintenance', 'custom-page'],
    h2: OVER_H2,
    change: SIZES,
    warm: { 'no-healthy': 1 },
    start: (place) => ({
      command: [binary, 'run', '--adapter', 'caddyfile', '--config', `${place.folder}/Caddyfile`],
      files: { Caddyfile: configuration(place), 'sorry.html': SORRY },
      stop: 'SIGKILL',
    }),
  };
}

// With a limit on requests, this version answers 503 to every one, including the first.
export default caddy('caddy', 'caddy');
