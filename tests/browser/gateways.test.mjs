// The gateways that the other tests rely on really answer as they do in the wild, asked without a browser. A change
// here means that a new version of a gateway behaves differently, and what the extension knows of it may need a look.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { NAMES, startGateway } from './lib/gateways.mjs';
import * as upstreams from './lib/upstreams.mjs';
import { resolveWithin } from './lib/wait.mjs';

// Apache never says 504 for an upstream that stays silent. What is not HTTP at all, nginx passes on as it is, so the
// client fails to read it; Apache takes it for the body of an HTTP/0.9 answer and passes it on as a page.
const EXPECTED = {
  app: { nginx: 200, haproxy: 200, apache: 200 },
  dead: { nginx: 502, haproxy: 503, apache: 503 },
  slow: { nginx: 504, haproxy: 504, apache: 502 },
  garbage: { nginx: 'HPE_INVALID_CONSTANT', haproxy: 502, apache: 200 },
};

// The status, or the name of the reason why there is none.
async function answer(url) {
  const request = get(url, { agent: false });
  const read = once(request, 'response').then(([response]) => response.resume().statusCode, (error) => error.code);
  return resolveWithin(8_000, read, `an answer from ${url}`).finally(() => request.destroy());
}

for (const [kind, expected] of Object.entries(EXPECTED)) {
  describe(`in front of an upstream that is ${kind}`, () => {
    let upstream;
    before(async () => {
      upstream = await upstreams[kind]();
    });
    after(() => upstream.close());
    for (const name of NAMES) {
      test(`${name} answers ${expected[name]}`, async () => {
        const gateway = await startGateway(name, upstream.port);
        try {
          assert.equal(await answer(gateway.url), expected[name]);
        } finally {
          await gateway.stop();
        }
      });
    }
  });
}
