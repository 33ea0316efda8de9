// Turns what was drawn into pictures and facts about their layout.

import { createHash } from 'node:crypto';
import { openEasel, paint, still } from '../picture.mjs';
import { finalState, ill } from './facts.mjs';
import { openBench } from './bench.mjs';

// The looks in which each state is drawn.
export const LOOKS = {
  light: { language: 'en' },
  dark: { language: 'en', dark: true },
  arabic: { language: 'ar' },
};
const NARROW = 320;

// Develops what was taken of these states. Resolves to { fingerprint, bench, shots }: `fingerprint` says how this
// machine draws, `bench` is where pictures are compared, and `shots` is a Map from each name to
// - `png`, `small`: by look, the picture as it is and as kept,
// - `facts`: what is there, `ills`: what does not fit,
// or to the error.
export async function develop(chromium, states, taken) {
  const bench = await openBench(chromium);
  // In front of all others: the browser does not draw a tab that nobody sees.
  const easel = await openEasel(chromium);
  const shots = new Map();
  for (const state of states) {
    const drawn = taken.get(state.name);
    shots.set(state.name, drawn.error ? drawn : await shoot(easel, state, drawn));
  }
  for (const { png, small } of shots.values()) {
    for (const look of Object.keys(png ?? {})) small[look] = await bench.shrink(png[look]);
  }
  return { fingerprint: await fingerprint(chromium, bench), bench, shots };
}

async function shoot(easel, { width }, drawn) {
  const shot = { png: {}, small: {}, ills: [] };
  for (const language of new Set(Object.values(LOOKS).map((look) => look.language))) {
    for (const wide of [NARROW, width]) {
      await paint(easel, drawn[language], wide);
      shot.ills.push(...(await easel.evaluate(ill)).map((what) => `${what}, ${language} at ${wide} pixels`));
    }
    for (const [name, look] of Object.entries(LOOKS)) {
      if (look.language === language) shot.png[name] = await still(easel, look);
    }
    shot.facts ??= await easel.evaluate(finalState);
  }
  return shot;
}

// The browsers and fonts of two machines draw the same page differently; this tells them apart. What is drawn for it
// has nothing of the extension but the names of its fonts, so that no change to the extension can hide behind it.
async function fingerprint(chromium, bench) {
  const [, major] = /\/(\d+)\./.exec(await chromium.browser.version());
  const probe = createHash('sha256').update(await bench.shrink(await bench.probe())).digest('hex');
  return { chromium: Number(major), probe };
}
