// A site without HTTPS, where Chromium asks for every page over HTTPS first and warns before it goes on without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { launchGranted } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { click, visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

const SITE = 'plain.example.com';
const PAGE = `http://${SITE}/ok`;
const WARNS = '--enable-features=HttpsFirstBalancedMode,HttpsFirstBalancedModeAutoEnable';

let lab;
let args;

before(async () => {
  lab = await startLab();
  const at = (place) => new URL(lab.url(place)).host;
  const rules = [`MAP ${SITE}:80 ${at('/')}`, `MAP ${SITE}:443 ${at('mode:refused')}`];
  args = [`--host-resolver-rules=${rules.join(', ')}`, WARNS];
});

after(() => lab?.stop());

// What the popup says on the warning, each time that the icon is clicked.
async function clicks(launch) {
  const chromium = await launch({ args });
  try {
    const page = await chromium.newPage();
    assert.equal(await visit(page, PAGE), 'ERR_BLOCKED_BY_CLIENT', 'Chromium warns');
    return [await click(chromium, page), await click(chromium, page)];
  } finally {
    await chromium.close();
  }
}

test('with access, each popup on the warning tells what became of HTTPS', async () => {
  for (const verdict of await clicks(launchGranted)) {
    assert.equal(verdict.story, say('story_net_refused'));
    assert.equal(verdict.facts[say('fact_url')], PAGE.replace('http:', 'https:'));
  }
});

test('with no more than a click, each popup on the warning stays, and says that it needs access', async () => {
  for (const verdict of await clicks(launchChromium)) {
    assert.equal(verdict.story, say('story_needs_access'));
    assert.ok(verdict.access);
  }
});
