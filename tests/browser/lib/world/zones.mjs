// The zones of this world, from the root down, on a real server (Knot DNS). The root is signed, so resolvers can tell
// whether a zone's signatures are valid.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATH } from '../child.mjs';

// No zone has a key with this digest, so nothing that depends on it can be trusted.
const NO_KEY = `1 13 2 ${'0'.repeat(64)}`;

// Starts the server at `address` on the internet, under a `name` of its own. `zones` maps the name of a zone to its
// records, as lines of a zone file without the TTL; `serial` is their version, and `broken` names those whose
// signatures are not valid. Resolves to { anchor, server }: the record by which a resolver knows the root, if that is
// among them, and the process.
export async function startZones(net, folder, { name: title, address, zones, serial, broken = [] }) {
  const home = join(folder, title);
  mkdirSync(home);
  const delegations = delegationsIn(zones);
  for (const [name, records] of Object.entries(zones)) {
    const below = delegations.filter(({ parent }) => parent === name).map(({ child }) => child);
    const digests = below.filter((child) => broken.includes(child)).map((child) => `${child} DS ${NO_KEY}`);
    const lines = [...below.map((child) => `${child} NS ns.`), ...digests, ...records];
    writeFileSync(file(home, name), zoneFile(name, lines, address, serial));
  }
  const configuration = join(home, 'configuration');
  writeFileSync(configuration, serverConfiguration(home, Object.keys(zones), address));
  const anchor = '.' in zones ? keyOfTheRoot(configuration) : undefined;
  const server = await net.start('knotd', ['-c', configuration], { env: { PATH } });
  return { anchor, server };
}

function keyOfTheRoot(configuration) {
  const keys = (...args) => execFileSync('keymgr', ['-c', configuration, '.', ...args], { env: { PATH }, encoding: 'utf8' });
  keys('generate', 'ksk=yes', 'zsk=yes');
  return keys('ds').split('\n').find((line) => / 13 2 /.test(line));
}

const file = (home, name) => join(home, name === '.' ? 'root' : name);

// Each zone except the root depends on the nearest one above it.
function delegationsIn(zones) {
  const names = Object.keys(zones);
  const isUnder = (name, other) => name !== other && (other === '.' || name.endsWith(`.${other}`));
  return names.filter((name) => name !== '.').map((child) => {
    const above = names.filter((name) => isUnder(child, name));
    return { child, parent: above.sort((one, other) => other.length - one.length)[0] };
  });
}

function zoneFile(name, lines, address, serial) {
  const glue = name === '.' ? [`ns. A ${address}`] : [];
  const soa = `${name} SOA ns. hostmaster.example.com. ${serial} 7200 3600 1209600 60`;
  return ['$TTL 60', soa, `${name} NS ns.`, ...glue, ...lines, ''].join('\n');
}

function serverConfiguration(home, names, address) {
  const zone = (name) => [
    `  - domain: ${name}`,
    `    file: ${file(home, name)}`,
    ...(name === '.' ? ['    dnssec-signing: on', '    dnssec-policy: by-hand', '    zonefile-sync: -1', '    zonefile-load: whole'] : []),
  ];
  return `
server:
  rundir: ${home}
  listen: ${address}@53
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: ${home}
log:
  - target: stderr
    any: warning
policy:
  - id: by-hand
    manual: on
    single-type-signing: on
    algorithm: ecdsap256sha256
zone:
${names.flatMap(zone).join('\n')}
`;
}
