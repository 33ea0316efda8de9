// nginx as most people run it: one upstream, its own pages.

import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { RESOLVER, SITE } from '../network.mjs';
import { SORRY } from '../programs.mjs';

const MODES = [
  ...REVERSE,
  ...SECURE,
  ...NAMES,
  ...['no-healthy', 'max-conn', 'rate-limit', 'unknown-host', 'maintenance', 'custom-page'],
];
const KINDS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

// What is added to `http`, `server` and `location` where more than an address is needed.
const ADDED = {
  relay: { server: 'proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_read_timeout 5s;' },
  'no-healthy': { http: 'upstream pool { server 127.0.0.3:9000 down; }', location: 'proxy_pass http://pool;' },
  'max-conn': { http: 'limit_conn_zone $server_name zone=visits:1m;', server: 'limit_conn visits 1;' },
  'rate-limit': { http: 'limit_req_zone $server_name zone=visits:1m rate=1r/m;', server: 'limit_req zone=visits;' },
  maintenance: { location: 'return 503;' },
  'custom-page': { server: 'error_page 502 503 504 /sorry.html; location = /sorry.html { root .; internal; }' },
};

export function nginx(id, binary) {
  return {
    id,
    kind: 'reverse',
    version: { ask: [binary, '-v'], find: /nginx\/(\S+)/ },
    modes: MODES,
    h2: OVER_H2,
    start: (place) => ({
      command: [binary, '-p', place.folder, '-e', 'stderr', '-c', `${place.folder}/nginx.conf`],
      files: { 'nginx.conf': configuration(place), 'sorry.html': SORRY },
    }),
  };
}

function configuration({ folder, port, mode, app, secureFront, certificate }) {
  const { http = '', server = '', location = proxyPass(app) } = ADDED[mode] ?? {};
  const stranger = `server { listen 127.0.0.1:${port} default_server; server_name _; return 444; }`;
  return `
daemon off; user root; worker_processes 1; pid ${folder}/pid; error_log stderr;
events {}
http {
  access_log off; ${KINDS.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  resolver ${RESOLVER} ipv6=off; resolver_timeout 1s;
  proxy_connect_timeout 1s; proxy_send_timeout 1s; proxy_read_timeout 1s;
  ${http}
  ${mode === 'unknown-host' ? stranger : ''}
  server {
    listen 127.0.0.1:${port} ${secureFront ? 'ssl http2' : ''}; server_name ${SITE};
    ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile};
    ${server.replace('root .', `root ${folder}`)}
    location / { ${location} }
  }
}
`;
}

// A name that cannot be resolved would keep nginx from starting unless it is looked up for each request.
function proxyPass({ host, port, secure, checked }) {
  const authorities = '/etc/ssl/certs/ca-certificates.crt';
  const trust = `proxy_ssl_verify on; proxy_ssl_trusted_certificate ${authorities}; proxy_ssl_name ${SITE};`;
  return `set $app ${host}; proxy_pass http${secure ? 's' : ''}://$app:${port}; ${checked ? trust : ''}`;
}

export default nginx('nginx', 'nginx');
