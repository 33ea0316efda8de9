// The recorder's machine, from which nothing leads outside. Names are resolved here; there is one address that swallows
// connections and one without a route.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { putInEtc, run } from '../browser/lib/apart.mjs';

const NAMESERVER = '127.0.0.53';
const HOST_NAME = 'gateway';
const [APP, DEAD, FAR, UNROUTED] = ['127.0.0.2', '127.0.0.3', '10.99.0.7', '10.98.0.7'];

export const SITE = 'shop.example.test';
export const NOBODY = 'elsewhere.example.test';
// Where the gateways listen, the inner one of a pair, and the app.
export const PORTS = { front: 8080, secureFront: 8443, inner: 8081, app: 9000, secureApp: 9443 };
export const APP_ADDRESS = APP;
export const RESOLVER = NAMESERVER;

// Where a gateway can be sent: an address for those in front of the app, a name for the browser's own proxies.
export const TARGETS = {
  app: { host: APP, port: PORTS.app, site: SITE },
  tls: { host: APP, port: PORTS.secureApp, site: `${SITE}:443` },
  dead: { host: DEAD, port: PORTS.app, site: 'dead.example.test' },
  far: { host: FAR, port: PORTS.app, site: 'far.example.test' },
  unrouted: { host: UNROUTED, port: PORTS.app, site: 'unrouted.example.test' },
  nx: { host: 'nx.example.test', port: PORTS.app, site: 'nx.example.test' },
  servfail: { host: 'servfail.example.test', port: PORTS.app, site: 'servfail.example.test' },
  nodata: { host: 'nodata.example.test', port: PORTS.app, site: 'nodata.example.test' },
  silent: { host: 'silent.example.test', port: PORTS.app, site: 'silent.example.test' },
};

const ADDRESSES = { [SITE]: APP, 'dead.example.test': DEAD, 'far.example.test': FAR, 'unrouted.example.test': UNROUTED };
const [NO_ERROR, SERVFAIL, NXDOMAIN] = [0, 2, 3];
const TYPE_A = 1;

// Run once, inside, before anything starts. A neighbour that is known but absent takes every packet and answers none.
export function furnish(folder) {
  run('ip link set lo up');
  run('ip link add near type veth peer name other && ip link set other up');
  run('ip address add 10.99.0.1/24 dev near && ip link set near up');
  run(`ip neighbour add ${FAR} lladdr 02:00:00:00:00:07 nud permanent dev near`);
  run(`ip route add unreachable ${UNROUTED}`);
  run(`hostname ${HOST_NAME}`);
  putInEtc(folder, 'resolv.conf', `nameserver ${NAMESERVER}\noptions timeout:1 attempts:1\n`);
  putInEtc(folder, 'hosts', `127.0.0.1 localhost ${HOST_NAME}\n`);
}

// Answers lookups of names.
export async function openNameServer() {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    const reply = answer(question);
    if (reply) socket.send(reply, port, address);
  });
  socket.bind(53, NAMESERVER);
  await once(socket, 'listening');
  return { close: () => socket.close() };
}

// RFC 1035: a header of twelve bytes, then the name in pieces, each preceded by its length, then type and class.
function answer(question) {
  const pieces = [];
  let at = 12;
  for (let length = question[at]; length > 0; length = question[at]) {
    pieces.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = pieces.join('.').toLowerCase();
  if (name === 'silent.example.test') return undefined;
  const asked = question.subarray(12, at + 5);
  const address = question.readUInt16BE(at + 1) === TYPE_A ? ADDRESSES[name] : undefined;
  const head = Buffer.alloc(12);
  question.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | code(name), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(address ? 1 : 0, 6);
  return Buffer.concat([head, asked, address ? record(address) : Buffer.alloc(0)]);
}

function code(name) {
  if (name === 'servfail.example.test') return SERVFAIL;
  return name in ADDRESSES || name === 'nodata.example.test' ? NO_ERROR : NXDOMAIN;
}

// The name as a pointer to the one in the question, type A, class IN, five seconds, four bytes.
function record(address) {
  return Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 5, 0, 4, ...address.split('.').map(Number)]);
}
