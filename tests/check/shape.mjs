// No function longer than 60 lines, no file longer than 500: a longer one does more than one thing. Looks at every
// source file git knows of or could.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { javascriptFunctions, rustFunctions, shellFunctions } from './functions.mjs';

const FILE_LIMIT = 500;
const FUNCTION_LIMIT = 60;

// What may be longer, by how much, and why: { at: 'path' or 'path function', lines, reason }. The list may only shrink:
// an entry that is not needed, or allows more than it must, fails.
const EXCEPTIONS = [];

const READERS = {
  '.rs': rustFunctions,
  '.js': javascriptFunctions,
  '.mjs': javascriptFunctions,
  '.sh': shellFunctions,
};

chdir(fileURLToPath(new URL('../..', import.meta.url)));

function sources() {
  const patterns = Object.keys(READERS).map((ending) => `*${ending}`);
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...patterns];
  const deleted = new Set(lines(['ls-files', '--deleted', '-z']));
  return lines(listed).filter((path) => !deleted.has(path));
}

function lines(args) {
  return execFileSync('git', args, { encoding: 'utf8' }).split('\0').filter(Boolean);
}

// Everything above its limit, as { at, lines, limit }.
function tooLong(path) {
  const text = readFileSync(path, 'utf8');
  const whole = { at: path, lines: text.trimEnd().split('\n').length, limit: FILE_LIMIT };
  const functions = READERS[extname(path)](text, path);
  const parts = functions.map(({ name, lines }) => ({ at: `${path} ${name}`, lines, limit: FUNCTION_LIMIT }));
  return [whole, ...parts].filter((piece) => piece.lines > piece.limit);
}

const paths = sources();
const found = paths.flatMap(tooLong);
const complaints = [];
for (const { at, lines, limit } of found) {
  const allowed = EXCEPTIONS.find((exception) => exception.at === at)?.lines ?? limit;
  if (lines > allowed) complaints.push(`${at}: ${lines} lines, at most ${allowed}`);
}
for (const { at, lines } of EXCEPTIONS) {
  const now = found.find((piece) => piece.at === at)?.lines;
  if (now === undefined) complaints.push(`${at}: the exception is no longer needed`);
  else if (now < lines) complaints.push(`${at}: the exception allows ${lines} lines and needs ${now}`);
}
for (const complaint of complaints) console.error(complaint);
console.log(`${paths.length} source files, ${complaints.length} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;
