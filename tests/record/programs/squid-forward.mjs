// Squid between the browser and everything.

import { FORWARD } from '../modes.mjs';
import { SITE } from '../network.mjs';
import { basics, squidCommand, VERSION } from './squid.mjs';

const RULES = {
  blocked: `acl bad dstdomain ${SITE}\nhttp_access deny bad\n`,
  auth: 'auth_param basic program /bin/false\nauth_param basic realm Internet access\nacl known proxy_auth REQUIRED\nhttp_access deny !known\n',
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
