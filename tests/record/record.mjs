// Records what real gateways and servers answer when what is behind them fails: node tests/record/record.mjs
// [--out FOLDER] [--mode MODE]… [PROGRAM…]. README.md says more.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isInside, runInside } from '../browser/lib/apart.mjs';
import { chainBooks } from './chains.mjs';
import { MODES } from './modes.mjs';
import { furnish, openNameServer, SITE } from './network.mjs';
import { loadPrograms, versionOf } from './programs.mjs';
import { openFolder } from './run.mjs';
import { sameButForTheDay } from './same.mjs';
import { recordTurn } from './turn.mjs';
import { openUpstream } from './upstream.mjs';

const CORPUS = fileURLToPath(new URL('../corpus', import.meta.url));
const COMPLAINT_LIMIT = 400;

const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: CORPUS }, mode: { type: 'string', multiple: true } },
  allowPositionals: true,
});

async function main() {
  const folder = openFolder('record');
  furnish(folder);
  const certificate = makeCertificate(folder);
  const names = await openNameServer();
  const upstream = await openUpstream(certificate);
  const programs = await loadPrograms();
  const tools = { upstream, certificate, versions: new Map() };
  tools.named = (program) => `${program.name ?? program.id} ${tools.versions.get(program.id)}`;
  for (const book of [...programs.map(bookOf), ...chainBooks(programs)]) {
    if (positionals.length === 0 || positionals.includes(book.id)) await recordBook(book, tools);
  }
  upstream.close();
  names.close();
}

// Signed by nobody anyone trusts.
function makeCertificate(folder) {
  const [keyFile, certFile, bothFile] = ['key.pem', 'cert.pem', 'both.pem'].map((name) => join(folder, name));
  const names = ['-subj', `/CN=${SITE}`, '-addext', `subjectAltName=DNS:${SITE}`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', keyFile, '-out', certFile];
  execFileSync('openssl', ['req', '-x509', ...kind, ...files, '-days', '30', ...names], { stdio: 'pipe' });
  const [key, cert] = [readFileSync(keyFile), readFileSync(certFile)];
  execFileSync('chmod', ['a+r', keyFile]);
  writeFileSync(bothFile, Buffer.concat([cert, key]));
  return { key, cert, keyFile, certFile, bothFile };
}

// A book is a file of the corpus: what to request, in order, and the programs without which nothing can be requested.
function bookOf(program) {
  const turn = (name, http2) => ({
    id: `${program.id}-${http2 ? 'h2-' : ''}${name}`,
    name,
    program,
    mode: { ...MODES[name], ...program.change?.[name] },
    http2,
  });
  const turns = [...program.modes.map((name) => turn(name, false)), ...(program.h2 ?? []).map((name) => turn(name, true))];
  return { id: program.id, programs: [program], turns };
}

// Says what could not be recorded.
async function recordBook(book, tools) {
  const isMissing = (program) => !askVersion(program, tools);
  if (book.programs.some(isMissing)) return console.error(`${book.id}: not installed, its records stay as they are`);
  const begun = performance.now();
  const isWanted = (name) => !values.mode || values.mode.includes(name);
  const wanted = book.turns.filter(({ name, program }) => isWanted(name) && !isMissing(program));
  const records = [];
  for (const turn of wanted) {
    const record = await recordTurn(turn, tools).catch((error) => error.message);
    if (typeof record === 'string') console.error(`${turn.id} dropped: ${record.slice(0, COMPLAINT_LIMIT)}`);
    else records.push(record);
  }
  write(book, wanted, records);
  const took = Math.round((performance.now() - begun) / 1000);
  console.log(`${book.id}, ${tools.named(book.programs[0])}: ${records.length} of ${wanted.length} in ${took} s`);
}

function askVersion(program, { versions }) {
  if (!versions.has(program.id)) versions.set(program.id, versionOf(program));
  return versions.get(program.id);
}

// A record that says nothing new stays as it was, so that recording again shows what has changed; so does one that was
// not selected for recording.
function write(book, wanted, records) {
  const path = join(values.out, `${book.id}.jsonl`);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  const [old, fresh, asked] = [byId(lines.map((line) => JSON.parse(line))), byId(records), byId(wanted)];
  const chosen = book.turns.map(({ id }) => {
    const [before, now] = [old.get(id), fresh.get(id)];
    return !asked.has(id) || (before && now && sameButForTheDay(before, now)) ? before : now;
  });
  mkdirSync(values.out, { recursive: true });
  writeFileSync(path, chosen.filter(Boolean).map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function byId(items) {
  return new Map(items.map((item) => [item.id, item]));
}

if (isInside()) await main();
else await runInside();
