// A site without HTTPS, where Chromium requests every page over HTTPS first and warns before it goes on without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { launchGranted } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { app } from './lib/upstreams.mjs';
import { click, visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

const SITE = 'plain.example.com';
const PAGE = `http://${SITE}/ok`;
const DEAD = 'http://dead.example.com/';
const WARNS = '--enable-features=HttpsFirstBalancedMode,HttpsFirstBalancedModeAutoEnable';

let lab;
let args;

before(async () => {
  lab = await startLab();
  const at = (place) => new URL(lab.url(place)).host;
  const rules = [`MAP ${SITE}:80 ${at('/')}`, `MAP * ${at('mode:refused')}`];
  args = [`--host-resolver-rules=${rules.join(', ')}`];
});

after(() => lab?.stop());

// What the popup says on that error page each time the icon is clicked.
async function clicks(launch, url, error, flags) {
  const chromium = await launch({ args: [...args, ...flags] });
  try {
    const page = await chromium.newPage();
    assert.equal(await visit(page, url), error);
    return [await click(chromium, page), await click(chromium, page)];
  } finally {
    await chromium.close();
  }
}

const clicksOnWarning = (launch, url) => clicks(launch, url, 'ERR_BLOCKED_BY_CLIENT', [WARNS]);

test('with access, each popup on the warning says what became of HTTPS', async () => {
  for (const verdict of await clicksOnWarning(launchGranted, PAGE)) {
    assert.equal(verdict.story, say('story_net_refused'));
    assert.equal(verdict.facts[say('fact_url')], PAGE.replace('http:', 'https:'));
  }
});

test('with no more than a click, each popup on the warning stays, and says that it needs access', async () => {
  for (const verdict of await clicksOnWarning(launchChromium, PAGE)) {
    assert.equal(verdict.story, say('story_needs_access'));
    assert.ok(verdict.access);
  }
});

test('with no more than a click, a site that leads elsewhere is not said to be silent', async () => {
  const site = await app((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  const rules = `--host-resolver-rules=MAP ${SITE}:80 127.0.0.1:${site.port}, MAP * ${new URL(lab.url('mode:refused')).host}`;
  try {
    for (const verdict of await clicks(launchChromium, PAGE, 'ERR_BLOCKED_BY_CLIENT', [WARNS, rules])) {
      assert.equal(verdict.story, say('story_needs_access'));
    }
  } finally {
    await site.close();
  }
});

// No more than that is known: without access, Chromium does not reveal why.
function assertSaysNoAnswer(verdicts) {
  for (const { state, side, story, access } of verdicts) {
    assert.deepEqual({ state, side, story }, { state: 'failed', side: 'unknown', story: say('story_net_unknown') });
    assert.ok(access, 'and offers to see more');
  }
}

test('with no more than a click, each popup on the warning says that nothing answers', async () => {
  assertSaysNoAnswer(await clicksOnWarning(launchChromium, DEAD));
});

test('with no more than a click, each popup says that nothing answers where Chromium fell back to HTTP', async () => {
  assertSaysNoAnswer(await clicks(launchChromium, DEAD, 'ERR_CONNECTION_REFUSED', []));
});
