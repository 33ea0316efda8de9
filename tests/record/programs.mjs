// What is recorded: every file in programs/, by name. What each of them exports:
//
// id       the name of the file, of its records and in the table of labels.mjs
// kind     'reverse': in front of an app, 'forward': between the browser and everything, 'server': of its own app
// version  { ask: command, find: pattern }; a program that does not answer is not installed
// modes    names from modes.mjs; `h2`: those that are recorded over HTTP/2 as well
// start    (place) => { command, files, env, stop }: what to run, the files it needs in its folder, the signal that ends
//          it (SIGTERM by default). `place` is what record.mjs knows: folder, port, mode, app, secureFront …
// awaits   mode -> pattern to wait for in what the program prints; `warm`: mode -> requests to make beforehand
// settled  { path, when }: requested until the answer is as it should be, for what listens before it is ready
// change   mode -> what this program needs to be different about the mode

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PATH } from '../browser/lib/child.mjs';

const FOLDER = fileURLToPath(new URL('programs', import.meta.url));
const TOP = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = resolve(TOP, process.env.CARGO_TARGET_DIR ?? 'target', 'record');

export const APPS = fileURLToPath(new URL('apps', import.meta.url));

// The site's own page for when its gateway finds nothing behind it.
export const SORRY =
  '<!doctype html><html><head><title>Back soon</title></head><body><h1>We will be right back</h1></body></html>\n';

// A program from one of the Python environments that install.sh makes.
export const python = (program, environment = 'main') => join(BUILT, environment, 'bin', program);

// A file inside a Python package.
export function packageFile(path, environment = 'main') {
  const library = join(BUILT, environment, 'lib');
  const versions = existsSync(library) ? readdirSync(library) : [];
  return join(library, versions[0] ?? 'python3', 'site-packages', path);
}

// Gets a Python package's version.
export function packageVersion(name, environment = 'main') {
  const script = `import importlib.metadata as m; print("${name}", m.version("${name}"))`;
  return { ask: [python('python', environment), '-c', script], find: /(\d[\w.]*)\s*$/ };
}

export async function loadPrograms() {
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.mjs$/, '')).sort();
  return Promise.all(names.map(async (name) => (await import(join(FOLDER, `${name}.mjs`))).default));
}

// The version that the program itself states, or undefined if the program is not installed.
export function versionOf({ version: { ask, find } }) {
  const [command, ...args] = ask;
  const { stdout = '', stderr = '', error } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, PATH } });
  return error ? undefined : `${stdout}${stderr}`.match(find)?.[1];
}
