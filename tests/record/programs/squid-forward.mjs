// Squid between the browser and everything.

import { FORWARD } from '../modes.mjs';
import { SITE } from '../network.mjs';
import { basics, squidCommand, VERSION } from './squid.mjs';

const RULES = {
  blocked: `acl bad dstdomain ${SITE}\nhttp_access deny bad\n`,
  auth: `auth_param basic program /bin/false
auth_param basic realm Internet access
acl known proxy_auth REQUIRED
http_access deny !known
`,
  'tunnel-blocked': 'acl ports port 80 443\nhttp_access deny CONNECT !ports\n',
};

const configuration = (place) => `http_port 127.0.0.1:${place.port}
${RULES[place.mode] ?? ''}http_access allow all
visible_hostname proxy
${basics(place)}`;

export default {
  id: 'squid-forward',
  kind: 'forward',
  name: 'Squid as forward proxy',
  version: VERSION,
  modes: [...FORWARD, 'blocked', 'auth', 'tunnel-blocked'],
  start: (place) => ({ command: squidCommand(place), files: { 'squid.conf': configuration(place) }, stop: 'SIGKILL' }),
};
