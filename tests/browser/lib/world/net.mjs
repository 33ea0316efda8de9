// Two machines on one cable: this one, where the visitor sits, and the internet behind the visitor's router. Both are
// network namespaces. The internet here has public addresses, because the extension tells those from others; they lead
// only to this machine.

import { readlinkSync } from 'node:fs';
import { start } from '../child.mjs';
import { putInEtc, run, takeFromEtc } from '../apart.mjs';
import { until } from '../wait.mjs';

export const ROUTER = '192.168.1.1';
const HOST_NAME = 'visitor';
const VISITOR = '192.168.1.2';
// Everything on its way back to the visitor comes from this side of the cable.
const [NEAR, FAR] = ['near', 'far'];

// Lays the cable and gives the internet these addresses. Run once, inside (see apart.mjs). Resolves to
// - `start(program, args)`: as in child.mjs, on the internet,
// - `plug()`, `unplug()`: the visitor's cable,
// - `move()`: gives the visitor another address, as another Wi-Fi does; browsers then forget what they looked up,
// - `stop()`.
export async function layCable(folder, addresses) {
  const holder = await start('unshare', ['--net', 'sleep', 'infinity']);
  const { pid } = holder.child;
  const own = readlinkSync('/proc/self/ns/net');
  await until(async () => readlinkSync(`/proc/${pid}/ns/net`) !== own || undefined, 'the internet to be apart');
  run(`ip link set lo up; ip link add ${NEAR} type veth peer name ${FAR}; ip link set ${FAR} netns ${pid}`);
  onInternet(pid, `ip link set lo up; ip address add ${ROUTER}/24 dev ${FAR}; ip link set ${FAR} up`);
  onInternet(pid, [...new Set(addresses)].map((address) => `ip address add ${address}/32 dev lo`).join('; '));
  run(`ip address add ${VISITOR}/24 dev ${NEAR}`);
  plug();
  putInEtc(folder, 'resolv.conf', `nameserver ${ROUTER}\noptions timeout:1 attempts:2\n`);
  // Looking up this machine's own name must not involve the internet.
  run(`hostname ${HOST_NAME}`);
  putInEtc(folder, 'hosts', `127.0.0.1 localhost ${HOST_NAME}\n`);
  const startThere = (program, args, options) =>
    start('nsenter', ['--target', String(pid), '--net', '--', program, ...args], options);
  const stop = async () => {
    ['resolv.conf', 'hosts'].forEach(takeFromEtc);
    run(`ip link del ${NEAR}`);
    await holder.stop();
  };
  return { start: startThere, plug, unplug, move: mover(), stop };
}

function onInternet(pid, line) {
  run(`nsenter --target ${pid} --net -- sh -ec '${line}'`);
}

// A route goes with its cable.
function plug() {
  run(`ip link set ${NEAR} up; ip route replace default via ${ROUTER}`);
}

function unplug() {
  run(`ip link set ${NEAR} down`);
}

function mover() {
  let at = VISITOR;
  return () => {
    const next = at === VISITOR ? '192.168.1.3' : VISITOR;
    // When the first address of a network is removed, the others go with it.
    run(`ip address del ${at}/24 dev ${NEAR}; ip address add ${next}/24 dev ${NEAR}; ip route replace default via ${ROUTER}`);
    at = next;
  };
}
