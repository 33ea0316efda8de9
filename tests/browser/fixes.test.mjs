// What the popup itself can do about a failure, each at the click of a button: reload the page, clear what the browser
// keeps for this one site, open a status page, open a private window.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { launchGranted, lookingGlass, storing } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { allowPrivate } from './lib/site-access.mjs';
import { app } from './lib/upstreams.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { settle, visit } from './lib/visit.mjs';
import { resolveWithin } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

const ROOM_FOR_COOKIES = 100;
const TOO_LARGE = '<html>\r\n<head><title>400 Request Header Or Cookie Too Large</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>Request Header Or Cookie Too Large</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

let lab;

before(async () => {
  lab = await startLab();
});

after(() => lab?.stop());

const label = (popup, fix) => popup.$eval(`button[data-fix=${fix}]`, (button) => button.textContent);

// Presses the button. The popup closes once it has done what the button says.
async function press(popup, fix) {
  const closed = new Promise((resolve) => popup.once('close', resolve));
  // Scroll it out from under the row of buttons that sticks to the edge.
  await popup.$eval(`button[data-fix=${fix}]`, (button) => button.scrollIntoView({ block: 'center' }));
  // The popup may be gone before the click is reported as complete.
  popup.click(`button[data-fix=${fix}]`).catch(() => {});
  await resolveWithin(10_000, closed, 'the popup to close');
}

async function popupOn(chromium, page) {
  const popup = await chromium.openPopup(page);
  return { popup, verdict: await finalVerdict(popup) };
}

// What that tab itself asked of the site.
const documents = async (since) =>
  (await lab.asked(since)).filter(({ dest, path }) => dest !== 'empty' && path !== '/favicon.ico').map(({ method }) => method);

describe('loading the page again', () => {
  let chromium;
  let glass;

  before(async () => {
    chromium = await launchGranted();
    glass = await lookingGlass(chromium);
  });

  after(() => chromium?.close());

  test('is a reload past the cache where the page is known to have been requested with GET', async () => {
    let served = 0;
    // Fails once and then works, and the browser may keep what it got the first time.
    const site = await app((request, response) => {
      if (request.headers['sec-fetch-dest'] === 'image') return response.writeHead(404).end();
      if (request.headers['sec-fetch-mode'] === 'navigate') served += 1;
      const status = request.headers['sec-fetch-mode'] === 'navigate' && served === 1 ? 502 : 200;
      response.writeHead(status, { 'content-type': 'text/html', 'cache-control': 'max-age=600' });
      response.end(`<title>served ${served}</title>`);
    });
    try {
      const page = await chromium.newPage();
      await storing(glass, () => visit(page, `http://127.0.0.1:${site.port}/`));
      const { popup, verdict } = await popupOn(chromium, page);
      assert.equal(verdict.state, 'recovered');
      assert.equal(await label(popup, 'reload'), say('fix_reload'));
      await press(popup, 'reload');
      await page.waitForFunction(() => document.title === 'served 2');
      await page.close();
    } finally {
      await site.close();
    }
  });

  const sendForm = async (page) => {
    await visit(page, lab.url('/form'));
    await page.$eval('form', (form, action) => (form.action = action), lab.url('mode:reset'));
    await settle(page, () => page.click('button'));
  };

  test('is not offered for a form, whose address has no page to open', async () => {
    const page = await chromium.newPage();
    await storing(glass, () => sendForm(page));
    const { popup, verdict } = await popupOn(chromium, page);
    assert.ok(verdict.text.includes(say('step_send_again')), verdict.text);
    assert.equal(await popup.$('button[data-fix]'), null);
    await page.close();
  });

  test('never sends a form again: where nobody saw whether it was one, its address is opened afresh', async () => {
    const blind = await launchChromium();
    try {
      const page = await blind.newPage();
      await sendForm(page);
      const { popup } = await popupOn(blind, page);
      assert.equal(await label(popup, 'open-again'), say('fix_open_again'));
      const since = await lab.count();
      await settle(page, () => press(popup, 'open-again'));
      const asked = await documents(since);
      assert.ok(asked.length > 0 && asked.every((method) => method === 'GET'), asked.join(', '));
    } finally {
      await blind.close();
    }
  });
});

describe('cookies that are too large for the site', () => {
  let chromium;
  let site;

  // Like nginx with small buffers. Any other path sets one more cookie.
  before(async () => {
    chromium = await launchChromium();
    site = await app((request, response) => {
      const { cookie = '' } = request.headers;
      if (request.url === '/page' && cookie.length > ROOM_FOR_COOKIES) {
        return response.writeHead(400, { server: 'nginx', 'content-type': 'text/html' }).end(TOO_LARGE);
      }
      if (request.url === '/fill') response.setHeader('set-cookie', `big=${'x'.repeat(ROOM_FOR_COOKIES)}; Path=/`);
      response.setHeader('content-type', 'text/html');
      response.end(`<title>well</title>${cookie}`);
    });
  });

  after(async () => {
    await chromium?.close();
    await site?.close();
  });

  test('are identified, and cleared together with the cache, for this site only', async () => {
    const page = await chromium.newPage();
    const at = (host, path) => `http://${host}:${site.port}${path}`;
    await visit(page, at('other.test', '/fill'));
    await visit(page, at('site.test', '/fill'));
    // If a tab already shows an address with a fragment, navigating to it would only scroll.
    await visit(page, at('site.test', '/page#top'));
    const { popup, verdict } = await popupOn(chromium, page);
    const { side, scope, fault, story } = verdict;
    assert.deepEqual([side, scope, fault], ['you', 'local', 'local-browser']);
    assert.equal(story, say('story_request_too_big'));
    assert.equal(await label(popup, 'clear-site'), say('fix_clear_site'));
    await press(popup, 'clear-site');
    await page.waitForFunction(() => document.title === 'well');
    assert.equal(await page.evaluate(() => document.body.textContent), '', 'no cookie came along');
    await visit(page, at('other.test', '/ask'));
    assert.match(await page.evaluate(() => document.body.textContent), /big=x+/, 'the other site has its own still');
    await page.close();
  });
});

test("a delivery network in trouble: its status page, if the visitor wants to read it", async () => {
  const chromium = await launchChromium();
  try {
    const page = await chromium.newPage();
    await visit(page, lab.url('/vendor/cloudflare/its own fault, said to a program'));
    const { popup, verdict } = await popupOn(chromium, page);
    assert.equal(verdict.side, 'cdn', verdict.text);
    const opened = chromium.browser.waitForTarget((target) => target.url().includes('cloudflarestatus'));
    await press(popup, 'status-page');
    await resolveWithin(10_000, opened, 'the status page');
  } finally {
    await chromium.close();
  }
});

describe('a private window', () => {
  let chromium;
  let site;
  let visited = () => {};

  // Any cookie is too much for this site, and every answer sets one. `visited` is called for every visit without any.
  before(async () => {
    chromium = await launchChromium();
    site = await app((request, response) => {
      const status = request.headers.cookie ? 431 : 200;
      if (status === 200 && request.headers['sec-fetch-dest'] === 'document') visited();
      response.writeHead(status, { 'set-cookie': 'a=b; Path=/', 'content-type': 'text/html' });
      response.end(`<title>${status}</title>`);
    });
  });

  after(async () => {
    await chromium?.close();
    await site?.close();
  });

  test('is mentioned, and opened where the visitor allows extensions in it', async () => {
    const page = await chromium.newPage();
    const url = `http://127.0.0.1:${site.port}/`;
    await visit(page, url);
    await visit(page, url);
    const before = await popupOn(chromium, page);
    assert.deepEqual([before.verdict.side, before.verdict.story], ['you', say('story_cookies')]);
    assert.ok(before.verdict.text.includes(say('step_private_window', 'Ctrl+Shift+N')), before.verdict.text);
    assert.equal(await before.popup.$('button[data-fix=private-window]'), null);
    await before.popup.close();
    await allowPrivate(chromium);
    const { popup } = await popupOn(chromium, page);
    const opened = new Promise((resolve) => (visited = resolve));
    await press(popup, 'private-window');
    await resolveWithin(10_000, opened, 'a visit from a private window');
  });
});
