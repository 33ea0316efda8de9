// Runs web-ext, the linter of Firefox's store, on dist/. No errors are accepted, and only these warnings, each for the
// reason given; one that no longer shows up has to be removed.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ACCEPTED = {
  'BACKGROUND_SERVICE_WORKER_IGNORED manifest.json': 'one manifest: Chromium reads service_worker, Firefox scripts',
  'KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION manifest.json': 'Firefox for Android learned that key later',
};
const place = ({ code, file }) => `${code} ${file}`;

const top = fileURLToPath(new URL('../..', import.meta.url));
const linter = fileURLToPath(new URL('../node_modules/.bin/web-ext', import.meta.url));
const options = ['lint', '--source-dir', 'dist', '--output', 'json', '--no-config-discovery'];
const env = { ...process.env, NO_UPDATE_NOTIFIER: '1' };
const { stdout, stderr, error } = spawnSync(linter, options, { cwd: top, env, encoding: 'utf8' });

// The linter's own exit code is no help: it is 1 for errors, but also when the linter could not run.
function findings() {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`web-ext did not answer with JSON: ${error ?? stderr ?? stdout}`);
  }
}

const { errors, warnings } = findings();
const bad = [...errors, ...warnings.filter((warning) => !(place(warning) in ACCEPTED))];
for (const finding of bad) console.error(`${finding._type} ${place(finding)}:${finding.line ?? ''} ${finding.message}`);
const unseen = Object.keys(ACCEPTED).filter((wanted) => !warnings.some((warning) => place(warning) === wanted));
for (const wanted of unseen) console.error(`the warning ${wanted} is gone: take it off the list`);
const complaints = bad.length + unseen.length;
console.log(`web-ext lint: ${errors.length} errors, ${warnings.length} warnings, ${complaints} complaints`);
process.exitCode = complaints > 0 ? 1 : 0;
