// Squid in front of one site (accelerator mode). It probes its peer before any request and does not try one it finds
// dead: only an app that goes away later is reported as a failed connection.

import { REVERSE } from '../modes.mjs';
import { RESOLVER, SITE } from '../network.mjs';

export const VERSION = { ask: ['squid', '-v'], find: /Version (\S+)/ };

// What every Squid here needs. It drops root.
export function basics({ folder }) {
  return `cache deny all
pid_filename ${folder}/squid.pid
cache_log ${folder}/log
access_log none
coredump_dir ${folder}
shutdown_lifetime 0 seconds
cache_effective_user proxy
pinger_enable off
dns_nameservers ${RESOLVER}
dns_timeout 1 second
connect_timeout 1 second
read_timeout 1 second
forward_timeout 3 seconds
connect_retries 0
forward_max_tries 1
`;
}

export const squidCommand = ({ folder }) => ['squid', '-N', '-f', `${folder}/squid.conf`];

function configuration({ folder, port, mode, app }) {
  const limit = mode === 'max-conn' ? 'max-conn=1' : '';
  const elsewhere = mode === 'unknown-host' ? `acl ours dstdomain ${SITE}\ncache_peer_access app allow ours\n` : '';
  const closed = 'acl all_of_it src all\nhttp_access deny all_of_it\ndeny_info 503:ERR_CANNOT_FORWARD all_of_it\n';
  return `http_port 127.0.0.1:${port} accel defaultsite=${SITE}
cache_peer ${app.host} parent ${app.port} 0 no-query originserver name=app connect-timeout=1 ${limit}
${elsewhere}never_direct allow all
${mode === 'maintenance' ? closed : 'http_access allow all'}
visible_hostname edge
${basics({ folder })}`;
}

export default {
  id: 'squid',
  kind: 'reverse',
  name: 'Squid',
  version: VERSION,
  modes: ['stopped', ...REVERSE, 'dns-nx', 'max-conn', 'unknown-host', 'maintenance'],
  start: (place) => ({ command: squidCommand(place), files: { 'squid.conf': configuration(place) }, stop: 'SIGKILL' }),
};
