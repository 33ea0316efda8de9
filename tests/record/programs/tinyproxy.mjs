// Tinyproxy in front of one site.

import { REVERSE } from '../modes.mjs';

export const VERSION = { ask: ['tinyproxy', '-v'], find: /tinyproxy (\S+)/ };

export const basics = ({ port }) => `Port ${port}
Listen 127.0.0.1
Timeout 1
MaxClients 10
DefaultErrorFile "/usr/share/tinyproxy/default.html"
`;

export const tinyproxyCommand = ({ folder }) => ['tinyproxy', '-d', '-c', `${folder}/tinyproxy.conf`];

const configuration = (place) => `${basics(place)}ReverseOnly Yes
ReversePath "/" "http://${place.app.host}:${place.app.port}/"
`;

export default {
  id: 'tinyproxy',
  kind: 'reverse',
  name: 'Tinyproxy',
  version: VERSION,
  modes: [...REVERSE, 'dns-nx'],
  start: (place) => ({ command: tinyproxyCommand(place), files: { 'tinyproxy.conf': configuration(place) } }),
};
