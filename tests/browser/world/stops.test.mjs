// Whatever is interrupted goes on: the popup is closed and the service worker stopped at every request in turn, and the
// investigation comes to the same result.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { storing } from '../lib/granted.mjs';
import { visit } from '../lib/visit.mjs';
import { assertVerdict } from '../lib/world/play.mjs';
import { NAMES } from '../lib/world/scenarios/names.mjs';
import { SITE } from '../lib/world/scenarios/site.mjs';
import { cutShort } from '../lib/world/stops.mjs';
import { setStage } from '../lib/world/stage.mjs';
import { apart } from '../lib/world/world.mjs';

// Together they run every kind of check.
const CHOSEN = ['site down for all', 'the edge explains a 522', 'a flapping upstream', 'the zone does not exist'];

describe('an investigation that is cut short', { skip: await apart() }, () => {
  const stage = setStage();

  for (const scenario of [...SITE, ...NAMES].filter(({ name }) => CHOSEN.includes(name))) {
    for (const hasty of [false, true]) {
      test(`${scenario.name}: ${hasty ? 'at every answer' : 'before every request'}`, async () => {
        await stage.world.set(scenario.words);
        const page = await stage.chromium.newPage();
        await storing(stage.glass, () => visit(page, scenario.url));
        const { verdict, cuts } = await cutShort(stage, await tabOf(stage.glass, scenario.url), { hasty });
        await page.close();
        assertVerdict(verdict, scenario);
        const ran = Object.values(verdict.checks).filter((answer) => answer !== 'skipped');
        // The last popup runs to the end.
        assert.ok(cuts >= Math.max(1, ran.length - 1), `it was cut short ${cuts} times in ${ran}`);
      });
    }
  }
});

// The number by which the extension knows this page's tab. For an error page, puppeteer has no address.
async function tabOf(glass, url) {
  const tabs = await glass.evaluate(() => chrome.tabs.query({}));
  return tabs.find((tab) => (tab.url || tab.pendingUrl) === url).id;
}
