// The second tier: access to every site is granted, and what the popup says comes from the record of the failure. What
// is recorded of each failure, that a click then leaves the tab alone, and that a working page leaves no trace.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ABORTED, abortAll, NET_ERRORS } from './lib/failures.mjs';
import { badgeOf, badges, badgeSays } from './lib/badges.mjs';
import { asked } from './lib/clicks.mjs';
import { choose, launchGranted, lookingGlass, memory, nothingRemembered, stopWorkers, storing } from './lib/granted.mjs';
import { ended, known } from './lib/outage.mjs';
import { chromium, lab, share } from './lib/shared.mjs';
import { closeSite, openSite, siteAccess } from './lib/site-access.mjs';
import { app } from './lib/upstreams.mjs';
import { click, keepBusy, settle, visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

const NOTHING = { session: {}, local: {} };

let glass;

share(launchGranted, async () => (glass = await lookingGlass(chromium)));

const shop = (_, response) => response.setHeader('content-type', 'text/html').end('<h1>Shop</h1>');

// Runs `action` with a new tab, which gets closed whatever happens.
async function inTab(action) {
  const page = await chromium.newPage();
  try {
    return await action(page);
  } finally {
    if (!page.isClosed()) await page.close();
  }
}

// Has `lead` make the tab fail, waits until that is recorded, clicks, and resolves to the verdict. The checks may ask
// the site, but the tab must not. `between` runs after the failure and before the click.
async function clickOnRecorded(lead, between = () => {}) {
  return inTab(async (page) => {
    const recorded = await storing(glass, () => lead(page));
    await between(page);
    const since = await lab.count();
    const verdict = await click(chromium, page);
    const ways = (await asked(lab, since)).filter((way) => way !== 'GET empty');
    assert.deepEqual(ways, [], 'the click asked by nothing but fetch');
    return { ...verdict, recorded };
  });
}

function assertFacts(verdict, facts) {
  for (const [key, value] of Object.entries(facts)) assert.match(verdict.facts[say(key)] ?? '', value, key);
}

const SEEN = say('report_answer', say('how_seen'));
const FROM_HERE = { fact_ip: /^127\.0\.0\.1$/, fact_method: /^GET$/, fact_protocol: /^http\/1\.1$/ };
const BAD_GATEWAY = { ...FROM_HERE, fact_status: /^502 Bad Gateway$/ };

const ANSWERS = [
  { place: '/502', facts: { ...BAD_GATEWAY, fact_title: /^502 Bad Gateway$/ }, report: /^server: nginx\/1/im },
  { place: '/502-empty', facts: BAD_GATEWAY, report: /^content-length: 0$/im },
  { place: '/csp', facts: BAD_GATEWAY, report: /^content-security-policy: default-src 'none'; sandbox$/im },
  { place: '/redirect', facts: { ...BAD_GATEWAY, fact_redirects: /^302 http:.*\/redirect$/ }, report: /^server:/im },
  { place: '/cut', facts: { ...BAD_GATEWAY, fact_error: /^ERR_CONTENT_LENGTH_MISMATCH$/ }, report: /^server:/im },
  {
    place: '/bad-chunk',
    facts: { ...FROM_HERE, fact_status: /^200 OK$/, fact_error: /^ERR_INVALID_CHUNKED_ENCODING$/ },
    report: /^transfer-encoding: chunked$/im,
  },
  { place: '/status/404', facts: { ...FROM_HERE, fact_status: /^404 Not Found$/ }, report: /^server:/im },
  { place: '/retry-after', facts: { ...FROM_HERE, fact_status: /^503/ }, report: /^retry-after: 2$/im },
  // Only the second tier sees cookies, and nothing else gives this load balancer away.
  {
    place: "/vendor/awselb/the target's own 503",
    facts: { ...FROM_HERE, fact_status: /^503/ },
    report: /^set-cookie: AWSALB=\[redacted\]; Path=\/$/im,
    through: 'AWS load balancer',
  },
];

describe('an answer that is an error', () => {
  for (const { place, facts, report, through } of ANSWERS) {
    test(`${place}: ${Object.keys(facts).join(', ')}`, async () => {
      const verdict = await clickOnRecorded((page) => visit(page, lab.url(place)));
      assert.equal(verdict.state, 'failed');
      assertFacts(verdict, facts);
      assert.ok(verdict.report.includes(SEEN), 'the answer is the one that was seen');
      assert.match(verdict.report, report);
      if (through) assert.match(verdict.report, new RegExp(`^- ${say('report_in_path')}: .*${through}`, 'm'));
    });
  }

  test('to a form: the method is kept and the form is not sent again', async () => {
    const start = await lab.count();
    const verdict = await clickOnRecorded(async (page) => {
      await visit(page, lab.url('/form'));
      await settle(page, () => page.click('button'));
    });
    assertFacts(verdict, { ...BAD_GATEWAY, fact_method: /^POST$/ });
    const posts = (await lab.asked(start)).filter(({ method }) => method === 'POST');
    assert.equal(posts.length, 1);
  });
});

describe('a failure below HTTP', () => {
  const cases = [
    ...NET_ERRORS.map((expected) => ({ ...expected, lead: (page) => visit(page, lab.url(expected.place)) })),
    ...ABORTED.map((expected) => ({
      ...expected,
      // Where nothing listens, the extension's own request fails too, as it would in reality.
      lead: (page) => abortAll(page, expected.abort).then(() => visit(page, lab.url('mode:refused'))),
    })),
  ];
  for (const { error, cause, side, seen = side, lead } of cases) {
    test(error, async () => {
      const verdict = await clickOnRecorded(lead);
      assertFacts(verdict, { fact_error: new RegExp(`^${error}$`), fact_method: /^GET$/ });
      assert.equal(verdict.story, say(`story_net_${cause}`));
      assert.deepEqual([verdict.state, verdict.side], ['failed', seen]);
    });
  }
});

// No event reports what such a worker handles, and reloading the page would only go to the worker again.
test("a page that the site's own service worker cannot give is loaded past it, and a form is not sent again", async () => {
  const script = 'addEventListener("fetch", (event) => event.respondWith(Promise.reject()))';
  const install = "<script>navigator.serviceWorker.register('/worker.js').then((it) => it.installing.onstatechange = ({ target }) => document.title = target.state)</script>";
  const methods = new Set();
  const site = await app(({ url, method }, response) => {
    methods.add(method);
    response.setHeader('content-type', url === '/worker.js' ? 'text/javascript' : 'text/html');
    response.end(url === '/worker.js' ? script : `<form method="post"></form>${install}`);
  });
  try {
    await inTab(async (page) => {
      await visit(page, `http://127.0.0.1:${site.port}/`);
      await page.waitForFunction(() => document.title === 'activated');
      await settle(page, () => page.$eval('form', (form) => form.submit()));
      assert.equal((await click(chromium, page)).story, say('story_recovered'));
      assert.deepEqual([...methods], ['GET']);
    });
  } finally {
    await site.close();
  }
});

test('a page that a cookie sends round in circles is not said to work again, although it works without the cookie', async () => {
  const site = await app(({ headers }, response) => {
    response.writeHead(headers.cookie ? 302 : 200, { 'content-type': 'text/html', location: '/', 'set-cookie': 'old=1' });
    response.end('<title>fine</title>fine');
  });
  try {
    await inTab(async (page) => {
      await visit(page, `http://shop.test:${site.port}/`);
      assert.equal(await visit(page, `http://shop.test:${site.port}/`), 'ERR_TOO_MANY_REDIRECTS');
      const { state, story, checks, text } = await click(chromium, page);
      assert.deepEqual([state, story], ['failed', say('story_net_loop')]);
      assert.equal(checks['without-cookies'], 'without-cookies-good');
      assert.ok(text.includes(say('fix_clear_site')), text);
    });
  } finally {
    await site.close();
  }
});

describe('a service worker that the browser has stopped', () => {
  const PLACES = { '/502': { fact_status: /^502/ }, 'mode:reset': { fact_error: /^ERR_CONNECTION_RESET$/ } };
  for (const [place, facts] of Object.entries(PLACES)) {
    test(`between the failure and the click loses nothing of ${place}`, async () => {
      const verdict = await clickOnRecorded((page) => visit(page, lab.url(place)), () => stopWorkers(glass));
      assertFacts(verdict, facts);
      await nothingRemembered(glass);
    });

    test(`before the failure loses nothing of ${place}`, async () => {
      await stopWorkers(glass);
      const verdict = await clickOnRecorded((page) => visit(page, lab.url(place)));
      assertFacts(verdict, facts);
    });
  }
});

describe('a record goes', () => {
  const ENDS = {
    'with a good page in the same tab': async (page) => {
      await visit(page, lab.url('/ok'));
      await nothingRemembered(glass);
      assert.equal((await click(chromium, page)).state, 'healthy');
    },
    'with its tab, and the wish for a report': async (page, key) => {
      await glass.evaluate((wish) => chrome.storage.session.set({ [wish]: true }), key.replace('failure:', 'copy:'));
      await page.close();
      await nothingRemembered(glass);
    },
  };
  for (const [how, end] of Object.entries(ENDS)) {
    test(how, async () => {
      await nothingRemembered(glass);
      await inTab(async (page) => {
        const { key } = await storing(glass, () => visit(page, lab.url('/502')));
        assert.deepEqual(Object.keys((await memory(glass)).session), [key]);
        await badgeSays(glass, '!');
        await end(page, key);
      });
      assert.deepEqual(await badges(glass), [], 'no badge is left');
    });
  }
});

// Counts in the worker what a working page should never cause.
const spy = () => {
  self.spied = [];
  const watch = (object, name, method) => {
    const real = object[method];
    object[method] = (...args) => {
      self.spied.push(name);
      return real.apply(object, args);
    };
  };
  const waysIn = ['instantiate', 'instantiateStreaming', 'compile', 'compileStreaming', 'Module'];
  for (const method of waysIn) watch(WebAssembly, `WebAssembly.${method}`, method);
  for (const method of ['set', 'remove', 'clear']) watch(chrome.storage.session, `session.${method}`, method);
  for (const method of ['setBadgeText', 'setIcon', 'setTitle']) watch(chrome.action, method, method);
  watch(self, 'fetch', 'fetch');
};

// The extension's scripts that run in the worker, and "wasm" for each WebAssembly module: those already there, and
// those still to come.
async function scriptsOf(worker) {
  const scripts = [];
  worker.client.on('Debugger.scriptParsed', ({ url, scriptLanguage }) => {
    if (scriptLanguage === 'WebAssembly') scripts.push('wasm');
    else if (url.startsWith('chrome-extension:')) scripts.push(new URL(url).pathname);
  });
  await worker.client.send('Debugger.enable');
  return scripts;
}

describe('good pages', () => {
  test('leave no trace and load no WebAssembly, 20 times over', async () => {
    const watched = await launchGranted({ watchWorker: true });
    try {
      const [eyes, page] = [await lookingGlass(watched), await watched.newPage()];
      const worker = await watched.serviceWorker();
      const scripts = await scriptsOf(worker);
      await worker.evaluate(spy);
      for (let n = 0; n < 20; n += 1) await visit(page, lab.url(`/ok?n=${n}`));
      assert.deepEqual(await worker.evaluate(() => self.spied), [], 'what the worker did');
      assert.deepEqual(await memory(eyes), NOTHING);
      assert.deepEqual(await badges(eyes), []);
      // The same watch does see a failure, which loads no WebAssembly either.
      await storing(eyes, () => visit(page, lab.url('/502')));
      await badgeSays(eyes, '!');
      // The mark is set at each update of the tab.
      assert.deepEqual(await worker.evaluate(() => [...new Set(self.spied)]), ['session.set', 'setBadgeText']);
      // A worker may import only when it starts, so the glue that can load the module is there from then on.
      const always = ['/background.js', '/failures.js', '/menu.js', '/retry.js', '/pkg/core.js'];
      assert.deepEqual(scripts.sort(), always.sort(), 'what runs in the worker');
    } finally {
      await watched.close();
    }
  });
});

describe('auto-retry that is off', () => {
  test('loads no WebAssembly for a failure, whatever the sites are called', async () => {
    const watched = await launchGranted({ watchWorker: true });
    try {
      const [eyes, page] = [await lookingGlass(watched), await watched.newPage()];
      const scripts = await scriptsOf(await watched.serviceWorker());
      await choose(eyes, { retry: { sites: { 'true.example': false } } });
      // Every object has a property of this name.
      await storing(eyes, () => visit(page, 'http://constructor:1/'));
      await badgeSays(eyes, '!');
      await until(async () => !(await known(eyes)).alarm || undefined, 'the net to go');
      assert.ok(!scripts.includes('wasm'), scripts.join(' '));
    } finally {
      await watched.close();
    }
  });
});

describe('when the storage is full', () => {
  test('checks give way to a failure, and other failures stay', () =>
    inTab(async (page) => {
      const first = await storing(glass, () => visit(page, lab.url('/502')));
      await glass.evaluate(async () => {
        const { session } = chrome.storage;
        const room = session.QUOTA_BYTES - (await session.getBytesInUse(null));
        await session.set({ 'investigation:1': 'x'.repeat(room - 200) });
      });
      await inTab(async (other) => {
        const second = await storing(glass, () => visit(other, lab.url('/502')));
        const { session } = await memory(glass);
        assert.deepEqual([first, second].map(({ key }) => key in session), [true, true]);
        assert.equal(session['investigation:1'], undefined);
      });
    }));
});

describe('a page after one that failed', () => {
  test('that the browser brings back from its history is reported as what it is', () =>
    inTab(async (page) => {
      await visit(page, lab.url('/ok'));
      await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => (globalThis.wasKept = persisted)));
      await storing(glass, () => visit(page, lab.url('/502')));
      await page.goBack();
      assert.equal(await page.evaluate(() => globalThis.wasKept), true, 'the browser loaded it anew');
      const { state, report } = await click(chromium, page);
      assert.equal(state, 'healthy');
      assert.ok(!report.includes('/502'), report);
    }));
});

test('a tab that is unloaded to save memory gets another number, and nothing is kept under the first', async () => {
  const { key } = await storing(glass, async () => visit(await chromium.newPage(), lab.url('/502')));
  await glass.bringToFront();
  const unload = async (tab) => (await chrome.tabs.discard(tab)).id;
  const unloaded = await glass.evaluate(unload, Number(key.split(':')[1]));
  await until(async () => !(key in (await memory(glass)).session) || undefined, 'what was kept of the tab to go');
  await glass.evaluate((tab) => chrome.tabs.remove(tab), unloaded);
});

test('a busy page of a site that can no longer be reached is reported with the reason', async () => {
  const site = await app(shop);
  const { story } = await inTab(async (page) => {
    await visit(page, `http://127.0.0.1:${site.port}/`);
    await keepBusy(page);
    await site.close();
    return click(chromium, page);
  });
  assert.equal(story, say('story_net_refused'));
});

describe('access that changes while the worker runs', () => {
  test('to something other than sites leaves what is known of them', async () => {
    await nothingRemembered(glass);
    await inTab(async (page) => {
      await storing(glass, () => visit(page, lab.url('/502')));
      const worker = await chromium.serviceWorker();
      await worker.evaluate(() => chrome.permissions.onRemoved.dispatch({ permissions: ['notifications'], origins: [] }));
      // The background works through events in order, so another failure is stored after what that led to.
      await inTab((other) => storing(glass, () => visit(other, lab.url('/502'))));
      assert.ok(Object.keys((await memory(glass)).session).length > 0);
    });
  });

  test('a failure after it was granted again is recorded at once; an earlier one is not', async () => {
    await nothingRemembered(glass);
    await siteAccess(chromium, 'ON_CLICK');
    await inTab(async (page) => {
      await visit(page, lab.url('/502'));
      assert.deepEqual(await memory(glass), NOTHING, 'without access nothing is recorded');
      await siteAccess(chromium, 'ON_ALL_SITES');
      await storing(glass, () => visit(page, lab.url('/502')));
    });
  });

  // The same server under another name is another site.
  const elsewhere = () => lab.url('/502').replace('127.0.0.1', 'localhost');

  test('to one site removes what is known of that one, and no more', async () => {
    await nothingRemembered(glass);
    await siteAccess(chromium, 'ON_SPECIFIC_SITES');
    for (const host of ['127.0.0.1', 'localhost']) await openSite(chromium, host);
    await choose(glass, { retry: { all: true } });
    await inTab(async (page) => {
      const { key: here } = await storing(glass, () => visit(page, lab.url('/502')));
      await until(async () => (await known(glass)).incidents.length === 1 || undefined, 'the first incident');
      await inTab(async (other) => {
        const { key: gone } = await storing(glass, () => visit(other, elsewhere()));
        await until(async () => (await known(glass)).incidents.length === 2 || undefined, 'the second incident');
        await closeSite(chromium, 'localhost');
        await until(async () => (await badgeOf(glass, gone)) === '' || undefined, 'the badge of the closed site to go');
        assert.notEqual(await badgeOf(glass, here), '');
        const names = Object.keys((await memory(glass)).session);
        assert.deepEqual(names.filter((name) => name.includes(':')), [here]);
        assert.deepEqual((await known(glass)).incidents.map(({ origin }) => new URL(origin).hostname), ['127.0.0.1']);
        assert.equal((await memory(glass)).local.history.localhost.at(-1).ending, 'stopped', 'nobody left the page');
      });
    });
    await choose(glass, {});
  });

  test('to one site leaves a redirect elsewhere unseen, which is not taken for silence', async () => {
    await siteAccess(chromium, 'ON_SPECIFIC_SITES');
    await openSite(chromium, '127.0.0.1');
    const isTab = ({ headers }) => headers['sec-fetch-dest'] === 'document';
    const leadAway = (response) => response.writeHead(302, { location: elsewhere() }).end();
    const site = await app((request, response) => (isTab(request) ? shop(request, response) : leadAway(response)));
    try {
      await inTab(async (page) => {
        await visit(page, `http://127.0.0.1:${site.port}/`);
        await keepBusy(page);
        assert.equal((await click(chromium, page)).story, say('story_unseen'));
      });
    } finally {
      await site.close();
    }
  });

  // The extension cannot give up access that is required here, so a person takes it back at that moment.
  async function onlyHere(settings) {
    await settings.exposeFunction('takeBack', () => closeSite(chromium, '127.0.0.1').then(() => ended(glass)));
    await settings.evaluate(() => {
      chrome.permissions.getAll = async () => ({ origins: ['*://127.0.0.1/*'] });
      chrome.permissions.remove = async ({ origins }) => origins && takeBack();
    });
  }

  // What the worker writes to disk from now on comes after everything there was erased.
  const holdWrites = (worker) => worker.evaluate(() => {
    const { local } = chrome.storage;
    const gone = new Promise((resolve) => local.onChanged.addListener(({ settings }) => settings && resolve()));
    const set = local.set.bind(local);
    local.set = (items) => gone.then(() => set(items));
  });

  test('while an outage is being handled, and everything is erased, leaves nothing of it', async () => {
    await nothingRemembered(glass);
    await choose(glass, { retry: { all: true } });
    await inTab(async (page) => {
      const { key } = await storing(glass, () => visit(page, lab.url('/502')));
      await until(async () => (await known(glass)).incidents.length === 1 || undefined, 'the incident');
      const settings = await chromium.openExtensionPage('tab.html');
      const erase = await settings.waitForSelector('.erase > button');
      await onlyHere(settings);
      await holdWrites(await chromium.serviceWorker());
      await erase.evaluate((button) => [button, button].forEach((twice) => twice.click()));
      // The button says so once everything is done and redrawn.
      await settings.waitForFunction((text) => document.querySelector('.erase > button').textContent === text, {}, say('options_erase_do'));
      assert.equal(await badgeOf(glass, key), '');
      await settings.close();
      // The background works through events in order, so another failure is stored after what that led to.
      await openSite(chromium, '127.0.0.1');
      await storing(glass, () => visit(page, lab.url('/502')));
      assert.deepEqual((await memory(glass)).local, {});
    });
  });

  test('to the last site removes everything, and no mark stays', async () => {
    await inTab(async (page) => {
      await storing(glass, () => visit(page, lab.url('/502')));
      await badgeSays(glass, '!');
      // When a popup checks a page whose failure nobody saw, there is no record beside the answers.
      await glass.evaluate(() => chrome.storage.session.set({ 'investigation:0': {} }));
      await closeSite(chromium, '127.0.0.1');
      await nothingRemembered(glass);
      await badgeSays(glass, '');
    });
    await siteAccess(chromium, 'ON_ALL_SITES');
  });
});
