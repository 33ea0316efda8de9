// Real gateways in front of one upstream, each in its own folder and on its own port, in the foreground, with none of
// the machine's own configuration. Time-outs are 1 s, so that a silent upstream does not slow the tests down; only
// nginx can be told to have more patience with an answer.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATH, start } from './child.mjs';
import { answers, freePort, LOOPBACK } from './ports.mjs';
import { removeFolder, temporaryFolder } from './temp.mjs';
import { until } from './wait.mjs';

const AS_ROOT = process.getuid?.() === 0;
const APACHE_MODULES = '/usr/lib/apache2/modules';

const GATEWAYS = { nginx, haproxy, apache };
export const NAMES = Object.keys(GATEWAYS);

// Starts the named gateway in front of a port on loopback. Resolves once it accepts connections, to
// { name, port, url, asked(), stop() }: `asked` reads what nginx has answered so far, oldest first, as
// { at, method, status, dest, path, cookie }, `at` in milliseconds since 1970.
export async function startGateway(name, upstream, patience = 1) {
  const folder = temporaryFolder(name);
  try {
    const { port, process } = await startOnFreePort(GATEWAYS[name], folder, upstream, patience);
    const stop = async () => {
      await process.stop();
      removeFolder(folder);
    };
    const asked = () => readAccess(join(folder, 'access'));
    return { name, port, url: `http://${LOOPBACK}:${port}/`, asked, stop };
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

function readAccess(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map((line) => {
    const [at, method, status, dest, uri, cookie] = line.split('|');
    return { at: Number(at) * 1000, method, status: Number(status), dest, path: uri, cookie };
  });
}

// Another program can take a port between the search for a free one and listening on it; the gateway then ends at once,
// and the next port is tried.
async function startOnFreePort(gateway, folder, upstream, patience) {
  let complaint;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = await freePort();
    const [program, args, configuration] = gateway(folder, port, upstream, patience);
    writeFileSync(join(folder, 'configuration'), configuration);
    const process = await start(program, args, { env: { PATH } });
    if (await accepts(process.child, port)) return { port, process };
    await process.stop();
    complaint = `${program} did not start: ${process.output()}${log(folder)}`;
  }
  throw new Error(complaint);
}

// The output of a gateway that cannot write to a pipe (Apache).
function log(folder) {
  const path = join(folder, 'log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

// True once the port accepts connections, false if the program has ended instead.
function accepts(child, port) {
  return until(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    return (await answers(port)) || undefined;
  }, `${child.spawnfile} to listen on port ${port}`);
}

function nginx(folder, port, upstream, patience) {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  const configuration = `
    daemon off; ${AS_ROOT ? 'user root;' : ''} worker_processes 1; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      log_format asked '$msec|$request_method|$status|$http_sec_fetch_dest|$request_uri|$http_cookie';
      access_log ${folder}/access asked; ${temporary.join(' ')}
      proxy_connect_timeout 1s; proxy_send_timeout 1s; proxy_read_timeout ${patience}s;
      server { listen ${LOOPBACK}:${port}; location / { proxy_pass http://${LOOPBACK}:${upstream}; } }
    }`;
  return ['nginx', ['-p', folder, '-e', 'stderr', '-c', join(folder, 'configuration')], configuration];
}

function haproxy(folder, port, upstream) {
  const configuration = `
defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 1s
  retries 0
listen gateway
  bind ${LOOPBACK}:${port}
  server app ${LOOPBACK}:${upstream}
`;
  return ['haproxy', ['-db', '-f', join(folder, 'configuration')], configuration];
}

// Apache refuses to serve as root and needs the name of the user to become; any other user stays the same.
function apache(folder, port, upstream) {
  const modules = ['mpm_event', 'authz_core', 'proxy', 'proxy_http'];
  const configuration = `
    ServerRoot ${folder}
    DefaultRuntimeDir ${folder}
    PidFile ${folder}/pid
    ErrorLog ${folder}/log
    ServerName localhost
    ${AS_ROOT ? 'User www-data\nGroup www-data' : ''}
    ${modules.map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`).join('\n')}
    Listen ${LOOPBACK}:${port}
    ProxyPass / http://${LOOPBACK}:${upstream}/ retry=0 connectiontimeout=1 timeout=1
`;
  return ['apache2', ['-DFOREGROUND', '-f', join(folder, 'configuration')], configuration];
}
