// The report in JSON conforms to its schema, and the one in HAR to that format's schema, for every recorded failure
// and for every scenario of the checks.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = resolve(TOP, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/is-it-me');
const ROOM = 256 * 1024 * 1024;
const require = createRequire(import.meta.url);
const read = (path) => readFileSync(join(TOP, path), 'utf8');
const schema = JSON.parse(read('crate/core/src/report/schema.json'));
const scenarios = JSON.parse(read('tests/scenarios/schema.json'));
const named = (folder, ending) => readdirSync(join(TOP, folder)).filter((name) => name.endsWith(ending));

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'is-it-me-report-'));
});
after(() => rmSync(folder, { recursive: true }));

// What the program prints for a text, as `format`; for a HAR, one document per line.
function explained(text, format) {
  const file = join(folder, 'file');
  writeFileSync(file, text);
  const options = { encoding: 'utf8', maxBuffer: ROOM, stdio: ['ignore', 'pipe', 'ignore'] };
  return execFileSync(PROGRAM, ['explain', '--format', format, file], options);
}

const lines = (text) => text.split('\n').filter(Boolean);

// Every recorded failure as a request in one HAR.
function corpus() {
  const records = named('tests/corpus', '.jsonl').flatMap((name) => lines(read(`tests/corpus/${name}`)).map(JSON.parse));
  const entries = records.map((record) => ({
    startedDateTime: '2026-11-21T14:03:22.345+01:00',
    time: record.elapsed_ms ?? 0,
    serverIPAddress: '203.0.113.7',
    request: { method: 'GET', url: record.url ?? 'https://shop.example/' },
    response: {
      status: record.status ?? 0,
      httpVersion: record.http_version ?? '',
      headers: (record.headers ?? []).map(([name, value]) => ({ name, value })),
      content: record.body === null ? {} : { text: record.body },
      _error: record.net_error,
    },
  }));
  return JSON.stringify({ log: { entries } });
}

// A report as if this scenario's checks had been answered.
function withAnswers(report, { outcomes = {} }) {
  const checks = report.checks.map((check) => {
    const told = outcomes[check.check];
    if (typeof told === 'string') return { ...check, answer: told };
    if (Array.isArray(told)) return { ...check, findings: told };
    return { ...check, good: told?.good ?? null, of: told?.of ?? null, why: told?.could_not_run ?? null };
  });
  const asked = { ...report.attempts[0], check: 'again', how: 'asked', sent: [['accept', '*/*']], sent_body: '{}' };
  return { ...report, checks, attempts: [...report.attempts, asked] };
}

const explain = (errors) => JSON.stringify(errors?.slice(0, 3), null, 1);

describe('JSON', () => {
  const isReport = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false }).compile(schema);
  const assertReport = (text) => {
    const report = JSON.parse(text);
    assert.ok(isReport(report), explain(isReport.errors));
    return report;
  };

  test('every recorded failure', () => {
    const reports = lines(explained(corpus(), 'json')).map(assertReport);
    assert.ok(reports.length > 900, `${reports.length} reports`);
    assert.ok(new Set(reports.map((report) => report.generator.vendor)).size > 30);
  });

  test('every scenario of the checks', () => {
    const one = assertReport(explained('HTTP/1.1 502 Bad Gateway\r\nserver: nginx\r\n\r\n', 'json'));
    const results = new Set();
    for (const name of named('tests/scenarios', '.json').filter((name) => name !== 'schema.json')) {
      const scenario = JSON.parse(read(`tests/scenarios/${name}`));
      const report = assertReport(explained(JSON.stringify(withAnswers(one, scenario)), 'json'));
      for (const { check, result } of report.checks) results.add(scenario.outcomes?.[check] ? result : 'none');
      assert.equal(report.attempts.length, 2);
    }
    assert.deepEqual([...results].sort(), ['fail', 'none', 'pass', 'skip', 'warn']);
  });

  test('an object with a key missing, or one too many, is not a report', () => {
    const report = assertReport(explained('HTTP/1.1 502 Bad Gateway\r\nserver: nginx\r\n\r\n', 'json'));
    const objects = [[], ['generator'], ['fault'], ['time'], ['attempts', 0], ['attempts', 0, 'timings'], ['checks', 3], ['words']];
    for (const path of objects) {
      const copy = structuredClone(report);
      const object = path.reduce((value, key) => value[key], copy);
      for (const key of Object.keys(object)) {
        const { [key]: value } = object;
        delete object[key];
        assert.ok(!isReport(copy), `without ${[...path, key].join('.')}`);
        object[key] = value;
      }
      assert.ok(isReport(copy));
      object.more = 1;
      assert.ok(!isReport(copy), `with more in ${path.join('.')}`);
    }
    assert.ok(!isReport({ ...report, side: 'nobody' }));
  });

  test('the words in the schema are those of the sources', () => {
    const words = (file, list) => {
      const [, body] = read(`crate/core/src/${file}`).match(new RegExp(`^    ${list} \\{$([^]*?)^    \\}$`, 'm'));
      return [...body.matchAll(/ = "([^"]+)",/g)].map(([, word]) => word);
    };
    const { properties, $defs } = schema;
    assert.deepEqual(properties.state.enum, words('words.rs', 'State'));
    assert.deepEqual(properties.cause.enum, words('words.rs', 'Cause'));
    assert.deepEqual($defs.layer.enum, words('words.rs', 'Layer'));
    assert.deepEqual($defs.fault.enum, words('words.rs', 'Fault'));
    assert.deepEqual($defs.check.properties.check.enum, words('check/mod.rs', 'Check'));
    assert.deepEqual($defs.check.properties.why.enum, [...words('check/outcome.rs', 'Why'), null]);
    assert.deepEqual($defs.finding.properties.what.enum, words('dns/findings.rs', 'What'));
    assert.deepEqual(scenarios.$defs.finding.properties.what.enum, $defs.finding.properties.what.enum);
    assert.deepEqual(properties.redacted.items.properties.kind.enum, words('redact/mod.rs', 'Kind'));
  });
});

describe('HAR', () => {
  const har = require('har-schema');
  const isAddress = /^[\d.]+$|^[\da-f:.]*:[\da-f:.]*$/i;
  const formats = {
    ipv4: /^[\d.]+$/,
    ipv6: /^[\da-f:.]*:[\da-f:.]*$/i,
    uri: /^https?:/,
    'date-time': (text) => !Number.isNaN(Date.parse(text)),
  };
  const ajv = new Ajv({ strict: false, formats });
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
  ajv.addSchema(Object.values(har));
  const isHar = ajv.getSchema('har.json#');

  test('every recorded failure', () => {
    const files = lines(explained(corpus(), 'har')).map(JSON.parse);
    assert.ok(files.length > 900, `${files.length} files`);
    for (const file of files) {
      assert.ok(isHar(file), explain(isHar.errors));
      const [{ time, timings, serverIPAddress }] = file.log.entries;
      assert.match(serverIPAddress, isAddress);
      const parts = Object.values(timings).filter((ms) => ms > 0);
      assert.equal(parts.reduce((sum, ms) => sum + ms, 0), time);
    }
  });

  test('the redirects, the failed request, and what the checks sent', () => {
    const report = JSON.parse(explained('HTTP/1.1 502 Bad Gateway\r\nserver: nginx\r\n\r\n<h1>502</h1>', 'json'));
    const { attempts: [visit] } = withAnswers(report, {});
    Object.assign(visit, { url: 'https://b.example/x?q=1&p', redirects: [{ url: 'https://a.example/', status: 301 }], ip: '::1' });
    const file = JSON.parse(explained(JSON.stringify(withAnswers({ ...report, attempts: [visit] }, {})), 'har'));
    assert.ok(isHar(file), explain(isHar.errors));
    const { entries } = file.log;
    assert.deepEqual(entries.map(({ request, response }) => [request.url, response.status]), [
      ['https://a.example/', 301],
      ['https://b.example/x?q=1&p', 502],
      ['https://b.example/x?q=1&p', 502],
    ]);
    assert.equal(entries[0].response.redirectURL, 'https://b.example/x?q=1&p');
    assert.equal(entries[1].response.content.text, '<h1>502</h1>');
    assert.deepEqual(entries[1].request.queryString, [{ name: 'q', value: '1' }, { name: 'p', value: '' }]);
    assert.equal(entries[2].request.postData.text, '{}');
  });
});
