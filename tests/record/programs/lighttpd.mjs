// lighttpd with mod_proxy.

import { REVERSE } from '../modes.mjs';
import { SORRY } from '../programs.mjs';

const configuration = ({ folder, port, mode, app }) => `server.document-root = "${folder}"
server.bind = "127.0.0.1"
server.port = ${port}
server.modules = ("mod_proxy", "mod_access")
${mode === 'custom-page' ? `server.errorfile-prefix = "${folder}/page-"` : ''}
proxy.server = ("" => (("host" => "${app.host}", "port" => ${app.port},
  "connect-timeout" => 1, "read-timeout" => 1, "write-timeout" => 1)))
`;

export default {
  id: 'lighttpd',
  kind: 'reverse',
  version: { ask: ['lighttpd', '-v'], find: /lighttpd\/(\S+)/ },
  modes: [...REVERSE, 'no-healthy', 'custom-page'],
  warm: { 'no-healthy': 1 },
  start: (place) => ({
    command: ['lighttpd', '-D', '-f', `${place.folder}/lighttpd.conf`],
    files: { 'lighttpd.conf': configuration(place), 'page-503.html': SORRY },
  }),
};
