// The whole failing world on one machine: sites, services, zones, resolvers, a gateway, the visitor's cable.

import { connect } from 'node:net';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInside, runInside, whyNotApart } from '../apart.mjs';
import { startLab } from '../lab.mjs';
import { removeFolder, temporaryFolder } from '../temp.mjs';
import { until } from '../wait.mjs';
import { AT, BROKEN_ZONES, DOORS, OLD_SERIAL, OLD_ZONES, RESOLVERS, SERIAL, ZONES } from './names.mjs';
import { layCable, ROUTER } from './net.mjs';
import { startNginx } from './nginx.mjs';
import { RULES, startResolver } from './resolver.mjs';
import { startZones } from './zones.mjs';

const DRIVER = `${ROUTER}:8500`;
const { gives, fails, hides, asks } = RULES;

// What the visitor's own resolver bends, and what the others do.
export const HOME = {
  'well.lost.example.com': fails(),
  'down.lied.example.com': gives(AT.liar),
  'well.zeros.example.com': gives('0.0.0.0'),
  'well.hidden.example.com': hides('BLOCKED'),
  'well.filtered.example.com': gives('0.0.0.0'),
  'example.net': asks(AT.oldZones),
};
const ABROAD = {
  cloudflare: {},
  google: { 'example.net': asks(AT.oldZones) },
  quad9: { 'well.hidden.example.com': hides('BLOCKED'), 'well.filtered.example.com': hides('FILTERED') },
};
// A hotel's Wi-Fi: every name leads to the sign-in page.
export const HOTEL = { '.': gives(AT.portal) };

// To be called before all else: a test of the world runs on a machine of its own. Returns only there, or where no such
// machine is permitted, and then with the reason to skip.
export async function apart() {
  if (isInside()) return false;
  const why = whyNotApart();
  if (why) return why;
  await runInside();
  process.exit();
}

// Resolves to
// - `lab`: as in lab.mjs,
// - `set(words)`: sets what the services of the lab go by from now on; without words, all is well,
// - `resolver`: the visitor's own; `use(rules)`, `stop()` and `asked()`, the names it has been asked for so far,
// - `others`: those that are asked over HTTPS; `restart()`, `stop()` and `asked()`,
// - `setClock(days)`: puts this machine's clock so many days behind everybody else's,
// - `cable`: the visitor's, as in net.mjs,
// - `stop()`.
export async function startWorld() {
  const folder = temporaryFolder('world');
  const started = [];
  const keep = (process) => (started.push(process), process);
  const stop = async () => {
    for (const process of started.reverse()) await process.stop();
    removeFolder(folder);
  };
  try {
    const cable = keep(await layCable(folder, Object.values(AT)));
    const anchor = await openZones(cable, folder, keep);
    const lab = keep(await openLab(cable));
    const roots = { root: AT.zones, anchor };
    const gateway = await startNginx(cable, folder, {
      address: AT.nginx,
      upstream: AT.sites,
      certificate: await certificate(folder, 'cookies.example.com'),
    });
    keep(gateway);
    const resolver = keep(ownResolver(cable, folder, roots));
    const others = keep(otherResolvers(cable, folder, roots));
    await Promise.all([resolver.use(HOME), others.restart(), open(AT.nginx, 443), open(AT.zones, 53)]);
    const set = (words = {}) => fetch(`http://${DRIVER}/set?${new URLSearchParams(words)}`);
    const setClock = async (days, words) => {
      await set({ ...words, clock: days });
      await others.restart();
    };
    return { lab, set, setClock, resolver, others, cable, HOME, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// Today's zones, and a server that has not heard of the latest change. Resolves to the root's anchor.
async function openZones(cable, folder, keep) {
  const today = { name: 'zones', address: AT.zones, zones: ZONES, serial: SERIAL, broken: BROKEN_ZONES };
  const before = { name: 'old-zones', address: AT.oldZones, zones: OLD_ZONES, serial: OLD_SERIAL };
  const [{ anchor, server }, old] = await Promise.all([today, before].map((zones) => startZones(cable, folder, zones)));
  [server, old.server].forEach(keep);
  return anchor;
}

function openLab(cable) {
  const doors = [...DOORS, [...DRIVER.split(':'), 'http']];
  const args = doors.flatMap(([address, port, mode]) => ['--at', `${address}:${port}=${mode}`]);
  return startLab(args, { begin: cable.start, driver: DRIVER });
}

// The path of a certificate for these names and addresses, with its key.
async function certificate(folder, ...names) {
  const answer = await fetch(`http://${DRIVER}/certificate?${names.map((name) => `name=${name}`).join('&')}`);
  const path = join(folder, `${names[0]}.pem`);
  writeFileSync(path, await answer.text(), { mode: 0o600 });
  return path;
}

// The resolver of the visitor's network, on the router.
function ownResolver(cable, folder, roots) {
  let process;
  const log = askedLog();
  const stop = async () => {
    await process?.stop();
    process = undefined;
  };
  const use = async (rules) => {
    await stop();
    process = log.keep(await startResolver(cable, folder, { name: 'own', address: ROUTER, rules, ...roots }));
    await open(ROUTER, 53);
  };
  return { use, stop, asked: log.asked };
}

// The names that resolvers have been asked for so far, including stopped resolvers.
function askedLog() {
  const all = [];
  const keep = (process) => (all.push(process), process);
  const names = (text) => [...text.matchAll(/^asked (\S+)\.$/gm)].map(([, name]) => name);
  return { keep, asked: () => new Set(all.flatMap((process) => names(process.output()))) };
}

// Those that the extension asks over HTTPS. Their certificates go by the lab's clock.
function otherResolvers(cable, folder, roots) {
  let processes = [];
  const log = askedLog();
  const stop = async () => {
    await Promise.all(processes.map((process) => process.stop()));
    processes = [];
  };
  const begin = async (name) => {
    const path = await certificate(folder, RESOLVERS[name], AT[name]);
    const rules = ABROAD[name];
    const options = { name, address: AT[name], certificate: path, rules, ...roots };
    processes.push(log.keep(await startResolver(cable, folder, options)));
    await open(AT[name], 443);
  };
  const restart = async () => {
    await stop();
    await Promise.all(Object.keys(ABROAD).map(begin));
  };
  return { restart, stop, asked: log.asked };
}

// Resolves once something listens there.
function open(address, port) {
  return until(async () => {
    const socket = connect(port, address);
    const connected = await once(socket, 'connect').then(() => true, () => undefined);
    socket.destroy();
    return connected;
  }, `${address} to listen on port ${port}`);
}
