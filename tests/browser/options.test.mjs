// The pages in a tab of their own: what is chosen there is stored at once, and the page after installation promises
// nothing that is not so.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { TOP } from './lib/extension.mjs';
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
    await use(page);
  } finally {
    await page.close();
  }
}

const settings = (page) => page.evaluate(async () => (await chrome.storage.local.get('settings')).settings ?? {});
const isSaved = (page) => page.waitForFunction((word) => live.textContent === word, {}, say('options_saved'));

// Clicks what loads the page again, and waits until it is drawn anew.
async function clickAndReload(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
  await page.waitForSelector('#page > div');
}

async function type(page, field, text) {
  await page.$eval(field, (input) => (input.value = ''));
  await page.type(field, text);
  await page.keyboard.press('Tab');
}

test('a check that is switched off is stored, and ticked again it is on', () =>
  withPage('options.html', async (page) => {
    await page.click('input[name=root]');
    await isSaved(page);
    assert.deepEqual((await settings(page)).off, ['root']);
    await page.click('input[name=root]');
    await until(async () => (await settings(page)).off.length === 0 || undefined, 'the check to be on again');
  }));

test('others are asked only by whoever ticks it', () =>
  withPage('options.html', async (page) => {
    for (const name of ['outside', 'vantage', 'path', 'retry', 'notify']) {
      assert.equal(await page.$eval(`input[name=${name}]`, (input) => input.checked), false, name);
    }
    await page.click('input[name=outside]');
    await isSaved(page);
    const { asked, outside, vantage } = await settings(page);
    assert.deepEqual({ asked, outside, vantage }, { asked: true, outside: true, vantage: undefined });
  }));

const choose = (page, retry) => page.evaluate((chosen) => chrome.storage.local.set({ settings: { retry: chosen } }), retry);

test('a site is forgotten beside what was chosen meanwhile', () =>
  withPage('options.html', async (page) => {
    await choose(page, { all: true, sites: { 'shop.example': false, 'wiki.example': true } });
    await page.reload();
    await page.waitForSelector('.retry li button');
    await choose(page, { all: false, sites: { 'shop.example': false, 'wiki.example': true } });
    await clickAndReload(page, '.retry li button');
    assert.deepEqual((await settings(page)).retry, { all: false, sites: { 'wiki.example': true } });
  }));

test('a box whose question was answered with no is as it was', () =>
  withPage('options.html', async (page) => {
    await choose(page, {});
    await page.evaluate(() => (chrome.permissions.request = async () => false));
    await clickAndReload(page, 'input[name=retry]');
    assert.equal(await page.$eval('input[name=retry]', (input) => input.checked), false);
    assert.deepEqual((await settings(page)).retry, {});
  }));

test('the number of the own network is stored where it is one', () =>
  withPage('options.html', async (page) => {
    const verdict = () => page.$eval('#asn-told', (told) => told.textContent);
    await type(page, '#asn', 'Telekom');
    assert.equal(await verdict(), say('options_others_asn_bad'));
    await type(page, '#asn', 'AS3320');
    await until(async () => (await settings(page)).asn === 3320 || undefined, 'the number to be stored');
    assert.equal(await verdict(), '');
    await page.click('#asn', { clickCount: 3 });
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Tab');
    await until(async () => (await settings(page)).asn === undefined || undefined, 'the number to be gone');
  }));

test('a resolver is checked as it is typed, and only a good one is stored', () =>
  withPage('options.html', async (page) => {
    const verdict = () => page.$eval('#verdict-0', (output) => output.textContent);
    await type(page, '#resolver-0', 'http://dns.example/dns-query');
    assert.equal(await verdict(), say('options_resolver_not_https'));
    await type(page, '#resolver-0', 'https://DNS.example/');
    assert.equal(await verdict(), '');
    await until(
      async () => (await settings(page)).resolvers?.includes('https://dns.example/dns-query') || undefined,
      'the resolver to be stored in its one spelling',
    );
    // The name leads nowhere here, so it cannot answer.
    await page.click('#resolver-0 + button');
    await until(async () => (await verdict()) === say('options_resolver_silent') || undefined, 'the test of the resolver');
    await clickAndReload(page, '.resolvers > button');
    assert.equal((await settings(page)).resolvers, undefined);
  }));

test('every language there is can be chosen, and is spoken at once', () =>
  withPage('options.html', async (page) => {
    const offered = await page.$$eval('select option', (options) => options.map((option) => option.value).filter(Boolean));
    assert.deepEqual([...offered].sort(), readdirSync(join(TOP, 'extension/_locales')).sort());
    await Promise.all([page.waitForNavigation(), page.select('select', 'ar')]);
    await page.waitForSelector('#page > div');
    assert.deepEqual(
      await page.evaluate(() => ({ ...{ lang: document.documentElement.lang, dir: document.documentElement.dir } })),
      { lang: 'ar', dir: 'rtl' },
    );
    assert.notEqual(await page.$eval('h1', (title) => title.textContent), say('options_title'));
  }));

test('erasing asks once more, and then leaves nothing', () =>
  withPage('options.html', async (page) => {
    await page.evaluate(() => chrome.storage.session.set({ 'failure:1': [] }));
    await page.click('.erase > button');
    assert.notDeepEqual(await settings(page), {});
    await clickAndReload(page, '.erase > button');
    const kept = await page.evaluate(async () => [await chrome.storage.local.get(), await chrome.storage.session.get()]);
    assert.deepEqual(kept, [{}, {}]);
  }));

// That it opens by itself every start of Chromium here has seen.
test('the page after installation offers one thing and the settings', () =>
  withPage('welcome.html', async (page) => {
    assert.equal(await page.$$eval('.hop', (hops) => hops.length), 6);
    assert.deepEqual(
      await page.$$eval('button', (buttons) => buttons.map((button) => button.textContent)),
      [say('access_allow_all'), say('options_title')],
    );
  }));
