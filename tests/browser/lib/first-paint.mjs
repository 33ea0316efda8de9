// How long the popup takes to show the first frame that says something, compared with a popup that says nothing: the
// same page of the same extension, with its script kept from loading.

import { storing } from './granted.mjs';
import { median } from './cold.mjs';
import { resolveWithin } from './wait.mjs';
import { visit } from './visit.mjs';

const PATIENCE_MS = 30_000;

// Opens the popup of a tab that failed and the mute one in turn, each in a tab of its own, so many times. Resolves to
// - `verdict`, `mute`: medians of the milliseconds from the start of the navigation to the paint,
// - `ratio`: the median of the ratios, pair by pair,
// - `ways`: medians of the moments on the way to the verdict, by name, in order.
export async function firstPaints(chromium, glass, url, pairs) {
  const failing = await chromium.newPage();
  const { key } = await storing(glass, () => visit(failing, url));
  const popup = `${chromium.origin}/popup.html?tab=${key.split(':')[1]}`;
  const runs = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const open = { verdict: () => paintOf(chromium, popup, false), mute: () => paintOf(chromium, popup, true) };
    const order = pair % 2 === 0 ? ['verdict', 'mute'] : ['mute', 'verdict'];
    const run = {};
    for (const kind of order) run[kind] = await open[kind]();
    runs.push(run);
  }
  await failing.close();
  const middle = (read) => median(runs.map(read));
  const ways = Object.keys(runs[0].verdict.ways).map((name) => [name, middle(({ verdict }) => verdict.ways[name])]);
  return {
    verdict: middle(({ verdict }) => verdict.paint),
    mute: middle(({ mute }) => mute.paint),
    ratio: middle(({ verdict, mute }) => verdict.paint / mute.paint),
    ways: Object.fromEntries(ways.sort(([, one], [, other]) => one - other)),
  };
}

async function paintOf(chromium, url, isMute) {
  const page = await chromium.newPage();
  try {
    const cdp = await page.createCDPSession();
    await cdp.send('Network.enable');
    if (isMute) await cdp.send('Network.setBlockedURLs', { urls: [`${chromium.origin}/*.js`, `${chromium.origin}/*.wasm`] });
    await page.evaluateOnNewDocument(note);
    await page.goto(url);
    return await resolveWithin(PATIENCE_MS, page.evaluate(painted, isMute), 'the popup to be painted');
  } finally {
    await page.close();
  }
}

// Runs before everything else in the page: notes when each step on the way to the verdict first ended.
function note() {
  globalThis.noted = {};
  const over = (name) => (noted[name] ??= performance.now());
  const watch = (owner, way, name, begins) => {
    const plain = owner?.[way];
    if (!plain) return;
    owner[way] = (...given) => {
      if (begins) over(begins);
      return plain.apply(owner, given).finally(() => over(name));
    };
  };
  watch(globalThis, 'fetch', 'module here', 'scripts run');
  for (const way of ['instantiate', 'instantiateStreaming']) watch(WebAssembly, way, 'module compiled');
  for (const area of ['local', 'session']) watch(chrome.storage[area], 'get', `${area} storage read`);
  watch(chrome.tabs, 'get', 'tab found');
  watch(chrome.scripting, 'executeScript', 'page read', 'page asked');
  new MutationObserver((_, observer) => {
    if (!document.querySelector('#app > .verdict')) return;
    over('verdict drawn');
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

// Resolves to the moment at which the browser showed the frame: the first with visible words, which come with the
// verdict (browsers note when the largest so far were painted); or, for the mute popup, the first of all.
function painted(isMute) {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [entry] = list.getEntries();
      resolve({ paint: entry.startTime, ways: noted });
    }).observe({ type: isMute ? 'paint' : 'largest-contentful-paint', buffered: true });
  });
}
