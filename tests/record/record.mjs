// Records what real gateways and servers answer when what is behind them fails: node tests/record/record.mjs
// [--out FOLDER] [--mode MODE]… [PROGRAM…]. README.md says more.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { chainsOf } from './chains.mjs';
import { ask, hold } from './client.mjs';
import { labelOf, isOwnPage, whatHappens } from './labels.mjs';
import { MODES } from './modes.mjs';
import { furnish, isInside, openNameServer, PORTS, runInside, SITE, TARGETS } from './network.mjs';
import { loadPrograms, versionOf } from './programs.mjs';
import { openFolder, run } from './run.mjs';
import { resolveWithin, until } from '../browser/lib/wait.mjs';
import { sameButForTheDay } from './same.mjs';
import { MARK, openUpstream } from './upstream.mjs';

const CORPUS = fileURLToPath(new URL('../corpus', import.meta.url));
const BODY_LIMIT = 6_000;
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
  for (const program of [...programs, ...chainsOf(programs)]) {
    if (positionals.length === 0 || positionals.includes(program.id)) await recordProgram(program, { upstream, certificate });
  }
  upstream.close();
  names.close();
}

// Signed by nobody that anybody trusts.
function makeCertificate(folder) {
  const [keyFile, certFile, bothFile] = ['key.pem', 'cert.pem', 'both.pem'].map((name) => join(folder, name));
  const names = ['-subj', `/CN=${SITE}`, '-addext', `subjectAltName=DNS:${SITE}`];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...key, '-keyout', keyFile, '-out', certFile, '-days', '30', ...names], { stdio: 'pipe' });
  const [key_, cert] = [readFileSync(keyFile), readFileSync(certFile)];
  for (const [path, bytes] of [[keyFile, key_], [bothFile, Buffer.concat([cert, key_])]]) writeFileSync(path, bytes, { mode: 0o644 });
  return { key: key_, cert, keyFile, certFile, bothFile };
}

// Every mode of one program, and its file in the corpus. What could not be recorded is said.
async function recordProgram(program, tools) {
  const version = versionOf(program);
  if (!version) return console.error(`${program.id}: not installed, its records stay as they are`);
  const begun = performance.now();
  const named = `${program.name ?? program.id} ${version}`;
  const turns = turnsOf(program);
  const wanted = turns.filter((turn) => turn.wanted);
  const records = [];
  const shared = program.shared ? await startShared(program, tools) : undefined;
  for (const { id, mode, http2 } of wanted) {
    const record = await recordMode({ program, id, mode, http2, named, tools, shared }).catch((error) => error.message);
    if (typeof record === 'string') console.error(`${id} dropped: ${record.slice(0, COMPLAINT_LIMIT)}`);
    else records.push(record);
  }
  await shared?.stop();
  write(program, turns, records);
  const took = Math.round((performance.now() - begun) / 1000);
  console.log(`${named}: ${records.length} of ${wanted.length} in ${took} s`);
}

// All that is to be asked of a program, in the order of its file in the corpus.
function turnsOf(program) {
  const turn = (name, http2) => ({
    id: `${program.id}-${http2 ? 'h2-' : ''}${name}`,
    mode: { ...MODES[name], ...program.change?.[name] },
    http2,
    wanted: !values.mode || values.mode.includes(name),
  });
  return [...program.modes.map((name) => turn(name, false)), ...(program.h2 ?? []).map((name) => turn(name, true))];
}

const startShared = (program, tools) => run(program, placeFor(program, { id: 'all' }, false, tools));

// What a program has to know to be started.
function placeFor(program, mode, http2, { certificate }) {
  const { host, port } = TARGETS[mode.target ?? 'app'];
  const app = { host, port, secure: mode.secure ?? false, checked: mode.id === 'tls-self-signed' };
  return { mode: mode.id, port: http2 ? PORTS.secureFront : PORTS.front, secureFront: http2, app, certificate };
}

// One record, or the reason why there is none.
async function recordMode({ program, id, mode, http2, named, tools, shared }) {
  tools.upstream.behave(mode);
  const place = placeFor(program, mode, http2, tools);
  const running = shared ?? (await run(program, place));
  try {
    const question = questionFor(program, mode, place);
    if (program.settled) await until(() => settled(program, question), `${program.id} to be ready`);
    for (let request = 0; request < (program.warm?.[mode.id] ?? 0); request += 1) await ask(question);
    const release = mode.held ? await holdOne(question, tools.upstream) : undefined;
    const answer = readable(await ask(question));
    release?.();
    if (running.ended()) return `the program ended: ${running.output()}`;
    return reasonToDrop(mode, answer) ?? recordOf({ program, id, mode, named, url: question.url, answer });
  } finally {
    if (!shared) await running.stop();
  }
}

// For what listens before it knows what to do.
async function settled(program, question) {
  const answer = await ask({ ...question, url: new URL(program.settled.path, question.url).href, cookie: 0 });
  return program.settled.when(answer) || undefined;
}

async function holdOne(question, upstream) {
  const asked = upstream.asked();
  const release = hold(question);
  await resolveWithin(5_000, asked, 'the request that is in the way to reach the app');
  return release;
}

function questionFor(program, mode, { port, secureFront }) {
  const { cookie, tunnel } = mode;
  const proxied = program.kind === 'forward';
  const common = { port, cookie, tunnel, proxied, http2: secureFront };
  if (!proxied) {
    const scheme = secureFront ? 'https' : 'http';
    return { ...common, url: `${scheme}://${mode.host ?? SITE}:${port}${mode.path ?? '/'}` };
  }
  const { site } = TARGETS[mode.target ?? 'app'];
  return { ...common, url: `http${tunnel ? 's' : ''}://${site}${mode.port ? `:${mode.port}` : ''}/` };
}

const DECODERS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

// The body as the browser's page would have it.
function readable(answer) {
  if (!answer?.body) return answer;
  const coding = answer.headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
  const bytes = coding && !answer.net_error ? DECODERS[coding](answer.body) : answer.body;
  return { ...answer, body: bytes.toString('utf8').slice(0, BODY_LIMIT) };
}

// A record has to show the failure it is named after.
function reasonToDrop(mode, answer) {
  if (!answer) return 'no end of the answer in time';
  if (answer.headless) return 'headers cut off, which Chromium shows as an empty page';
  if (mode.status !== undefined && !isOwnPage(mode, answer)) return `the app's page was replaced, ${answer.status} ${answer.net_error}`;
  if (mode.status !== undefined && answer.status !== mode.status) return `the app's status was replaced by ${answer.status}`;
  if (answer.status !== null && answer.status < 400 && !answer.net_error) return `answered ${answer.status} in order`;
  if (mode.status === undefined && answer.status >= 400 && answer.status < 500 && !mode.refusal) return `answered ${answer.status}`;
  if (mode.status === undefined && !mode.cut && answer.body?.includes(MARK)) return 'the app answered';
  return undefined;
}

function recordOf({ program, id, mode, named, url, answer }) {
  const { status, http_version, headers, body, net_error, elapsed_ms } = answer;
  return {
    id,
    source: `recorded: ${named}, ${whatHappens(program, mode)}`,
    date: new Date().toISOString().slice(0, 7),
    url,
    ...{ status, http_version, headers, body, net_error, elapsed_ms },
    label: labelOf({ program, mode, answer, named: program.inner ? named.split(' behind ')[0] : named, relay: program.outer }),
  };
}

// A record that says nothing new stays as it was, so that recording again shows what has changed; so does one that was
// not to be recorded.
function write(program, turns, records) {
  const path = join(values.out, `${program.id}.jsonl`);
  const old = byId(existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : []);
  const fresh = byId(records);
  const chosen = turns.map(({ id, wanted }) => {
    const [before, now] = [old.get(id), fresh.get(id)];
    return !wanted || (before && now && sameButForTheDay(before, now)) ? before : now;
  });
  mkdirSync(values.out, { recursive: true });
  writeFileSync(path, chosen.filter(Boolean).map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function byId(records) {
  return new Map(records.map((record) => [record.id, record]));
}

if (isInside()) await main();
else await runInside();
