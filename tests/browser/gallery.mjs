// Shows the popup in all its states: `node gallery.mjs [--keep] [--out DIR] [STATE...]`, called by `./build.sh gallery`.
// Writes a picture of each state in each look, and one page with all of them, into a folder; with --keep, it updates
// what the test compares with in tests/gallery. STATE is part of a name.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { develop, LOOKS } from './lib/gallery/develop.mjs';
import { keep } from './lib/gallery/kept.mjs';
import { PARTS } from './lib/gallery/states.mjs';
import { takeAll } from './lib/gallery/take.mjs';

const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'boolean' }, out: { type: 'string' } },
});

function chosen() {
  const states = Object.values(PARTS).flat().filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
  if (states.length === 0) throw new Error(`no state is called ${parts.join(' or ')}`);
  return states;
}

function write(folder, shots) {
  mkdirSync(folder, { recursive: true });
  for (const [name, { png }] of shots) {
    for (const look of Object.keys(LOOKS)) writeFileSync(join(folder, `${name}-${look}.png`), png[look]);
  }
  writeFileSync(join(folder, 'index.html'), contactSheet([...shots.keys()]));
}

function contactSheet(names) {
  const picture = (name, look) => `<figure><figcaption>${look}</figcaption><img src="${name}-${look}.png" alt=""></figure>`;
  const row = (name) => `<h2>${name}</h2>\n<div>${Object.keys(LOOKS).map((look) => picture(name, look)).join('')}</div>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The popup in all its states</title>
<style>
  body { background: #888; font: 1rem system-ui, sans-serif; }
  div { display: flex; align-items: flex-start; gap: 1rem; }
  figure { margin: 0; }
</style>
${names.map(row).join('\n')}
</html>
`;
}

const states = chosen();
const { shots, ...rest } = await takeAll(states, (chromium, taken) => develop(chromium, states, taken), console.log);
const failed = [...shots].filter(([, { error }]) => error).map(([name]) => name);
failed.forEach((name) => shots.delete(name));
const folder = values.out ? resolve(values.out) : mkdtempSync(join(tmpdir(), 'is-it-me-gallery-'));
write(folder, shots);
for (const [name, { ills }] of shots) ills.forEach((what) => console.log(`${name}: ${what}`));
console.log(`${shots.size} states: ${join(folder, 'index.html')}`);
if (failed.length > 0) throw new Error(`not brought about: ${failed.join(', ')}`);
if (values.keep) console.log(`kept in tests/gallery: ${keep({ shots, ...rest }, { all: parts.length === 0 })} bytes`);
