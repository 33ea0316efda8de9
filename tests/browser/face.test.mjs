// What the popup opens on a click: the stations of its picture, and the report with its formats, edits and file.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { complaints } from './lib/axe.mjs';
import { pasted } from './lib/clipboard.mjs';
import { choose as chooseSettings, launchGranted, lookingGlass, memory, storing } from './lib/granted.mjs';
import { chromium, lab, share } from './lib/shared.mjs';
import { temporaryFolder } from './lib/temp.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

let glass;
let page;
let popup;

share(launchGranted, async () => (glass = await lookingGlass(chromium)));

beforeEach(async () => {
  page = await chromium.newPage();
  await storing(glass, () => visit(page, lab.url('/api-key?token=secret-in-query')));
  popup = await chromium.openPopup(page);
  await finalVerdict(popup);
});
afterEach(async () => {
  await popup.close().catch(() => {}); // It closes by itself when another page comes to the front.
  await page.close();
  await chooseSettings(glass, {});
});

// Reopens the popup over the same page.
async function reopen() {
  await popup.close();
  await page.bringToFront();
  popup = await chromium.openPopup(page);
  await finalVerdict(popup);
}

const value = () => popup.$eval('#report-text', (text) => text.value);

async function openReport() {
  await popup.$eval('.report > summary', (summary) => summary.click());
  await popup.waitForSelector('#report-text');
}

async function choose(format) {
  await popup.select('#report-format', format);
  await popup.waitForSelector(`#report-text.${format}`);
}

describe('a station of the picture', () => {
  const open = (hop) => popup.$eval(`[data-hop=${hop}] > button`, (button) => button.click());
  const told = () =>
    popup.$eval('#station', (station) => ({
      hop: station.dataset.hop,
      about: station.querySelector('p').textContent,
      labels: [...station.querySelectorAll('dt')].map(({ textContent }) => textContent),
    }));

  test('opens what it is and what is known about it, one at a time, and closes again', async () => {
    await open('gateway');
    const gateway = await told();
    assert.deepEqual([gateway.hop, gateway.about], ['gateway', say('hop_about_gateway')]);
    const known = ['hop_product', 'fact_status', 'fact_ip', 'fact_protocol', 'fact_time_first_byte'].map((key) => say(key));
    assert.deepEqual(known.filter((label) => !gateway.labels.includes(label)), []);
    await open('dns');
    assert.deepEqual([(await told()).hop, (await popup.$$('.station')).length], ['dns', 1]);
    assert.deepEqual(await complaints(popup, 'light'), []);
    await open('dns');
    assert.equal(await popup.$('#station'), null);
  });

  test('opens by keyboard, and the focus stays where it is', async () => {
    await popup.focus('[data-hop=app] > button');
    await popup.keyboard.press('Enter');
    await popup.waitForSelector('#station[data-hop=app]');
    const focused = await popup.evaluate(() => document.activeElement.parentElement.dataset.hop);
    assert.equal(focused, 'app');
    const state = await popup.$eval('[data-hop=app] > button', (button) => button.getAttribute('aria-expanded'));
    assert.equal(state, 'true');
  });
});

describe('the report', () => {
  const FORMATS = {
    markdown: (text) => text.startsWith('# '),
    text: (text) => !text.startsWith('#') && text.includes(say('report_title')),
    json: (text) => JSON.parse(text).schema_version >= 1,
    har: (text) => JSON.parse(text).log.version === '1.2' && JSON.parse(text).log.entries.length > 0,
    curl: (text) => /^curl /m.test(text),
  };

  test('is available in every format, without secrets', async () => {
    await openReport();
    for (const [format, isIt] of Object.entries(FORMATS)) {
      await choose(format);
      const text = await value();
      assert.ok(isIt(text), `${format}: ${text}`);
      assert.doesNotMatch(text, /secret-in/);
    }
    assert.deepEqual(await complaints(popup, 'light'), []);
  });

  test('can be edited, and keeps the edits whatever is drawn, chosen or folded meanwhile', async () => {
    await openReport();
    await popup.type('#report-text', 'Seen by Ann. ');
    await popup.$eval('[data-hop=you] > button', (button) => button.click());
    await popup.waitForSelector('#station');
    const changed = await value();
    assert.match(changed, /Seen by Ann\. /);
    await choose('text');
    assert.doesNotMatch(await value(), /Seen by Ann/);
    await choose('markdown');
    assert.equal(await value(), changed);
    await popup.$eval('details.report', (report) => (report.open = false));
    await popup.waitForSelector('#report-text', { hidden: true });
    await popup.click('#copy');
    await popup.waitForFunction((words) => document.getElementById('copied').textContent === words, {}, say('copied'));
    assert.equal(await pasted(chromium), changed);
  });

  test('is composed once, whatever is drawn meanwhile, and again for another format', async () => {
    await popup.evaluate(() => {
      window.composed = 0;
      const agent = navigator.userAgent;
      Object.defineProperty(navigator, 'userAgent', { get: () => (window.composed += 1) && agent });
    });
    const composed = () => popup.evaluate(() => window.composed);
    await openReport();
    const before = await composed();
    for (const hop of ['you', 'app']) await popup.$eval(`[data-hop=${hop}] > button`, (button) => button.click());
    await popup.waitForSelector('#station[data-hop=app]');
    assert.equal(await composed(), before);
    await choose('text');
    assert.equal(await composed(), before + 1);
  });

  test('keeps its format for the next one', async () => {
    await openReport();
    await choose('text');
    await until(async () => (await memory(glass)).local.settings.format === 'text' || undefined, 'the choice to be stored');
    await reopen();
    await openReport();
    assert.deepEqual([await popup.$eval('#report-format', (select) => select.value), FORMATS.text(await value())], ['text', true]);
    assert.equal(await popup.$('#report-english'), null, 'it is in English');
  });

  test('can be in English whatever the extension speaks', async () => {
    await chooseSettings(glass, { language: 'ar' });
    await reopen();
    await openReport();
    await choose('text');
    const title = say('report_title');
    assert.doesNotMatch(await value(), new RegExp(title));
    await popup.type('#report-text', 'تغيير ');
    await popup.$eval('#report-english', (box) => box.click());
    await popup.waitForSelector('#report-text.text-en');
    assert.match(await value(), new RegExp(`^${title}`));
    assert.deepEqual(await complaints(popup, 'light'), []);
    await popup.$eval('#report-english', (box) => box.click());
    await popup.waitForSelector('#report-text.text');
    assert.match(await value(), /تغيير /, 'each text keeps what was changed in it');
    await popup.$eval('#report-english', (box) => box.click());
    await until(async () => (await memory(glass)).local.settings.english || undefined, 'the choice to be stored');
    await reopen();
    await openReport();
    assert.match(await value(), new RegExp(`^${title}`), 'the next one is in English, too');
  });

  test('is copied as chosen and edited', async () => {
    await openReport();
    await choose('curl');
    await popup.type('#report-text', '# asked by Ann');
    const text = await value();
    assert.match(text, /# asked by Ann/);
    await popup.click('#copy');
    await popup.waitForFunction((words) => document.getElementById('copied').textContent === words, {}, say('copied'));
    assert.equal(await pasted(chromium), text);
  });

  test('shows what was taken out of it, which appears nowhere in it', async () => {
    await openReport();
    const taken = await popup.$$eval('.removed li', (items) => items.map(({ textContent }) => textContent));
    assert.ok(taken.some((item) => item.includes(say('report_removed_token')) && item.includes('secret-in-query')), taken.join());
    assert.match(await popup.$eval('.removed > summary', ({ textContent }) => textContent), new RegExp(` ?\\(${taken.length}\\)$`));
  });

  test('is saved to a file as it stands', async () => {
    const folder = await temporaryFolder('saved');
    const session = await popup.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true });
    await openReport();
    await choose('json');
    await popup.type('#report-text', ' ');
    const text = await value();
    await popup.click('#save');
    const [file] = await until(async () => {
      const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
      return files.length > 0 ? files : undefined;
    }, 'the file');
    assert.match(file, /^127\.0\.0\.1-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.json$/);
    assert.equal(await readFile(`${folder}/${file}`, 'utf8'), text);
  });
});

describe('a host that is too long for its line', () => {
  const name = (letter) => letter.repeat(60);
  const host = `${name('a')}.${name('b')}.${name('c')}.shop.test`;
  const short = `aaaaaaaa….${name('c')}.shop.test`;

  test('keeps its end, and leaves room for the outcome', async () => {
    // It would start over with the next failure.
    await popup.close();
    await storing(glass, () => visit(page, lab.url('/502').replace('127.0.0.1', host)));
    popup = await chromium.openPopup(page);
    await finalVerdict(popup);
    const where = await popup.$eval('.verdict__where', (line) => [line.innerText, line.title, line.scrollHeight <= line.clientHeight]);
    const { port } = new URL(lab.url('/502'));
    assert.deepEqual(where, [`${short}:${port}\n502 Bad Gateway`, host, true]);
    const button = await popup.$eval('[data-retry=on]', (on) => [on.textContent, on.title]);
    assert.deepEqual(button, [say('retry_on', short), host]);
  });
});
