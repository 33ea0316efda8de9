// From the first tier to the second while the browser runs: the popup's own buttons are pressed, the browser's own
// prompt is answered, and the failures that follow are recorded without restarting anything.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { missingForDisplay, startDisplay } from './lib/display.mjs';
import { lookingGlass, memory, storing } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { sayYes } from './lib/prompt.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { click, visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

const NOTHING = { session: {}, local: {} };

describe('access that is granted in the popup', { skip: missingForDisplay() ?? false }, () => {
  let lab;
  let display;
  let chromium;
  let glass;
  let worker;
  let page;

  before(async () => {
    lab = await startLab();
    display = await startDisplay();
    // Without a window, there is no prompt to answer.
    chromium = await launchChromium({ headless: false, env: display.env, watchWorker: true });
    glass = await lookingGlass(chromium);
    // Being inspected keeps this worker alive, and the mark tells it from any later one.
    worker = await chromium.serviceWorker();
    await worker.evaluate(() => (self.isTheFirst = true));
    page = await chromium.newPage();
  });

  after(async () => {
    await chromium?.close();
    await display?.stop();
    await lab?.stop();
  });

  // Presses the button with that text and says yes to the browser's prompt, which takes the place of the popup.
  async function grant(text) {
    await page.bringToFront();
    const popup = await chromium.openPopup(page);
    await finalVerdict(popup);
    return sayYes({ glass, popup, display }, `::-p-xpath(//section[@class="access"]/button[.="${text}"])`);
  }

  const STEPS = [
    { button: say('access_allow_site', '127.0.0.1'), place: () => lab.url('/502'), origins: ['*://127.0.0.1/*'] },
    {
      button: say('access_allow_all'),
      place: () => lab.url('/502').replace('127.0.0.1', 'localhost'),
      origins: ['*://*/*'],
    },
  ];
  for (const { button, place, origins } of STEPS) {
    test(`"${button}": nothing is recorded before, and everything after`, async () => {
      await visit(page, place());
      assert.deepEqual(await memory(glass), NOTHING);
      assert.deepEqual(await grant(button), origins);
      await page.bringToFront();
      await storing(glass, () => visit(page, place()));
      const verdict = await click(chromium, page);
      assert.equal(verdict.facts[say('fact_status')], '502 Bad Gateway');
      assert.ok(verdict.report.includes(say('report_answer', say('how_seen'))), 'the answer is the one that was seen');
      assert.equal(await worker.evaluate(() => self.isTheFirst), true, 'the same worker is still running');
      await visit(page, lab.url('/ok'));
    });
    if (button === say('access_allow_all')) continue;

    test('what was seen of a site with access is not reported of another in the same tab', async () => {
      await storing(glass, () => visit(page, place()));
      const elsewhere = lab.url('mode:refused').replace('127.0.0.1', 'localhost');
      await visit(page, elsewhere);
      const { facts } = await click(chromium, page);
      assert.deepEqual([facts[say('fact_url')], facts[say('fact_error')]], [elsewhere, 'ERR_CONNECTION_REFUSED']);
      await visit(page, lab.url('/ok'));
    });
  }

  test('once everything is granted, nothing more is offered', async () => {
    await visit(page, lab.url('/502'));
    assert.equal((await click(chromium, page)).access, false);
  });
});
