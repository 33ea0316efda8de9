// A page that the browser calls dangerous: it shows a warning of its own, and says only that the request was aborted.
// A request that bypasses the warning gets a good answer, which is no reason to call the page fine.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { launchGranted } from './lib/granted.mjs';
import { app } from './lib/upstreams.mjs';
import { click, visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

let site;

before(async () => {
  site = await app((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>fine</title>fine'));
});
after(() => site?.close());

for (const [access, launch] of [['with access', launchGranted], ['with no more than a click', launchChromium]]) {
  test(`a page that the browser calls dangerous is not said to work again, nor is a way past the warning advised, ${access}`, async () => {
    const url = `http://shop.test:${site.port}/`;
    const chromium = await launch({ args: [`--mark_as_malware=${url}`] });
    try {
      const page = await chromium.newPage();
      assert.equal(await visit(page, url), 'ERR_BLOCKED_BY_CLIENT');
      const { state, side, story, text } = await click(chromium, page);
      assert.deepEqual({ state, side, story }, { state: 'failed', side: 'site', story: say('story_net_browser_blocked') });
      assert.ok(text.includes(say('step_report')) && !text.includes(say('check_other_browser')), text);
    } finally {
      await chromium.close();
    }
  });
}
