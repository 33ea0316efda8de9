// Apache as a reverse proxy (mod_proxy). It drops root; the configuration names the user it becomes.

import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { SORRY } from '../programs.mjs';

export const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_host', 'alias', 'mime', 'proxy', 'proxy_http'];
const SECURE_MODULES = ['ssl', 'socache_shmcb', 'http2'];
const POOL_MODULES = ['proxy_balancer', 'slotmem_shm', 'lbmethod_byrequests'];

export const VERSION = { ask: ['apache2', '-v'], find: /Apache\/(\S+)/ };

export function apacheCommand({ folder }) {
  return ['apache2', '-DFOREGROUND', '-f', `${folder}/apache.conf`];
}

// What every Apache here needs before its actual task.
export function basics({ folder, port }, modules) {
  return `ServerRoot ${folder}
DefaultRuntimeDir ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/log
ServerName shop.example.test
User www-data
Group www-data
ServerLimit 1
StartServers 1
ThreadsPerChild 25
MaxRequestWorkers 25
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
TypesConfig /etc/mime.types
ServerSignature On
Listen 127.0.0.1:${port}
`;
}

function configuration(place) {
  const { mode, app, secureFront, certificate } = place;
  const secure = app.secure || secureFront;
  const modules = [...MODULES, ...(secure ? SECURE_MODULES : []), ...(mode === 'no-healthy' ? POOL_MODULES : [])];
  const front = `SSLEngine on
SSLCertificateFile ${certificate.certFile}
SSLCertificateKeyFile ${certificate.keyFile}
Protocols h2 http/1.1
`;
  return basics(place, modules) + (secureFront ? front : '') + (app.secure ? trust(app) : '') + proxy(place);
}

function trust({ checked }) {
  const check = 'SSLProxyVerify require\nSSLProxyCACertificateFile /etc/ssl/certs/ca-certificates.crt\n';
  return `SSLProxyEngine on\n${checked ? check : ''}`;
}

function proxy({ folder, mode, app }) {
  const url = `http${app.secure ? 's' : ''}://${app.host}:${app.port}`;
  const times = 'retry=0 connectiontimeout=1 timeout=1';
  switch (mode) {
    case 'no-healthy':
      return `<Proxy balancer://pool>\nBalancerMember ${url} status=+D\n</Proxy>\nProxyPass / balancer://pool/\n`;
    case 'max-conn':
      return `ProxyPass / ${url}/ max=1 acquire=200 ${times}\n`;
    case 'maintenance':
      return 'Redirect 503 /\n';
    case 'custom-page':
      return `Alias /sorry.html ${folder}/sorry.html\n<Directory ${folder}>\nRequire all granted\n</Directory>\n
ErrorDocument 503 /sorry.html\nProxyPass /sorry.html !\nProxyPass / ${url}/ ${times}\n`;
    default:
      return `ProxyPass / ${url}/ ${times}\n`;
  }
}

export default {
  id: 'apache',
  kind: 'reverse',
  name: 'Apache',
  version: VERSION,
  modes: [...REVERSE, ...SECURE, ...NAMES, 'no-healthy', 'max-conn', 'maintenance', 'custom-page'],
  h2: OVER_H2,
  start: (place) => ({
    command: apacheCommand(place),
    files: { 'apache.conf': configuration(place), 'sorry.html': SORRY },
  }),
};
