// The same extension in Firefox: what it sees with access to every site, and what a click alone shows it. The icon is
// really clicked; only what cannot be done in the real popup is done in one opened in a tab.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { badgeSays } from './lib/badges.mjs';
import { asked } from './lib/clicks.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { startLab } from './lib/lab.mjs';
import { app } from './lib/upstreams.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

const IP = 'IP address that answered';
// Long before the popup would give up on a navigation it watches.
const AT_ONCE_MS = 8_000;

let lab;
let firefox;

// Extensions may not look at this site, as with some of Mozilla's.
const RESTRICTED = 'restricted.localhost';

// One Firefox for the tests of a block; it puts the background script to sleep after two idle seconds.
function useFirefox(grantHosts) {
  before(async () => {
    lab = await startLab();
    const prefs = { 'extensions.background.idle.timeout': 2_000, 'extensions.webextensions.restrictedDomains': RESTRICTED };
    firefox = await launchFirefox({ grantHosts, prefs });
  });
  after(async () => {
    await firefox?.close();
    await lab?.stop();
  });
}

// Opens a tab at `place` and closes it again once `action` is done with its page.
async function at(place, action) {
  const page = await firefox.visit(lab.url(place));
  try {
    return await action(page);
  } finally {
    await page.close();
  }
}

// What the popup says after a click there, with `asked`: what the click asked of the lab, as in clicks.mjs.
function clickAt(place, prepare = async () => {}) {
  return at(place, async (page) => {
    await prepare();
    const before = await lab.count();
    const verdict = await firefox.click(page);
    return { ...verdict, asked: await asked(lab, before) };
  });
}

// The same on an error page of Firefox that is in front, and of which nothing was stored. Only its icon tells what it is, and that comes last.
function onErrorPage(page) {
  const toldOf = async () => {
    const verdict = await firefox.click(page);
    return verdict.state === 'untouchable' ? undefined : verdict;
  };
  return until(toldOf, 'the icon of the error page');
}

// Runs in Firefox's window: forbids what is at these addresses, as whoever looks after the device can.
function forbid(pattern) {
  const { WebsiteFilter } = ChromeUtils.importESModule('resource:///modules/policies/WebsiteFilter.sys.mjs');
  WebsiteFilter.init([pattern], []);
}

function assertSays(verdict, { state = 'failed', side = 'site', story, facts = {} }) {
  assert.deepEqual([verdict.state, verdict.side, verdict.story], [state, side, story], verdict.text);
  for (const [label, value] of Object.entries(facts)) assert.equal(verdict.facts[label], value, label);
}

// Whatever a server sent may only become text.
async function assertPlainText(popup) {
  const verdict = await finalVerdict(popup);
  const hostile = '<script>window.labWasHere=1</script>';
  assert.ok(Object.values(verdict.facts).some((value) => value.includes(hostile)), verdict.text);
  assert.ok(verdict.report.includes(hostile));
  const ran = await popup.evaluate(() => window.labWasHere);
  const made = await popup.evaluate(() => document.querySelectorAll('#app :is(script, img, a)').length);
  assert.deepEqual([ran, made], [undefined, 0]);
}

// Runs in a page of the extension: opens an address in a new tab. Resolves to the tab's number once the page is there.
async function opened(url) {
  const { id } = await chrome.tabs.create({ url });
  const complete = new Promise((resolve) => {
    chrome.tabs.onUpdated.addListener(function look(tab, { status }) {
      if (tab !== id || status !== 'complete') return;
      chrome.tabs.onUpdated.removeListener(look);
      resolve();
    });
  });
  // It may have completed before anybody listened.
  if ((await chrome.tabs.get(id)).status !== 'complete') await complete;
  return id;
}

// Runs in the popup.
function copyOutcome() {
  const { textContent: text, dataset: { came: looks } = {} } = document.getElementById('copied') ?? {};
  return text ? { text, looks, focus: document.activeElement.id } : undefined;
}

// The checks use fetch and leave the tab alone; where nothing failed or nothing can be reached, nobody is asked.
const asks = ({ state, facts }) => (state === 'failed' && reaches(facts.Error) ? ['GET empty'] : []);
const reaches = (error) => !/REFUSED|UNKNOWN_HOST|certificate/.test(error ?? '');

const NGINX = say('story_gateway_app', 'nginx');

const SEEN = {
  '/502': { story: NGINX, facts: { Status: '502 Bad Gateway', [IP]: '127.0.0.1' } },
  '/502-empty': { story: say('story_site'), facts: { Status: '502 Bad Gateway', [IP]: '127.0.0.1' } },
  // Firefox takes an answer without a type for plain text, and makes a page of it.
  '/200-empty': { story: say('story_blank'), facts: { Status: '200 OK' } },
  '/redirect': { story: NGINX, facts: { Status: '502 Bad Gateway', [IP]: '127.0.0.1' } },
  'mode:refused': { side: 'you', story: say('story_net_refused'), facts: { Error: 'NS_ERROR_CONNECTION_REFUSED' } },
  // Firefox does not look up such names, so nobody outside is asked.
  'http://gone.onion/': {
    side: 'unknown',
    story: say('story_net_lookup_failed'),
    facts: { Error: 'NS_ERROR_UNKNOWN_HOST' },
  },
  'mode:reset': { side: 'unknown', story: say('story_net_reset'), facts: { Error: 'NS_ERROR_NET_RESET' } },
  // Firefox reports TLS errors as sentences in the user's language; the common English ones are known.
  'mode:self-signed': {
    side: 'site',
    story: say('story_net_untrusted_certificate'),
    facts: { Error: 'The certificate is not trusted because it is self-signed', [IP]: '127.0.0.1' },
  },
  '/ok': { state: 'healthy', side: 'unknown', story: say('story_healthy'), facts: { Status: '200' } },
};

describe('with access to every site', () => {
  useFirefox(true);

  for (const [place, expected] of Object.entries(SEEN)) {
    test(`${place}: ${expected.story}`, async () => {
      const verdict = await clickAt(place);
      assertSays(verdict, expected);
      assert.equal(verdict.access, false, 'there is nothing left to ask for');
      assert.deepEqual(verdict.asked, asks(verdict), 'by nothing but the checks');
    });
  }

  test('a redirect is part of what was seen', async () => {
    const { facts } = await clickAt('/redirect');
    assert.equal(facts.Address, lab.url('/502'));
    assert.equal(facts.Redirects, `302 ${lab.url('/redirect')}`);
  });

  test('a page of XML is read as well', async () => {
    await at('/vendor/amazon-s3/0', async (page) => {
      const { report } = await finalVerdict(await firefox.openPopup(page));
      assert.match(report, /```\nAccessDenied Access Denied\n```/);
    });
  });

  test('a page is recognised as the one that failed in a tab opened with its address', async () => {
    // The answer is there before the tab is, and some times lie before its beginning.
    const glass = await firefox.openExtensionPage('popup.css');
    for (let tab = 0; tab < 8; tab++) {
      const id = await glass.evaluate(opened, lab.url('/502'));
      const popup = await firefox.openExtensionPage(`popup.html?tab=${id}`);
      const { facts } = await finalVerdict(popup);
      assert.deepEqual([facts.Status, facts.Error, facts[IP]], ['502 Bad Gateway', undefined, '127.0.0.1']);
      await popup.close();
      await glass.evaluate((number) => chrome.tabs.remove(number), id);
    }
    await glass.close();
  });

  test("one of the browser's own pages is off limits, and access would not help", async () => {
    const expected = { state: 'untouchable', side: 'unknown', story: say('story_untouchable') };
    const verdict = await clickAt('about:config');
    assertSays(verdict, expected);
    assert.equal(verdict.access, false);
    // Without a click, even its address is hidden.
    await at('about:config', async (page) => assertSays(await finalVerdict(await firefox.openPopup(page)), expected));
  });

  test('pages that work and cannot be looked at are left alone', async () => {
    for (const place of ['/pdf', new URL('/ok', lab.url('/').replace('127.0.0.1', RESTRICTED)).href]) {
      const verdict = await clickAt(place);
      assert.deepEqual([verdict.state, verdict.asked], ['untouchable', []], place);
    }
  });

  test('a failure that Firefox has no page for is reported, and not the page before it', async () => {
    const glass = await firefox.openExtensionPage('popup.css');
    const page = await firefox.visit(lab.url('/ok'));
    const leads = async (url) => {
      page.goto(url).catch(() => {});
      await badgeSays(glass, '!');
    };
    const isGood = async (what) => {
      const shows = () => page.evaluate(() => `${location.pathname} ${document.readyState}`);
      await until(async () => (await shows().catch(() => '')) === '/ok complete' || undefined, what);
      assertSays(await firefox.click(page), SEEN['/ok']);
    };
    await leads(lab.url('mode:big-header'));
    const verdict = await firefox.click(page);
    assert.deepEqual([verdict.state, verdict.facts.Address], ['failed', lab.url('mode:big-header')], verdict.text);
    page.reload().catch(() => {});
    await badgeSays(glass, '');
    await isGood('the page, loaded again');
    await leads(lab.url('/502-empty'));
    page.evaluate(() => history.back()).catch(() => {});
    await isGood('the page, gone back to');
    await Promise.all([page.close(), glass.close()]);
  });

  test('a site that asks for a password is not called slow while Firefox waits for it', async () => {
    const site = await app((request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="shop"', 'content-type': 'text/html' }).end('<h1>Members only</h1>');
    });
    const page = await firefox.newPage();
    page.goto(`http://127.0.0.1:${site.port}/`).catch(() => {});
    try {
      await until(async () => (await firefox.window.asksForPassword()) || undefined, 'the question for a password');
      const { state, story, facts, checks } = await firefox.click(page);
      assert.deepEqual([state, story, facts.Status], ['failed', say('story_sign_in'), '401 Unauthorized']);
      assert.equal(checks.again, undefined, 'asking again would bring another question');
    } finally {
      await page.close();
      await site.close();
    }
  });

  test('a site that is slow after being given the password is not said to ask for one', async () => {
    let isGiven = false;
    const site = await app(({ headers }, response) => {
      isGiven = Boolean(headers.authorization);
      if (!isGiven) response.writeHead(401, { 'www-authenticate': 'Basic realm="shop"' }).end();
    });
    const page = await firefox.newPage();
    page.goto(`http://127.0.0.1:${site.port}/`).catch(() => {});
    try {
      await until(async () => (await firefox.window.asksForPassword()) || undefined, 'the question for a password');
      await firefox.window.givePassword();
      await until(() => isGiven || undefined, 'a request with the password');
      const { state } = await firefox.click(page);
      assert.equal(state, 'waiting');
    } finally {
      await page.close();
      await site.close();
    }
  });

  test('a page that stops arriving is not called well', async () => {
    const page = await firefox.newPage();
    page.goto(lab.url('/stall')).catch(() => {});
    try {
      const isHalfThere = () => page.evaluate(() => document.title === 'Half a page').catch(() => false);
      await until(async () => (await isHalfThere()) || undefined, 'half of the page');
      assertSays(await firefox.click(page), { state: 'waiting', side: 'unknown', story: say('story_waiting') });
    } finally {
      await page.close();
    }
  });

  test('a port at which Firefox asks nobody, and of which no event tells, is not blamed on a rule of the device', async () => {
    const facts = { Error: 'NS_ERROR_PORT_ACCESS_NOT_ALLOWED' };
    const page = await firefox.visit('http://127.0.0.1:22/');
    assertSays(await onErrorPage(page), { side: 'you', story: say('story_net_bad_request'), facts });
    await page.close();
  });

  // Of these, no event tells more than that an answer came.
  for (const [error, story, answer] of [
    ['NS_ERROR_INVALID_CONTENT_ENCODING', 'story_net_bad_answer', [200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }]],
    ['NS_ERROR_UNKNOWN_PROTOCOL', 'story_net_bad_request', [302, { location: 'shop:cart' }]],
  ]) {
    test(`an answer that Firefox can do nothing with is the site's: ${error}`, async () => {
      const site = await app((_, response) => response.writeHead(...answer).end('no gzip'));
      try {
        const page = await firefox.visit(`http://site.test:${site.port}/`);
        assertSays(await onErrorPage(page), { story: say(story), facts: { Error: error } });
        await page.close();
      } finally {
        await site.close();
      }
    });
  }

  test('a failure of a site that extensions may not look at is not put down to a rule of the device', async () => {
    const page = await firefox.visit(`http://${RESTRICTED}/`);
    assertSays(await onErrorPage(page), { side: 'unknown', story: say('story_net_unknown') });
    await page.close();
  });

  test('a site that a rule of the device forbids is put down to the rule, even with a port in its address', async () => {
    await firefox.window.evaluate(forbid, '*://shop.test/*');
    const page = await firefox.visit(`http://shop.test:${new URL(lab.url('/ok')).port}/`);
    const facts = { Error: 'ERR_BLOCKED_BY_ADMINISTRATOR' };
    assertSays(await onErrorPage(page), { side: 'you', story: say('story_net_browser_blocked'), facts });
    await page.close();
  });

  test('a page whose process has ended is reported, and the site answers', async () => {
    const page = await firefox.visit(lab.url('/ok'));
    await page.bringToFront();
    await firefox.window.crash();
    const verdict = await firefox.window.click();
    assertSays(verdict, { state: 'recovered', side: 'you', story: say('story_recovered'), facts: { Error: 'about:tabcrashed' } });
    await firefox.window.closeTab();
  });

  test('what a hostile server sends stays text', async () => {
    await at('/hostile', async (page) => assertPlainText(await firefox.openPopup(page)));
  });

  test('a background script that is put to sleep before and after the failure loses nothing', async () => {
    await firefox.suspended();
    const verdict = await clickAt('/502-empty', () => firefox.suspended());
    assertSays(verdict, SEEN['/502-empty']);
    assert.deepEqual(verdict.asked, asks(verdict));
  });

  test('copying from the menu takes a click in the popup, which says so', async () => {
    const glass = await firefox.openExtensionPage('popup.css');
    const page = await firefox.visit(lab.url('/502'));
    await page.bringToFront();
    const wish = `copy:${await firefox.window.tabId()}`;
    await glass.evaluate((name) => chrome.storage.session.set({ [name]: true }), wish);
    await firefox.window.inPopup(async (run) => {
      const told = await until(() => run(copyOutcome), 'what came of it');
      assert.deepEqual(told, { text: say('copy_failed'), looks: 'copy_failed', focus: 'copy' });
      await run(`() => asPerson(() => document.getElementById('copy').click())`);
      const isDone = async () => (await run(copyOutcome)).text === say('copied') || undefined;
      await until(isDone, 'the report to be copied');
    });
    await Promise.all([page.close(), glass.close()]);
  });
});

describe('with no more than a click', () => {
  useFirefox(false);

  test('a page reveals what it knows, and more access is on offer', async () => {
    const verdict = await clickAt('/502');
    assertSays(verdict, { story: NGINX });
    assert.equal(verdict.facts.Status.slice(0, 3), '502');
    assert.ok(verdict.access);
  });

  test('so does one whose server sends its own timings', async () => {
    // Without header fields, nobody can say whose words they are.
    assertSays(await clickAt('/hostile'), { story: say('story_site') });
  });

  test("on Firefox's error page, the popup says at once what is missing, and asks nobody", async () => {
    const started = performance.now();
    const verdict = await clickAt('mode:reset');
    assert.ok(performance.now() - started < AT_ONCE_MS);
    assertSays(verdict, { state: 'unknown', side: 'unknown', story: say('story_needs_access') });
    assert.ok(verdict.access);
    assert.ok([say('unseen_advice'), say('options_title')].every((text) => verdict.text.includes(text)), verdict.text);
    assert.deepEqual(verdict.asked, []);
  });

  test('the page after installation says so', async () => {
    const page = await firefox.openExtensionPage('tab.html?welcome');
    await page.waitForSelector('.welcome');
    const text = await page.evaluate(() => document.body.innerText);
    assert.ok(text.includes(say('welcome_click_firefox')), text);
    await page.close();
  });

  test('once allowed, it says what went wrong, and sees the next failure by itself', async () => {
    await at('mode:reset', async (page) => {
      const popup = await firefox.openPopup(page);
      assert.equal((await finalVerdict(popup)).story, say('story_needs_access'));
      await popup.click('.access button:last-of-type');
      await popup.waitForSelector('#app[data-state=failed]');
      const verdict = await finalVerdict(popup);
      assertSays(verdict, SEEN['mode:reset']);
      assert.equal(verdict.access, false);
    });
    const verdict = await clickAt('/502-empty');
    assertSays(verdict, SEEN['/502-empty']);
    assert.deepEqual(verdict.asked, asks(verdict));
  });
});

describe('on a low screen', () => {
  before(async () => (lab = await startLab()));
  after(() => lab?.stop());

  // The text size in per cent. Firefox enlarges everything by it, so that correspondingly less fits.
  for (const scale of [125, 200]) {
    test(`at ${scale} %, the row at the lower edge can be reached`, async () => {
      const low = await launchFirefox({ prefs: { 'ui.textScaleFactor': scale } });
      try {
        const page = await low.visit(lab.url('/502'));
        await page.bringToFront();
        await low.window.inPopup(async (run) => {
          const [footer, inside] = await until(() => run(lowerEdges), 'the row');
          assert.ok(footer <= inside, `${footer} of ${inside}`);
          const [popup, screen] = await low.window.evaluate(lowerEdgesOutside);
          assert.ok(popup <= screen, `${popup} of ${screen}`);
        });
      } finally {
        await low.close();
      }
    });
  }
});

test('where there are neither menus nor shortcuts nor windows, as on a phone, failures are seen as they happen', async () => {
  const first = fileURLToPath(new URL('lib/phone.js', import.meta.url));
  [lab, firefox] = [await startLab(), await launchFirefox({ first })];
  try {
    assertSays(await clickAt('/502-empty'), SEEN['/502-empty']);
  } finally {
    await firefox.close();
    await lab.stop();
  }
});

// Runs in the popup: where the row ends, and how much of the page can be seen.
function lowerEdges() {
  const row = document.querySelector('#app[aria-busy=false] .actions');
  return row ? [Math.round(row.getBoundingClientRect().bottom), content.innerHeight] : undefined;
}

// Runs in the window: where the popup and the screen end.
function lowerEdgesOutside() {
  const popup = window.popupOfTest.querySelector('.webextension-popup-browser');
  return [popup.screenY + popup.getBoundingClientRect().height, screen.availTop + screen.availHeight];
}
