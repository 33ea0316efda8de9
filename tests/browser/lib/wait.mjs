// Waiting, always bounded.

import { setTimeout as pause } from 'node:timers/promises';

// The promise's value, or an error that names what did not come in time.
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

// For what announces itself by no event: asks `attempt` again until it gives something other than undefined, with a
// short pause so as not to take the processor from the very thing waited for.
export async function until(attempt, what, milliseconds = 10_000) {
  const deadline = performance.now() + milliseconds;
  while (performance.now() < deadline) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
    await pause(20);
  }
  throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
}
