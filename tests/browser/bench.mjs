// What watching costs, and how soon the popup says something, measured in the browser: ./build.sh bench

import { coldRuns, median } from './lib/cold.mjs';
import { firstPaints } from './lib/first-paint.mjs';
import { launchGranted, lookingGlass } from './lib/granted.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { startLab } from './lib/lab.mjs';
import { visit } from './lib/visit.mjs';

const RUNS = 30;
const PAIRS = 20;
// How many times as long as a popup that says nothing one with a verdict may take.
const MOST_PAINT = 2;

const lab = await startLab();
try {
  await cold();
  await watching();
  await painting();
} finally {
  await lab.stop();
}

async function cold() {
  const chromium = await launchGranted();
  try {
    const times = await coldRuns(chromium, await lookingGlass(chromium), lab.url('/502'), RUNS);
    const [middle, worst] = [median(times), Math.max(...times)].map((ms) => ms.toFixed(0));
    console.log(`worker stopped, then a 502: ${times.length} of ${RUNS} stored; from the event to its storage`);
    console.log(`  median ${middle} ms, slowest ${worst} ms`);
  } finally {
    await chromium.close();
  }
}

// Good navigations with the extension listening to all of them, and with one that may listen to none: in turn, so that
// whatever else the machine does affects both alike.
async function watching() {
  const [listening, deaf] = [await launchGranted(), await launchChromium()];
  try {
    const tabs = { listening: await listening.newPage(), deaf: await deaf.newPage() };
    const times = { listening: [], deaf: [] };
    for (let run = 0; run < RUNS; run += 1) {
      for (const [name, tab] of Object.entries(tabs)) times[name].push(await timed(() => visit(tab, lab.url('/ok'))));
    }
    const ratio = median(times.listening) / median(times.deaf);
    console.log(`a good page, watched against unwatched: ${ratio.toFixed(2)} times as long (median of ${RUNS}, paired)`);
  } finally {
    await Promise.all([listening.close(), deaf.close()]);
  }
}

// The popup with its first verdict, compared with the same page without its script.
async function painting() {
  const chromium = await launchGranted();
  try {
    const { verdict, mute, ratio, ways } = await firstPaints(chromium, await lookingGlass(chromium), lab.url('/502'), PAIRS);
    const tell = (ms) => `${ms.toFixed(0)} ms`;
    console.log(`the popup's first verdict against a popup that says nothing: ${ratio.toFixed(2)} times as long until it is painted`);
    console.log(`  (median of ${PAIRS} pairs; at most ${MOST_PAINT}); ${tell(verdict)} against ${tell(mute)}`);
    console.log(`  on the way: ${Object.entries(ways).map(([name, ms]) => `${name} ${tell(ms)}`).join(', ')}`);
    if (ratio > MOST_PAINT) process.exitCode = 1;
  } finally {
    await chromium.close();
  }
}

async function timed(action) {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
