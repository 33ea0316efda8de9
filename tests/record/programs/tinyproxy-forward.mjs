// Tinyproxy between the browser and everything.

import { FORWARD } from '../modes.mjs';
import { SITE } from '../network.mjs';
import { basics, tinyproxyCommand, VERSION } from './tinyproxy.mjs';

function configuration(place) {
  const added = {
    blocked: `Filter "${place.folder}/blocked"\n`,
    auth: 'BasicAuth someone secret\n',
    'tunnel-blocked': 'ConnectPort 443\n',
  };
  return basics(place) + (added[place.mode] ?? '');
}

export default {
  id: 'tinyproxy-forward',
  kind: 'forward',
  name: 'Tinyproxy as forward proxy',
  version: VERSION,
  modes: [...FORWARD, 'blocked', 'auth', 'tunnel-blocked'],
  start: (place) => ({
    command: tinyproxyCommand(place),
    files: { 'tinyproxy.conf': configuration(place), blocked: `${SITE}\n` },
  }),
};
