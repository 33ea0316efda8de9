// An investigation that is interrupted again and again: the popup is closed and the service worker stopped at every
// request in turn, and both start over.

import { memory, stopWorkers } from '../granted.mjs';
import { finalVerdict } from '../verdict.mjs';
import { resolveWithin } from '../wait.mjs';

const PATIENCE_MS = 30_000;
// More requests than any click may send (crate/core/src/check/budget.rs).
const MOST = 60;

// Investigates the tab with that number. Each popup gets one answer and is closed: at once if `hasty`, or else when it
// sends the next request. If nothing was kept of an answer, the next popup gets one more. Resolves to the final verdict
// and to how often it was interrupted.
export async function cutShort({ chromium, glass }, tab, { hasty }) {
  let kept = await keptSize(glass);
  for (let [cuts, answers] = [0, 1]; cuts < MOST; cuts += 1) {
    const popup = await openAside(chromium, tab);
    const cut = popup.cutAfter(answers, hasty);
    popup.go();
    const end = finalVerdict(popup.page);
    const verdict = await resolveWithin(PATIENCE_MS, Promise.race([cut, end]), 'the next request or the last word');
    end.catch(() => {});
    await popup.page.close();
    if (verdict) return { verdict, cuts };
    await stopWorkers(glass);
    const now = await keptSize(glass);
    answers = now > kept ? 1 : answers + 1;
    kept = now;
  }
  throw new Error(`no end after ${MOST} cuts`);
}

async function keptSize(glass) {
  return JSON.stringify((await memory(glass)).session).length;
}

// The popup in a tab of its own, where its requests can be held.
async function openAside(chromium, tab) {
  const page = await chromium.newPage();
  await page.setRequestInterception(true);
  const go = () => page.goto(`${chromium.origin}/popup.html?tab=${tab}`).catch(() => {});
  return { page, go, cutAfter: (answers, hasty) => cutAfter(page, answers, hasty) };
}

// Resolves, to nothing, once so many requests have been answered and, unless hasty, one more is about to go out.
function cutAfter(page, answers, hasty) {
  // Neither the popup's own files nor the pictures inside its style sheets.
  const isOurs = (request) => request.url().startsWith('http');
  return new Promise((resolve) => {
    let over = 0;
    page.on('request', (request) => {
      if (isOurs(request) && over >= answers) return resolve();
      return request.continue().catch(() => {});
    });
    const ended = (request) => {
      if (!isOurs(request)) return;
      over += 1;
      if (hasty && over >= answers) resolve();
    };
    page.on('requestfinished', ended);
    page.on('requestfailed', ended);
  });
}
