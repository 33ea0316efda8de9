// The recorder's tables fit together, every record has the right shape, and nginx, where installed, still answers what
// was recorded of it.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { removeFolder, temporaryFolder } from '../browser/lib/temp.mjs';
import { readAnswer } from './answer.mjs';
import { chainBooks } from './chains.mjs';
import { FAULTS, faultOf, MAKERS } from './labels.mjs';
import { MODES } from './modes.mjs';
import { TARGETS } from './network.mjs';
import { loadPrograms, versionOf } from './programs.mjs';
import { lasting } from './same.mjs';
import { BEHAVIOURS } from './upstream.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CORPUS = fileURLToPath(new URL('../corpus', import.meta.url));
const VENDORS = fileURLToPath(new URL('../../crate/core/vendors', import.meta.url));
const LAYERS = ['load-balancer', 'reverse-proxy', 'client-proxy', 'app-runtime'];
const FAULT_WORDS = ['app', 'origin', 'site-config', 'local-browser', 'local-network', 'dns-zone', 'dns-local'];
const ANSWER_KEYS = ['status', 'http_version', 'headers', 'body', 'net_error', 'elapsed_ms'];
const KEYS = ['id', 'source', 'date', 'url', ...ANSWER_KEYS, 'label'];
const LABEL_KEYS = ['vendor', 'generator_layer', 'fault', 'cdn_in_path', 'why', 'certainty'];
const SIZE_LIMIT = 1_500_000;

let programs;
let files;
before(async () => {
  programs = await loadPrograms();
  files = readdirSync(CORPUS).filter((name) => name.endsWith('.jsonl'));
});

function recordsOf(file, folder = CORPUS) {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

test('every program is named like its file and has a maker and modes that exist', () => {
  const names = readdirSync(join(HERE, 'programs')).map((name) => name.replace(/\.mjs$/, ''));
  assert.deepEqual(programs.map(({ id }) => id), names.sort());
  assert.deepEqual(Object.keys(MAKERS).sort(), names);
  for (const { id, kind, modes, h2 = [], change = {}, warm = {}, awaits = {} } of programs) {
    assert.ok(['reverse', 'forward', 'server'].includes(kind), id);
    assert.equal(new Set(modes).size, modes.length, `${id} has a mode twice`);
    const named = [...modes, ...h2, ...Object.keys(change), ...Object.keys(warm), ...Object.keys(awaits)];
    assert.deepEqual(named.filter((name) => !(name in MODES)), [], id);
    for (const name of modes) assert.ok(FAULT_WORDS.includes(faultOf(MODES[name], kind)), `${id} ${name} has no fault`);
  }
});

test('every mode leads somewhere, and every fault belongs to a mode', () => {
  for (const { id, target = 'app', upstream = 'no-answer' } of Object.values(MODES)) {
    assert.ok(target in TARGETS, id);
    assert.ok(BEHAVIOURS.includes(upstream), id);
  }
  assert.deepEqual(Object.keys(FAULTS).filter((id) => !(id in MODES)), []);
});

test('no two records can have the same name', () => {
  const names = ({ modes, h2 = [] }) => [...modes, ...h2.map((mode) => `h2-${mode}`)];
  const own = programs.flatMap((program) => names(program).map((name) => `${program.id}-${name}`));
  const ids = [...own, ...chainBooks(programs).flatMap(({ turns }) => turns.map(({ id }) => id))];
  assert.equal(new Set(ids).size, ids.length);
});

test('every record has the right shape and name', () => {
  const known = new Set([...programs.map(({ id }) => id), ...chainBooks(programs).map(({ id }) => id)]);
  const seen = new Set();
  for (const file of files) {
    const book = file.replace(/\.jsonl$/, '');
    assert.ok(known.has(book), `${file} is nobody's`);
    for (const record of recordsOf(file)) {
      assert.ok(record.id.startsWith(`${book}-`), record.id);
      assert.ok(!seen.has(record.id), `${record.id} is there twice`);
      seen.add(record.id);
      checkShape(record);
    }
  }
  assert.ok(seen.size >= 300, `${seen.size} records`);
});

function checkShape(record) {
  const { id, status, http_version, headers, body, net_error, elapsed_ms, label } = record;
  assert.deepEqual(Object.keys(record), KEYS, id);
  assert.deepEqual(Object.keys(label), LABEL_KEYS, id);
  assert.match(record.date, /^\d{4}-\d\d$/, id);
  assert.ok(URL.canParse(record.url), id);
  assert.ok(headers.every((pair) => pair.length === 2 && pair.every((text) => typeof text === 'string')), id);
  assert.ok(Number.isInteger(elapsed_ms) && elapsed_ms >= 0 && elapsed_ms < 10_000, id);
  if (status === null) assert.deepEqual([http_version, headers.length, body], [null, 0, null], id);
  else assert.ok(/^HTTP\/(1\.[01]|2)$/.test(http_version) && typeof body === 'string' && body.length <= 6000, id);
  assert.ok(net_error === null ? status >= 400 : /^net::ERR_[A-Z0-9_]+$/.test(net_error), `${id} shows no failure`);
  assert.ok(LAYERS.includes(label.generator_layer) && FAULT_WORDS.includes(label.fault), id);
  assert.ok(label.vendor !== null || label.generator_layer === 'app-runtime', id);
  assert.ok(label.certainty === 'confirmed' && label.why.includes('own capture: ') && label.cdn_in_path.length === 0, id);
}

test('the corpus stays small', () => {
  const bytes = files.reduce((sum, file) => sum + readFileSync(join(CORPUS, file)).length, 0);
  assert.ok(bytes < SIZE_LIMIT, `${bytes} bytes`);
});

test('a vendor that has a file is named as in its file', () => {
  const vendors = new Set(files.flatMap((file) => recordsOf(file)).map(({ label }) => label.vendor).filter(Boolean));
  for (const vendor of vendors) {
    const path = join(VENDORS, `${vendor}.toml`);
    if (existsSync(path)) assert.match(readFileSync(path, 'utf8'), new RegExp(`^id = "${vendor}"$`, 'm'));
  }
});

test('an answer is read as Chromium reads it', () => {
  const read = (text, ending = 'closed') => readAnswer(Buffer.from(text, 'latin1'), ending);
  const twice = 'Server: x\r\nset-Cookie: a\r\nset-Cookie: b\r\nContent-Length: 2';
  const long = read(`HTTP/1.1 502 Bad Gateway\r\n${twice}\r\n\r\nokay`, 'open');
  assert.deepEqual([long.status, long.whole, long.net_error, long.body.toString()], [502, true, null, 'ok']);
  assert.deepEqual(long.headers.slice(0, 3), [['Server', 'x'], ['set-Cookie', 'a'], ['set-Cookie', 'b']]);
  assert.equal(read('').net_error, 'net::ERR_EMPTY_RESPONSE');
  assert.equal(read('HTTP/1.1 200 OK\r\n', 'net::ERR_CONNECTION_RESET').net_error, 'net::ERR_CONNECTION_RESET');
  assert.equal(read('HTTP/1.1 200 OK\r\nContent-Ty').headless, true);
  assert.equal(read('%%% this is not HTTP').net_error, 'net::ERR_INVALID_HTTP_RESPONSE');
  assert.equal(read('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok').net_error, 'net::ERR_CONTENT_LENGTH_MISMATCH');
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n';
  assert.equal(read(chunked).net_error, 'net::ERR_INCOMPLETE_CHUNKED_ENCODING');
  assert.equal(read(`${chunked}0\r\n\r\n`).net_error, null);
  assert.equal(read(`${chunked}zz\r\n`).net_error, 'net::ERR_INVALID_CHUNKED_ENCODING');
});

// Whether this machine lets the recorder have a machine of its own.
function canRecord() {
  const options = process.getuid() === 0 ? [] : ['--map-root-user'];
  const apart = ['--net', '--mount', '--uts', '--pid', '--fork', '--mount-proc'];
  return spawnSync('unshare', [...options, ...apart, 'true']).status === 0;
}

test('nginx answers what was recorded of it', { timeout: 60_000 }, async (context) => {
  const nginx = programs.find(({ id }) => id === 'nginx');
  const version = versionOf(nginx);
  if (!version || !canRecord()) return context.skip('needs nginx, and a machine that lets processes have their own network');
  const folder = temporaryFolder('record');
  const script = join(HERE, 'record.mjs');
  const modes = ['--mode', 'refused', '--mode', 'app-503-html'];
  execFileSync(process.execPath, [script, '--out', folder, ...modes, 'nginx'], { stdio: 'pipe' });
  const again = recordsOf('nginx.jsonl', folder);
  removeFolder(folder);
  const kept = new Map(recordsOf('nginx.jsonl').map((record) => [record.id, record]));
  assert.deepEqual(again.map(({ id }) => id), ['nginx-refused', 'nginx-app-503-html', 'nginx-h2-refused']);
  for (const record of again) {
    const old = kept.get(record.id);
    const [, then] = old.source.match(/nginx (\S+),/);
    assert.deepEqual(lasting(record, [version]), lasting(old, [then]));
  }
});
