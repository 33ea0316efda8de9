// Auto-retry in Firefox, whose background is a page that Firefox puts to sleep when idle, here after two seconds. A
// test can end it at any moment by calling what Firefox itself calls for that.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { badge, badgeSays } from './lib/badges.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { memory } from './lib/granted.mjs';
import { choose, comeTo, ended, holding, incident, isBack, isWaiting, known, nextQuestion, pass, ringNow, silent, startOutage } from './lib/outage.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

// The first wait of the table in crate/core/src/retry/figures.rs, in milliseconds.
const FIRST = [4_000, 48_000];

const TOLD = {
  'in seconds': () => '240',
  'as a date': () => new Date(Date.now() + 240_000).toUTCString(),
};

let firefox;
let glass;
let site;
let page;
const ends = { endWorker: () => firefox.endBackground() };

before(async () => {
  firefox = await launchFirefox({ prefs: { 'extensions.background.idle.timeout': 2_000 } });
  glass = await firefox.openExtensionPage('popup.css');
});
after(() => firefox?.close());

beforeEach(async () => {
  await choose(glass, {});
  await glass.evaluate(() => chrome.storage.session.clear());
  site = await startOutage();
});
afterEach(async () => {
  await page?.close();
  await site.close();
});

const failed = async () => {
  page = await firefox.visit(site.url);
  return incident(glass, isWaiting, 'an incident');
};

test('a site that was down comes back by itself, in its own time, woken by the alarm', async (t) => {
  await choose(glass);
  const { phase } = await failed();
  assert.match(await until(async () => (await badge(glass)) || undefined, 'a badge'), /^\d+$/);
  const failedAt = site.pages()[0].at;
  assert.ok(phase.at - failedAt >= FIRST[0] && phase.at - failedAt <= FIRST[1] + 2_000, `${phase.at - failedAt}`);
  await firefox.endBackground();
  await site.up();
  await isBack(glass, site.url);
  await badgeSays(glass, '✓');
  const [question, ...more] = site.questions();
  assert.deepEqual(more, [], 'one question was enough');
  assert.ok(Math.abs(question.at - phase.at) < 3_000, `${question.at - phase.at} ms from the moment that was drawn`);
  assert.deepEqual(site.pages().map(({ method, status }) => [method, status]), [['GET', 502], ['GET', 200]]);
  t.diagnostic(`asked ${((question.at - failedAt) / 1000).toFixed(1)} s after the failure`);
  await ended(glass);
  await silent(glass);
});

test('a tab that is restored with its failed page, which Firefox had kept, comes back as well', async () => {
  await choose(glass);
  const { runs: [{ tab: closed }] } = await failed();
  await page.bringToFront();
  await firefox.window.closeTab();
  await firefox.window.openClosedTab();
  await incident(glass, ({ runs }) => runs.some(({ tab }) => tab !== closed), 'the restored tab to wait as well');
  await nextQuestion(glass, ends);
  await site.up();
  await nextQuestion(glass, ends);
  await isBack(glass, site.url);
  assert.deepEqual(site.pages().map(({ method, status }) => [method, status]), [['GET', 502], ['GET', 200]]);
  await firefox.window.closeTab();
});

for (const [form, value] of Object.entries(TOLD)) {
  test(`Retry-After ${form} is obeyed, and the background sleeps meanwhile`, async () => {
    await choose(glass);
    await site.up((request, response) => response.writeHead(503, { 'retry-after': value() }).end('closed'));
    const { phase } = await failed();
    const wait = phase.at - site.pages()[0].at;
    assert.ok(wait >= 239_000 && wait <= 240_000 + 48_000 + 2_000, `${wait}`);
    await firefox.suspended();
    await pass(glass, 230, ends);
    await until(async () => (await known(glass)).alarm.scheduledTime > Date.now() || undefined, 'it to look');
    assert.deepEqual(site.questions(), []);
    await nextQuestion(glass, ends);
    assert.equal(site.questions().length, 1);
  });
}

test('five questions and no more, and then it is left alone', async () => {
  await choose(glass);
  await failed();
  for (let question = 0; question < 5; question += 1) await nextQuestion(glass, ends);
  await badgeSays(glass, '!');
  await site.up();
  await pass(glass, 1_000, ends);
  await silent(glass);
  assert.deepEqual(site.questions().map(({ method, status }) => [method, status]), Array(5).fill(['GET', 502]));
  assert.equal(site.pages().length, 1);
});

test('the answer to a form is never asked for again', async () => {
  await choose(glass);
  await site.up((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<form method=post action=/order><button>order</button></form>');
  });
  page = await firefox.visit(site.url);
  await site.down();
  await page.click('button');
  await badgeSays(glass, '!');
  // An alarm cleared while it is being rung would come back.
  await silent(glass);
  await ringNow(glass);
  await silent(glass);
  assert.deepEqual((await known(glass)).incidents, []);
  const orders = site.all().filter(({ path }) => path === '/order');
  assert.deepEqual(orders.map(({ method }) => method), ['POST']);
  assert.deepEqual(site.questions(), []);
});

test('after Stop nothing is asked', async () => {
  await choose(glass);
  await failed();
  const popup = await firefox.openPopup(page);
  try {
    // By keyboard, which scrolls the button out from under the row at the popup's lower edge.
    await popup.waitForSelector('[data-retry=stop]');
    const text = () => popup.$eval('section.retry > p', ({ textContent }) => textContent);
    const before = await text();
    await until(async () => (await text()) !== before || undefined, 'the next second');
    await popup.focus('[data-retry=stop]');
    await popup.keyboard.press('Enter');
    await until(async () => (await text()) === say('retry_stopped') || undefined, 'the popup to say so');
  } finally {
    await popup.close();
  }
  await silent(glass);
  const asked = site.questions().length;
  await site.up();
  await pass(glass, 600, ends);
  await silent(glass);
  assert.deepEqual([site.questions().length - asked, site.pages().length], [0, 1]);
});

test('when switched off, it leaves no alarm and nothing of what it knew', async () => {
  await choose(glass);
  await failed();
  await choose(glass, { retry: { all: false } });
  await ended(glass);
  await silent(glass);
  await badgeSays(glass, '!');
  assert.equal((await memory(glass)).session.retry, undefined);
  await site.up();
  await pass(glass, 60, ends);
  await silent(glass);
  assert.deepEqual([site.questions().length, site.pages().length], [0, 1]);
});

test('where it is not switched on, nothing begins', async () => {
  page = await firefox.visit(site.url);
  await badgeSays(glass, '!');
  const { incidents, alarm } = await known(glass);
  assert.deepEqual([incidents, alarm, (await memory(glass)).session.retry], [[], undefined, undefined]);
});

describe('the background is ended', () => {
  const isOver = async () => {
    const { incidents } = await known(glass);
    return incidents.length === 0 || incidents.every((one) => isWaiting(one) && one.phase.at > Date.now()) || undefined;
  };
  // What was under way counts as failed; the next request brings the page back.
  async function assertComesBack(most) {
    await pass(glass, 61, ends);
    await until(isOver, 'a step', 20_000);
    if ((await known(glass)).incidents.length > 0) await nextQuestion(glass, ends);
    await isBack(glass, site.url);
    await ended(glass);
    await silent(glass);
    assert.ok(site.questions().length <= most, `${site.questions().length} questions`);
    assert.equal(site.pages().length, 2);
  }

  test('again and again while it waits, and keeps to its schedule', async () => {
    await choose(glass);
    const { phase } = await failed();
    await site.up();
    for (let end = 0; end < 3; end += 1) {
      await firefox.endBackground();
      await ringNow(glass);
      await until(async () => (await known(glass)).alarm.scheduledTime > Date.now() + 1_000 || undefined, 'it to look');
      assert.equal((await known(glass)).incidents[0].phase.at, phase.at);
    }
    assert.deepEqual(site.questions(), []);
    await assertComesBack(1);
  });

  for (const [what, dest, most] of [['in the middle of a question', 'empty', 2], ['while the tab loads again', 'document', 1]]) {
    test(what, async () => {
      await choose(glass);
      const waiting = await failed();
      const app = await holding(site, dest);
      await comeTo(glass, waiting, ends);
      await app.reached();
      await firefox.endBackground();
      app.letGo();
      await assertComesBack(most);
    });
  }
});

test('a wish is carried out once the very access it asked for is granted', async () => {
  const untrusted = await launchFirefox({ grantHosts: false });
  try {
    const asking = await untrusted.openExtensionPage('popup.css');
    await asking.evaluate((url) => {
      const origins = ['*://127.0.0.1/*'];
      addEventListener('keydown', () => chrome.permissions.request({ origins }));
      return chrome.storage.session.set({ wish: { tab: 1, url, at: Date.now(), site: origins[0] } });
    }, site.url);
    await asking.keyboard.press('Enter');
    const sites = async () => (await memory(asking)).local.settings?.retry.sites['127.0.0.1'];
    assert.equal(await until(sites, 'it to be switched on'), true);
  } finally {
    await untrusted.close();
  }
});

test('the popup that asked for access starts over once it is granted, and counts down', async () => {
  const untrusted = await launchFirefox({ grantHosts: false });
  try {
    const page = await untrusted.visit(site.url);
    await page.bringToFront();
    await untrusted.window.inPopup(async (run) => {
      const shows = (what) => until(() => run((selector) => document.querySelector(selector) !== null || undefined, what), what);
      await shows('[data-retry=on]');
      await run(`() => asPerson(() => document.querySelector('[data-retry=on]').click())`);
      await shows('#retry-line');
      const text = await run(() => document.body.innerText);
      assert.ok(!text.includes(say('retry_needs_access')) && !text.includes(say('check_needs_site')), text);
    });
  } finally {
    await untrusted.close();
  }
});
