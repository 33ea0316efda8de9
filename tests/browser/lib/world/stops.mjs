// An investigation that is cut short at every request in turn: the popup is closed and the service worker is stopped, and
// both begin anew.

import { stopWorkers } from '../granted.mjs';
import { finalVerdict } from '../verdict.mjs';
import { resolveWithin } from '../wait.mjs';

const PATIENCE_MS = 30_000;
// More requests than any click may send (crate/core/src/check/budget.rs).
const MOST = 60;

// Investigates the tab of that number, and closes the popup as soon as it sends a request that was not sent before, or
// `gets` its answer. Resolves to the verdict in the end, and to `sent`, the addresses in order, and `stops`.
export async function cutShort({ chromium, glass }, tab, { answered }) {
  const sent = [];
  for (let stops = 0; stops < MOST; stops += 1) {
    const popup = await openAside(chromium, tab);
    const cut = cutAtNews(popup.page, sent, answered);
    popup.go();
    const end = finalVerdict(popup.page).catch(() => undefined);
    const verdict = await resolveWithin(PATIENCE_MS, Promise.race([cut, end]), 'the next request or the last word');
    await popup.page.close();
    await end;
    if (verdict) return { verdict, sent, stops };
    await stopWorkers(glass);
  }
  throw new Error(`no end after ${MOST} stops: ${sent.join(' ')}`);
}

// The popup in a tab of its own, where its requests can be held.
async function openAside(chromium, tab) {
  const page = await chromium.newPage();
  await page.setRequestInterception(true);
  const go = () => page.goto(`${chromium.origin}/popup.html?tab=${tab}`).catch(() => {});
  return { page, go };
}

// Resolves, to nothing, at the first request that is not among `sent`: before it goes out, or once it is `answered`. Those
// that are sent again go out.
function cutAtNews(page, sent, answered) {
  return new Promise((resolve) => {
    let news;
    page.on('request', (request) => {
      const url = request.url();
      const isNew = !url.startsWith('chrome-extension:') && !news && !sent.includes(url);
      if (isNew) sent.push((news = url));
      if (isNew && !answered) return resolve();
      request.continue().catch(() => {});
    });
    const over = (request) => answered && request.url() === news && resolve();
    page.on('requestfinished', over);
    page.on('requestfailed', over);
  });
}
