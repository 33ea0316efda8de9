// A popup that stays open describes what its tab shows: it does not go on about a page that is no longer there.

import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { choose, launchGranted, lookingGlass } from './lib/granted.mjs';
import { app } from './lib/upstreams.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { resolveWithin } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

let chromium;
let site;
let page;

before(async () => {
  chromium = await launchGranted();
});
after(() => chromium?.close());

beforeEach(async () => {
  [site, page] = [await startSite(), await chromium.newPage()];
});
afterEach(async () => {
  await page.close();
  await site.close();
});

// A site that answers tabs and everybody else with the same `status`, but tabs at /held only once they are released.
async function startSite() {
  const news = new EventEmitter();
  const [asked, gate] = [once(news, 'asked'), once(news, 'let go')];
  const now = { status: 502 };
  const server = await app(async (request, response) => {
    if (request.url === '/held' && request.headers['sec-fetch-dest'] === 'document') {
      news.emit('asked');
      await gate;
    }
    response.writeHead(now.status, { 'content-type': 'text/html' }).end(`<title>${now.status}</title>`);
  });
  return {
    url: (path) => `http://127.0.0.1:${server.port}${path}`,
    answers: (status) => Object.assign(now, { status }),
    asked: () => resolveWithin(10_000, asked, 'the tab to ask'),
    letGo: () => news.emit('let go'),
    close: server.close,
  };
}

// The verdict with this state, once the popup has reached it.
async function told(popup, state) {
  await popup.waitForSelector(`#app[data-state=${state}][aria-busy=false]`);
  return finalVerdict(popup);
}

// The popup over a page that failed, once it has said so.
async function popupOfFailure() {
  await visit(page, site.url('/'));
  const popup = await chromium.openPopup(page);
  await told(popup, 'failed');
  return popup;
}

describe('an open popup', () => {
  for (const [status, state] of [[502, 'failed'], [200, 'healthy']]) {
    test(`that waits for a page describes it when it arrives with ${status}`, async () => {
      site.answers(status);
      page.goto(site.url('/held')).catch(() => {});
      await site.asked();
      const popup = await chromium.openPopup(page);
      assert.equal((await told(popup, 'waiting')).story, say('story_waiting'));
      site.letGo();
      assert.match((await told(popup, state)).facts[say('fact_status')], new RegExp(`^${status}`));
    });
  }

  test('with no more than a click that waits for a page of another site does not call that off limits', async () => {
    const plain = await launchChromium();
    try {
      const glass = await lookingGlass(plain);
      const tab = await plain.newPage();
      tab.goto(site.url('/held')).catch(() => {});
      await site.asked();
      const popup = await plain.openPopup(tab);
      assert.equal((await told(popup, 'waiting')).story, say('story_waiting'));
      site.letGo();
      const { story, access } = await told(popup, 'unknown');
      assert.deepEqual([story, access], [say('story_unseen'), true]);
      // By the third time, the outcome of the second is drawn; the second is news however soon it follows the first.
      for (const site of ['one', 'two', 'three']) {
        await popup.evaluate(listenForReading);
        await choose(glass, { retry: { sites: { [site]: true } } });
        await popup.evaluate(() => globalThis.reading);
      }
      assert.equal((await finalVerdict(popup)).story, story, 'auto-retry draws nothing over that');
    } finally {
      await plain.close();
    }
  });

  test('that waits says where it was redirected on the way', async () => {
    const first = await app((request, response) => response.writeHead(302, { location: site.url('/held') }).end());
    try {
      page.goto(`http://localhost:${first.port}/`).catch(() => {});
      await site.asked();
      const popup = await chromium.openPopup(page);
      const { facts, where } = await told(popup, 'waiting');
      assert.equal(facts[say('fact_url')], site.url('/held'));
      assert.equal(facts[say('fact_redirects')], `302 http://localhost:${first.port}/`);
      assert.equal(where, `${new URL(site.url('')).host}/held`);
    } finally {
      await first.close();
    }
  });

  test('describes a page that arrived after its first look but before it listened', async () => {
    page.goto(site.url('/held')).catch(() => {});
    await site.asked();
    const popup = await lookingGlass(chromium);
    const held = async (url) => (await chrome.tabs.query({})).find(({ pendingUrl }) => pendingUrl === url).id;
    const tab = await popup.evaluate(held, site.url('/held'));
    await popup.exposeFunction('letGo', site.letGo);
    await popup.evaluateOnNewDocument(arriveAfterTheFirstLook);
    await popup.goto(`${chromium.origin}/popup.html?tab=${tab}`);
    assert.match((await told(popup, 'failed')).facts[say('fact_status')], /^502/);
    await popup.close();
  });

  test('starts over when a working page takes the place of the failed one', async () => {
    const popup = await popupOfFailure();
    site.answers(200);
    await visit(page, site.url('/'));
    await told(popup, 'healthy');
  });

  test('does not look at its tab again because of other tabs or of anything else that is stored', async () => {
    const popup = await popupOfFailure();
    const looked = await popup.evaluate(async (url) => {
      const { get } = chrome.tabs;
      let times = 0;
      chrome.tabs.get = (id) => (times += 1, get(id));
      const { id } = await chrome.tabs.create({ url, active: false });
      await new Promise((resolve) => chrome.tabs.onUpdated.addListener((of, { status }) => of === id && status === 'complete' && resolve()));
      await chrome.storage.session.set({ other: true });
      await chrome.tabs.remove(id);
      return times;
    }, site.url('/other'));
    assert.equal(looked, 0);
  });

  test('starts over at a different failure, but not when the page fails in the same way once more', async () => {
    const popup = await popupOfFailure();
    let times = 0;
    popup.on('load', () => (times += 1));
    for (let turn = 0; turn < 3; turn += 1) await visit(page, site.url('/'));
    site.answers(504);
    await visit(page, site.url('/other'));
    await popup.waitForFunction(() => document.querySelector('#app')?.textContent.includes('504'));
    assert.match((await told(popup, 'failed')).facts[say('fact_status')], /^504/);
    assert.equal(times, 1);
  });
});

// Runs in the popup: `reading` is set once the popup reads what is stored on disk.
function listenForReading() {
  const { local } = chrome.storage;
  const { get } = local;
  globalThis.reading = new Promise((resolve) => {
    local.get = (...names) => {
      local.get = get;
      resolve();
      return get.apply(local, names);
    };
  });
}

// Runs before everything else in the popup: holds back the answer to its first look at the page until the tab arrives.
function arriveAfterTheFirstLook() {
  const { executeScript } = chrome.scripting;
  chrome.scripting.executeScript = async (injection) => {
    chrome.scripting.executeScript = executeScript;
    const seen = await executeScript(injection).catch((error) => error);
    if (sessionStorage.arrived) return seen;
    sessionStorage.arrived = true;
    const arrived = new Promise((resolve) => {
      chrome.tabs.onUpdated.addListener((id, { status }) => id === injection.target.tabId && status === 'complete' && resolve());
    });
    await letGo();
    await arrived;
    if (seen instanceof Error) throw seen;
    return seen;
  };
}
