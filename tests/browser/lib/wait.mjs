// Waiting, always bounded.

import { setTimeout as pause } from 'node:timers/promises';

// The promise's value, or an error that names what did not happen in time.
export async function resolveWithin(milliseconds, promise, what) {
  const giveUp = new AbortController();
  const late = pause(milliseconds, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    giveUp.abort();
    late.catch(() => {});
  }
}

// For what no event announces: calls `attempt` again until it returns something other than undefined, with a short
// pause so as not to take the processor away from the very thing it waits for.
export async function until(attempt, what, milliseconds = 10_000) {
  const deadline = performance.now() + milliseconds;
  while (performance.now() < deadline) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
    await pause(20);
  }
  throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
}
