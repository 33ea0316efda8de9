// Auto-retry as people meet it: the offer in the popup, the countdown, its buttons, the history, the news of a page's
// return.

import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { complaints } from './lib/axe.mjs';
import { badgeSays } from './lib/badges.mjs';
import { launchGranted, lookingGlass, memory } from './lib/granted.mjs';
import { choose, ended, incident, isBack, isWaiting, known, nextQuestion, pass, shown, silent } from './lib/outage.mjs';
import { chromium, glass, page, shareOutages, site } from './lib/shared-outages.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

shareOutages();
beforeEach(() => visit(page, site.url));

// Presses the button with the keyboard.
async function enter(popup, what) {
  await popup.bringToFront();
  await (await popup.waitForSelector(`[data-retry=${what}]`)).focus();
  await popup.keyboard.press('Enter');
}

// Opens the popup over the failed page, lets `use` work in it, and closes it.
async function inPopup(use) {
  const popup = await chromium.openPopup(page);
  try {
    await popup.waitForSelector('#app > .verdict');
    return await use(popup);
  } finally {
    await popup.close();
  }
}

const press = async (popup, what) => (await popup.waitForSelector(`[data-retry=${what}]`)).click();
const line = (popup) => popup.$eval('section.retry > p', ({ textContent }) => textContent);
const buttons = (popup) => popup.$$eval('section.retry > button', (all) => all.map(({ dataset }) => dataset.retry));
const heard = (popup) => popup.$eval('#live', ({ textContent }) => textContent);
const says = (popup, text) =>
  until(async () => (await line(popup).catch(() => '')).startsWith(text) || undefined, `the popup to say ${text}`, 20_000);
const counting = say('retry_waiting', '$', '$', '$').split('$')[0];

describe('the popup', () => {
  test('offers it, and one click switches it on for the site in front', () =>
    inPopup(async (popup) => {
      assert.equal(await line(popup), say('retry_offer'));
      const button = await popup.$eval('[data-retry=on]', ({ textContent }) => textContent);
      assert.equal(button, say('retry_on', '127.0.0.1'));
      await press(popup, 'on');
      await says(popup, counting);
      const { local } = await memory(glass);
      assert.deepEqual(local.settings.retry, { sites: { '127.0.0.1': true } });
      assert.match(await line(popup), / \(1 .*5\)$/);
      assert.deepEqual(await complaints(popup, 'light'), []);
    }));

  test('counts down, and notices what is changed elsewhere meanwhile', async () => {
    await choose(glass);
    await incident(glass, isWaiting, 'an incident');
    await inPopup(async (popup) => {
      await says(popup, counting);
      const before = await line(popup);
      await until(async () => (await line(popup)) !== before || undefined, 'the next second');
      await choose(glass, { retry: { all: false } });
      await says(popup, say('retry_offer'));
    });
  });

  test('asks now, the page is back, and the history says so', async () => {
    await choose(glass);
    await incident(glass, isWaiting, 'an incident');
    await site.up();
    await inPopup(async (popup) => {
      await says(popup, counting);
      await press(popup, 'now');
      await isBack(glass, site.url);
      // It starts over meanwhile, as its page does.
      const told = () => popup.$$eval('h1 > span, .steps', (parts) => parts.map(({ textContent }) => textContent)).catch(() => []);
      const isTold = async () => /^It was away for \d+ s\.$/.test((await told())[2]) || undefined;
      await until(isTold, 'the popup to say for how long');
      assert.deepEqual([(await told())[0], (await told()).length], [say('verdict_recovered'), 3], 'there is nothing left to do');
    });
    await badgeSays(glass, '✓');
    const colours = await glass.evaluate(async () => {
      const tabs = await chrome.tabs.query({});
      return Promise.all(tabs.map(({ id }) => chrome.action.getBadgeBackgroundColor({ tabId: id })));
    });
    assert.ok(colours.some(([red, green]) => green > red), `${colours}`);
    await site.down();
    await visit(page, site.url);
    await inPopup(async (popup) => {
      const text = await (await popup.waitForSelector('.history li')).evaluate(({ textContent }) => textContent);
      assert.match(text, /^\d{4}-\d\d-\d\d \d\d:\d\d: 502, back after \d+ s$/);
      const marks = await popup.$$eval('.history circle', (dots) => dots.map(({ dataset }) => dataset.mark));
      assert.deepEqual([marks[0], marks.at(-1)], ['failed', 'back']);
      await popup.$eval('.history', (history) => (history.open = true));
      await press(popup, 'erase');
      await popup.waitForSelector('.history', { hidden: true });
      assert.deepEqual((await memory(glass)).local.history, {});
    });
  });

  test('stops, and nothing is asked after that', async () => {
    await choose(glass);
    await incident(glass, isWaiting, 'an incident');
    await inPopup(async (popup) => {
      await says(popup, counting);
      assert.deepEqual(await buttons(popup), ['now', 'stop', 'off']);
      await enter(popup, 'stop');
      await says(popup, say('retry_stopped'));
      assert.deepEqual(await buttons(popup), ['again'], 'where nothing is tried there is nothing to end');
      assert.equal(await popup.evaluate(() => document.activeElement.textContent), say('retry_title'));
    });
    assert.equal((await known(glass)).alarm, undefined);
    const asked = site.questions().length;
    await site.up();
    await pass(glass, 600);
    await silent(glass);
    assert.equal(site.questions().length, asked);
    assert.equal(site.pages().length, 1);
  });

  test('switches it off for the site, and nothing is left', async () => {
    await choose(glass);
    await incident(glass, isWaiting, 'an incident');
    await inPopup(async (popup) => {
      await says(popup, counting);
      await enter(popup, 'off');
      await says(popup, say('retry_offer'));
      assert.equal(await popup.evaluate(() => document.activeElement.dataset.retry), 'on', 'the keyboard stays in its place');
      assert.equal(await heard(popup), say('retry_is_off'));
    });
    const { incidents, alarm } = await known(glass);
    assert.deepEqual([incidents, alarm], [[], undefined]);
    assert.deepEqual((await memory(glass)).local.settings.retry, { all: true, sites: { '127.0.0.1': false } });
  });
});

test('a choice that the browser cannot store is reported', () =>
  inPopup(async (popup) => {
    await popup.evaluate(() => (chrome.storage.local.set = () => Promise.reject(new Error('the disk is full'))));
    await enter(popup, 'on');
    await until(async () => (await heard(popup)) === say('options_not_saved') || undefined, 'the popup to say so');
    const told = await popup.$$eval('section.retry > p', (all) => all.map(({ textContent }) => textContent));
    assert.deepEqual(told, [say('retry_offer'), say('options_not_saved')]);
  }));

test('a tab that nobody looks at waits longer', async () => {
  const other = await chromium.newPage();
  await other.bringToFront();
  await choose(glass);
  const { phase, course: { began_ms } } = await incident(glass, isWaiting, 'an incident');
  const wait = phase.at - began_ms;
  assert.ok(wait >= 8_000 && wait <= 96_500, `${wait}`);
  await other.close();
});

test('a person who is looking at something else is told that the page is back, where that was allowed', async () => {
  const allowed = await launchGranted({ grants: ['notifications'], watchWorker: true });
  try {
    const [eyes, waiting] = [await lookingGlass(allowed), await allowed.newPage()];
    await visit(waiting, site.url);
    await (await allowed.newPage()).bringToFront();
    await choose(eyes, { retry: { all: true }, notify: true });
    await incident(eyes, isWaiting, 'an incident');
    await site.up();
    await nextQuestion(eyes);
    await isBack(eyes, site.url);
    const told = () => eyes.evaluate(async () => Object.keys(await chrome.notifications.getAll()));
    const [name] = await until(async () => (await told())[0] && told(), 'a notification');
    const tab = await eyes.evaluate(async (url) => (await chrome.tabs.query({})).find((one) => one.url === url).id, site.url);
    assert.equal(name, `retry:${tab}`);
    const isUnsaid = (why) => until(async () => !(await told()).length || undefined, `the word to go, as ${why}`);
    // The system itself removes notifications that need not stay.
    const sayAgain = () =>
      eyes.evaluate((id) => {
        const words = { iconUrl: chrome.runtime.getURL('icons/icon-128.png'), title: 'back', message: 'back' };
        return chrome.notifications.create(id, { type: 'basic', requireInteraction: true, ...words });
      }, name);
    await sayAgain();
    // A test cannot click what the system shows, but the browser's event is the same.
    const worker = await allowed.serviceWorker();
    await worker.evaluate((clicked) => chrome.notifications.onClicked.dispatch(clicked), name);
    const inFront = () => eyes.evaluate(async (id) => (await chrome.tabs.get(id)).active, tab);
    await until(async () => (await inFront()) || undefined, 'the page to be in front');
    await isUnsaid('it was clicked');
    await sayAgain();
    const popup = await allowed.openPopup(waiting);
    await isUnsaid('the popup says so');
    await popup.close();
    await sayAgain();
    await waiting.close();
    await isUnsaid('the tab is gone');
  } finally {
    await allowed.close();
  }
});

// Runs in the page. Resolves once the field has the focus.
const focused = (field) =>
  new Promise((resolve) => {
    field.addEventListener('focus', resolve, { once: true });
    if (field === document.activeElement) resolve();
  });

// What somebody may have begun to do in a failed page, as real browser events.
const USES = {
  scrolled: (cdp) => cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 100, y: 100, deltaX: 0, deltaY: 700 }),
  clicked: async (cdp) => {
    for (const type of ['mousePressed', 'mouseReleased']) {
      await cdp.send('Input.dispatchMouseEvent', { type, x: 100, y: 100, button: 'left', clickCount: 1 });
    }
  },
  'typed in': async (cdp) => {
    // What is typed before the field has the focus is lost.
    await cdp.send('Runtime.evaluate', { expression: `(${focused})(document.querySelector('textarea'))`, awaitPromise: true });
    await cdp.send('Input.insertText', { text: 'a letter that took an hour' });
  },
};

for (const [how, use] of Object.entries(USES)) {
  test(`a page that was ${how} is left as it is, and its popup knows that the site is back`, async () => {
    const tall = `<title>tall</title><body style="height:9000px"><textarea autofocus style="margin-top:300px"></textarea>`;
    await site.up((request, response) => response.writeHead(502, { 'content-type': 'text/html' }).end(tall));
    await choose(glass);
    await visit(page, site.url);
    await incident(glass, isWaiting, 'an incident');
    assert.equal((await inPopup(finalVerdict)).state, 'failed', 'and keeps what it was answered');
    await page.bringToFront();
    const cdp = await page.createCDPSession();
    await use(cdp);
    await site.down();
    await site.up();
    await nextQuestion(glass);
    await ended(glass);
    assert.ok((await shown(glass)).some(([, title]) => title === 'tall'));
    assert.equal((await inPopup(finalVerdict)).state, 'recovered');
  });
}
