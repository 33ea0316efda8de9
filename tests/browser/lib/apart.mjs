// A machine of its own for a program: network, mounts, processes and host name are private, and nothing leads outside.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATH } from './child.mjs';

const INSIDE = 'IS_IT_ME_IS_APART';
const PRIVATE = ['--net', '--mount', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc'];

export function isInside() {
  return INSIDE in process.env;
}

// A user who is not root becomes root on that machine, and only there.
function apart() {
  return process.getuid() === 0 ? PRIVATE : ['--map-root-user', ...PRIVATE];
}

// Why such a machine is impossible here, or undefined.
export function whyNotApart() {
  try {
    execFileSync('unshare', [...apart(), 'ip', 'link', 'set', 'lo', 'up'], { env: { ...process.env, PATH }, stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `no network of its own is permitted here (${error.stderr?.toString().trim() || error.message})`;
  }
}

// Runs this very program again on that machine, and ends as it ends. Inside, no process can outlive it.
export async function runInside() {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = { ...process.env, PATH, [INSIDE]: '1' };
  const child = spawn('unshare', [...apart(), ...again], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}

// Runs a line of shell up to the first command that fails.
export function run(line) {
  execFileSync('/bin/sh', ['-ec', line], { env: { ...process.env, PATH }, stdio: ['ignore', 'ignore', 'pipe'] });
}

// Replaces a file in /etc with this text, for this machine alone.
export function putInEtc(folder, name, text) {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o644 });
  run(`mount --bind ${path} /etc/${name}`);
}

// Removes it again.
export function takeFromEtc(name) {
  run(`umount /etc/${name}`);
}
