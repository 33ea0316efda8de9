// The browser ends auto-retry's worker: at any moment, and at whatever the worker is waiting for. Ends between two
// steps are tried by the hundred in crate/core/tests/retry/kills.rs; here, storage, alarms, requests and ends are the
// browser's own.
//
// KILLS=all ends the worker at each of its calls to the browser, before and after the answer, which takes four minutes;
// SEED draws a different sample from the usual one.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { badge } from './lib/badges.mjs';
import { launchGranted, lookingGlass, stopWorkers, storing } from './lib/granted.mjs';
import { choose, comeTo, ended, holding, incident, isBack, isWaiting, known, pass, ringNow, shown, silent, startOutage } from './lib/outage.mjs';
import { freePort, LOOPBACK } from './lib/ports.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';

const SEED = Number(process.env.SEED ?? 1);
const DRAWN = 10;
const ROUNDS = 8;

let chromium;
let glass;
let site;
let page;

before(async () => {
  chromium = await launchGranted({ first: fileURLToPath(new URL('lib/standstill.js', import.meta.url)) });
  glass = await lookingGlass(chromium);
  await choose(glass);
});
after(() => chromium?.close());

// The worker is not there, knows nothing, and no alarm calls it.
async function begin() {
  await stopWorkers(glass);
  await glass.evaluate(() => Promise.all([chrome.storage.session.clear(), chrome.alarms.clearAll()]));
  site = await startOutage();
  page = await chromium.newPage();
}

async function end() {
  await page.close();
  await site.close();
}

// Whether hooks also run for tests within tests is up to the version of Node.js.
const inOutage = (use) => async (t) => {
  await begin();
  try {
    await use(t);
  } finally {
    await end();
  }
};

// Number `n` of a series of numbers below `most` that is the same for the same seed.
const lot = (n, most) => Math.floor((Math.abs(Math.sin((SEED * 100 + n) * 12.9898) * 43758.5453) % 1) * most);

const session = (key) => glass.evaluate((name) => chrome.storage.session.get(name).then((items) => items[name]), key);
const isThere = async () => (await shown(glass)).some(([url, title]) => url === site.url && title === 'the shop');

// Whether nothing more happens until the alarm rings again.
async function hasSettled() {
  const { incidents, alarm } = await known(glass);
  if (incidents.length === 0) return alarm === undefined;
  return incidents.every((one) => isWaiting(one) && one.phase.at > Date.now());
}

// Lets time pass until the tab is back. A tab that no alarm takes care of is lost, and stays lost.
async function comeBack() {
  for (let round = 0; round < ROUNDS && !(await isThere()); round += 1) {
    const { incidents, alarm } = await known(glass);
    assert.ok(alarm, `the tab is lost: ${JSON.stringify(incidents)}`);
    const at = incidents[0]?.phase.at ?? 0;
    const asked = site.questions().length;
    await pass(glass, Math.max(61, (at - Date.now()) / 1000 + 0.5));
    await until(async () => (await isThere()) || (await hasSettled()) || undefined, 'a step', 20_000);
    assert.ok(site.questions().length <= asked + 1, 'asked twice');
  }
  await isBack(glass, site.url);
}

// The tab comes back, within the budget, once, and nothing is left: at the latest when the alarm has rung once more, if
// the worker ended when the page had arrived but nobody had been told yet.
async function assertComesBack(t) {
  await comeBack();
  if ((await known(glass)).alarm) await pass(glass, 61);
  await ended(glass);
  await silent(glass);
  const requests = site.all().filter(({ path }) => path !== '/favicon.ico');
  const [questions, pages] = [site.questions().length, site.pages().length];
  t.diagnostic(`${questions} questions, ${pages} pages`);
  assert.ok(questions <= 5, `${questions} questions`);
  assert.equal(pages, 2, 'the page that failed and the one that came back');
  assert.equal(requests.length, questions + pages);
  assert.ok(requests.every(({ method }) => method === 'GET'));
}

const fail = async () => {
  await visit(page, site.url);
  return incident(glass, isWaiting, 'an incident');
};

// A gateway whose error page stops in the middle until `finish()`.
async function startSlow() {
  const answers = [];
  const server = createServer((request, response) => {
    response.writeHead(502, { server: 'nginx/1.25.3', 'content-type': 'text/html' });
    response.write('<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>');
    answers.push(response);
  }).listen(await freePort(), LOOPBACK);
  await once(server, 'listening');
  const finish = () => answers.forEach((answer) => answer.end('<hr><center>nginx/1.25.3</center></body></html>'));
  const close = () => (server.closeAllConnections(), server.close(), once(server, 'close'));
  return { url: `http://${LOOPBACK}:${server.address().port}/`, finish, close };
}

// Waits until the application is asked like this, ends the worker while the answer is held back or a moment later, and
// releases the answer.
async function endedWhileAsked(dest, { later } = {}) {
  const waiting = await fail();
  const app = await holding(site, dest);
  await comeTo(glass, waiting);
  await app.reached();
  if (later !== undefined) {
    app.letGo();
    await pause(later);
  }
  await stopWorkers(glass);
  app.letGo();
}

describe('the worker is ended', () => {
  test('as soon as the page has failed', inOutage(async (t) => {
    await visit(page, site.url);
    await until(async () => (await known(glass)).alarm, 'the alarm');
    await stopWorkers(glass);
    await site.up();
    await assertComesBack(t);
  }));

  test('again and again while it waits, and keeps to its schedule', inOutage(async (t) => {
    const { phase } = await fail();
    await site.up();
    for (let end = 0; end < 3; end += 1) {
      await stopWorkers(glass);
      await ringNow(glass);
      await until(async () => (await known(glass)).alarm.scheduledTime > Date.now() + 1_000 || undefined, 'the worker to look');
      assert.equal((await known(glass)).incidents[0].phase.at, phase.at);
    }
    assert.deepEqual(site.questions(), []);
    await assertComesBack(t);
    assert.equal(site.questions().length, 1);
  }));

  test('in the middle of a question', inOutage(async (t) => {
    await endedWhileAsked('empty');
    await assertComesBack(t);
  }));

  for (const n of [0, 1]) {
    const later = lot(n, 80);
    test(`${later} ms after the answer left (seed ${SEED})`, inOutage(async (t) => {
      await endedWhileAsked('empty', { later });
      await assertComesBack(t);
    }));
  }

  test('while the page of an earlier failure is still arriving, which is heard of later', inOutage(async () => {
    const [slow, other] = [await startSlow(), await chromium.newPage()];
    const isOfSlow = ({ origin }) => slow.url.startsWith(origin);
    try {
      // The worker has looked for what was lost before it started, and is alive.
      await fail();
      await storing(glass, () => void page.goto(slow.url).catch(() => {}));
      const later = new URL('/later', site.url).href;
      await visit(other, later);
      await incident(glass, ({ runs }) => runs.some(({ url }) => url === later), 'the later failure to be heard of');
      await stopWorkers(glass);
      slow.finish();
      await ringNow(glass);
      await incident(glass, isOfSlow, 'the earlier failure to be heard of');
    } finally {
      await other.close();
      await slow.close();
    }
  }));

  test('while the tab loads again', inOutage(async (t) => {
    await endedWhileAsked('document');
    await assertComesBack(t);
  }));
});

// The two lives of a worker during a site's outage: up to the first wait, and from the alarm until the tab is back.
const LIVES = {
  'after the failure': {
    begin: () => visit(page, site.url),
    afterwards: () => site.up(),
    isOver: async () => /^\d/.test(await badge(glass)),
  },
  'after the alarm': {
    prepare: async () => {
      await comeTo(glass, await fail(), { ring: false });
      await site.up();
    },
    begin: () => ringNow(glass),
    isOver: async () => (await isThere()) && (await known(glass)).alarm === undefined,
  },
};

// Lives that life, up to the standstill if there is one. Resolves to what the worker meanwhile asked of the browser.
async function live({ prepare, begin, isOver }, standstill = {}) {
  await prepare?.();
  await stopWorkers(glass);
  await glass.evaluate((plan) => chrome.storage.session.set({ standstill: plan, stands: false, asked: [] }), standstill);
  await begin();
  await until(async () => (await session('stands')) || (await isOver()) || undefined, 'the end of that life', 20_000);
  const asked = await session('asked');
  await glass.evaluate(() => chrome.storage.session.remove(['standstill', 'stands', 'asked']));
  return asked;
}

// Which of so many places to use, each before and after the answer.
function places(many) {
  const all = Array.from({ length: many * 2 }, (_, n) => ({ at: 1 + (n >> 1), after: n % 2 === 1 }));
  if (process.env.KILLS === 'all') return all;
  return Array.from({ length: DRAWN }, (_, n) => all[lot(n + 10, all.length)]);
}

// Ends the worker at that point of that life.
async function endAt(life, place) {
  await live(life, place);
  await stopWorkers(glass);
  await life.afterwards?.();
}

for (const [when, life] of Object.entries(LIVES)) {
  test(`at whatever it waits for, ${when} (seed ${SEED})`, async (t) => {
    let asked;
    await inOutage(async () => (asked = await live(life)))();
    t.diagnostic(`${asked.length} questions to the browser: ${asked.join(' ')}`);
    for (const place of places(asked.length)) {
      const name = `${place.after ? 'after' : 'before'} the answer to question ${place.at}, ${asked[place.at - 1]}`;
      await t.test(name, inOutage(async (t) => {
        await endAt(life, place);
        await assertComesBack(t);
      }));
    }
  });
}
