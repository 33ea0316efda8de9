// An archived copy of a page that its site cannot deliver: offered after checking that there is one, and nobody is
// asked before the visitor wants that.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { storing } from '../lib/granted.mjs';
import { finalVerdict } from '../lib/verdict.mjs';
import { visit } from '../lib/visit.mjs';
import { until } from '../lib/wait.mjs';
import { setStage } from '../lib/world/stage.mjs';
import { apart } from '../lib/world/world.mjs';

const PAGE = 'https://down.example.com/cart?session=1';
// Without what a query may reveal.
const ASKED = 'url=https://down.example.com/cart';

describe('an archived copy', { skip: await apart() }, () => {
  const stage = setStage();

  // Runs `look` on the failing page's popup, with what the archive was asked so far.
  async function onThePage(archive, look) {
    const { world, chromium, glass } = stage;
    await world.set({ outside: 'fails', archive });
    const page = await chromium.newPage();
    await storing(glass, () => visit(page, PAGE));
    const popup = await chromium.openPopup(page);
    await finalVerdict(popup);
    const asked = async () => (await world.lab.asked()).filter(({ host }) => host === 'archive.org').map(({ query }) => query);
    await look(popup, await asked(), asked);
    if (!popup.isClosed()) await popup.close();
    await page.close();
  }

  test('is looked for only when somebody wants it, and then opened', async () => {
    await onThePage('has', async (popup, before, asked) => {
      assert.deepEqual(before, []);
      await popup.click('#archive-look');
      await popup.waitForSelector('#archive-open');
      assert.deepEqual(await asked(), [ASKED]);
      const copy = await popup.$eval('#archive-open', (open) => open.dataset.page);
      assert.match(copy, /web\.archive\.org\/web\/\d+\/https:\/\/down\.example\.com\/cart$/);
      await popup.click('#archive-open');
      const open = () => stage.glass.evaluate(async () => (await chrome.tabs.query({})).map((tab) => tab.pendingUrl ?? tab.url));
      await until(async () => (await open()).includes(copy) || undefined, 'the copy to be opened');
    });
  });

  test('that is not there is not offered', async () => {
    await onThePage('none', async (popup) => {
      await popup.click('#archive-look');
      await popup.waitForSelector('[data-check="archive"][data-answer="archive-none"]');
      assert.equal(await popup.$('#archive-open'), null);
    });
  });
});
