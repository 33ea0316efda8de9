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
