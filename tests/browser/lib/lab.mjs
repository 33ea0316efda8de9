// The failing internet on loopback (crate/lab) for one test.

import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { start } from './child.mjs';
import { TOP } from './extension.mjs';
import { resolveWithin } from './wait.mjs';

const PROGRAM = join(TOP, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/is-it-me-lab');

// Starts the lab. Resolves to what it says about itself in its first line, and `stop()`.
export async function startLab(args = []) {
  const lab = await start(PROGRAM, args);
  const stop = () => lab.stop(() => lab.child.stdin.end());
  try {
    return { ...JSON.parse(await firstLine(lab)), stop };
  } catch (error) {
    await stop();
    throw new Error(`the lab did not say it is ready: ${error.message} ${lab.output()}`);
  }
}

function firstLine({ child, ended }) {
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => text);
  const early = ended.then(() => {
    throw new Error('it ended');
  });
  return resolveWithin(10_000, Promise.race([line, early]), "the lab's first line");
}
