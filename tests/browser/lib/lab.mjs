// The failing internet on loopback (crate/lab) for one test.

import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { start } from './child.mjs';
import { TOP } from './extension.mjs';
import { resolveWithin } from './wait.mjs';

// The modes that are asked over TLS; the others are asked in the clear.
const SECURE = ['plain-on-tls', 'tls-alert', 'self-signed', 'expired', 'wrong-name', 'trusted', 'h2-error'];

const PROGRAM = resolve(TOP, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/is-it-me-lab');

// Starts the lab; `begin` starts the program where it should run, and `driver` is the address and port at which a test
// can reach it from here. Resolves to what it says about itself in its first line, with
// - `url(place)`: the address of a route ("/502"), a mode ("mode:reset") or a route of a mode ("mode:trusted/502"); any
//   other address stays as it is,
// - `asked(since)`: every request after that number, oldest first, as the lab's README describes them,
// - `count()`: how many there have been so far,
// - `wait(path, since)`: resolves once that path has been requested after that number,
// - `stop()`.
export async function startLab(args = [], { begin = start, driver } = {}) {
  const lab = await begin(PROGRAM, args);
  const stop = () => lab.stop(() => lab.child.stdin.end());
  try {
    const said = JSON.parse(await firstLine(lab));
    return { ...said, ...questions(said, driver), stop };
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

function questions({ http, modes }, driver = `127.0.0.1:${http}`) {
  const own = (path) => `http://${driver}${path}`;
  const asked = async (since = 0) => (await fetch(own(`/log?since=${since}`))).json();
  const wait = async (path, since = 0) => {
    const query = new URLSearchParams({ path, since });
    const { reached } = await (await fetch(own(`/log/wait?${query}`))).json();
    if (!reached) throw new Error(`${path} was not asked in time`);
  };
  const url = (place) => {
    const [, mode, path] = /^mode:([a-z0-9-]+)(.*)$/.exec(place) ?? [];
    if (mode) return `http${SECURE.includes(mode) ? 's' : ''}://127.0.0.1:${modes[mode]}${path || '/'}`;
    return place.startsWith('/') ? own(place) : place;
  };
  return { url, asked, wait, count: async () => (await asked()).at(-1)?.n ?? 0 };
}
