// What a browser hands over is its own rendition of a page's markup. The signs of products must survive that: a page
// whose status says that it works is seen in no other way.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { TOP } from './lib/extension.mjs';
import { chromium, lab, share } from './lib/shared.mjs';

share(launchChromium);

const PROGRAM = join(resolve(TOP, process.env.CARGO_TARGET_DIR ?? 'target'), 'debug/is-it-me');
const ROOM = 64 * 1024 * 1024;
// These are recognised by what scripts cannot see: the document type, a comment before it, how attributes and line
// breaks are written.
const LOST = [
  'apache/an older version refuses, behind nginx',
  'dns-helper/Verizon',
  'flask/an exception, behind nginx',
  'flask/an older version behind gunicorn',
  'fortinet/its firewall for sites',
  "hosting-page/a file that is missing, Bluehost",
  'lighttpd/no such page, under another name',
  'pyramid/no route',
  'pyramid/the program is busy',
  'pyramid/the program says it failed',
  "pythonanywhere/the app's own 404",
  "shopify/a failure of Shopify's own",
];

// Every recorded answer with a page, as it was sent.
async function pages() {
  const all = await (await fetch(lab.url('/vendor/'))).json();
  const examples = Object.entries(all).flatMap(([id, names]) => names.map((name, at) => ({ id: `${id}/${name}`, path: `/vendor/${id}/${at}` })));
  const records = [];
  for (const { id, path } of examples) {
    const answer = await fetch(lab.url(path), { redirect: 'manual' }).catch(() => undefined);
    const [headers, body] = [[...(answer?.headers ?? [])], await answer?.text().catch(() => '')];
    const isPage = body?.includes('<') && /html/.test(answer.headers.get('content-type') ?? 'html');
    if (isPage) records.push({ id, url: 'https://shop.example.com/', status: answer.status, headers, body });
  }
  return records;
}

const outerHTML = (bodies) =>
  bodies.map((body) => new DOMParser().parseFromString(body, 'text/html').documentElement.outerHTML);

function writers(records) {
  const input = records.map((record) => JSON.stringify(record)).join('\n');
  const output = execFileSync(PROGRAM, ['diagnose', '--jsonl'], { input, encoding: 'utf8', maxBuffer: ROOM });
  const verdicts = output.trim().split('\n').map((line) => JSON.parse(line));
  return new Map(verdicts.map(({ id, side, generator: { vendor } }) => [id, `${vendor}, ${side}`]));
}

test("a browser's rendition of a page is recognised like the page", async () => {
  const sent = await pages();
  const page = await chromium.newPage();
  const bodies = await page.evaluate(outerHTML, sent.map(({ body }) => body));
  const [before, after] = [writers(sent), writers(sent.map((record, at) => ({ ...record, body: bodies[at] })))];
  const differ = [...before].filter(([id, said]) => said !== after.get(id)).map(([id]) => id);
  assert.deepEqual(differ.sort(), LOST);
  assert.ok(sent.length > 500, `${sent.length} pages`);
});
