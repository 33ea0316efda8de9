// The pages in a tab of their own: what is chosen there is stored at once, and the page after installation promises
// nothing that is untrue.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { TOP } from './lib/extension.mjs';
import { choose } from './lib/granted.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

let chromium;
before(async () => (chromium = await launchChromium()));
after(() => chromium.close());

async function withPage(name, use) {
  const page = await chromium.openExtensionPage(name);
  await page.bringToFront();
  try {
    await page.waitForSelector('#page > div');
    await page.evaluate(() => (globalThis.isLoadedAgain = false));
    await use(page);
  } finally {
    await page.close();
  }
}

const settings = (page) => page.evaluate(async () => (await chrome.storage.local.get('settings')).settings ?? {});
const says = (page, key) => page.waitForFunction((word) => live.textContent === word, {}, say(key));
const isSaved = (page) => says(page, 'options_saved');

// Does what makes the page redraw itself in place, and waits for that.
async function redrawn(page, action) {
  await page.$eval('#page > div', (drawn) => (drawn.dataset.drawn = 'before'));
  await action();
  await page.waitForSelector('#page > div:not([data-drawn])');
  assert.equal(await page.evaluate(() => globalThis.isLoadedAgain === false), true, 'the page was loaded again');
}

const clickAndRedraw = (page, selector) => redrawn(page, () => page.click(selector));

// The text or name of what has the focus.
const focused = (page) => page.evaluate(() => {
  const { activeElement: control } = document;
  return control.getAttribute('aria-label') ?? control.name ?? control.tagName;
});

async function type(page, field, text) {
  await page.click(field, { clickCount: 3 });
  await page.keyboard.press('Backspace');
  await page.type(field, text);
  await page.keyboard.press('Tab');
}

test('a check that is switched off is stored, and is on when ticked again', () =>
  withPage('tab.html', async (page) => {
    await page.click('input[name=root]');
    await isSaved(page);
    assert.deepEqual((await settings(page)).off, ['root']);
    await page.click('input[name=root]');
    await until(async () => (await settings(page)).off.length === 0 || undefined, 'the check to be on again');
  }));

test('others are asked only for those who tick it', () =>
  withPage('tab.html', async (page) => {
    for (const name of ['allow-others', 'allow-outside', 'path', 'retry', 'notify']) {
      assert.equal(await page.$eval(`input[name=${name}]`, (input) => input.checked), false, name);
    }
    await page.click('input[name=allow-others]');
    await isSaved(page);
    const { asked, others, outside } = await settings(page);
    assert.deepEqual({ asked, others, outside }, { asked: true, others: true, outside: undefined });
  }));

async function drawAnew(page, selector) {
  await page.reload();
  await page.waitForSelector(selector);
  await page.evaluate(() => (globalThis.isLoadedAgain = false));
}

test('forgetting a site keeps what was chosen meanwhile', () =>
  withPage('tab.html', async (page) => {
    await choose(page, { retry: { all: true, sites: { 'shop.example': false, 'wiki.example': true } } });
    await drawAnew(page, '.retry li button');
    await choose(page, { retry: { all: false, sites: { 'shop.example': false, 'wiki.example': true } } });
    await clickAndRedraw(page, '.retry li button');
    assert.deepEqual((await settings(page)).retry, { all: false, sites: { 'wiki.example': true } });
  }));

test('a box whose prompt was answered with no stays as it was', () =>
  withPage('tab.html', async (page) => {
    await choose(page, { retry: {} });
    await page.evaluate(() => (chrome.permissions.request = async () => false));
    await clickAndRedraw(page, 'input[name=retry]');
    assert.equal(await page.$eval('input[name=retry]', (input) => input.checked), false);
    await says(page, 'retry_not_allowed');
    assert.deepEqual((await settings(page)).retry, {});
  }));

test('a ticked box says what is missing once the access it needs is gone', () =>
  withPage('tab.html', async (page) => {
    await choose(page, { retry: { all: true, sites: { 'off.example': false, 'on.example': true, 'open.example': true } } });
    await page.evaluateOnNewDocument(() => (chrome.permissions.contains = async ({ origins }) => origins[0] === '*://open.example/*'));
    await drawAnew(page, 'input[name=site]');
    await page.waitForFunction(() => document.querySelectorAll('.retry li p').length >= 2);
    const missing = await page.$$eval('.retry li', (rows) => rows.map((row) => row.querySelector('p')?.textContent ?? ''));
    const refused = say('retry_not_allowed');
    assert.deepEqual(missing, [refused, '', '', refused, '']);
    await choose(page, {});
  }));

test("the number of the visitor's network is stored if it is valid", () =>
  withPage('tab.html', async (page) => {
    const verdict = () => page.$eval('#asn-told', (told) => told.textContent);
    await type(page, '#asn', 'Telekom');
    assert.equal(await verdict(), say('options_others_asn_bad'));
    await type(page, '#asn', 'AS3320');
    await until(async () => (await settings(page)).asn === 3320 || undefined, 'the number to be stored');
    assert.equal(await verdict(), '');
    await type(page, '#asn', '');
    await until(async () => (await settings(page)).asn === undefined || undefined, 'the number to be gone');
  }));

test('a resolver is checked as it is typed, and only a valid one is stored', () =>
  withPage('tab.html', async (page) => {
    const verdict = () => page.$eval('#verdict-0', (output) => output.textContent);
    await type(page, '#resolver-0', 'http://dns.example/dns-query');
    assert.equal(await verdict(), say('options_resolver_not_https'));
    await says(page, 'options_not_saved');
    assert.equal((await settings(page)).resolvers, undefined, 'nor the others alone');
    await type(page, '#resolver-0', 'https://DNS.example/');
    assert.equal(await verdict(), '');
    await until(
      async () => (await settings(page)).resolvers?.includes('https://dns.example/dns-query') || undefined,
      'the resolver to be stored in its one spelling',
    );
    // The name leads nowhere here, so it cannot answer.
    await page.click('#resolver-0 + button');
    await until(async () => (await verdict()) === say('options_resolver_silent') || undefined, 'the test of the resolver');
    await clickAndRedraw(page, '.resolvers > button');
    assert.equal((await settings(page)).resolvers, undefined);
  }));

test('a list without any resolver is not stored, and the line says so', () =>
  withPage('tab.html', async (page) => {
    const told = (number) => page.$eval(`#verdict-${number}`, (output) => output.textContent);
    const refused = say('options_resolver_last');
    for (const number of [0, 1]) await type(page, `#resolver-${number}`, '');
    await until(async () => (await settings(page)).resolvers?.length === 1 || undefined, 'one resolver to be left');
    await type(page, '#resolver-2', '');
    assert.equal(await told(2), refused);
    await type(page, '#resolver-2', 'http://dns.example/');
    assert.equal(await told(2), `${say('options_resolver_not_https')} ${refused}`);
    assert.equal((await settings(page)).resolvers.length, 1);
    await type(page, '#resolver-0', 'https://dns.example/dns-query');
    assert.equal(await told(2), say('options_resolver_not_https'));
    await says(page, 'options_not_saved');
    assert.notEqual((await settings(page)).resolvers[0], 'https://dns.example/dns-query', 'a line is wrong');
    await type(page, '#resolver-2', '');
    await until(async () => (await settings(page)).resolvers[0] === 'https://dns.example/dns-query' || undefined, 'the new one');
    await clickAndRedraw(page, '.resolvers > button');
  }));

test('there is a line for each resolver that is asked, and no more', () =>
  withPage('tab.html', async (page) => {
    const lines = async (names) => {
      await choose(page, { resolvers: names.map((name) => `https://${name}.example/dns-query`) });
      await drawAnew(page, '.resolvers input');
      return page.$$eval('.resolvers input', (inputs) => inputs.map(({ value }) => value && new URL(value).hostname.split('.')[0]));
    };
    assert.deepEqual(await lines(['one', 'two', 'three', 'four']), ['one', 'two', 'three']);
    assert.deepEqual(await lines(['one']), ['one', '']);
    await choose(page, {});
  }));

test('each save is announced, and the announcement does not stay for ever', () =>
  withPage('tab.html', async (page) => {
    await page.evaluate(() => {
      window.said = [];
      new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true });
    });
    for (const n of [1, 2]) {
      await page.click('input[name=path]');
      await page.waitForFunction((times, word) => window.said.filter((text) => text === word).length === times, {}, n, say('options_saved'));
    }
    await page.waitForFunction(() => live.textContent === '');
  }));

test('choices that are made at the same moment are all stored, in whichever page', () =>
  withPage('tab.html', (page) =>
    withPage('tab.html', async (other) => {
      await choose(page, {});
      const tick = (names) => names.forEach((name) => document.querySelector(`input[name=${name}]`).click());
      const off = ['root', 'sibling', 'control', 'names'];
      await Promise.all([page.evaluate(tick, ['allow-outside', 'path', ...off.slice(0, 2)]), other.evaluate(tick, ['allow-others', ...off.slice(2)])]);
      const isAll = ({ others, outside, path, off: stored = [] }) =>
        others !== undefined && outside !== undefined && path !== undefined && stored.length === off.length;
      await until(async () => isAll(await settings(page)) || undefined, 'all choices');
      assert.deepEqual([...(await settings(page)).off].sort(), [...off].sort());
    })));

test('the sites with access are named, and not as patterns where they are whole hosts', () =>
  withPage('tab.html', async (page) => {
    const patterns = ['*://*/*', '*://shop.example/*', 'https://wiki.example/*'];
    await page.evaluate((origins) => (chrome.permissions.getAll = async () => ({ origins })), patterns);
    await redrawn(page, () => page.select('select', 'en'));
    const rows = await page.$$eval('.sites li', (items) =>
      items.map((item) => [item.innerText.split('\n')[0], item.querySelector('button').ariaLabel]));
    const named = (name) => [name, `${say('options_sites_take_back')}: ${name}`];
    assert.deepEqual(rows, [say('options_sites_all'), 'shop.example', 'https://wiki.example/*'].map(named));
  }));

test('the sites of auto-retry can be told apart by ear, and are switched one by one', () =>
  withPage('tab.html', async (page) => {
    await choose(page, { retry: { all: true, sites: { 'off.example': false, 'on.example': true } } });
    await drawAnew(page, 'input[name=site]');
    const rows = () => page.$$eval('.retry li:has(button)', (items) =>
      items.map((item) => [item.innerText.split('\n')[0], item.querySelector('input').checked, item.querySelector('button').ariaLabel]));
    const forget = say('options_retry_forget');
    assert.deepEqual(await rows(), [
      ['off.example', false, `${forget}: off.example`],
      ['on.example', true, `${forget}: on.example`],
    ]);
    await page.evaluate(() => (chrome.permissions.request = async () => true));
    await clickAndRedraw(page, 'input[name=site]');
    assert.equal((await settings(page)).retry.sites['off.example'], true);
    await clickAndRedraw(page, '.retry li button');
    assert.deepEqual(await rows(), [['on.example', true, `${forget}: on.example`]]);
  }));

test('the keyboard keeps its place in a page that is redrawn', () =>
  withPage('tab.html', async (page) => {
    await choose(page, { retry: { sites: { 'one.example': false, 'two.example': false } } });
    await drawAnew(page, 'input[name=site]');
    await page.focus('.retry li:has(button) + li button');
    await redrawn(page, () => page.keyboard.press('Enter'));
    assert.equal(await focused(page), `${say('options_retry_forget')}: one.example`);
    await page.focus('select');
    await redrawn(page, () => page.keyboard.press('ArrowDown'));
    assert.equal(await page.evaluate(() => document.activeElement.value), 'ar');
    await redrawn(page, () => page.keyboard.press('ArrowDown'));
    assert.deepEqual(await page.evaluate(() => [document.activeElement.value, document.documentElement.lang]), ['de', 'de']);
    await page.focus('.resolvers > button');
    await redrawn(page, () => page.keyboard.press('Enter'));
    assert.equal(await page.evaluate(() => document.activeElement.matches('.resolvers > button')), true);
    await choose(page, {});
  }));

test('every available language can be chosen, and takes effect at once', () =>
  withPage('tab.html', async (page) => {
    const offered = await page.$$eval('select option', (options) => options.map((option) => option.value).filter(Boolean));
    assert.deepEqual([...offered].sort(), readdirSync(join(TOP, 'extension/_locales')).sort());
    await redrawn(page, () => page.select('select', 'ar'));
    assert.deepEqual(
      await page.evaluate(() => ({ ...{ lang: document.documentElement.lang, dir: document.documentElement.dir } })),
      { lang: 'ar', dir: 'rtl' },
    );
    assert.notEqual(await page.$eval('h1', (title) => title.textContent), say('options_title'));
  }));

test('erasing asks once more, and then leaves nothing', () =>
  withPage('tab.html', async (page) => {
    await choose(page, { path: true });
    await page.evaluate(() => chrome.storage.session.set({ 'failure:1': [] }));
    await page.click('.erase > button');
    assert.notDeepEqual(await settings(page), {});
    await clickAndRedraw(page, '.erase > button');
    const kept = await page.evaluate(async () => [await chrome.storage.local.get(), await chrome.storage.session.get()]);
    assert.deepEqual(kept, [{}, {}]);
    await says(page, 'options_erased');
  }));

test('erasing gives up everything that was allowed and can be given up, and only then forgets what is stored', () =>
  withPage('tab.html', async (page) => {
    const tab = await page.evaluate(async () => {
      const { permissions, storage, action, tabs } = chrome;
      const [kept, asked] = ['*://kept.example/*', '*://asked.example/*'];
      const done = (window.done = []);
      permissions.getAll = async () => ({ origins: done.includes(asked) ? [kept] : [kept, asked] });
      const { remove } = permissions;
      permissions.remove = async ({ origins = [], permissions: others = [] }) => {
        done.push(...origins, ...others);
        if (origins.includes(kept)) throw new Error('the company wants it so');
        if (others.length) await remove.call(permissions, { permissions: others });
      };
      const clear = storage.session.clear.bind(storage.session);
      storage.session.clear = () => (done.push('session'), clear());
      const [{ id: tabId }] = await tabs.query({ active: true, currentWindow: true });
      await action.setBadgeText({ tabId, text: '!' });
      return tabId;
    });
    await page.click('.erase > button');
    await clickAndRedraw(page, '.erase > button');
    await says(page, 'options_not_erased');
    const [done, badge] = await page.evaluate(async (tabId) => [window.done, await chrome.action.getBadgeText({ tabId })], tab);
    assert.deepEqual(done, ['*://kept.example/*', '*://asked.example/*', 'browsingData', 'notifications', 'session']);
    assert.equal(badge, '');
  }));

test('a failure to erase is reported', () =>
  withPage('tab.html', async (page) => {
    await page.evaluate(() => (chrome.storage.local.clear = () => Promise.reject(new Error('the disk is full'))));
    await page.click('.erase > button');
    await clickAndRedraw(page, '.erase > button');
    await says(page, 'options_not_erased');
  }));

// Every start of Chromium here has shown that it opens by itself.
test('the page after installation offers one thing and the settings', () =>
  withPage('tab.html?welcome', async (page) => {
    assert.equal(await page.$$eval('.hop', (hops) => hops.length), 6);
    assert.deepEqual(
      await page.$$eval('button', (buttons) => buttons.map((button) => button.textContent)),
      [say('access_allow_all'), say('options_title')],
    );
    const pin = await page.$eval('.pin', (line) => [line.textContent, line.querySelector('img').naturalWidth > 0]);
    assert.deepEqual(pin, [say('welcome_pin_chromium'), true], 'it shows the icon and says where to find it');
  }));

describe('where WebAssembly is switched off', () => {
  for (const name of ['popup.html', 'tab.html', 'tab.html?welcome']) {
    test(`${name} says that it cannot start`, async () => {
      const page = await chromium.newPage();
      await page.evaluateOnNewDocument(() => delete globalThis.WebAssembly);
      await page.goto(`${chromium.origin}/${name}`);
      await page.waitForFunction((text) => document.querySelector('main').textContent === text, {}, say('cannot_start'));
      assert.equal(await page.$('[aria-busy=true]'), null);
      await page.close();
    });
  }
});
