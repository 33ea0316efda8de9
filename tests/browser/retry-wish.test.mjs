// Auto-retry where the extension has no access yet: one click in the popup and one yes to the browser's own prompt, and
// the page that failed before comes back by itself.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { missingForDisplay, startDisplay } from './lib/display.mjs';
import { launchGranted, lookingGlass, memory, storing } from './lib/granted.mjs';
import { ended, incident, isBack, isWaiting, known, nextQuestion, startOutage } from './lib/outage.mjs';
import { sayYes } from './lib/prompt.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

describe('without access', { skip: missingForDisplay() ?? false }, () => {
  let display;
  let chromium;
  let site;

  before(async () => {
    display = await startDisplay();
    // Without a window, there is no prompt to answer.
    chromium = await launchChromium({ headless: false, env: display.env });
    site = await startOutage();
  });

  after(async () => {
    await chromium?.close();
    await site?.close();
    await display?.stop();
  });

  test('nothing runs, and one click and one yes bring the page back', async () => {
    const [glass, page] = [await lookingGlass(chromium), await chromium.newPage()];
    await visit(page, site.url);
    assert.deepEqual([(await known(glass)).alarm, (await memory(glass)).session], [undefined, {}]);
    await page.bringToFront();
    const popup = await chromium.openPopup(page);
    await finalVerdict(popup);
    await popup.$eval('[data-retry=on]', (button) => button.scrollIntoView({ block: 'center' }));
    assert.deepEqual(await sayYes({ glass, popup, display }, '[data-retry=on]'), ['*://127.0.0.1/*']);
    await incident(glass, isWaiting, 'an incident');
    await site.up();
    await nextQuestion(glass);
    await isBack(glass, site.url);
    await ended(glass);
    assert.ok(site.all().every(({ method }) => method === 'GET'));
  });
});

test('a no to the browser is reported, in this popup and in the next', async () => {
  const [chromium, site] = [await launchChromium(), await startOutage()];
  try {
    const [glass, page] = [await lookingGlass(chromium), await chromium.newPage()];
    await visit(page, site.url);
    const told = (popup) => popup.$eval('.retry > p + p', ({ textContent }) => textContent);
    const open = async () => {
      await page.bringToFront();
      const popup = await chromium.openPopup(page);
      await finalVerdict(popup);
      return popup;
    };
    const popup = await open();
    assert.equal(await told(popup), say('retry_needs_access'));
    await popup.evaluate(() => (chrome.permissions.request = async () => false));
    await popup.$eval('[data-retry=on]', (button) => button.click());
    await until(async () => (await told(popup)) === say('retry_not_allowed') || undefined, 'the popup to say so');
    assert.equal(await popup.$eval('#live', ({ textContent }) => textContent), say('retry_not_allowed'));
    // As it is left where the browser's question has closed the popup.
    const tab = await popup.evaluate(async () => (await chrome.tabs.query({ active: true, currentWindow: true }))[0].id);
    await popup.close();
    await glass.evaluate((id) => chrome.storage.session.set({ wish: { tab: id } }), tab);
    for (const key of ['retry_not_allowed', 'retry_needs_access']) {
      const next = await open();
      assert.equal(await told(next), say(key));
      await next.close();
    }
  } finally {
    await chromium.close();
    await site.close();
  }
});

describe('a wish that was answered with no', () => {
  let chromium;
  let glass;
  let site;
  let page;

  before(async () => {
    [chromium, site] = [await launchGranted({ watchWorker: true }), await startOutage()];
    [glass, page] = [await lookingGlass(chromium), await chromium.newPage()];
    await storing(glass, () => visit(page, site.url));
  });

  after(async () => {
    await chromium?.close();
    await site?.close();
  });

  // As it is left where the browser's question has closed the popup.
  const wish = (other = {}) => glass.evaluate(async (url, changes) => {
    const [{ id: tab }] = await chrome.tabs.query({ url });
    const plain = { tab, url, at: Date.now(), site: '*://127.0.0.1/*' };
    await chrome.storage.session.set({ wish: { ...plain, ...changes } });
  }, site.url, other);

  // A person would allow this.
  const allow = async (origins, permissions = []) => {
    const worker = await chromium.serviceWorker();
    await worker.evaluate((added) => chrome.permissions.onAdded.dispatch(added), { origins, permissions });
  };

  // The background works through events in order, so everything it was told before is done by then.
  async function through() {
    await glass.evaluate(async () => {
      await chrome.storage.session.set({ retry: {} });
      chrome.runtime.sendMessage({ retry: 'tick' }).catch(() => {});
    });
    await until(async () => (await memory(glass)).session.retry === undefined || undefined, 'the background to be through');
  }

  const found = async () => {
    const { local, session } = await memory(glass);
    return { sites: local.settings?.retry.sites, isWished: Boolean(session.wish) };
  };

  test('is given up when the popup is opened again', async () => {
    await wish();
    const popup = await chromium.openPopup(page);
    await until(async () => (await memory(glass)).session.wish === undefined || undefined, 'the wish to go');
    await finalVerdict(popup);
    await popup.close();
  });

  for (const [what, ...added] of [
    ['all sites', ['*://*/*']],
    ['another site', ['*://wiki.example/*']],
    ['something else', [], ['notifications']],
  ]) {
    test(`is not carried out when access to ${what} is granted`, async () => {
      await wish();
      await allow(...added);
      await through();
      assert.deepEqual([await found(), site.pages().length], [{ sites: undefined, isWished: true }, 1]);
    });
  }

  test('is not carried out when that access is granted two minutes later', async () => {
    await wish({ at: Date.now() - 120_000 });
    await allow(['*://127.0.0.1/*']);
    await until(async () => !(await found()).isWished || undefined, 'the wish to be taken');
    await through();
    assert.deepEqual([(await found()).sites, site.pages().length], [undefined, 1]);
  });

  test('does not navigate a tab that shows another page by then', async () => {
    await wish({ url: site.url.replace('127.0.0.1', 'localhost'), site: '*://localhost/*' });
    await allow(['*://localhost/*']);
    await until(async () => (await found()).sites?.localhost, 'the wish to be carried out');
    await glass.evaluate(() => chrome.storage.local.clear());
    await through();
    assert.equal(site.pages().length, 1);
  });

  test('is carried out when that very access is granted after all', async () => {
    await wish();
    await allow(['*://127.0.0.1/*']);
    await until(async () => site.pages().length === 2 || undefined, 'the visit');
    assert.deepEqual(await found(), { sites: { '127.0.0.1': true }, isWished: false });
  });
});
