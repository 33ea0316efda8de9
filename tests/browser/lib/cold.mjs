// How long it takes to store a failure when the service worker has to be started for it.

import { stopWorkers, storing } from './granted.mjs';
import { visit } from './visit.mjs';

// Stops the worker and visits the failing page, `runs` times, each in a new tab. Resolves to the milliseconds from the
// browser's event to its storage, one for each failure that was stored.
export async function coldRuns(chromium, glass, url, runs) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const page = await chromium.newPage();
    try {
      await stopWorkers(glass);
      const { value, at } = await storing(glass, () => visit(page, url));
      times.push(at - value.at(-1).timeStamp);
    } finally {
      await page.close();
    }
  }
  return times;
}

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
