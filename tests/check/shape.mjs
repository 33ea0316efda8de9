// No function is longer than 60 lines, no file longer than 500: a longer one does more than one thing. Looks at every
// source file that git tracks or would track.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { javascriptFunctions, rustFunctions, shellFunctions } from './functions.mjs';

const FILE_LIMIT = 500;
const FUNCTION_LIMIT = 60;

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

// Everything over its limit, as { at, lines, limit }.
function tooLong(path) {
  const text = readFileSync(path, 'utf8');
  const whole = { at: path, lines: text.trimEnd().split('\n').length, limit: FILE_LIMIT };
  const functions = READERS[extname(path)](text, path);
  const parts = functions.map(({ name, lines }) => ({ at: `${path} ${name}`, lines, limit: FUNCTION_LIMIT }));
  return [whole, ...parts].filter((piece) => piece.lines > piece.limit);
}

const paths = sources();
const found = paths.flatMap(tooLong);
for (const { at, lines, limit } of found) console.error(`${at}: ${lines} lines, at most ${limit}`);
console.log(`${paths.length} source files, ${found.length} complaints`);
process.exitCode = found.length > 0 ? 1 : 0;
