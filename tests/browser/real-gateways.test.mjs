// Real gateways in front of real failures, in Chromium, through a click on the icon and with no more access than the
// click gives. The table says what is known of each answer; gateways.test.mjs checks that the gateways still give
// these answers.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { NAMES, startGateway } from './lib/gateways.mjs';
import * as upstreams from './lib/upstreams.mjs';
import { look } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

const PRODUCTS = { nginx: 'nginx', haproxy: 'HAProxy', apache: 'Apache' };

const wrote = (status, story, code) => ({ status, writer: true, story, code });

// What the popup says about each gateway's answer: the keys of its sentences. `writer` is true if the gateway wrote the
// page itself; then `code` is what the evidence reads from it. `status` is undefined if no answer could be read.
const FAILURES = {
  dead: {
    nginx: wrote('502', 'story_gateway_app', 'bad_answer'),
    haproxy: wrote('503', 'story_gateway_app', 'no_backend'),
    apache: wrote('503', 'story_gateway_app', 'refused'),
  },
  slow: {
    nginx: wrote('504', 'story_gateway_slow', 'no_answer'),
    haproxy: wrote('504', 'story_gateway_slow', 'no_answer'),
    // Apache has no separate status for silence, and says the same about a connection that closed early.
    apache: wrote('502', 'story_gateway_app', 'closed_early'),
  },
  garbage: {
    // Passed on as it is, for the browser to stumble over.
    nginx: { writer: false, story: 'story_net_bad_answer' },
    haproxy: wrote('502', 'story_gateway_app', 'bad_answer'),
  },
};

// An app that fails by itself, in its own words.
function ownPage(status) {
  return (request, response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Shop</title><h1>Our shop is out of order</h1><p>Status ${status}.</p>`);
  };
}

let chromium;
before(async () => {
  chromium = await launchChromium();
});
after(() => chromium?.close());

// What the popup says about this gateway's front page.
async function askAbout(name, upstream) {
  const gateway = await startGateway(name, upstream.port);
  try {
    return await look(chromium, gateway.url);
  } finally {
    await gateway.stop();
  }
}

function assertFailure(verdict, product, { status, writer, story, code }) {
  assert.deepEqual([verdict.state, verdict.side], ['failed', 'site'], verdict.text);
  assert.equal(verdict.story, say(story, product));
  assert.equal(verdict.facts.Status?.slice(0, 3), status);
  if (writer) {
    assert.match(verdict.written, new RegExp(`^${product}, `));
    assert.ok(verdict.evidence.includes(say(`evidence_code_${code}`, product)), verdict.evidence.join('\n'));
  } else {
    assert.doesNotMatch(verdict.written, new RegExp(product));
  }
}

// Runs `body` with what `start` started before the first test in it.
function describeBehind(what, start, body) {
  describe(what, () => {
    let upstream;
    before(async () => {
      upstream = await start();
    });
    after(() => upstream?.close());
    body(() => upstream);
  });
}

for (const [kind, expected] of Object.entries(FAILURES)) {
  describeBehind(`in front of an upstream that is ${kind}`, upstreams[kind], (upstream) => {
    for (const [name, failure] of Object.entries(expected)) {
      test(`${name}: ${failure.status ?? 'no readable answer'}`, async () => {
        assertFailure(await askAbout(name, upstream()), PRODUCTS[name], failure);
      });
    }
  });
}

describeBehind('in front of an upstream that is garbage', upstreams.garbage, (upstream) => {
  test('apache takes it for a page, and so does the popup', async () => {
    const { state, answer, facts, text } = await askAbout('apache', upstream());
    assert.deepEqual([state, answer, facts.Status], ['healthy', say('verdict_healthy'), '200'], text);
  });
});

for (const status of [500, 503]) {
  const start = () => upstreams.app(ownPage(status));
  describeBehind(`in front of an app that answers ${status} itself`, start, (upstream) => {
    for (const name of NAMES) {
      test(`${name} is not called the writer`, async () => {
        const { side, facts, written, story, text } = await askAbout(name, upstream());
        assert.equal(side, 'site', text);
        assert.equal(facts.Status?.slice(0, 3), String(status));
        assert.doesNotMatch(`${written} ${story}`, new RegExp(PRODUCTS[name]));
      });
    }
  });
}
