// The first tier: nothing is granted beyond what a click on the icon allows. What the popup says about each answer, and
// what it asks of the site to find out. What fails below HTTP is in click-only-errors.test.mjs.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { asked, assertSays, AT_ONCE_MS, onClick } from './lib/clicks.mjs';
import { chromium, lab, share } from './lib/shared.mjs';
import { app } from './lib/upstreams.mjs';
import { keepBusy, settle, visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

share(launchChromium);

const ONE_FETCH = ['GET empty'];
const NGINX = say('story_gateway_app', 'nginx');

const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const ANSWERS = [
  { place: '/502', story: NGINX, facts: { fact_status: /^502/, fact_title: /^502 Bad Gateway$/ }, asked: ONE_FETCH },
  { place: '/502-empty', story: say('story_site'), facts: { fact_status: /^502 Bad Gateway$/ }, asked: ONE_FETCH },
  { place: '/200-empty', story: say('story_blank'), facts: { fact_status: /^200/ }, asked: ONE_FETCH },
  { place: '/redirect', story: NGINX, facts: { fact_url: /\/502$/ }, asked: ONE_FETCH },
  { place: '/json', story: say('story_app'), facts: { fact_status: /^502/ }, asked: ONE_FETCH },
  { place: '/long', story: say('story_app'), facts: { fact_status: /^502/ }, asked: ONE_FETCH },
  { place: '/csp', story: say('story_app'), facts: { fact_status: /^502/ }, asked: ONE_FETCH },
  { place: '/status/404', story: say('story_not_found'), facts: { fact_status: /^404/ }, asked: ONE_FETCH },
  { place: '/status/429', story: say('story_rate_limited'), facts: { fact_status: /^429/ }, asked: ONE_FETCH },
  { place: 'mode:trusted/502', story: NGINX, facts: { fact_url: /^https:/ }, asked: ONE_FETCH },
];

describe('an answer that is an error, or empty', () => {
  for (const expected of ANSWERS) {
    test(`${expected.place}: ${expected.story}`, async () => {
      const verdict = await onClick(expected.place);
      assertSays(verdict, expected);
      assert.deepEqual(verdict.asked, expected.asked, 'what the click asked of the site');
      assert.match(verdict.report, /^server: nginx/m, 'the headers that asking again brought');
    });
  }
});

const TORN = [
  { place: '/cut', story: say('story_app'), facts: { fact_status: /^502/, fact_error: /^CUT_SHORT$/ } },
  { place: '/cut-200', story: say('story_net_cut_short'), facts: { fact_status: /^200/, fact_error: /^CUT_SHORT$/ } },
  { place: '/bad-chunk', story: say('story_net_cut_short'), facts: { fact_error: /^CUT_SHORT$/ } },
];

describe('a page that dies in the middle', () => {
  for (const expected of TORN) {
    test(`${expected.place} does not hold up the popup`, async () => {
      const verdict = await onClick(expected.place);
      assertSays(verdict, expected);
      assert.ok(verdict.took < AT_ONCE_MS, `took ${verdict.took} ms`);
      assert.deepEqual(verdict.asked.filter((word) => word !== 'GET empty'), [], 'it is never navigated');
    });
  }
});

test('a page that stops arriving does not lose what its headers say', async () => {
  const verdict = await onClick('', async (page) => {
    await visit(page, lab.url('/ok'));
    // This visit never finishes.
    page.goto(lab.url('/stall?status=502')).catch(() => {});
    await page.waitForFunction(() => document.title === 'Half a page');
  });
  assertSays(verdict, { story: say('story_app'), facts: { fact_status: /^502/ } });
  assert.match(verdict.report, /^server: nginx/m);
  assert.ok(verdict.took < AT_ONCE_MS, `took ${verdict.took} ms`);
  assert.deepEqual(verdict.asked, ONE_FETCH);
});

describe('a page that came from elsewhere than the network', () => {
  test('an error from the cache that the site still gives', async () => {
    const verdict = await onClick('', async (page) => {
      await visit(page, lab.url('/cached-502'));
      await visit(page, 'about:blank');
      const since = await lab.count();
      await visit(page, lab.url('/cached-502'));
      assert.deepEqual(await asked(lab, since), [], 'the second visit is answered by the cache');
    });
    assertSays(verdict, { story: say('story_app') });
    assert.deepEqual(verdict.asked, ONE_FETCH, 'the site itself is asked, past the cache');
  });

  test('an error from the cache that the site has recovered from', async () => {
    let times = 0;
    const site = await app((request, response) => {
      times += request.url === '/' ? 1 : 0;
      response.writeHead(times === 1 ? 502 : 200, { 'content-type': 'text/html', 'cache-control': 'max-age=600' });
      response.end(`<title>served</title><h1>${'once more '.repeat(60)}</h1>`);
    });
    const url = `http://127.0.0.1:${site.port}/`;
    const verdict = await onClick('', async (page) => {
      await visit(page, url);
      await visit(page, 'about:blank');
      await visit(page, url);
    });
    await site.close();
    assert.equal(times, 2, 'one visit and one fetch reached the site');
    assertSays(verdict, { state: 'recovered', story: say('story_stored'), side: verdict.side });
  });

  test("an error from the site's own service worker", async () => {
    const verdict = await onClick('', async (page) => {
      await visit(page, lab.url('/worker'));
      await page.waitForFunction(() => document.title === 'worker ready');
      await visit(page, lab.url('/worker-page'));
    });
    assertSays(verdict, { state: 'recovered', story: say('story_worker'), facts: { fact_status: /^502/ } });
    assert.deepEqual(verdict.asked, ONE_FETCH, 'the site itself is asked, past the worker');
  });
});

describe('a page that failed and is answered well when it is asked for again', () => {
  const ANSWERS = [
    { what: 'with nothing in it, is not back', answer: (response) => response.end(), state: 'failed' },
    { what: 'and slowly, is back', answer: (response) => response.flushHeaders(), state: 'recovered' },
  ];
  for (const { what, answer, state } of ANSWERS) {
    test(what, async () => {
      const site = await app((request, response) => {
        const isVisit = request.headers['sec-fetch-dest'] === 'document';
        response.writeHead(isVisit ? 502 : 200, { 'content-type': 'text/html' });
        if (isVisit) response.end('<h1>502 Bad Gateway</h1>');
        else answer(response);
      });
      try {
        const verdict = await onClick('', (page) => visit(page, `http://127.0.0.1:${site.port}/`));
        assert.equal(verdict.state, state, verdict.text);
      } finally {
        await site.close();
      }
    });
  }
});

describe('no failure', () => {
  test('a healthy page is called healthy, and nothing is asked of it', async () => {
    const verdict = await onClick('/ok');
    assertSays(verdict, { state: 'healthy', side: 'unknown', story: say('story_healthy') });
    assert.deepEqual(verdict.asked, []);
  });

  for (const type of ['image/gif', 'video/webm']) {
    test(`${type} in a tab of its own is no empty page`, async () => {
      const site = await app((_, response) => response.writeHead(200, { 'content-type': type }).end(PICTURE));
      try {
        const verdict = await onClick('', (page) => visit(page, `http://127.0.0.1:${site.port}/`));
        assertSays(verdict, { state: 'healthy', side: 'unknown', story: say('story_healthy') });
      } finally {
        await site.close();
      }
    });
  }

  for (const from of ['about:blank', '/502']) {
    test(`a site that does not answer, on the way there from ${from}, is waited for`, async () => {
      const verdict = await onClick('', async (page) => {
        await visit(page, lab.url(from));
        const since = await lab.count();
        // This visit never finishes.
        page.goto(lab.url('/hang')).catch(() => {});
        await lab.wait('/hang', since);
      });
      assertSays(verdict, { state: 'waiting', side: 'unknown', story: say('story_waiting') });
      assert.ok(verdict.took < AT_ONCE_MS, `took ${verdict.took} ms`);
      assert.deepEqual(verdict.asked, []);
    });
  }

  test('a busy page stays as it is, with whatever somebody has typed into it', async () => {
    const verdict = await onClick('', async (page) => {
      await visit(page, lab.url('/ok'));
      await keepBusy(page);
    });
    assertSays(verdict, { state: 'healthy', side: 'unknown', story: say('story_healthy') });
    assert.deepEqual(verdict.asked, ONE_FETCH);
  });

  test('a busy page of a site that can no longer be reached is reported as that', async () => {
    const site = await app((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Shop</h1>'));
    const verdict = await onClick('', async (page) => {
      await visit(page, `http://127.0.0.1:${site.port}/`);
      await keepBusy(page);
      await site.close();
    });
    assertSays(verdict, { state: 'failed', side: 'unknown', story: say('story_net_unknown') });
  });

  test('a page whose process has ended is not off limits: asked again, the site answers', async () => {
    const verdict = await onClick('', async (page) => {
      await visit(page, lab.url('/ok'));
      const crashed = once(page, 'error');
      const cdp = await page.createCDPSession();
      // Nobody is left to answer this.
      cdp.send('Page.crash').catch(() => {});
      await crashed;
    });
    const facts = { fact_error: /^Aw, Snap!$/ };
    assertSays(verdict, { state: 'recovered', side: 'you', story: say('story_recovered'), facts });
    assert.deepEqual(verdict.asked, ONE_FETCH);
  });

  for (const page of ['chrome://version', 'chrome://extensions', 'about:blank']) {
    test(`${page} is off limits`, async () => {
      const verdict = await onClick(page);
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
      const verdict = await onClick('', async (page) => {
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

  // How the form is answered; a GET never is.
  const ONLY_FORMS = [
    { what: 'fails', answer: (response) => response.writeHead(502).end('<h1>502 Bad Gateway</h1>'), state: 'failed' },
    { what: 'is cut off', answer: (response) => response.destroy(), state: 'unseen' },
  ];
  for (const { what, answer, state } of ONLY_FORMS) {
    test(`to an address that takes nothing else, where it ${what}, is not judged by what our own GET meets`, async () => {
      const site = await app((request, response) =>
        request.method === 'POST' ? answer(response) : response.writeHead(405, { 'content-type': 'text/html', allow: 'POST' }).end('GET not allowed'),
      );
      try {
        const verdict = await onClick('', async (page) => {
          await visit(page, lab.url('/form'));
          await page.$eval('form', (form, action) => (form.action = action), `http://127.0.0.1:${site.port}/up`);
          await settle(page, () => page.click('button'));
        });
        assert.equal(verdict.state, state);
        assert.ok(verdict.text.includes(say('step_form_sent')), verdict.text);
        assert.ok(!verdict.text.includes('405') && !verdict.text.includes(say('retry_offer')), verdict.text);
        if (state === 'unseen') assert.equal(verdict.story, say('story_unseen_form'));
      } finally {
        await site.close();
      }
    });
  }

  test('is not inferred from a firewall that refuses our own GET with the same status', async () => {
    const site = await app((request, response) => {
      if (request.headers['sec-fetch-dest'] === 'document') response.writeHead(502).end('<h1>502 Bad Gateway</h1>');
      else response.writeHead(405, { 'content-type': 'text/html', 'x-amzn-waf-action': 'captcha' }).end('Human Verification');
    });
    try {
      const verdict = await onClick('', (page) => visit(page, `http://127.0.0.1:${site.port}/`));
      assert.equal(verdict.state, 'failed');
      assert.ok(!verdict.text.includes(say('step_form_sent')), verdict.text);
    } finally {
      await site.close();
    }
  });
});
