// What happens at a click: the first verdict at once, then the checks, which fill in before the eyes of the visitor, who
// can stop them, or close the popup and come back.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { launchGranted, lookingGlass, memory, stopWorkers, storing } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { heldSite } from './lib/site.mjs';
import { app } from './lib/upstreams.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

// The table of crate/core/src/check/budget.rs.
const MOST_TO_SITE = 9;

let chromium;
let site;
let page;

before(async () => {
  chromium = await launchChromium();
});

after(() => chromium?.close());

// Every test has a site and a tab of its own, in which the site has just failed.
async function failing(options) {
  site = await heldSite(options);
  page = await chromium.newPage();
  await visit(page, site.url);
}

afterEach(async () => {
  await page?.close();
  await site?.close();
  [page, site] = [];
});

// Every check as drawn: its state, its answer if it has one, and its position.
const rows = (popup) =>
  popup.$$eval('ul.checks > li', (items) =>
    items.map((item) => ({
      check: item.dataset.check,
      state: item.dataset.state,
      answer: item.dataset.answer,
      text: item.textContent,
      top: item.getBoundingClientRect().top,
    })),
  );

const row = (list, check) => list.find((item) => item.check === check);

describe('the list of the checks', () => {
  beforeEach(() => failing());

  test('is there with the first verdict, fills in, and does not move', async () => {
    const popup = await chromium.openPopup(page);
    await popup.waitForSelector('li[data-check=again][data-state=running]');
    const first = await rows(popup);
    assert.equal(await popup.$eval('#app', (app) => app.ariaBusy), 'true');
    assert.equal(await popup.$eval('.verdict__answer', (answer) => answer.textContent), say('verdict_not_you'));
    assert.equal(row(first, 'without-cookies').state, 'waiting');
    site.letGo();
    await finalVerdict(popup);
    const last = await rows(popup);
    assert.deepEqual(last.map(({ check, top }) => ({ check, top })), first.map(({ check, top }) => ({ check, top })));
    const again = row(last, 'again');
    assert.deepEqual([again.state, again.answer], ['done', 'again-same']);
    assert.equal(again.text, `${say('check_name_again')} ${say('check_answer_again_same')}`);
    assert.deepEqual(new Set(last.map(({ state }) => state)), new Set(['done', 'skipped']), 'nothing is left open');
  });

  test('leaves the focus, what was opened and what was scrolled as they are', async () => {
    const popup = await chromium.openPopup(page);
    await popup.waitForSelector('li[data-check=again][data-state=running]');
    await popup.evaluate(() => {
      for (const part of ['evidence', 'report']) document.querySelector(`details.${part}`).open = true;
    });
    await popup.waitForSelector('#report-text');
    const before = await popup.evaluate(() => {
      window.watched = document.querySelector('#report-text');
      window.watched.scrollTop = 40;
      document.querySelector('.facts summary').focus();
      window.scrollTo(0, 90);
      return window.scrollY;
    });
    site.letGo();
    await finalVerdict(popup);
    const after = await popup.evaluate(() => ({
      open: [...document.querySelectorAll('details[open]')].map((part) => part.className),
      focus: document.activeElement.parentElement.className,
      scrolled: [window.scrollY, window.watched.scrollTop],
      same: document.querySelector('#report-text') === window.watched,
      report: window.watched.value,
    }));
    assert.deepEqual(after.open, ['evidence', 'report']);
    assert.deepEqual([after.focus, after.scrolled, after.same], ['facts', [before, 40], true]);
    assert.match(after.report, /^server: nginx$/m, 'what was opened shows what the checks brought');
  });

  test('is read out twice: with the first verdict and with the last', async () => {
    const popup = await chromium.openPopup(page);
    await popup.waitForSelector('li[data-check=again][data-state=running]');
    await popup.evaluate(() => {
      window.heard = [document.getElementById('live').textContent];
      const listen = () => window.heard.push(document.getElementById('live').textContent);
      new MutationObserver(listen).observe(document.getElementById('live'), { childList: true, subtree: true });
    });
    site.letGo();
    const { answer, story } = await finalVerdict(popup);
    const heard = await popup.evaluate(() => window.heard);
    assert.equal(heard.at(-1), `${answer} ${story}`);
    assert.ok(heard.length <= 2, heard.join('\n'));
  });
});

test('a verdict moves with what the checks bring: a page that works again', async () => {
  await failing({ answer: (response) => response.writeHead(200).end('all is well') });
  const popup = await chromium.openPopup(page);
  await popup.waitForSelector('#app[data-state=failed]');
  site.letGo();
  const { state, story, checks } = await finalVerdict(popup);
  assert.deepEqual([state, story], ['recovered', say('story_recovered')]);
  assert.deepEqual([checks.again, checks.several], ['again-good', 'several-good']);
});

// The first request has more time than those of the plan, and the failure is judged by that.
test('a site that took seconds to fail and is then silent for longer has stopped answering', async () => {
  const SOON_MS = 3_500;
  let times = 0;
  site = await app((request, response) => {
    if (request.url === '/' && (times += 1) === 1) setTimeout(() => response.writeHead(502).end('broken'), SOON_MS);
  });
  page = await chromium.newPage();
  await visit(page, `http://127.0.0.1:${site.port}/`);
  const popup = await chromium.openPopup(page);
  await finalVerdict(popup);
  const again = row(await rows(popup), 'again');
  assert.deepEqual([again.state, again.answer], ['done', 'again-silent']);
});

describe('somebody who has seen enough', () => {
  beforeEach(() => failing());

  test('stops the checks, and nothing more is asked', async () => {
    const popup = await chromium.openPopup(page);
    await site.next();
    await popup.click('#stop-checks');
    const { checks, answer } = await finalVerdict(popup);
    assert.equal(checks.again, 'skipped');
    assert.equal(answer, say('verdict_not_you'), 'the first verdict stands');
    assert.equal(row(await rows(popup), 'again').text, `${say('check_name_again')} ${say('check_why_cancelled')}`);
    assert.equal(await popup.$('#stop-checks'), null);
    site.letGo();
    await popup.close();
    // Any request that was sent after all would have arrived before this visit.
    await visit(page, site.url);
    assert.deepEqual(site.asked, ['GET /page']);
  });

  test('closes the popup, and whatever is under way ends with it', async () => {
    const popup = await chromium.openPopup(page);
    await site.next();
    await popup.close();
    site.letGo();
    await visit(page, site.url);
    assert.deepEqual(site.asked, ['GET /page']);
  });
});

// Makes the kept answers of the checks older, by milliseconds, and gives them another outcome. Resolves to the moments
// at which they were then answered.
function rewritten(glass, { older = 0, how }) {
  return glass.evaluate(async (by, word) => {
    const all = await chrome.storage.session.get(null);
    const [[name, record]] = Object.entries(all).filter(([key]) => key.startsWith('investigation:'));
    record.exchanges = record.exchanges.map(([asked, { at_ms, took_ms, result }]) =>
      [asked, { at_ms: at_ms - by, took_ms, result: { ...result, how: word ?? result.how } }]);
    await chrome.storage.session.set({ [name]: record });
    return record.exchanges.map(([, { at_ms }]) => at_ms);
  }, older, how);
}

// Opens the popup until its final verdict; resolves to what the site was asked meanwhile.
async function look() {
  const popup = await chromium.openPopup(page);
  await finalVerdict(popup);
  await popup.close();
  return site.asked.splice(0);
}

describe('a popup that is opened again', () => {
  test('goes on where the last one was, without asking again', async () => {
    await failing();
    const first = await chromium.openPopup(page);
    await site.next();
    site.letGo();
    const before = await finalVerdict(first);
    await first.close();
    const asked = [...site.asked];
    assert.ok(asked.length >= 2, asked.join(', '));
    const second = await chromium.openPopup(page);
    const { checks, report } = await finalVerdict(second);
    assert.deepEqual(site.asked, asked, 'the second popup asked nothing');
    assert.deepEqual([checks, report], [before.checks, before.report]);
  });

  test('does not make answers any younger by looking at them, and asks again once they are old', async () => {
    await failing({ held: false });
    const first = await look();
    const glass = await lookingGlass(chromium);
    const aged = await rewritten(glass, { older: 90_000 });
    assert.deepEqual(await look(), [], 'it was fresh enough');
    assert.deepEqual(await rewritten(glass, {}), aged);
    await rewritten(glass, { older: 40_000 });
    assert.deepEqual(await look(), first);
    await glass.close();
  });

  test('asks again where another version kept what this one cannot read', async () => {
    await failing({ held: false });
    const first = await look();
    const glass = await lookingGlass(chromium);
    await rewritten(glass, { how: 'a later word' });
    assert.deepEqual(await look(), first);
    await glass.close();
  });

  test('asks again once the page has failed again', async () => {
    await failing({ held: false });
    const first = await look();
    await visit(page, site.url);
    assert.deepEqual(await look(), first);
  });
});

describe('with access to every site', () => {
  let lab;
  let granted;
  let glass;

  before(async () => {
    lab = await startLab();
    granted = await launchGranted();
    glass = await lookingGlass(granted);
  });

  after(async () => {
    await granted?.close();
    await lab?.stop();
  });

  // Runs the checks with the service worker stopped whenever the site is asked something.
  test('the service worker may end at every request: the popup does all the work', async () => {
    site = await heldSite({ held: false, answer: async (response) => {
      await stopWorkers(glass);
      response.writeHead(502, { server: 'nginx' }).end('<title>502</title>');
    } });
    page = await granted.newPage();
    await storing(glass, () => visit(page, site.url));
    const popup = await granted.openPopup(page);
    const { checks } = await finalVerdict(popup);
    assert.ok(site.asked.length >= 2, site.asked.join(', '));
    assert.deepEqual([checks.again, checks['without-cookies']], ['again-same', 'without-cookies-same']);
    await popup.close();
  });

  test('the answers go when the failure goes', async () => {
    const key = async (kind) => Object.keys((await memory(glass)).session).find((name) => name.startsWith(kind));
    page = await granted.newPage();
    await storing(glass, () => visit(page, lab.url('/502')));
    const popup = await granted.openPopup(page);
    await finalVerdict(popup);
    await popup.close();
    assert.ok(await key('investigation:'));
    await visit(page, lab.url('/ok'));
    await until(async () => ((await key('')) === undefined ? true : undefined), 'everything to be forgotten');
  });

  test("a request of the extension's own that fails tells why, and so whether it is the same failure", async () => {
    page = await granted.newPage();
    await storing(glass, () => visit(page, lab.url('mode:empty')));
    const popup = await granted.openPopup(page);
    await finalVerdict(popup);
    await popup.close();
    const [kept] = Object.entries((await memory(glass)).session).filter(([name]) => name.startsWith('investigation:'));
    const [, again] = kept[1].exchanges.find(([{ check }]) => check === 'again');
    assert.deepEqual(again.result, { how: 'failed', what: 'net::ERR_EMPTY_RESPONSE' });
  });

  // What the popup's record says became of asking again, where the site answers the extension as `answer` does.
  async function askedAgain(answer, meanwhile = () => {}) {
    const isVisit = ({ headers }) => headers['sec-fetch-dest'] !== 'empty';
    const fail = (response) => response.writeHead(502, { server: 'nginx' }).end('<title>502</title>');
    const { port, close } = await app((request, response) => (isVisit(request) ? fail(response) : answer(request, response)));
    site = { url: `http://127.0.0.1:${port}/page`, close };
    page = await granted.newPage();
    const { key } = await storing(glass, () => visit(page, site.url));
    const popup = await granted.openPopup(page);
    await meanwhile();
    await finalVerdict(popup);
    await popup.close();
    const { exchanges } = (await memory(glass)).session[key.replace('failure:', 'investigation:')];
    return exchanges.find(([{ check }]) => check === 'again')[1].result;
  }
  const garble = ({ socket }) => socket.end('%%% this is not HTTP %%%\r\n\r\n');
  const garbled = { how: 'failed', what: 'net::ERR_INVALID_HTTP_RESPONSE' };

  test("why the page could not get the same address says nothing about the extension's own request", async () => {
    let [isAsked, letGo] = [false];
    const held = new Promise((resolve) => (letGo = resolve));
    const result = await askedAgain((request) => {
      if (request.headers['sec-fetch-site'] === 'same-origin') return request.socket.destroy();
      isAsked = true;
      return held.then(() => garble(request));
    }, async () => {
      await until(async () => isAsked || undefined, 'the own request');
      await page.evaluate(() => fetch('/page').catch(() => {}));
      letGo();
    });
    assert.deepEqual(result, garbled);
  });

  test('that a redirect was not followed at first says nothing about where it led', async () => {
    let count = 0;
    const lead = (response) => response.writeHead(302, { location: '/page' }).end();
    const result = await askedAgain((request, response) => ((count += 1) < 3 ? lead(response) : garble(request)));
    assert.deepEqual(result, garbled);
  });

  // However a page fails, a click costs less than a visit.
  const PLACES = ['/502', '/flaky?good=3&key=budget', '/retry-after', '/slow?status=503&ms=10', 'mode:reset', 'mode:empty'];
  for (const place of PLACES) {
    test(`${place}: a click stays within its budget`, async () => {
      page = await granted.newPage();
      await storing(glass, () => visit(page, lab.url(place)));
      const since = await lab.count();
      const popup = await granted.openPopup(page);
      await finalVerdict(popup);
      await popup.close();
      const asked = (await lab.asked(since)).filter(({ path }) => path !== '/favicon.ico');
      assert.ok(asked.length > 0 && asked.length <= MOST_TO_SITE, `${asked.length} requests`);
      assert.ok(asked.every(({ method }) => method === 'GET'));
    });
  }
});
