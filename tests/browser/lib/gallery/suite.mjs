// The tests of one part of the gallery: each state must look as it does in tests/gallery, contain the same parts, have
// room for all its words, and leave axe-core nothing to complain of in either browser.

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { launchFirefox } from '../firefox.mjs';
import { access } from './access.mjs';
import { develop, LOOKS } from './develop.mjs';
import { keptFacts, keptPicture } from './kept.mjs';
import { takeAll } from './take.mjs';

// How many pixels (at half size) may differ before a picture counts as changed: less than a word.
const MOST_PIXELS = 80;
const MEND = './build.sh gallery --keep, if the change is meant';

export function suite(states) {
  const kept = keptFacts();
  const seen = {};

  before(async () => {
    Object.assign(seen, await takeAll(states, async (chromium, taken) => {
      const developed = await develop(chromium, states, taken);
      const complaints = [await access(chromium, 'chromium', states, taken)];
      return { ...developed, taken, complaints, differences: await differences(developed) };
    }));
    seen.complaints.push(await inFirefox((firefox) => access(firefox, 'firefox', states, seen.taken)));
  });

  const shot = (name) => {
    const { error, ...found } = seen.shots.get(name);
    if (error) throw error;
    return found;
  };

  for (const { name } of states) {
    describe(name, () => {
      test('contains what it contained', () => assert.deepEqual(plain(shot(name).facts), kept.facts[name], MEND));
      test('has room for all its words', () => assert.deepEqual(shot(name).ills, []));
      test('is open to everybody', () => {
        shot(name);
        assert.deepEqual(seen.complaints.flatMap((found) => found.get(name)), []);
      });
      test('looks as it did', (t) => {
        shot(name);
        const why = whyIncomparable(kept.fingerprint, seen.fingerprint);
        if (why) return t.skip(why);
        const found = seen.differences.filter((one) => one.name === name).map(({ says }) => says);
        assert.deepEqual(found, [], MEND);
      });
    });
  }
}

async function inFirefox(use) {
  const firefox = await launchFirefox();
  try {
    return await use(firefox);
  } finally {
    await firefox.close();
  }
}

// As it would be read back from a file: without what is undefined.
const plain = (facts) => JSON.parse(JSON.stringify(facts));

// Why this machine's pictures cannot be compared with those that are kept, or undefined.
function whyIncomparable(kept, here) {
  if (!kept) return `nothing is kept: ${MEND}`;
  if (kept.chromium !== here.chromium) return `the pictures are of Chromium ${kept.chromium}, and this is ${here.chromium}`;
  if (kept.probe !== here.probe) return 'this machine draws the same text otherwise than the one that made the pictures';
  return undefined;
}

// What looks different from what is kept, as { name, says }; the pictures of each are left in a folder.
async function differences({ fingerprint, bench, shots }) {
  if (whyIncomparable(keptFacts().fingerprint, fingerprint)) return [];
  const found = [];
  for (const [name, { small = {} }] of shots) {
    for (const look of Object.keys(LOOKS).filter((one) => small[one])) {
      const says = await difference(bench, name, look, small[look]);
      if (says) found.push({ name, says });
    }
  }
  return found;
}

async function difference(bench, name, look, now) {
  const old = keptPicture(name, look);
  if (!old) return `${look}: there is no picture of it`;
  // Identical drawings make identical bytes.
  if (old.equals(now)) return undefined;
  const { changed, picture } = await bench.compare(old, now);
  if (changed <= MOST_PIXELS) return undefined;
  const folder = mkdtempSync(join(tmpdir(), `is-it-me-gallery-${name}-${look}-`));
  writeFileSync(join(folder, 'old.webp'), old);
  writeFileSync(join(folder, 'new.webp'), now);
  writeFileSync(join(folder, 'difference.png'), picture);
  return `${look}: ${changed} pixels differ, see ${folder}`;
}
