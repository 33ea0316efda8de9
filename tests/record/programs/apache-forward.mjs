// Apache between the browser and everything (ProxyRequests).

import { FORWARD } from '../modes.mjs';
import { apacheCommand, basics, MODULES, VERSION } from './apache.mjs';

const BLOCKED = '<Proxy *>\nRequire all denied\n</Proxy>\n';
const PASSWORD = `<Proxy *>
AuthType Basic
AuthName "Internet access"
AuthUserFile /dev/null
Require valid-user
</Proxy>
`;

function configuration(place) {
  const modules = [...MODULES, 'proxy_connect', 'auth_basic', 'authn_file', 'authz_user'];
  const added = { blocked: BLOCKED, auth: PASSWORD }[place.mode] ?? '';
  return `${basics(place, modules)}ProxyRequests On
ProxyVia Off
ProxyTimeout 1
Timeout 1
AllowCONNECT 443
${added}`;
}

export default {
  id: 'apache-forward',
  kind: 'forward',
  name: 'Apache as forward proxy',
  version: VERSION,
  modes: [...FORWARD, 'blocked', 'auth', 'tunnel-blocked'],
  start: (place) => ({ command: apacheCommand(place), files: { 'apache.conf': configuration(place) } }),
};
