// Anybody can use the popup and the pages in a tab: axe-core finds nothing, even where the system dictates the colours,
// and the keyboard reaches every control.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaints } from './lib/axe.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { chromium, lab, share } from './lib/shared.mjs';
import { inPopup } from './lib/visit.mjs';

share(launchChromium);

const look = (url, use) => inPopup(chromium, url, use);

const STATES = {
  failed: () => lab.url('/502'),
  'failed below HTTP': () => lab.url('mode:refused'),
  'told by a hostile server': () => lab.url('/hostile'),
  healthy: () => lab.url('/ok'),
  untouchable: () => 'chrome://version/',
};

describe('axe-core finds nothing to complain of in a popup that is', () => {
  for (const [state, url] of Object.entries(STATES)) {
    for (const scheme of ['light', 'dark']) {
      test(`${state}, ${scheme}`, async () => {
        assert.deepEqual(await look(url(), (popup) => complaints(popup, scheme)), []);
      });
    }
  }
});

// Presses Tab until the focus is back where it started, and resolves to what had it, in order.
async function walk(popup) {
  const stops = [];
  for (;;) {
    await popup.keyboard.press('Tab');
    const stop = await popup.evaluate(() => {
      const { activeElement: focused } = document;
      if (focused === document.body || focused.dataset.walked) return undefined;
      focused.dataset.walked = 'yes';
      const part = focused.closest('.owner, .path') ?? focused.closest('details, section, footer');
      return `${part?.className} ${focused.tagName.toLowerCase()}`;
    });
    if (stop === undefined) return stops;
    stops.push(stop);
  }
}

// The owner's steps are a long list of the same few kinds of controls.
const isOfOwner = (stop) => stop.startsWith('owner ');

test('the keyboard reaches every control, from the top to the bottom', async () => {
  const stops = await look(lab.url('/502'), walk);
  assert.deepEqual([...new Set(stops.filter(isOfOwner))], ['owner summary', 'owner textarea', 'owner button', 'owner code']);
  assert.deepEqual(stops.filter((stop) => !isOfOwner(stop)), [
    ...Array(6).fill('path button'),
    'retry button',
    'evidence summary',
    'facts summary',
    'report summary',
    'report select',
    'report button',
    'report textarea',
    'access button',
    'access button',
    'actions button',
    'actions button',
  ]);
});

test('a screen reader announces the verdict once, from a region that outlives every redraw', async () => {
  const [live, headline] = await look(lab.url('/502'), (popup) =>
    popup.evaluate(() => [document.getElementById('live'), document.querySelector('h1')].map((e) => e.textContent)),
  );
  assert.equal(live, headline);
});

// Opens a page in a tab of its own and runs `use` on it.
async function inTab(name, use) {
  const page = await chromium.openExtensionPage(name);
  try {
    await page.waitForSelector('#page > div');
    await page.bringToFront();
    return await use(page);
  } finally {
    await page.close();
  }
}

for (const name of ['tab.html', 'tab.html?welcome']) {
  test(`the keyboard reaches every control of ${name}, from the top to the bottom`, async () => {
    const [stops, controls] = await inTab(name, async (page) => {
      const all = await page.$$eval(':is(button, input, select)', (found) => found.map((control) => control.tagName.toLowerCase()));
      return [await walk(page), all];
    });
    assert.ok(controls.length > 1);
    assert.deepEqual(stops.map((stop) => stop.split(' ').at(-1)), controls);
  });
}

// As drawn by a system that lets people choose every colour. Which colours fit together is then up to the system.
async function inForcedColours(page) {
  const cdp = await page.createCDPSession();
  await cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
  assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
  assert.deepEqual(await complaints(page), []);
  assert.deepEqual(await page.evaluate(invisible), []);
}

// What says something by its shape alone and has the colour of the background.
function invisible() {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.backgroundColor = 'Canvas';
  const ground = getComputedStyle(probe).backgroundColor;
  const shapes = [...document.querySelectorAll('.hop__icon')].filter((icon) => icon.closest('[data-state=absent]') === null);
  return shapes.filter((icon) => getComputedStyle(icon, '::before').backgroundColor === ground).map(({ outerHTML }) => outerHTML);
}

describe('with forced colours axe-core finds nothing, and every picture can be seen,', () => {
  test('in the popup', () => look(lab.url('/502'), inForcedColours));
  for (const name of ['tab.html', 'tab.html?welcome']) test(`in ${name}`, () => inTab(name, inForcedColours));
});
