// A private window: the visitor's cookies stay out of it, nothing from it reaches the disk, and each popup asks again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { choose, launchGranted, lookingGlass, memory, storing } from './lib/granted.mjs';
import { incident, isWaiting, nextQuestion } from './lib/outage.mjs';
import { allowPrivate } from './lib/site-access.mjs';
import { app } from './lib/upstreams.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

// A public name that does not exist in these tests.
const GONE = 'http://gone.example.com/cart';

let chromium;
let glass;
let site;
const asked = [];

before(async () => {
  site = await app(({ headers }, response) => {
    asked.push({ dest: headers['sec-fetch-dest'], cookie: headers.cookie });
    response.writeHead(502, { 'content-type': 'text/html', 'set-cookie': 'who=me; Path=/' }).end('<h1>502 Bad Gateway</h1>');
  });
  chromium = await launchGranted();
  await allowPrivate(chromium);
  glass = await lookingGlass(chromium);
});

after(async () => {
  await chromium?.close();
  await site?.close();
});

// The popup for a page in a private window, in a tab of its own, once its verdict is final.
async function popupOver(url) {
  const open = (address) => chrome.windows.create({ url: address, incognito: true }).then(({ tabs }) => tabs[0].id);
  const tab = await glass.evaluate(open, url);
  const isStored = async () => (`failure:${tab}` in (await memory(glass)).session ? true : undefined);
  await until(isStored, 'the failure of that tab to be stored');
  return popupOf(tab);
}

async function popupOf(tab) {
  const popup = await chromium.openExtensionPage(`popup.html?tab=${tab}`);
  await popup.bringToFront();
  await finalVerdict(popup);
  return popup;
}

test('the site is asked without the cookies it set in other windows, and auto-retry is not offered', async () => {
  const url = `http://127.0.0.1:${site.port}/`;
  const ordinary = await chromium.newPage();
  await storing(glass, () => visit(ordinary, url));
  const offers = await popupOf((await glass.evaluate((address) => chrome.tabs.query({ url: address }), url))[0].id);
  assert.ok(await offers.$('[data-retry=on]'), 'an ordinary window does offer it');
  assert.ok(asked.some(({ dest, cookie }) => dest === 'empty' && cookie === 'who=me'), 'and asks with cookies');
  await Promise.all([offers.close(), ordinary.close()]);
  asked.length = 0;
  const popup = await popupOver(url);
  assert.equal(await popup.$('[data-retry=on]'), null);
  const own = asked.filter(({ dest }) => dest === 'empty');
  assert.ok(own.length > 0);
  assert.deepEqual(own.filter(({ cookie }) => cookie), []);
  await popup.close();
});

test('each popup asks again whether others may be asked, and nothing reaches the disk', async () => {
  await choose(glass, { asked: true, others: true });
  const before = (await memory(glass)).local;
  const popup = await popupOver(GONE);
  const tab = new URL(popup.url()).searchParams.get('tab');
  assert.ok(await popup.$('section.consent'), 'what was allowed elsewhere is asked here');
  await popup.click('#consent-allow');
  await popup.waitForSelector('section.consent', { hidden: true });
  await popup.waitForSelector('#outside-allow');
  assert.equal(await popup.$('#outside-remember'), null);
  await popup.close();
  const again = await popupOf(tab);
  assert.ok(await again.$('section.consent'), 'the second popup asks again');
  // A different answer from the one on disk, and a different format.
  await again.click('#consent-deny');
  await again.waitForSelector('section.consent', { hidden: true });
  await again.click('details.report > summary');
  await (await again.waitForSelector('#report-format')).select('json');
  await again.waitForSelector('#report-text.json');
  await again.close();
  assert.deepEqual((await memory(glass)).local, before);
});

test('nobody is sent to a private window from one', async () => {
  const works = await app((request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>The shop is open</h1>'));
  const open = (url) => chrome.windows.create({ url, incognito: true }).then(({ tabs }) => tabs[0].id);
  const popup = await popupOf(await glass.evaluate(open, `http://127.0.0.1:${works.port}/`));
  const { state, text } = await finalVerdict(popup);
  assert.equal(state, 'healthy');
  assert.ok(!text.includes(say('step_private_window', 'Ctrl+Shift+N')), text);
  await popup.close();
  await works.close();
});

test('auto-retry asks once for a page that redirects elsewhere, as no cookies are sent along', async () => {
  const paths = [];
  let leads = false;
  const moved = await app(({ headers, url }, response) => {
    if (headers['sec-fetch-dest'] === 'empty') paths.push(url);
    if (leads && url === '/') response.writeHead(302, { location: '/there' }).end();
    else response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
  });
  // So that no request for a page that failed earlier is mistaken for one for this page.
  await glass.evaluate(async () => {
    const others = (await chrome.windows.getAll()).filter(({ incognito }) => incognito);
    await Promise.all(others.map(({ id }) => chrome.windows.remove(id)));
  });
  await choose(glass, { retry: { all: true } });
  try {
    const url = `http://127.0.0.1:${moved.port}/`;
    await glass.evaluate((address) => chrome.windows.create({ url: address, incognito: true }).then(() => {}), url);
    await incident(glass, isWaiting, 'an incident');
    leads = true;
    await nextQuestion(glass);
    assert.deepEqual(paths, ['/', '/there']);
  } finally {
    await choose(glass, {});
    await moved.close();
  }
});
