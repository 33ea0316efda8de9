// The first tier once more: failures below HTTP, where the browser shows an error page of its own that tells an
// extension nothing. Each must be named as the browser names it.

import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { assertSays, AT_ONCE_MS, onClick } from './lib/clicks.mjs';
import { blockingExtension } from './lib/extension.mjs';
import { ABORTED, abortAll, NET_ERRORS } from './lib/failures.mjs';
import { freePort } from './lib/ports.mjs';
import { chromium, lab, share } from './lib/shared.mjs';
import { app } from './lib/upstreams.mjs';
import { look, visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

share(launchChromium);

// On the browser's own error page, fetch says only that it failed, so the tab is navigated there once more.
function assertNamesError(verdict, { error, cause, side }) {
  assert.equal(verdict.error, error, 'what the browser itself calls it');
  assertSays(verdict, { side, story: say(`story_net_${cause}`), facts: { fact_error: new RegExp(`^${error}$`) } });
}

// Visits the address with a request that never finishes. The next one may.
async function failsOnce(page, url) {
  await page.setRequestInterception(true);
  page.once('request', async (request) => {
    await request.abort('timedout');
    await page.setRequestInterception(false);
  });
  return visit(page, url);
}

// Visits a site a second time, once its service worker answers every request with what `gives` says.
async function failsBehindWorker(page, gives, isDown) {
  const script = `addEventListener("fetch", (event) => event.respondWith(${gives}))`;
  const install = "<script>navigator.serviceWorker.register('/worker.js').then((it) => it.installing.onstatechange = ({ target }) => document.title = target.state)</script>";
  let isVisited = false;
  const site = await app(({ url }, response) => {
    if (isVisited && isDown) return response.destroy();
    response.setHeader('content-type', url === '/worker.js' ? 'text/javascript' : 'text/html');
    response.end(url === '/worker.js' ? script : install);
  });
  // It must answer until the verdict is final.
  page.once('close', () => site.close());
  await visit(page, `http://127.0.0.1:${site.port}/`);
  await page.waitForFunction(() => document.title === 'activated');
  isVisited = true;
  return visit(page, `http://127.0.0.1:${site.port}/`);
}

describe('a failure below HTTP', () => {
  for (const expected of NET_ERRORS) {
    test(`${expected.place}: ${expected.error}`, async () => {
      const verdict = await onClick(expected.place);
      assertNamesError(verdict, expected);
      const reached = verdict.asked.length > 0;
      assert.deepEqual(verdict.asked, reached ? ['GET empty', 'GET document'] : [], 'one fetch, then one navigation');
    });
  }

  test('a connection that is closed as soon as it is established', async () => {
    const verdict = await onClick('mode:accept-close');
    // The browser may notice while it connects, sends or reads.
    const names = /^ERR_(SOCKET_NOT_CONNECTED|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE)$/;
    assert.match(verdict.facts[say('fact_error')], names);
    assert.equal(verdict.state, 'failed');
  });

  for (const expected of ABORTED) {
    test(`what no server does: ${expected.error}`, async () => {
      const lead = async (page) => {
        await abortAll(page, expected.abort);
        // Where nothing listens, the popup's own fetch fails too, as it would in reality.
        return visit(page, lab.url('mode:refused'));
      };
      assertNamesError(await onClick('', lead), expected);
    });
  }

  test('an error page whose cause is gone gives way to the page', async () => {
    const verdict = await onClick('', (page) => failsOnce(page, lab.url('/ok')));
    assert.equal(verdict.error, 'ERR_TIMED_OUT');
    assertSays(verdict, { state: 'recovered', side: 'unknown', story: say('story_recovered') });
    assert.deepEqual(verdict.asked, ['GET empty', 'GET document'], 'the tab itself shows what is said of it');
  });

  test('an error page that is reloaded in vain gives way to the next answer', async () => {
    const news = new EventEmitter();
    const site = await app(({ headers }, response) => {
      if (headers['sec-fetch-dest'] !== 'document') return response.destroy();
      // The second visit never finishes by itself.
      if (!news.emit('visit')) response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502</h1>');
    });
    const url = `http://127.0.0.1:${site.port}/`;
    try {
      const verdict = await onClick('', async (page) => {
        const error = await failsOnce(page, url);
        const again = once(news, 'visit');
        page.goto(url).catch(() => {});
        await again;
        return error;
      });
      assert.equal(verdict.error, 'ERR_TIMED_OUT');
      assertSays(verdict, { story: say('story_site'), facts: { fact_status: /^502/ } });
    } finally {
      await site.close();
    }
  });

  test('a site whose error page gives way to an empty page is not said to work again', async () => {
    const site = await app((request, response) => {
      if (request.headers['sec-fetch-dest'] === 'document') response.writeHead(200, { 'content-length': 0 }).end();
      else response.destroy();
    });
    try {
      const verdict = await onClick('', (page) => failsOnce(page, `http://127.0.0.1:${site.port}/`));
      assert.equal(verdict.error, 'ERR_TIMED_OUT');
      assertSays(verdict, { state: 'failed', side: 'site', story: say('story_blank') });
    } finally {
      await site.close();
    }
  });

  // No event reports what such a worker handles, and the browser has one name for every way in which it fails.
  describe("a page that the site's own service worker fails to provide: ERR_FAILED", () => {
    const FAILS = [
      { what: 'as its own request fails', gives: 'fetch(event.request)', isDown: true,
        says: { side: 'unknown', story: say('story_net_unknown'), facts: { fact_error: /^Failed to fetch$/ } } },
      { what: 'though the site answers, is not advised to be reloaded', gives: 'Promise.reject()', isDown: false,
        says: { state: 'unknown', side: 'unknown', story: say('story_needs_access') } },
    ];
    for (const { what, gives, isDown, says } of FAILS) {
      test(what, async () => {
        const verdict = await onClick('', (page) => failsBehindWorker(page, gives, isDown));
        assert.equal(verdict.error, 'ERR_FAILED');
        assertSays(verdict, says);
        assert.ok(verdict.took < AT_ONCE_MS, `took ${verdict.took} ms`);
      });
    }
  });

  test('a device without a network: ERR_INTERNET_DISCONNECTED', async () => {
    const lead = async (page) => {
      await page.setOfflineMode(true);
      return visit(page, lab.url('mode:refused'));
    };
    const expected = { error: 'ERR_INTERNET_DISCONNECTED', cause: 'offline', side: 'you' };
    assertNamesError(await onClick('', lead), expected);
  });

  test('a page that another extension blocks: ERR_BLOCKED_BY_CLIENT', async () => {
    const id = await chromium.browser.installExtension(blockingExtension('blocked.test'));
    try {
      const expected = { error: 'ERR_BLOCKED_BY_CLIENT', cause: 'browser_blocked', side: 'you' };
      assertNamesError(await onClick(`http://blocked.test:${lab.http}/ok`), expected);
    } finally {
      await chromium.browser.uninstallExtension(id);
    }
  });
});

describe('a proxy that the browser is set to', () => {
  const PROXIES = [
    {
      what: 'that is not there',
      port: freePort,
      place: '/ok',
      expected: { error: 'ERR_PROXY_CONNECTION_FAILED', cause: 'proxy_down', side: 'network' },
    },
    {
      what: 'that refuses the tunnel',
      port: () => lab.modes['proxy-refusing'],
      place: 'mode:trusted/ok',
      // A proxy that is there and refuses is usually reporting a site that does not answer it.
      expected: { error: 'ERR_TUNNEL_CONNECTION_FAILED', cause: 'unreachable', side: 'site' },
    },
  ];
  for (const { what, port, place, expected } of PROXIES) {
    test(`${what}: ${expected.error}`, async () => {
      const args = [`--proxy-server=http://127.0.0.1:${await port()}`, '--proxy-bypass-list=<-loopback>'];
      const behindProxy = await launchChromium({ args });
      try {
        assertNamesError(await look(behindProxy, lab.url(place)), expected);
      } finally {
        await behindProxy.close();
      }
    });
  }
});
