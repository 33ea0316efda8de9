// Auto-retry in Chromium, in front of a real nginx whose application is taken away and brought back. The first test
// runs in real time; the others let time pass while the worker is ended, as a browser ends it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { badge, badgeSays } from './lib/badges.mjs';
import { launchGranted, lookingGlass, memory, storing } from './lib/granted.mjs';
import { choose, comeTo, ended, holding, incident, isBack, isWaiting, known, nextQuestion, pass, ringNow, silent } from './lib/outage.mjs';
import { chromium, glass, page, shareOutages, site } from './lib/shared-outages.mjs';
import { app } from './lib/upstreams.mjs';
import { settle, visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';

// The first wait of the table in crate/core/src/retry/figures.rs, in milliseconds.
const FIRST = [4_000, 48_000];

shareOutages();

const failsAt = async (url = site.url) => {
  await visit(page, url);
  return incident(glass, isWaiting, 'an incident');
};
const quiet = async () => {
  const { incidents, alarm } = await known(glass);
  assert.deepEqual([incidents, alarm], [[], undefined]);
};

test('a tab that is already loading is not reloaded again, whatever was forgotten meanwhile', async () => {
  await choose(glass);
  const waiting = await failsAt();
  const app = await holding(site, 'document');
  await comeTo(glass, waiting);
  await app.reached();
  // Long enough for a tab to be handled once more; the worker knows only what it has stored about it.
  await pass(glass, 61);
  await until(async () => (await known(glass)).alarm?.scheduledTime > Date.now() + 1_000 || undefined, 'the worker to look');
  app.letGo();
  await isBack(glass, site.url);
  assert.equal(app.asked(), 1);
  // If nobody heard that the page had arrived, it ends when the alarm has rung again.
  if ((await known(glass)).alarm) await pass(glass, 61);
  await ended(glass);
  assert.equal(app.asked(), 1);
});

describe('a site that was down', () => {
  test('comes back by itself, in real time', async (t) => {
    await choose(glass);
    const { phase } = await failsAt();
    assert.match(await until(async () => (await badge(glass)) || undefined, 'a badge'), /^\d+$/);
    const failed = site.pages()[0].at;
    assert.ok(phase.at - failed >= FIRST[0] && phase.at - failed <= FIRST[1] + 2_000, `${phase.at - failed}`);
    await site.up();
    await isBack(glass, site.url);
    await badgeSays(glass, '✓');
    const [question, ...more] = site.questions();
    assert.deepEqual(more, [], 'one question was enough');
    assert.ok(Math.abs(question.at - phase.at) < 3_000, 'at the moment that was drawn');
    assert.deepEqual(site.pages().map(({ method, status }) => [method, status]), [['GET', 502], ['GET', 200]]);
    t.diagnostic(`asked ${((question.at - failed) / 1000).toFixed(1)} s after the failure`);
    await quiet();
    const { local } = await memory(glass);
    const [record] = local.history['127.0.0.1'].slice(-1);
    assert.deepEqual([record.status, record.ending, record.attempts.length], [502, 'back', 1]);
  });

  test('is asked five times while it stays down, and then left alone', async () => {
    await choose(glass);
    await failsAt();
    for (let question = 0; question < 5; question += 1) await nextQuestion(glass);
    const [over] = (await known(glass)).incidents;
    assert.deepEqual([over.phase.word, over.phase.why], ['gave-up', 'questions']);
    await badgeSays(glass, '!');
    await site.up();
    await pass(glass, 1_000);
    await until(async () => (await known(glass)).incidents.length === 1 || undefined, 'the worker to be through');
    await silent(glass);
    assert.deepEqual(site.questions().map(({ method, status }) => [method, status]), Array(5).fill(['GET', 502]));
    assert.equal(site.pages().length, 1);
  });

  test('does not count as back with an empty page', async () => {
    await choose(glass);
    await failsAt();
    await site.up((request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end());
    await nextQuestion(glass);
    const { course } = await incident(glass, isWaiting, 'the next question');
    assert.deepEqual(course.attempts.map(({ was_good }) => was_good), [false]);
    assert.equal(site.pages().length, 1);
  });

  test('counts as back with a page that merely takes its time', async () => {
    await choose(glass);
    await failsAt();
    await site.up((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'x-accel-buffering': 'no' });
      if (request.headers['sec-fetch-dest'] === 'document') response.end('<title>the shop</title>');
      else response.flushHeaders();
    });
    await nextQuestion(glass);
    await isBack(glass, site.url);
    await ended(glass);
  });

  test('carries the cookies of a visit', async () => {
    await site.up();
    await visit(page, site.url);
    await site.down();
    await choose(glass);
    await failsAt();
    await nextQuestion(glass);
    assert.equal(site.questions()[0].cookie, 'known=yes');
  });

  test("does not carry another site's cookies along a redirect", async () => {
    const asked = [];
    const other = await app((request, response) => {
      asked.push([request.url, request.headers.cookie]);
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'theirs=yes; SameSite=Strict; Path=/' });
      response.end('<title>other</title>');
    });
    // Cookies ignore ports, so it takes another name to be another site.
    const elsewhere = `http://localhost:${other.port}`;
    try {
      await visit(page, elsewhere);
      await choose(glass);
      await failsAt();
      await site.up((request, response) => response.writeHead(302, { location: `${elsewhere}/act` }).end());
      await nextQuestion(glass);
      assert.deepEqual(asked.find(([path]) => path === '/act'), ['/act', undefined]);
      assert.equal(site.questions().length, 2, 'the redirect is asked for, and then followed');
    } finally {
      await other.close();
    }
  });
});

test('twenty tabs have one prober, and come back one after the other', async () => {
  await choose(glass);
  const tabs = [];
  for (let n = 0; n < 20; n += 1) {
    const tab = await chromium.newPage();
    await visit(tab, `${site.url}${n}`);
    tabs.push(tab);
  }
  try {
    // On a slow machine the first question is due while tabs are still being opened.
    const { course } = await incident(glass, ({ runs }) => runs.length === 20, 'twenty tabs that wait');
    const asked = course.attempts.length;
    await nextQuestion(glass);
    assert.equal(site.questions().length, asked + 1);
    await site.up();
    await nextQuestion(glass);
    for (let n = 0; n < 20; n += 1) await isBack(glass, `${site.url}${n}`);
    assert.equal(site.questions().length, asked + 2);
    const back = site.pages().slice(20).map(({ at }) => at);
    assert.equal(back.length, 20);
    const gaps = back.slice(1).map((at, n) => at - back[n]);
    assert.ok(Math.min(...gaps) > 700, `at least a second apart, as timers go: ${gaps}`);
  } finally {
    for (const tab of tabs) await tab.close();
  }
});

test('a page that has become a download is loaded once, and its tab is let go', async () => {
  await choose(glass);
  await failsAt();
  await site.up((request, response) => response.writeHead(200, { 'content-disposition': 'attachment' }).end('a file'));
  await nextQuestion(glass);
  await until(async () => site.pages().length === 2 || undefined, 'the file');
  await until(async () => (await known(glass)).incidents[0].runs[0].has_gone || undefined, 'the worker to know');
  for (let minute = 0; minute < 3; minute += 1) await pass(glass, 61);
  await ended(glass);
  await badgeSays(glass, '!');
  await silent(glass);
  assert.deepEqual(site.pages().map(({ status }) => status), [502, 200]);
});

test('a tab whose working page nobody heard of is let go without a badge', async () => {
  await choose(glass);
  const waiting = await failsAt();
  const app = await holding(site, 'document');
  await comeTo(glass, waiting);
  await app.reached();
  await until(async () => (await known(glass)).incidents[0].runs[0].has_gone || undefined, 'the worker to know');
  // What the background script does before it reports the page; the worker ends before it can.
  await glass.evaluate(async () => {
    const { retry: { incidents: [{ runs: [{ tab }] }] } } = await chrome.storage.session.get('retry');
    await chrome.storage.session.remove(`failure:${tab}`);
  });
  app.letGo();
  await isBack(glass, site.url);
  await pass(glass, 61);
  await ended(glass);
  await badgeSays(glass, '');
});

describe('Retry-After', () => {
  const FORMS = {
    'in seconds': () => '240',
    'as a date': () => new Date(Date.now() + 240_000).toUTCString(),
  };
  for (const [form, value] of Object.entries(FORMS)) {
    test(`${form} is obeyed`, async () => {
      await choose(glass);
      await site.up((request, response) => response.writeHead(503, { 'retry-after': value() }).end('closed'));
      const { phase } = await failsAt();
      const wait = phase.at - site.pages()[0].at;
      assert.ok(wait >= 239_000 && wait <= 240_000 + 48_000 + 2_000, `${wait}`);
      await pass(glass, 230);
      await until(async () => (await known(glass)).incidents[0]?.phase.word === 'waiting' || undefined, 'the worker');
      assert.deepEqual(site.questions(), []);
      await nextQuestion(glass);
      assert.equal(site.questions().length, 1);
    });
  }
});

test('a badge counts down by the minute, and the last seconds one by one', async () => {
  await choose(glass);
  let told = 60;
  await site.up((request, response) => response.writeHead(503, { 'retry-after': told }).end('closed'));
  await failsAt();
  await pass(glass, 15);
  const counted = async () => /^\d+$/.exec(await badge(glass))?.[0];
  const seconds = await until(counted, 'a badge that counts');
  await until(async () => (await badge(glass)) !== seconds || undefined, 'the next second', 5_000);
  told = 600;
  await visit(page, `${site.url}later`);
  await until(async () => /^1\dm$/.test(await badge(glass)) || undefined, 'a badge that tells minutes');
  const { alarm } = await known(glass);
  assert.ok(alarm.scheduledTime <= Date.now() + 60_000, 'it is brought up to date within a minute');
});

describe('never', () => {
  test('the answer to a form', async () => {
    await choose(glass);
    await site.up((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<form method=post action=/order><button>order</button></form>');
    });
    await visit(page, site.url);
    await site.down();
    await settle(page, () => page.click('button'));
    await badgeSays(glass, '!');
    // An alarm cleared while it is being rung would come back.
    await silent(glass);
    await ringNow(glass);
    await silent(glass);
    assert.deepEqual((await known(glass)).incidents, []);
    assert.deepEqual(site.all().filter(({ path }) => path === '/order').map(({ method }) => method), ['POST']);
    assert.deepEqual(site.questions(), []);
  });

  test('where it is not switched on', async () => {
    await visit(page, site.url);
    await badgeSays(glass, '!');
    await quiet();
    assert.equal((await memory(glass)).session.retry, undefined);
  });

  test('a page that somebody has begun to use', async () => {
    await choose(glass);
    await site.up((request, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<input autofocus>'));
    await failsAt();
    await page.bringToFront();
    await page.type('input', 'a long letter');
    await site.down();
    await site.up();
    await nextQuestion(glass);
    await badgeSays(glass, '✓');
    assert.equal(await page.$eval('input', ({ value }) => value), 'a long letter');
    assert.equal(site.pages().length, 1);
    await quiet();
  });

  test('with an answer that is a different kind of error', async () => {
    await choose(glass);
    await failsAt();
    await site.up((request, response) => response.writeHead(403).end('no'));
    await nextQuestion(glass);
    const [over] = (await known(glass)).incidents;
    assert.equal(over.phase.word, 'changed');
    assert.equal(site.pages().length, 1);
  });

  test('with a check for a human', async () => {
    await choose(glass);
    await failsAt();
    await site.up((request, response) => {
      response.writeHead(503, { server: 'cloudflare', 'cf-mitigated': 'challenge', 'content-type': 'text/html' });
      response.end('<title>Just a moment...</title>');
    });
    await nextQuestion(glass);
    const [over] = (await known(glass)).incidents;
    assert.equal(over.phase.word, 'changed');
    assert.equal(site.pages().length, 1);
  });
});

test('the failures of all tabs are read only while one may have gone unheard', async () => {
  const watched = await launchGranted({ watchWorker: true });
  try {
    const [eyes, tab] = [await lookingGlass(watched), await watched.newPage()];
    await choose(eyes);
    await visit(tab, site.url);
    await incident(eyes, isWaiting, 'an incident');
    await until(async () => !(await eyes.evaluate(() => chrome.alarms.get('retry-net'))) || undefined, 'the net to go');
    const worker = await watched.serviceWorker();
    await worker.evaluate(() => {
      const { session } = chrome.storage;
      const get = session.get.bind(session);
      self.read = [];
      session.get = (names) => (self.read.push(names), get(names));
    });
    // What is known is written at each message, and the background works through messages in order.
    for (const word of ['tick', 'tick']) {
      await eyes.evaluate(async (retry) => {
        await chrome.storage.session.set({ retry: {} });
        chrome.runtime.sendMessage({ retry }).catch(() => {});
      }, word);
      await incident(eyes, isWaiting, 'the word to be heard');
    }
    assert.deepEqual(await worker.evaluate(() => self.read.filter(Array.isArray)), []);
  } finally {
    await watched.close();
  }
});

describe('it ends', () => {
  test('with failures elsewhere, and keeps to its schedule', async () => {
    await choose(glass, { retry: { sites: { [new URL(site.url).hostname]: true } } });
    await failsAt();
    const { alarm } = await known(glass);
    const other = await chromium.newPage();
    await storing(glass, () => visit(other, 'http://127.0.0.2:1/'));
    await until(async () => !(await glass.evaluate(() => chrome.alarms.get('retry-net'))) || undefined, 'the net to go');
    assert.deepEqual((await known(glass)).alarm, alarm);
    await other.close();
  });

  test('with another page in the tab', async () => {
    await choose(glass);
    await failsAt();
    await visit(page, 'data:text/html,elsewhere');
    await pass(glass, 60);
    await ended(glass);
    assert.deepEqual(site.questions(), []);
  });

  test('when the page changes its own address, and no badge stays', async () => {
    await choose(glass);
    await failsAt();
    await until(async () => /^\d+$/.test(await badge(glass)) || undefined, 'a badge');
    await page.evaluate(() => history.pushState({}, '', '/elsewhere'));
    await pass(glass, 60);
    await ended(glass);
    await badgeSays(glass, '');
    assert.deepEqual(site.questions(), []);
  });

  test('when the failure had to give way, and no badge stays', async () => {
    await choose(glass);
    await failsAt();
    await glass.evaluate(async () => {
      const { session } = chrome.storage;
      await session.remove(Object.keys(await session.get(null)).filter((name) => name.startsWith('failure:')));
    });
    await site.up();
    await nextQuestion(glass);
    await ended(glass);
    await badgeSays(glass, '');
    assert.equal(site.pages().length, 1);
  });

  test('with the tab', async () => {
    await choose(glass);
    await failsAt();
    await page.close();
    await pass(glass, 60);
    await ended(glass);
    assert.deepEqual(site.questions(), []);
  });

  test('when it is switched off, and leaves nothing behind', async () => {
    await choose(glass);
    await failsAt();
    await choose(glass, { retry: { all: false } });
    await ended(glass);
    await badgeSays(glass, '!');
    const { alarm } = await known(glass);
    assert.equal(alarm, undefined);
    assert.equal((await memory(glass)).session.retry, undefined);
    await site.up();
    await pass(glass, 60);
    assert.deepEqual(site.questions(), []);
  });
});
