// The service worker is stopped, then a page fails: nothing may be lost, however often.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coldRuns, median } from './lib/cold.mjs';
import { launchGranted, lookingGlass } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';

const RUNS = 30;

test(`a failure that has to start the worker is stored, ${RUNS} times out of ${RUNS}`, async (t) => {
  const lab = await startLab();
  const chromium = await launchGranted();
  try {
    const times = await coldRuns(chromium, await lookingGlass(chromium), lab.url('/502'), RUNS);
    t.diagnostic(`from the event to its storage: median ${median(times).toFixed(0)} ms`);
    assert.equal(times.length, RUNS);
  } finally {
    await chromium.close();
    await lab.stop();
  }
});
