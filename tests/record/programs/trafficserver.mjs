// Apache Traffic Server. It does not run as root, and wants to own its whole folder.

import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { SITE } from '../network.mjs';

const CERTIFICATES = 'ssl_multicert.config';

function settings({ port, app, secureFront }, folder) {
  const check = app.checked ? 'ENFORCED' : 'DISABLED';
  const http = 'CONFIG proxy.config.http';
  return `${http}.server_ports STRING ${port}:ip-in=127.0.0.1${secureFront ? ':ssl' : ''}
CONFIG proxy.config.admin.user_id STRING trafficserver
${http}.cache.http INT 0
${http}.connect_attempts_max_retries INT 0
${http}.connect_attempts_timeout INT 1
${http}.transaction_no_activity_timeout_out INT 1
${http}.down_server.cache_time INT 0
CONFIG proxy.config.hostdb.lookup_timeout INT 1
CONFIG proxy.config.dns.lookup_timeout INT 1
CONFIG proxy.config.dns.retries INT 0
CONFIG proxy.config.ssl.client.verify.server.policy STRING ${check}
CONFIG proxy.config.body_factory.template_sets_dir STRING ${folder}/body_factory
`;
}

const layout = (folder) => `prefix: ${folder}
exec_prefix: /usr
bindir: /usr/bin
sbindir: /usr/sbin
sysconfdir: ${folder}
datadir: ${folder}
includedir: /usr/include
libdir: /usr/lib
libexecdir: /usr/lib/trafficserver/modules
localstatedir: ${folder}/var
runtimedir: ${folder}/run
logdir: ${folder}/log
cachedir: ${folder}/cache
`;

function start(place) {
  const folder = `${place.folder}/server`;
  cpSync('/etc/trafficserver', folder, { recursive: true });
  const { app, mode, certificate } = place;
  const from = mode === 'unknown-host' ? `http://${SITE}:${place.port}/` : '/';
  const scheme = app.secure ? 'https' : 'http';
  const files = {
    'records.config': settings(place, folder),
    'remap.config': `map ${from} ${scheme}://${app.host}:${app.port}/\n`,
    'runroot.yaml': layout(folder),
    [CERTIFICATES]: `dest_ip=* ssl_cert_name=${certificate.certFile} ssl_key_name=${certificate.keyFile}\n`,
    ...Object.fromEntries(['log', 'run', 'cache', 'var'].map((name) => [`${name}/.keep`, ''])),
  };
  return {
    command: ['traffic_server', `--run-root=${folder}/runroot.yaml`],
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`server/${name}`, text])),
    env: { TS_RUNROOT: `${folder}/runroot.yaml` },
    prepare: () => execFileSync('chown', ['-R', 'trafficserver', folder]),
    stop: 'SIGKILL',
  };
}

export default {
  id: 'trafficserver',
  kind: 'reverse',
  name: 'Apache Traffic Server',
  version: { ask: ['traffic_server', '--version'], find: /(\d+\.\d+\.\d+)/ },
  modes: [...REVERSE, ...SECURE, ...NAMES, 'unknown-host'],
  h2: OVER_H2,
  // It listens before it has read its mappings, and does not answer until then.
  settled: { path: '/', when: (answer) => answer !== undefined },
  change: { 'header-too-large': { cookie: 140_000 } },
  start,
};
