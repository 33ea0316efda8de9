// Varnish in front of one backend. Nothing is cached, so every request goes there.

import { REVERSE } from '../modes.mjs';
import { SITE } from '../network.mjs';
import { SORRY } from '../programs.mjs';

// What is added to the backend and to the handling of a request.
const BACKEND = {
  'no-healthy': '.probe = { .url = "/"; .interval = 1s; .initial = 0; .window = 8; .threshold = 8; }',
  'max-conn': '.max_connections = 1;',
};
const RECEIVE = {
  maintenance: 'return (synth(503, "Maintenance"));',
  'unknown-host': `if (req.http.host !~ "^${SITE}") { return (synth(404, "Unknown host")); }`,
};
const PAGE = `sub vcl_backend_error {
  set beresp.http.Content-Type = "text/html; charset=utf-8";
  synthetic({"${SORRY}"});
  return (deliver);
}`;

const configuration = ({ mode, app }) => `vcl 4.1;
backend default {
  .host = "${app.host}"; .port = "${app.port}";
  .connect_timeout = 1s; .first_byte_timeout = 1s; .between_bytes_timeout = 1s;
  ${BACKEND[mode] ?? ''}
}
sub vcl_recv { ${RECEIVE[mode] ?? ''} return (pass); }
${mode === 'custom-page' ? PAGE : ''}
`;

export default {
  id: 'varnish',
  kind: 'reverse',
  name: 'Varnish',
  version: { ask: ['varnishd', '-V'], find: /varnish-(\d+\.\d+\.\d+)/ },
  modes: [...REVERSE, 'no-healthy', 'max-conn', 'unknown-host', 'maintenance', 'custom-page'],
  start: (place) => ({
    command: [
      ...['varnishd', '-F', '-j', 'none', '-n', `${place.folder}/state`, '-a', `127.0.0.1:${place.port}`],
      ...['-s', 'malloc,16m', '-f', `${place.folder}/default.vcl`],
    ],
    files: { 'default.vcl': configuration(place) },
  }),
};
