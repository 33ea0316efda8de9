// A display that nobody looks at, and keys pressed on it: the browser's own prompts are drawn by the system and cannot
// be reached in any other way.

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { start } from './child.mjs';
import { resolveWithin } from './wait.mjs';

const NEEDED = [['Xvfb', '-help'], ['xdotool', 'version']];

// Why such a display is impossible here, or undefined.
export function missingForDisplay() {
  const missing = NEEDED.filter(([program, argument]) => !runs(program, argument)).map(([program]) => program);
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

function runs(program, argument) {
  try {
    execFileSync(program, [argument], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return error.code !== 'ENOENT';
  }
}

// Starts one. Resolves to `env`, in which a browser draws on it, `press(key)` and `stop()`.
export async function startDisplay() {
  // The server picks a free number by itself and prints it on its standard output.
  const server = await start('Xvfb', ['-displayfd', '1', '-screen', '0', '1024x768x24', '-nolisten', 'tcp']);
  const said = once(createInterface({ input: server.child.stdout }), 'line');
  const [number] = await resolveWithin(10_000, said, 'the number of the display');
  const env = { ...process.env, DISPLAY: `:${number}` };
  const press = (key) => execFileSync('xdotool', ['key', key], { env });
  return { env, press, stop: () => server.stop() };
}
