// Nobody but the site is asked before the visitor has read who learns what and said yes. Chromium's own network log
// shows whether that is so.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { choose, launchGranted, lookingGlass, memory, storing } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { temporaryFolder } from './lib/temp.mjs';
import { environmentTrusting } from './lib/trust.mjs';
import { app } from './lib/upstreams.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';
import { requestsIn } from './lib/world/netlog.mjs';

// A public name that does not exist in these tests, where no name does.
const GONE = 'http://gone.example.com/cart?id=7';
const [RESOLVERS, OPERATORS] = [
  // By name, and by address where no name can be looked up.
  ['cloudflare-dns.com', 'dns.google', 'dns.quad9.net', '1.1.1.1', '8.8.8.8', '9.9.9.9'],
  ['captive.apple.com', 'detectportal.firefox.com', 'www.gstatic.com'],
];
const ELSEWHERE = 'api.globalping.io';
const SITE = ['gone.example.com', 'www.gone.example.com'];

// Runs `use` in a Chromium that may look at every site, and resolves to the hosts that the extension contacted.
async function hostsAsked(use) {
  const path = join(temporaryFolder('netlog'), 'net.json');
  const chromium = await launchGranted({ args: [`--log-net-log=${path}`] });
  try {
    await use(chromium, await lookingGlass(chromium));
  } finally {
    await chromium.close();
  }
  const own = requestsIn(path).filter(({ initiator }) => initiator === chromium.origin);
  rmSync(path);
  return [...new Set(own.map(({ url }) => url.hostname))].sort();
}

// The popup on the page whose name does not exist, once its verdict is final.
async function popupOn(chromium, glass, url = GONE) {
  const page = await chromium.newPage();
  await storing(glass, () => visit(page, url));
  const popup = await chromium.openPopup(page);
  const verdict = await finalVerdict(popup);
  // An offer that is folded away can be read and answered as well.
  await popup.evaluate(() => document.querySelectorAll('details.elsewhere').forEach((part) => (part.open = true)));
  return { popup, verdict, page };
}

// Presses the button and waits for the next final verdict. Checks that fail at once end before they are seen running.
async function press(popup, button) {
  await popup.evaluate(() => {
    const app = document.getElementById('app');
    window.ran = new Promise((resolve) => new MutationObserver(resolve).observe(app, { attributeFilter: ['aria-busy'] }));
  });
  await popup.click(button);
  await popup.evaluate(() => window.ran.then(() => true));
  return finalVerdict(popup);
}

const settings = async (glass) => (await memory(glass)).local.settings;
const asksFor = (popup, what) => popup.$eval(`section.${what}`, (section) => section.innerText);

describe('others than the site', () => {
  test('are asked neither before the answer nor after a no', async () => {
    const hosts = await hostsAsked(async (chromium, glass) => {
      const { popup, verdict } = await popupOn(chromium, glass);
      assert.equal(verdict.answer, say('verdict_unknown'));
      const notice = await asksFor(popup, 'consent');
      for (const named of ['Cloudflare', 'Google', 'Quad9', 'Mozilla', 'Apple', 'gone.example.com']) {
        assert.ok(notice.includes(named), `${named} is named in: ${notice}`);
      }
      assert.equal(await popup.$eval('li[data-check=names]', (item) => item.dataset.state), 'waiting');
      await popup.focus('#consent-deny');
      await popup.keyboard.press('Enter');
      await popup.waitForSelector('#consent-again');
      const focused = await popup.evaluate(() => document.activeElement.textContent);
      assert.equal(focused, say('checks_title'), 'the keyboard stays near, where the same key does nothing');
      assert.equal(await popup.$eval('#live', ({ textContent }) => textContent), say('consent_denied'));
      assert.deepEqual(await settings(glass), { asked: true, others: false });
      const names = await popup.$eval('li[data-check=names]', (item) => [item.dataset.state, item.innerText]);
      assert.equal(names[0], 'skipped');
      assert.ok(names[1].includes(say('check_why_no_consent')));
      assert.equal(await popup.$('section.consent'), null);
      await popup.close();
      const again = await popupOn(chromium, glass);
      assert.equal(await again.popup.$('section.consent'), null, 'whoever said no is not asked each time');
    });
    assert.deepEqual(hosts, SITE);
  });

  test('are asked after a yes, but only those that were named', async () => {
    const hosts = await hostsAsked(async (chromium, glass) => {
      const { popup } = await popupOn(chromium, glass);
      // What a later version stored stays.
      await choose(glass, { colour: 'blue' });
      const verdict = await press(popup, '#consent-allow');
      assert.deepEqual(await settings(glass), { colour: 'blue', asked: true, others: true });
      assert.deepEqual([verdict.checks.control, verdict.checks.names], ['control-none', 'names-nobody']);
      await popup.close();
      const again = await popupOn(chromium, glass);
      assert.equal(await again.popup.$('section.consent'), null);
    });
    assert.deepEqual(hosts, [...OPERATORS, ...RESOLVERS, ...SITE].sort());
  });

  test('can be allowed after a no', async () => {
    const hosts = await hostsAsked(async (chromium, glass) => {
      await choose(glass, { asked: true, others: false });
      const { popup } = await popupOn(chromium, glass);
      await popup.click('#consent-again');
      await popup.waitForSelector('section.consent');
      await press(popup, '#consent-allow');
    });
    assert.deepEqual(hosts, [...OPERATORS, ...RESOLVERS, ...SITE].sort());
  });

  test('that are switched off are neither asked nor mentioned', async () => {
    const hosts = await hostsAsked(async (chromium, glass) => {
      const off = ['names', 'site-status', 'nonsense', 7];
      await choose(glass, { off });
      const { popup } = await popupOn(chromium, glass);
      assert.ok(!(await asksFor(popup, 'consent')).includes('Cloudflare'));
      await press(popup, '#consent-allow');
    });
    assert.deepEqual(hosts, [...OPERATORS, ...SITE].sort());
  });

  test('hear nothing of internal names, whatever was allowed', async () => {
    const hosts = await hostsAsked(async (chromium, glass) => {
      const yes = { asked: true, others: true, outside: true };
      await choose(glass, yes);
      for (const host of ['wiki.corp', 'printer', 'nas.local', '10.1.2.3:1']) {
        const { popup, page } = await popupOn(chromium, glass, `http://${host}/`);
        assert.equal(await popup.$('section.outside'), null);
        assert.equal(await popup.$('li[data-check=names]'), null);
        await page.close();
      }
    });
    assert.deepEqual(hosts.filter((host) => ![...OPERATORS, '10.1.2.3'].includes(host)), ['nas.local', 'printer', 'wiki.corp']);
  });
});

describe('computers elsewhere', () => {
  const YES = { asked: true, others: true };

  test('look only after a separate click, which says what they learn', async () => {
    const hosts = await hostsAsked(async (chromium, glass) => {
      await choose(glass, YES);
      const { popup } = await popupOn(chromium, glass);
      const told = await asksFor(popup, 'outside');
      assert.ok(told.includes('Globalping') && told.includes('gone.example.com'), told);
      assert.match(told, /\/cart(?!\?)/, 'the path is a choice of its own, and the query is never told');
      assert.deepEqual(await popup.$$eval('.outside input', (boxes) => boxes.map((box) => box.checked)), [false, false]);
    });
    assert.ok(!hosts.includes(ELSEWHERE), hosts.join(', '));
  });

  test('are told the path where the settings say so', async () => {
    await hostsAsked(async (chromium, glass) => {
      await choose(glass, { ...YES, path: true });
      const { popup } = await popupOn(chromium, glass);
      assert.equal(await popup.$eval('#outside-path', (box) => box.checked), true);
      await popup.click('#outside-remember');
      await press(popup, '#outside-allow');
      assert.deepEqual(await settings(glass), { ...YES, path: true, outside: true });
    });
  });

  test('are remembered only where the visitor wants that', async () => {
    const hosts = await hostsAsked(async (chromium, glass) => {
      await choose(glass, YES);
      const first = await popupOn(chromium, glass);
      const { checks } = await press(first.popup, '#outside-allow');
      assert.equal(checks.outside, 'skipped', 'there is no Globalping here');
      assert.deepEqual(await settings(glass), YES);
      await first.popup.close();
      const second = await popupOn(chromium, glass);
      await second.popup.click('#outside-path');
      await second.popup.click('#outside-remember');
      await press(second.popup, '#outside-allow');
      assert.deepEqual(await settings(glass), { ...YES, outside: true, path: true });
      await second.popup.close();
      const third = await popupOn(chromium, glass);
      assert.equal(await third.popup.$('section.outside'), null);
      assert.equal(third.verdict.checks.outside, 'skipped');
    });
    assert.ok(hosts.includes(ELSEWHERE));
  });
});

describe('resolvers that do not answer', () => {
  // The most requests that may be under way at the same time (crate/core/src/check/budget.rs).
  const MOST_IN_FLIGHT = 4;
  let lab;
  let chromium;

  before(async () => {
    lab = await startLab();
    chromium = await launchGranted({ env: environmentTrusting(lab.ca_pem) });
  });

  after(async () => {
    await chromium?.close();
    await lab?.stop();
  });

  test('are given up on in time, and never asked too much at once', async () => {
    const glass = await lookingGlass(chromium);
    const resolvers = [1, 2, 3].map((n) => `${lab.url('mode:trusted/hang')}?n=${n}`);
    const chosen = { asked: true, others: true, resolvers: [...resolvers, 'http://not.secure/', '', 5] };
    await choose(glass, chosen);
    const { verdict } = await popupOn(chromium, glass);
    assert.equal(verdict.checks.names, 'names-nobody');
    const asked = (await lab.asked()).filter(({ path }) => path === '/hang');
    assert.equal(asked.length, MOST_IN_FLIGHT);
  });
});

test('with no more than a click, resolvers are asked after a yes, and the popup says what takes more access', async () => {
  const chromium = await launchChromium();
  try {
    const page = await chromium.newPage();
    // Over plain HTTP, Chromium would have tried HTTPS first, and closes the popup at the tab's next navigation.
    await visit(page, GONE.replace('http:', 'https:'));
    const popup = await chromium.openPopup(page);
    await finalVerdict(popup);
    const { checks } = await press(popup, '#consent-allow');
    assert.equal(checks.names, 'names-nobody');
    const control = await popup.$eval('li[data-check=control]', (item) => [item.dataset.state, item.innerText]);
    assert.equal(control[0], 'skipped');
    assert.ok(control[1].includes(say('check_why_no_access')));
    assert.ok(await popup.$('#allow-all'), 'and offers it');
  } finally {
    await chromium.close();
  }
});

// The popup over a page that fails, where the browser's prompt for access is answered with yes.
async function popupThatIsAllowed(chromium, page) {
  const popup = await chromium.openPopup(page);
  await finalVerdict(popup);
  await popup.evaluate(() => {
    chrome.permissions.request = async () => true;
    window.isTheFirst = true;
  });
  return popup;
}

const allow = (popup) => popup.$eval('#allow-all', (button) => button.click());

test('when access is granted, the popup looks again, unless that would lose what somebody wrote', async () => {
  const [lab, chromium] = [await startLab(), await launchChromium()];
  try {
    const page = await chromium.newPage();
    await visit(page, lab.url('/502'));
    const first = await popupThatIsAllowed(chromium, page);
    await allow(first);
    await first.waitForFunction(() => !window.isTheFirst && document.querySelector('#allow-all'));
    await first.close();
    const popup = await popupThatIsAllowed(chromium, page);
    await popup.$eval('details.report', (part) => (part.open = true));
    await popup.waitForSelector('#report-text');
    await popup.type('#report-text', 'Seen by Ann. ');
    await allow(popup);
    await popup.waitForFunction((text) => document.querySelector('.access').textContent === text, {}, say('access_given'));
    const [report, said] = await popup.evaluate(() => [document.querySelector('#report-text').value, live.textContent]);
    assert.match(report, /Seen by Ann\. /);
    assert.equal(said, say('access_given'));
  } finally {
    await chromium.close();
    await lab.stop();
  }
});

test('the button for an archived copy goes at the click, and returns after a stop, which drops the wish', async () => {
  const chromium = await launchGranted({ args: ['--host-resolver-rules=MAP shop.example.com 127.0.0.1'] });
  let visits = 0;
  // Only the visit is answered, so the checks are still under way.
  const site = await app((request, response) => {
    if (request.url !== '/cart' || visits > 0) return;
    visits += 1;
    response.writeHead(502, { server: 'nginx', 'content-type': 'text/html' });
    response.end('<title>502 Bad Gateway</title><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>');
  });
  try {
    const glass = await lookingGlass(chromium);
    const page = await chromium.newPage();
    await storing(glass, () => visit(page, `http://shop.example.com:${site.port}/cart`));
    // Its address would reveal that the site is on this machine, and no archive hears of those.
    await glass.evaluate(() => chrome.storage.session.clear());
    const popup = await chromium.openPopup(page);
    await popup.waitForSelector('#stop-checks');
    const isLeft = await popup.$eval('#archive-look', (button) => (button.click(), button.isConnected));
    assert.ok(!isLeft);
    await popup.$eval('#stop-checks', (button) => button.click());
    await popup.waitForSelector('#app[aria-busy=false] #archive-look');
    assert.equal(await popup.$('[data-check=archive]'), null, 'nobody asked the archive');
  } finally {
    await Promise.all([chromium.close(), site.close()]);
  }
});
