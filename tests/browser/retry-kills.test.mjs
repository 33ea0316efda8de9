// The browser ends auto-retry's worker at any moment: as soon as a page failed, while it waits, in the middle of a question,
// right after the answer, while the tab loads again. What happens between two steps of its own is ended by the hundred in
// crate/core/tests/retry/kills.rs; here the storage, the alarms and the ends are the browser's own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { launchGranted, lookingGlass, stopWorkers } from './lib/granted.mjs';
import { choose, incident, isWaiting, known, pass, ringNow, startOutage } from './lib/outage.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const ROUNDS = 12;

let chromium;
let glass;
before(async () => {
  chromium = await launchGranted();
  glass = await lookingGlass(chromium);
  await choose(glass);
});
after(() => chromium?.close());

// A number below `most` that is the same for the same seed.
const lot = (seed, most) => Math.floor((Math.abs(Math.sin(seed * 12.9898) * 43758.5453) % 1) * most);

// An application that says when it was asked by the extension or by a tab, and waits until it is let go.
function held() {
  const waiting = {};
  const reached = Object.fromEntries(['empty', 'document'].map((dest) => [dest, new Promise((resolve) => (waiting[dest] = resolve))]));
  let letGo;
  const gate = new Promise((resolve) => (letGo = resolve));
  const handler = async (request, response) => {
    const dest = request.headers['sec-fetch-dest'];
    waiting[dest]?.();
    if (holds === dest) await gate;
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>the shop</title>open');
  };
  let holds;
  return { handler, reached, letGo, hold: (dest) => (holds = dest) };
}

const MOMENTS = {
  'as soon as the page has failed': async () => {},
  'while it waits': () => incident(glass, isWaiting, 'an incident'),
  'in the middle of a question': (app) => asked(app, 'empty'),
  'at about the time of the answer': async (app, seed) => {
    await asked(app, 'empty');
    app.letGo();
    await pause(lot(seed, 60));
  },
  'while the tab loads again': (app) => asked(app, 'document'),
};

// Lets time pass until the application was asked for that, and holds the answer.
async function asked(app, dest) {
  app.hold(dest);
  const { phase } = await incident(glass, isWaiting, 'an incident');
  await pass(glass, (phase.at - Date.now()) / 1000 + 0.5);
  await app.reached[dest];
}

const isBack = async (url) => {
  const tabs = await glass.evaluate(async () => (await chrome.tabs.query({})).map(({ url, title }) => ({ url, title })));
  return tabs.some((tab) => tab.url === url && tab.title === 'the shop');
};

// Was something asked, or lost, since then, and does everything wait again?
async function hasGoneOn(before) {
  const requests = (incidents) => incidents.reduce((sum, { attempts }) => sum + attempts.length, 0);
  const { incidents } = await known(glass);
  return incidents.length > 0 && incidents.every(isWaiting) && (!before[0] || requests(incidents) > requests(before));
}

// Lets time pass, as it does, until the tab is back.
async function comeBack(url) {
  for (let round = 0; round < ROUNDS && !(await isBack(url)); round += 1) {
    const { incidents } = await known(glass);
    const [now] = incidents;
    const seconds = now?.phase.at === undefined ? 61 : Math.max(30, (now.phase.at - Date.now()) / 1000 + 0.5);
    await (now ? pass(glass, seconds) : ringNow(glass));
    await until(async () => (await isBack(url)) || (await hasGoneOn(incidents)) || undefined, 'a step', 15_000).catch(() => {});
  }
}

for (const seed of SEEDS) {
  const [name, moment] = Object.entries(MOMENTS)[(seed - 1) % Object.keys(MOMENTS).length];
  test(`ended ${name} (seed ${seed})`, async (t) => {
    const site = await startOutage();
    const page = await chromium.newPage();
    const app = held();
    try {
      await visit(page, site.url);
      await site.up(app.handler);
      await moment(app, seed);
      await stopWorkers(glass);
      app.letGo();
      await comeBack(site.url);
      assert.ok(await isBack(site.url), JSON.stringify(await known(glass)));
      const [questions, pages] = [site.questions().length, site.pages().length];
      t.diagnostic(`${questions} questions, ${pages} pages`);
      assert.ok(questions <= 5, `${questions} questions`);
      assert.ok(pages <= 2, `${pages} pages: the tab was loaded twice`);
      await until(async () => (await known(glass)).incidents.length === 0 || undefined, 'the end of the incident');
    } finally {
      await page.close();
      await site.close();
    }
  });
}
