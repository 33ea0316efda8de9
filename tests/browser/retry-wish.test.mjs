// Auto-retry where the extension has no access yet: one click in the popup and one yes to the browser's own question, and
// the page that failed before comes back by itself.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { missingForDisplay, startDisplay } from './lib/display.mjs';
import { lookingGlass, memory } from './lib/granted.mjs';
import { ended, incident, isBack, isWaiting, known, nextQuestion, startOutage } from './lib/outage.mjs';
import { sayYes } from './lib/prompt.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';

describe('without access', { skip: missingForDisplay() ?? false }, () => {
  let display;
  let chromium;
  let site;

  before(async () => {
    display = await startDisplay();
    // Without a window there is no question to answer.
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

describe('a wish that was answered with no', () => {
  let chromium;
  let glass;
  let site;
  let page;

  before(async () => {
    [chromium, site] = [await launchChromium(), await startOutage()];
    [glass, page] = [await lookingGlass(chromium), await chromium.newPage()];
    await visit(page, site.url);
  });

  after(async () => {
    await chromium?.close();
    await site?.close();
  });

  // As it is left where the browser's question has closed the popup.
  const wish = () => glass.evaluate((url) => chrome.storage.session.set({ wish: { tab: 1, url, at: Date.now() } }), site.url);
  const givenUp = () => until(async () => (await memory(glass)).session.wish === undefined || undefined, 'the wish to go');

  // Nobody answers the browser's own question here.
  async function askedFor(where, button) {
    await where.evaluate(() => (chrome.permissions.request = async () => false));
    await wish();
    await where.$eval(button, (control) => control.click());
    await givenUp();
  }

  test('is given up by whoever opens the popup again', async () => {
    await wish();
    const popup = await chromium.openPopup(page);
    await givenUp();
    await finalVerdict(popup);
    await popup.close();
  });

  test('is not carried out when access is asked for in the popup', async () => {
    const popup = await chromium.openPopup(page);
    await finalVerdict(popup);
    await askedFor(popup, '#allow-site');
    await popup.close();
  });

  test('is not carried out when something is asked for in the settings', async () => {
    const settings = await chromium.openExtensionPage('tab.html');
    await settings.waitForSelector('#page > div');
    await askedFor(settings, '.sites > button');
    await settings.close();
  });
});
