// What is kept for a tab is what it shows: an answer that does not become its page changes nothing, and a visitor who
// stops a page on its way has seen no failure.

import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { badgeOf } from './lib/badges.mjs';
import { launchGranted, lookingGlass, memory, nothingRemembered, stopWorkers, storing, workerStarts } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { app } from './lib/upstreams.mjs';
import { settle, visit } from './lib/visit.mjs';
import { resolveWithin, until } from './lib/wait.mjs';

// Chromium gives up at the redirect after this one.
const MOST_REDIRECTS = 19;
const HTML = { 'content-type': 'text/html' };

// Makes the browser load /early before anybody goes there.
const ahead = (way) => {
  const rules = JSON.stringify({ [way]: [{ source: 'list', urls: ['/early'], eagerness: 'immediate' }] });
  return `<title>Ahead</title><script type="speculationrules">${rules}</script><a href="/early">Early</a>`;
};

// Tells the site when it is prerendered and not only prefetched.
const EARLY = `<title>Early</title><script>if (document.prerendering) fetch('/204')</script>`;

const saved = (type, more) => (response) => response.writeHead(200, { 'content-type': type, ...more }).end('a file');

const broken = (type) => (response) => {
  response.writeHead(200, { 'content-type': type, 'content-length': '4096' });
  response.write('half a file', () => response.destroy());
};

const ANSWERS = {
  '/204': (response) => response.writeHead(204).end(),
  '/205': (response) => response.writeHead(205).end(),
  '/attachment': saved('text/html', { 'Content-Disposition': 'attachment; filename="page.html"' }),
  '/archive': saved('application/zip'),
  '/document': saved('application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
  '/breaks': broken('application/octet-stream'),
  '/table': broken('text/csv; charset=utf-8'),
  '/no-file': (response) => response.writeHead(503, { 'content-type': 'application/zip' }).end('no file'),
  '/api': (response) => response.writeHead(200, { 'content-type': 'application/vnd.api+json' }).end('{}'),
  // Its image never arrives.
  '/unfinished': (response) => response.writeHead(502, HTML).end('<h1>502</h1><img src="/never">'),
  '/early': (response) => response.writeHead(200, HTML).end(EARLY),
  '/prerender': (response) => response.writeHead(502, HTML).end(ahead('prerender')),
  '/prefetch': (response) => response.writeHead(502, HTML).end(ahead('prefetch')),
};

let lab;
let site;
let chromium;
let glass;
let page;

before(async () => {
  [lab, site] = [await startLab(), await startSite()];
  // Pages under inspection do not prerender others.
  const isLookedInto = (target) => target.type() !== 'service_worker' && !target.url().endsWith('/prerender');
  chromium = await launchGranted({ targetFilter: isLookedInto });
  glass = await lookingGlass(chromium);
});

after(async () => {
  await chromium?.close();
  await site?.close();
  await lab?.stop();
});

beforeEach(async () => {
  page = await chromium.newPage();
});

afterEach(() => page.close());

// /hops/3 redirects three times and then never answers. `reached(path)` resolves once somebody requests that path.
async function startSite() {
  const news = new EventEmitter();
  const server = await app(({ url }, response) => {
    const left = Number(/^\/hops\/(\d+)$/.exec(url)?.[1] ?? 0);
    if (left) response.writeHead(302, { location: `/hops/${left - 1}` }).end();
    else ANSWERS[url]?.(response);
    news.emit(url);
  });
  const reached = (path) => resolveWithin(15_000, once(news, path), path);
  return { url: (path) => `http://127.0.0.1:${server.port}${path}`, reached, close: server.close };
}

const kept = async () => Object.keys((await memory(glass)).session);

// The mark of the tab whose failure is stored under this name.
const badge = (name) => badgeOf(glass, name);

const badgeShown = (name) => until(async () => (await badge(name)) || undefined, 'the badge');

// Resolves to what is kept once everything so far has been handled: the background works through events in order, and
// another tab fails last.
async function keptInTheEnd() {
  const other = await chromium.newPage();
  const { key: last } = await storing(glass, () => visit(other, lab.url('/502')));
  await badgeShown(last);
  await other.close();
  return until(async () => {
    const names = await kept();
    return names.includes(last) ? undefined : names;
  }, 'the record of the closed tab to go');
}

// Makes the tab show a failure; resolves to the name of its record once it has its mark.
async function failed(url = lab.url('/502')) {
  const { key: name } = await storing(glass, () => visit(page, url));
  await badgeShown(name);
  return name;
}

describe('a failed page stays the failure of its tab', () => {
  for (const path of ['/204', '/205']) {
    test(`after the answer ${path.slice(1)}, which leaves it where it is`, async () => {
      const name = await failed();
      await Promise.all([site.reached(path), visit(page, site.url(path))]);
      assert.deepEqual([await keptInTheEnd(), await badge(name)], [[name], '!']);
    });
  }

  for (const path of ['/attachment', '/archive', '/document', '/breaks', '/table']) {
    test(`while the browser saves ${path}`, async () => {
      const name = await failed();
      const { [name]: before } = (await memory(glass)).session;
      await Promise.all([site.reached(path), visit(page, site.url(path))]);
      assert.deepEqual([await keptInTheEnd(), await badge(name)], [[name], '!']);
      assert.deepEqual((await memory(glass)).session[name], before);
    });
  }

  test('when it has another prefetched', async () => {
    const early = site.reached('/early');
    const name = await failed(site.url('/prefetch'));
    await early;
    assert.deepEqual([await keptInTheEnd(), await badge(name)], [[name], '!']);
  });

  test('when it has another prerendered', async () => {
    const open = () => glass.evaluate((url) => chrome.tabs.create({ url }).then(() => {}), site.url('/prerender'));
    const early = site.reached('/204');
    const { key: name } = await storing(glass, open);
    await early;
    assert.deepEqual([await keptInTheEnd(), await badge(name)], [[name], '!']);
    await glass.evaluate((tabId) => chrome.tabs.remove(tabId), Number(name.split(':')[1]));
    await nothingRemembered(glass);
  });
});

describe('a failure is forgotten', () => {
  for (const path of ['/early', '/api']) {
    test(`with ${path}, which the tab shows`, async () => {
      await failed();
      await visit(page, site.url(path));
      assert.deepEqual(await keptInTheEnd(), []);
    });
  }

  test('with a prefetched page, once somebody goes there', async () => {
    const early = site.reached('/early');
    await failed(site.url('/prefetch'));
    await early;
    await settle(page, () => page.click('a'));
    assert.equal(await page.title(), 'Early');
    assert.deepEqual(await keptInTheEnd(), []);
  });
});

test('a page that is left while it still loads is not taken for a failure of the next', async () => {
  await glass.evaluate(() => {
    window.stores = 0;
    chrome.storage.session.onChanged.addListener((all) => (window.stores += Object.values(all).some((one) => one.newValue)));
  });
  const cdp = await page.createCDPSession();
  for (let round = 0; round < 8; round += 1) {
    await cdp.send('Page.navigate', { url: lab.url('/stall') });
    await visit(page, lab.url('/ok'));
  }
  assert.deepEqual(await keptInTheEnd(), []);
  assert.equal(await glass.evaluate(() => window.stores), 1, 'what was stored but the failure of the last tab');
});

describe('a failed page of which a part never comes', () => {
  test('has its mark before, and keeps it when the worker ends', async () => {
    const cdp = await page.createCDPSession();
    const { key: name } = await storing(glass, () => cdp.send('Page.navigate', { url: site.url('/unfinished') }));
    // The page removes the mark set before it.
    await page.waitForSelector('h1');
    await badgeShown(name);
    await stopWorkers(glass);
    assert.equal(await badge(name), '!');
  });

  test('has a worker that ended meanwhile started at most once for what happens in other tabs', async () => {
    const [cdp, other] = [await page.createCDPSession(), await chromium.newPage()];
    const leadOther = async () => {
      for (const n of [1, 2, 3]) await visit(other, `data:text/html,<title>${n}</title>`);
    };
    await storing(glass, () => cdp.send('Page.navigate', { url: site.url('/unfinished') }));
    await stopWorkers(glass);
    await leadOther();
    await stopWorkers(glass);
    assert.equal(await workerStarts(glass, leadOther), 0);
    await other.close();
  });
});

test('an error in place of a file is a failure, as browsers do not save those', async () => {
  const name = await failed(site.url('/no-file'));
  assert.deepEqual(await keptInTheEnd(), [name]);
});

test('a page that is not found gets no mark from the failure that had not arrived before it', async () => {
  const cdp = await page.createCDPSession();
  const { key: name } = await storing(glass, () => cdp.send('Page.navigate', { url: lab.url('/stall?status=502') }));
  await visit(page, lab.url('/status/404'));
  assert.deepEqual([await keptInTheEnd(), await badge(name)], [[name], '']);
});

describe('an aborted request', () => {
  // Leads the tab through so many redirects and stops it there, as a visitor would.
  const stopAfter = (redirects) =>
    settle(page, async (cdp) => {
      const reached = site.reached('/hops/0');
      cdp.send('Page.navigate', { url: site.url(`/hops/${redirects}`) }).catch(() => {});
      await reached;
      await cdp.send('Page.stopLoading');
    });

  for (const redirects of [0, 9, MOST_REDIRECTS - 1]) {
    test(`is the visitor's own Stop after ${redirects} redirects`, async () => {
      await stopAfter(redirects);
      assert.deepEqual(await keptInTheEnd(), []);
    });
  }

  test(`is a loop after ${MOST_REDIRECTS} redirects`, async () => {
    const { key: name } = await storing(glass, () => stopAfter(MOST_REDIRECTS));
    assert.deepEqual(await keptInTheEnd(), [name]);
  });
});
