// Privoxy, a filtering proxy on the browser's side.

import { FORWARD } from '../modes.mjs';
import { SITE } from '../network.mjs';

const configuration = ({ folder, port }) => `confdir /etc/privoxy
logdir ${folder}
actionsfile default.action
actionsfile ${folder}/own.action
filterfile default.filter
listen-address 127.0.0.1:${port}
socket-timeout 1
`;

const RULES = {
  blocked: `{ +block{Not at work.} }\n${SITE}\n`,
  'tunnel-blocked': '{ +limit-connect{443} }\n/\n',
};

export default {
  id: 'privoxy',
  kind: 'forward',
  name: 'Privoxy',
  version: { ask: ['privoxy', '--version'], find: /version (\S+)/ },
  modes: [...FORWARD, 'blocked', 'tunnel-blocked'],
  start: (place) => ({
    command: ['privoxy', '--no-daemon', `${place.folder}/config`],
    files: { config: configuration(place), 'own.action': RULES[place.mode] ?? '' },
  }),
};
