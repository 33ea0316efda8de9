// What a click brings to light where nothing is granted, and what it makes the browser ask of the site.

import assert from 'node:assert/strict';
import { chromium, lab } from './shared.mjs';
import { click, visit } from './visit.mjs';
import { say } from './words.mjs';

// The popup gives up on a silent page after 1.5 s and on a body that stops coming after 3 s.
export const AT_ONCE_MS = 8_000;

// What was asked of the lab after that number, in order: "GET empty" is a fetch, "GET document" a navigation. The
// browser itself repeats what a server cuts off, so repetitions count once. What the lab cannot read (HTTP/2) has no
// method.
export async function asked(lab, since) {
  // The browser requests icons and updates of a site's service worker by itself.
  const isOfTheClick = ({ method, path, dest }) => method && path !== '/favicon.ico' && dest !== 'serviceworker';
  const requests = (await lab.asked(since)).filter(isOfTheClick);
  const words = requests.map((request) => `${request.method} ${request.dest}`);
  return words.filter((word, at) => word !== words[at - 1]);
}

// Opens a tab, visits `place` or wherever `lead` takes it, clicks, and closes the tab. Resolves to the verdict with
// `error`, which is what `lead` resolved to, and `asked`: what the click alone made the browser ask.
export async function onClick(place, lead = (page) => visit(page, lab.url(place))) {
  const page = await chromium.newPage();
  try {
    const error = await lead(page);
    const since = await lab.count();
    const verdict = await click(chromium, page);
    return { ...verdict, error, asked: await asked(lab, since) };
  } finally {
    await page.close();
  }
}

// Facts are identified by the key of their label.
export function assertSays(verdict, { state = 'failed', side = 'site', story, facts = {} }) {
  const { state: seenState, side: seenSide, story: seenStory } = verdict;
  assert.deepEqual({ state: seenState, side: seenSide, story: seenStory }, { state, side, story });
  for (const [label, value] of Object.entries(facts)) assert.match(verdict.facts[say(label)] ?? '', value, label);
}
