// Runs one program for as long as it takes to ask it something.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PATH, start } from '../browser/lib/child.mjs';
import { answers } from '../browser/lib/ports.mjs';
import { removeFolder, temporaryFolder } from '../browser/lib/temp.mjs';
import { until } from '../browser/lib/wait.mjs';

const EVERYTHING = -1;

// A folder that programs can use after they drop root.
export function openFolder(purpose) {
  const folder = temporaryFolder(purpose);
  chmodSync(folder, 0o777);
  return folder;
}

// Starts what `program` asks for at `place`, in a folder of its own. Resolves to { stop() } once it listens.
export async function run(program, place) {
  const folder = openFolder(program.id);
  const settings = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, LC_ALL: 'C.UTF-8' };
  const { command, files = {}, env = {}, stop = 'SIGTERM', prepare } = program.start({ ...place, folder });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { mode: 0o644 });
  }
  prepare?.();
  const [name, ...args] = command;
  const options = { cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] };
  const process = await start(name, args, { ...options, env: { ...globalThis.process.env, ...settings, PATH, ...env } });
  const end = async () => {
    await process.stop(() => signal(stop === 'SIGKILL' ? EVERYTHING : -process.child.pid, stop));
    signal(EVERYTHING, 'SIGKILL');
    await until(async () => (await answers(place.port)) ? undefined : true, `${program.id} to be gone`);
    removeFolder(folder);
  };
  try {
    await listening(process, place.port, program.awaits?.[place.mode]);
  } catch (error) {
    error.message += `: ${complaints(process, folder)}`;
    await end();
    throw error;
  }
  return { stop: end, ended: () => hasEnded(process.child), output: () => complaints(process, folder) };
}

// Signals a group of processes. Some programs leave their group, so in the end the signal goes to everything on this
// machine except the recorder, which is spared as the machine's first process.
function signal(whom, name) {
  if (globalThis.process.pid !== 1) throw new Error('only on a machine of its own');
  try {
    globalThis.process.kill(whom, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

// The end of what it printed, or wrote to a file if it cannot print.
function complaints({ output }, folder) {
  const log = join(folder, 'log');
  return `${output()}${existsSync(log) ? readFileSync(log, 'utf8') : ''}`.slice(-300);
}

async function listening({ child, output }, port, pattern) {
  await until(async () => {
    if (hasEnded(child)) throw new Error('it ended at once');
    const ready = pattern ? pattern.test(output()) : true;
    return (ready && (await answers(port))) || undefined;
  }, `it to listen on port ${port}`, 20_000);
}
