// The checks and the buttons in Firefox, where they differ from Chromium.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { badgeSays } from './lib/badges.mjs';
import { blockingExtension } from './lib/extension.mjs';
import { launchFirefox } from './lib/firefox.mjs';
import { startLab } from './lib/lab.mjs';
import { heldSite } from './lib/site.mjs';
import { app } from './lib/upstreams.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

const textOf = (page) => page.evaluate(() => document.body.textContent);

describe('in Firefox, with access to every site,', () => {
  let firefox;

  before(async () => {
    firefox = await launchFirefox({ prefs: { 'privacy.userContext.enabled': true } });
  });

  after(() => firefox?.close());

  test('the list fills in, and can be stopped', async () => {
    const site = await heldSite();
    const page = await firefox.visit(site.url);
    const popup = await firefox.openPopup(page);
    await site.next();
    await popup.waitForSelector('li[data-check=again][data-state=running]');
    await popup.click('#stop-checks');
    const { checks, answer } = await finalVerdict(popup);
    assert.deepEqual([checks.again, answer], ['skipped', say('verdict_not_you')]);
    assert.deepEqual(site.asked, ['GET /page']);
    await popup.close();
    await page.close();
    await site.close();
  });

  test('cookies are cleared for this host only', async () => {
    const site = await app((request, response) => {
      const { cookie = '' } = request.headers;
      const status = request.url === '/page' && cookie ? 431 : 200;
      response.writeHead(status, { 'set-cookie': 'a=b; Path=/', 'content-type': 'text/html' });
      response.end(`<title>${status}</title>${cookie}`);
    });
    const at = (host, path) => `http://${host}:${site.port}${path}`;
    for (const host of ['shop.test', 'site.test']) await (await firefox.visit(at(host, '/fill'))).close();
    const page = await firefox.visit(at('site.test', '/page'));
    const popup = await firefox.openPopup(page);
    const { side, story } = await finalVerdict(popup);
    assert.deepEqual([side, story], ['you', say('story_cookies')]);
    await popup.click('button[data-fix=clear-site]');
    const isWell = async () => ((await page.title()) === '200' ? true : undefined);
    await until(isWell, 'the page to work');
    assert.equal(await textOf(page), '', 'no cookie came along');
    const other = await firefox.visit(at('shop.test', '/ask'));
    assert.equal(await textOf(other), 'a=b', 'the other site has its own still');
    await site.close();
  });

  test('a page in a container is requested without the cookies of the others', async () => {
    const site = await heldSite({ held: false });
    const page = await firefox.visit(site.url);
    await page.bringToFront();
    await firefox.window.openContained(site.url);
    const { state, checks } = await firefox.window.click();
    assert.equal(state, 'failed');
    assert.ok(site.asked.length > 0 && site.asked.every((asked) => asked.endsWith('without cookies')), `${site.asked}`);
    assert.equal(checks['without-cookies'], undefined, 'there is nothing to compare with');
    await firefox.window.closeTab();
    await page.close();
    await site.close();
  });
});

test('a page that another extension blocks is put down to this browser', async () => {
  const firefox = await launchFirefox();
  try {
    await firefox.browser.installExtension(blockingExtension('shop.test'));
    const glass = await firefox.openExtensionPage('popup.css');
    const page = await firefox.newPage();
    page.goto('http://shop.test/').catch(() => {});
    await badgeSays(glass, '!');
    const { side, story, facts } = await firefox.click(page);
    assert.deepEqual([side, story, facts.Error], ['you', say('story_net_browser_blocked'), 'NS_ERROR_ABORT']);
  } finally {
    await firefox.close();
  }
});

test("a site on the browser's list of dangerous ones is not asked again, and the advice keeps protection on", async () => {
  // The list that Firefox tests itself with.
  const prefs = { 'browser.safebrowsing.phishing.enabled': true, 'urlclassifier.phishTable': 'moztest-phish-simple' };
  const firefox = await launchFirefox({ prefs, names: ['itisatrap.org'] });
  const site = await app();
  try {
    const page = await firefox.newPage();
    const isStopped = () => page.evaluate(() => document.documentURI.startsWith('about:blocked'));
    // Nothing says when the list has been loaded.
    const meetsIt = async () => {
      await page.goto(`http://itisatrap.org:${site.port}/firefox/its-a-trap.html`).catch(() => {});
      return (await isStopped().catch(() => false)) || undefined;
    };
    await until(meetsIt, 'the page that warns');
    const { side, story, checks, text } = await firefox.click(page);
    assert.deepEqual([side, story, checks.again], ['site', say('story_net_browser_blocked'), undefined]);
    assert.ok(text.includes(say('step_report')) && !text.includes(say('check_other_browser')), text);
  } finally {
    await firefox.close();
    await site.close();
  }
});

// A Firefox that goes through the proxy at this port.
function behindProxy(port) {
  const prefs = {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.allow_hijacking_localhost': true,
  };
  return launchFirefox({ prefs });
}

test('nothing is asked through a proxy while Firefox asks for its password', async () => {
  const proxy = await app((request, response) => {
    response.writeHead(407, { 'proxy-authenticate': 'Basic realm="work"', 'content-type': 'text/html' }).end('<h1>Who are you?</h1>');
  });
  const firefox = await behindProxy(proxy.port);
  try {
    const page = await firefox.newPage();
    page.goto('http://shop.test/').catch(() => {});
    await until(async () => (await firefox.window.asksForPassword()) || undefined, 'the question for a password');
    const { state, side, checks } = await firefox.click(page);
    assert.deepEqual([state, side, checks], ['failed', 'network', {}]);
  } finally {
    await firefox.close();
    await proxy.close();
  }
});

describe('in Firefox, behind a proxy,', () => {
  let lab;
  let firefox;

  before(async () => {
    lab = await startLab();
    firefox = await behindProxy(lab.modes['proxy-refusing']);
  });

  after(async () => {
    await firefox?.close();
    await lab?.stop();
  });

  test("the address that answered is called the proxy's", async () => {
    const page = await firefox.visit('http://shop.test/');
    const { facts, text } = await firefox.click(page);
    assert.equal(facts[say('fact_ip_proxy')], '127.0.0.1', text);
  });

  test('a tunnel that the proxy refused is not taken for a connection that the site refused', async () => {
    const page = await firefox.visit('https://shop.test/');
    const { story, facts } = await firefox.click(page);
    assert.deepEqual([story, facts.Error], [say('story_net_unreachable'), 'ERR_TUNNEL_CONNECTION_FAILED']);
  });
});
