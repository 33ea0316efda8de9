// The first tier: nothing is granted, and what a click on the icon allows is all there is. What the popup says of each
// failure, and what it asks of the site to find out.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { blockingExtension } from './lib/extension.mjs';
import { ABORTED, abortAll, NET_ERRORS } from './lib/failures.mjs';
import { startLab } from './lib/lab.mjs';
import { freePort } from './lib/ports.mjs';
import { environmentTrusting } from './lib/trust.mjs';
import { app } from './lib/upstreams.mjs';
import { click, look, settle, visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

// The popup gives up on a silent page after 1.5 s and on a silent server after 12 s; none of these is one.
const AT_ONCE_MS = 8_000;

let lab;
let chromium;

before(async () => {
  lab = await startLab();
  chromium = await launchChromium({ env: environmentTrusting(lab.ca_pem) });
});

after(async () => {
  await chromium?.close();
  await lab?.stop();
});

// Runs `action` with a new tab, which is closed whatever happens.
async function inTab(action, browser = chromium) {
  const page = await browser.newPage();
  try {
    return await action(page);
  } finally {
    await page.close();
  }
}

// What was asked of the lab after that number, in a row: "GET empty" is a fetch, "GET document" a navigation. The
// browser itself repeats what a server cuts off, so the same in a row counts once. What the lab cannot read (HTTP/2)
// has no method.
async function asked(since) {
  // Icons, and news of a site's service worker, the browser asks for by itself.
  const isOfTheClick = ({ method, path, dest }) => method && path !== '/favicon.ico' && dest !== 'serviceworker';
  const requests = (await lab.asked(since)).filter(isOfTheClick);
  const words = requests.map((request) => `${request.method} ${request.dest}`);
  return words.filter((word, at) => word !== words[at - 1]);
}

// Visits `place`, clicks, and resolves to the verdict with `asked`: what the click alone had the browser ask.
async function clickOn(place, lead = (page) => visit(page, lab.url(place))) {
  return inTab(async (page) => {
    const error = await lead(page);
    const since = await lab.count();
    const verdict = await click(chromium, page);
    return { ...verdict, error, asked: await asked(since) };
  });
}

function assertSays(verdict, { state = 'failed', side = 'site', story, facts = {} }) {
  const { state: seenState, side: seenSide, story: seenStory } = verdict;
  assert.deepEqual({ state: seenState, side: seenSide, story: seenStory }, { state, side, story });
  for (const [label, value] of Object.entries(facts)) assert.match(verdict.facts[say(label)] ?? '', value, label);
}

const ONE_FETCH = ['GET empty'];
const NGINX = say('story_gateway_app', 'nginx');

const ANSWERS = [
  { place: '/502', story: NGINX, facts: { fact_status: /^502/, fact_title: /^502 Bad Gateway$/ }, asked: ONE_FETCH },
  { place: '/502-empty', story: say('story_site'), facts: { fact_status: /^502 Bad Gateway$/ }, asked: ONE_FETCH },
  { place: '/redirect', story: NGINX, facts: { fact_url: /\/502$/ }, asked: ONE_FETCH },
  { place: '/json', story: say('story_app'), facts: { fact_status: /^502/ }, asked: ONE_FETCH },
  { place: '/long', story: say('story_site'), facts: { fact_status: /^502/ }, asked: ONE_FETCH },
  { place: '/csp', story: say('story_site'), facts: { fact_status: /^502/ }, asked: ONE_FETCH },
  { place: '/status/404', story: say('story_not_found'), facts: { fact_status: /^404/ }, asked: ONE_FETCH },
  { place: '/status/429', story: say('story_rate_limited'), facts: { fact_status: /^429/ }, asked: ONE_FETCH },
  { place: 'mode:trusted/502', story: NGINX, facts: { fact_url: /^https:/ }, asked: ONE_FETCH },
];

describe('an answer that is an error', () => {
  for (const expected of ANSWERS) {
    test(`${expected.place}: ${expected.story}`, async () => {
      const verdict = await clickOn(expected.place);
      assertSays(verdict, expected);
      assert.deepEqual(verdict.asked, expected.asked, 'what the click asked of the site');
      assert.match(verdict.report, /^server: nginx/m, 'the headers that asking again brought');
    });
  }
});

const TORN = [
  { place: '/cut', story: say('story_site'), facts: { fact_status: /^502/, fact_error: /^CUT_SHORT$/ } },
  { place: '/cut-200', story: say('story_net_cut_short'), facts: { fact_status: /^200/, fact_error: /^CUT_SHORT$/ } },
  { place: '/bad-chunk', story: say('story_net_cut_short'), facts: { fact_error: /^CUT_SHORT$/ } },
];

describe('a page that dies in the middle', () => {
  for (const expected of TORN) {
    test(`${expected.place} does not hold up the popup`, async () => {
      const verdict = await clickOn(expected.place);
      assertSays(verdict, expected);
      assert.ok(verdict.took < AT_ONCE_MS, `took ${verdict.took} ms`);
      assert.deepEqual(verdict.asked.filter((word) => word !== 'GET empty'), [], 'it is never navigated');
    });
  }
});

test('a page that stops coming does not cost what the headers say', async () => {
  const verdict = await clickOn('', async (page) => {
    await visit(page, lab.url('/ok'));
    // This visit never ends.
    page.goto(lab.url('/stall?status=502')).catch(() => {});
    await page.waitForFunction(() => document.title === 'Half a page');
  });
  assertSays(verdict, { story: say('story_site'), facts: { fact_status: /^502/ } });
  assert.match(verdict.report, /^server: nginx/m);
  assert.ok(verdict.took < AT_ONCE_MS, `took ${verdict.took} ms`);
  assert.deepEqual(verdict.asked, ONE_FETCH);
});

// On the browser's own error page fetch says nothing but that it failed, so the tab is led there once more.
function assertNamesError(verdict, { error, cause, side }) {
  assert.equal(verdict.error, error, 'what the browser itself calls it');
  assertSays(verdict, { side, story: say(`story_net_${cause}`), facts: { fact_error: new RegExp(`^${error}$`) } });
}

describe('a failure below HTTP', () => {
  for (const expected of NET_ERRORS) {
    test(`${expected.place}: ${expected.error}`, async () => {
      const verdict = await clickOn(expected.place);
      assertNamesError(verdict, expected);
      const reached = verdict.asked.length > 0;
      assert.deepEqual(verdict.asked, reached ? ['GET empty', 'GET document'] : [], 'one fetch, then one navigation');
    });
  }

  test('a connection that is closed as soon as it is made', async () => {
    const verdict = await clickOn('mode:accept-close');
    // The browser may notice while it connects, sends or reads.
    assert.match(verdict.facts[say('fact_error')], /^ERR_(SOCKET_NOT_CONNECTED|CONNECTION_(RESET|CLOSED)|EMPTY_RESPONSE)$/);
    assert.equal(verdict.state, 'failed');
  });

  for (const expected of ABORTED) {
    test(`what no server does: ${expected.error}`, async () => {
      const lead = async (page) => {
        await abortAll(page, expected.abort);
        // Where nothing listens the popup's own fetch fails too, as it would in earnest.
        return visit(page, lab.url('mode:refused'));
      };
      assertNamesError(await clickOn('', lead), expected);
    });
  }

  test('an error page whose reason is gone gives way to the page', async () => {
    const verdict = await clickOn('', async (page) => {
      await page.setRequestInterception(true);
      page.once('request', async (request) => {
        await request.abort('timedout');
        await page.setRequestInterception(false);
      });
      return visit(page, lab.url('/ok'));
    });
    assert.equal(verdict.error, 'ERR_TIMED_OUT');
    assertSays(verdict, { state: 'healthy', side: 'unknown', story: say('story_healthy') });
    assert.deepEqual(verdict.asked, ['GET empty', 'GET document'], 'the tab itself shows what is said of it');
  });

  test('a device without a network: ERR_INTERNET_DISCONNECTED', async () => {
    const lead = async (page) => {
      await page.setOfflineMode(true);
      return visit(page, lab.url('mode:refused'));
    };
    const expected = { error: 'ERR_INTERNET_DISCONNECTED', cause: 'offline', side: 'you' };
    assertNamesError(await clickOn('', lead), expected);
  });

  test('a page that another extension blocks: ERR_BLOCKED_BY_CLIENT', async () => {
    const id = await chromium.browser.installExtension(blockingExtension('blocked.test'));
    try {
      const expected = { error: 'ERR_BLOCKED_BY_CLIENT', cause: 'browser_blocked', side: 'you' };
      assertNamesError(await clickOn(`http://blocked.test:${lab.http}/ok`), expected);
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
      expected: { error: 'ERR_TUNNEL_CONNECTION_FAILED', cause: 'proxy_refused', side: 'network' },
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

describe('a page that came from elsewhere than the network', () => {
  test('an error from the cache, which the site still answers with', async () => {
    const verdict = await clickOn('', async (page) => {
      await visit(page, lab.url('/cached-502'));
      await visit(page, 'about:blank');
      const since = await lab.count();
      await visit(page, lab.url('/cached-502'));
      assert.deepEqual(await asked(since), [], 'the second visit is answered by the cache');
    });
    assertSays(verdict, { story: say('story_gateway_app', 'nginx') });
    assert.deepEqual(verdict.asked, ONE_FETCH, 'the site itself is asked, past the cache');
  });

  test('an error from the cache, which the site has got over', async () => {
    let times = 0;
    const site = await app((request, response) => {
      times += request.url === '/' ? 1 : 0;
      response.writeHead(times === 1 ? 502 : 200, { 'content-type': 'text/html', 'cache-control': 'max-age=600' });
      response.end(`<title>served</title><h1>${'once more '.repeat(60)}</h1>`);
    });
    const url = `http://127.0.0.1:${site.port}/`;
    const verdict = await clickOn('', async (page) => {
      await visit(page, url);
      await visit(page, 'about:blank');
      await visit(page, url);
    });
    await site.close();
    assert.equal(times, 2, 'one visit and one fetch reached the site');
    assertSays(verdict, { state: 'recovered', story: say('story_stored'), side: verdict.side });
  });

  test("an error from the site's own service worker", async () => {
    const verdict = await clickOn('', async (page) => {
      await visit(page, lab.url('/worker'));
      await page.waitForFunction(() => document.title === 'worker ready');
      await visit(page, lab.url('/worker-page'));
    });
    assertSays(verdict, { state: 'recovered', story: say('story_worker'), facts: { fact_status: /^502/ } });
    assert.deepEqual(verdict.asked, ONE_FETCH, 'the site itself is asked, past the worker');
  });
});

describe('no failure', () => {
  test('a healthy page is called healthy and asked nothing', async () => {
    const verdict = await clickOn('/ok');
    assertSays(verdict, { state: 'healthy', side: 'unknown', story: say('story_healthy') });
    assert.deepEqual(verdict.asked, []);
  });

  for (const from of ['about:blank', '/502']) {
    test(`a site that does not answer, on the way there from ${from}, is waited for`, async () => {
      const verdict = await clickOn('', async (page) => {
        await visit(page, lab.url(from));
        const since = await lab.count();
        // This visit never ends.
        page.goto(lab.url('/hang')).catch(() => {});
        await lab.wait('/hang', since);
      });
      assertSays(verdict, { state: 'waiting', side: 'unknown', story: say('story_waiting') });
      assert.ok(verdict.took < AT_ONCE_MS, `took ${verdict.took} ms`);
      assert.deepEqual(verdict.asked, []);
    });
  }

  for (const page of ['chrome://version', 'chrome://extensions', 'about:blank']) {
    test(`${page} is off limits`, async () => {
      const verdict = await clickOn(page);
      assertSays(verdict, { state: 'untouchable', side: 'unknown', story: say('story_untouchable') });
    });
  }
});

describe('a form that was sent', () => {
  const FORMS = [
    { what: 'is answered with an error', place: '/post', asked: ONE_FETCH },
    { what: 'is cut off', place: 'mode:reset', asked: ['GET empty', 'GET document'] },
  ];
  for (const { what, place, asked: expected } of FORMS) {
    test(`and ${what} is never sent again`, async () => {
      const start = await lab.count();
      const verdict = await clickOn('', async (page) => {
        await visit(page, lab.url('/form'));
        await page.$eval('form', (form, action) => (form.action = action), lab.url(place));
        await settle(page, () => page.click('button'));
      });
      assert.equal(verdict.state, 'failed');
      const posts = (await lab.asked(start)).filter((request) => request.method === 'POST');
      assert.equal(posts.length, 1, 'the form was sent once');
      assert.deepEqual(verdict.asked, expected, 'what the click asked of the site');
    });
  }
});
