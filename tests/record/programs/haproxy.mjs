// HAProxy with one server, in HTTP mode.

import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { RESOLVER, SITE } from '../network.mjs';
import { SORRY } from '../programs.mjs';

// What is added to the frontend and to the server's line.
const FRONT = {
  maintenance: 'http-request deny deny_status 503',
  'rate-limit': `stick-table type ip size 1k expire 60s store http_req_rate(60s)
  http-request track-sc0 src
  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 1 }`,
};
const SERVER = { 'no-healthy': 'check inter 100 fall 1', 'max-conn': 'maxconn 1' };

function configuration({ folder, port, mode, app, secureFront, certificate }) {
  const tls = app.checked ? 'ssl verify required ca-file /etc/ssl/certs/ca-certificates.crt' : 'ssl verify none';
  const named = /[a-z]/.test(app.host) ? 'resolvers local init-addr none' : '';
  return `global
  log stderr local0
defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 1s
  timeout queue 500ms
  timeout http-request 2s
  retries 0
${mode === 'custom-page' ? `  errorfile 503 ${folder}/503.http` : ''}
resolvers local
  nameserver here ${RESOLVER}:53
  resolve_retries 1
  timeout resolve 200ms
  timeout retry 200ms
frontend front
  bind 127.0.0.1:${port} ${secureFront ? `ssl crt ${certificate.bothFile} alpn h2,http/1.1` : ''}
  ${FRONT[mode] ?? ''}
  ${mode === 'unknown-host' ? `use_backend shop if { hdr_dom(host) -i ${SITE} }` : 'default_backend shop'}
backend shop
  server app ${app.host}:${app.port} ${app.secure ? tls : ''} ${named} ${SERVER[mode] ?? ''}
`;
}

export default {
  id: 'haproxy',
  kind: 'reverse',
  name: 'HAProxy',
  version: { ask: ['haproxy', '-v'], find: /version (\d+\.\d+\.\d+)/ },
  modes: [
    ...REVERSE,
    ...SECURE,
    ...NAMES,
    ...['no-healthy', 'max-conn', 'rate-limit', 'unknown-host', 'maintenance', 'custom-page'],
  ],
  h2: OVER_H2,
  awaits: { 'no-healthy': /is DOWN/ },
  start: (place) => ({
    command: ['haproxy', '-db', '-f', `${place.folder}/haproxy.cfg`],
    files: {
      'haproxy.cfg': configuration(place),
      '503.http': `HTTP/1.0 503 Service Unavailable\r\nCache-Control: no-cache\r\nContent-Type: text/html\r\n\r\n${SORRY}`,
    },
  }),
};
