// Child processes that never outlive the test: they are stopped by it or with it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolveWithin } from './wait.mjs';

// Debian installs servers and their tools where an ordinary user's shell does not look.
export const PATH = `${process.env.PATH}:/usr/sbin:/sbin:/usr/local/sbin`;

const running = new Set();
// Asked, not forced: a server that is killed leaves its own children behind.
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')));
// By default, a signal ends Node without that event.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

// Starts a program. Resolves once the system has started it, to the process, `output()` for what it has printed to
// stderr so far, and `stop()`.
export async function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  running.add(child);
  const ended = new Promise((resolve) => child.once('close', resolve)).then(() => running.delete(child));
  const printed = [];
  child.stderr.on('data', (piece) => printed.push(piece));
  child.on('error', () => running.delete(child));
  await once(child, 'spawn').catch((error) => {
    throw new Error(`${program} could not be started (${error.code}); ./build.sh setup installs what the tests need`);
  });
  const output = () => Buffer.concat(printed).toString();
  return { child, ended, output, stop: (ask) => stop(child, ended, ask) };
}

// Asks the program to end in its own way, and kills it if it does not listen.
async function stop(child, ended, ask = () => child.kill('SIGTERM')) {
  ask();
  await resolveWithin(3_000, ended, `the end of ${child.spawnfile}`).catch(() => child.kill('SIGKILL'));
  await ended;
}
