// What the background scripts and Rust must agree on and no compiler compares: names in storage, words in messages, the
// mark on the icon, and what counts as a failure. If one side renamed it, it would be lost without an error.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(join(TOP, path), 'utf8');
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
const sorted = (items) => [...new Set(items)].sort();

const scripts = readdirSync(join(TOP, 'extension')).filter((name) => name.endsWith('.js')).map((name) => read(`extension/${name}`)).join('\n');
const shell = (path) => read(`crate/web/src/${path}`);

// The text of a constant, or of a name built from one.
function named(path, pattern) {
  const [found, ...more] = matches(shell(path), pattern);
  assert.ok(found && more.length === 0, `${path} has no ${pattern}, or more than one`);
  return found;
}

const constant = (path, name) => named(path, new RegExp(`const ${name}: &str = "(.+)";`, 'g'));

test('what is kept per tab is kept under the same names', () => {
  const before = named('tabs.rs', /join\(&\[word, &decimal\(tab\)\], "(.+)"\)/g);
  const places = ['observe/stored.rs', 'investigate/keep.rs', 'retry/badge.rs', 'popup/mod.rs'];
  const names = places.map((path) => named(path, /\bnamed\("(\w+)", /g) + before);
  assert.deepEqual(sorted(matches(scripts, /`(\w+:)\$\{\w+(?:\.id)?\}`/g)), sorted(names));
});

test('what is kept only once is kept under the same names', () => {
  const [known, settings, wish] = [constant('retry/known.rs', 'KEY'), constant('settings.rs', 'KEY'), constant('retry/wish.rs', 'WISH')];
  assert.deepEqual(sorted(matches(scripts, /(?:session|local)\.get\("(\w+)"\)/g)), sorted([known, settings, wish]));
  const fields = ['RETRY', 'ALL', 'SITES'].map((name) => constant('settings.rs', name));
  const site = named('retry/wish.rs', /\("(\w+)", sites\.pattern\(\)/g);
  assert.ok(scripts.includes(`"${known}" in (await storage.session.get(`));
  assert.ok(scripts.includes(`const { ${fields[1]}, ${fields[2]} } = ${settings}?.${fields[0]} ?? {};`));
  assert.ok(scripts.includes(`storage.local.onChanged.addListener(({ ${settings} }) =>`));
  assert.ok(scripts.includes(`includes(${wish}?.${site})`));
});

test('every message that is sent is heard, and no other', () => {
  const told = matches(scripts, /\btell\(([^)]*)\)/g).flatMap((given) => matches(given, /"([\w-]+)"/g));
  const choices = read('crate/core/src/retry/tell.rs').match(/^ {4}Choice \{\n([^}]+)\}/m)[1];
  const heard = shell('retry/mod.rs').match(/async fn happened[^]*?\n\/\/\/ One step/)[0];
  assert.ok(told.length > 0);
  assert.deepEqual(sorted(matches(heard, /"([\w-]+)"/g)), sorted([...told, ...matches(choices, /= "(\w+)"/g)]));
  const [, word, tab] = shell('popup/retry.rs').match(/object\(\)\.with\("(\w+)", choice\.word\(\)\)\.with\("(\w+)", tab\)/);
  assert.ok(scripts.includes(`onMessage.addListener(({ ${word}: word, ${tab} }) =>`));
});

test('the background answers just what it is asked', () => {
  const asked = named('observe/mod.rs', /with\("(\w+)", tab\.id\)/g);
  assert.ok(scripts.includes(`onMessage.addListener(({ ${asked} }, sender, answer) =>`));
});

test('the mark of a failed page is the same, whoever sets it', () => {
  assert.deepEqual(matches(scripts, /\bbadge\(tabId, "(.+)"\)/g), matches(read('crate/core/src/retry/tell.rs'), /const FAILED: &str = "(.+)";/g));
});

test('the background recognises an aborted request and a loop just as the core does', () => {
  const [core, background] = [read('crate/core/src/net_error/mod.rs'), read('extension/background.js')];
  const names = (text) => matches(text.match(/const ABORTED\b[^=]*= \[([^\]]+)\]/)[1], /"(?:net::)?(\w+)"/g);
  const loop = (text) => text.match(/const LOOP\b[^=]*= (\d+);/)[1];
  assert.deepEqual(names(background), names(core));
  assert.equal(loop(background), loop(core));
});
