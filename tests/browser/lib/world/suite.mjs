// A file of scenarios as tests: one world and one browser for all of them, and at the end a look at who was asked.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchFirefox } from '../firefox.mjs';
import { removeFolder, temporaryFolder } from '../temp.mjs';
import { profileTrusting } from '../trust.mjs';
import { DECLARED } from './names.mjs';
import { requestsIn } from './netlog.mjs';
import { assertVerdict, playInChromium, playInFirefox, sayYes } from './play.mjs';
import { setStage } from './stage.mjs';
import { startWorld } from './world.mjs';

// What Chromium requests by itself: an address with nobody there, the one by which it detects captive portals, and
// where that leads.
const OF_CHROMIUM = ['127.0.0.1', 'connectivitycheck.gstatic.com', 'portal.example.net'];

// `skip` is the reason why a world is impossible here, `launch` holds further options for Chromium.
export function inChromium(title, scenarios, { skip, launch = {} }) {
  describe(title, { skip }, () => {
    const folder = temporaryFolder('netlog');
    const log = join(folder, 'log.json');
    const stage = setStage({ ...launch, args: [`--log-net-log=${log}`, ...(launch.args ?? [])] });

    after(() => removeFolder(folder));

    for (const scenario of scenarios) {
      test(scenario.name, async () => assertVerdict(await playInChromium(stage, scenario), scenario));
    }

    test('nobody else was asked', async () => {
      await stage.chromium.close();
      stage.chromium = undefined;
      const requests = requestsIn(log);
      const allowed = [...DECLARED, ...scenarios.flatMap(ownHosts)];
      const own = requests.filter(({ initiator }) => initiator?.startsWith('chrome-extension://'));
      assert.ok(own.length > 0, 'the extension asked somebody');
      assert.deepEqual(strangers(own, allowed), []);
      assert.deepEqual(strangers(requests, [...allowed, ...OF_CHROMIUM]), []);
    });
  });
}

// The hosts of these requests that are not on the list.
function strangers(requests, allowed) {
  const hosts = requests.map(({ url }) => url.hostname).filter((host) => host && !allowed.includes(host));
  return [...new Set(hosts)];
}

// The site itself, its other name, and the place where its status page would be, whether or not its zone is known.
function ownHosts({ url, also = [] }) {
  const { hostname } = new URL(url);
  const apex = hostname.split('.').slice(-2).join('.');
  return [hostname, `www.${hostname}`, `status.${hostname}`, `status.${apex}`, ...also];
}

// The same in Firefox where possible: a scenario's `firefox` says why it is not, or what else Firefox must say.
export function inFirefox(title, scenarios, { skip }) {
  describe(title, { skip }, () => {
    const stage = {};

    before(async () => {
      stage.world = await startWorld();
      stage.firefox = await launchFirefox({ names: [], userDataDir: profileTrusting(stage.world.lab.ca_pem) });
      await sayYes(await stage.firefox.openExtensionPage('popup.css'));
    });

    after(async () => {
      await stage.firefox?.close();
      await stage.world?.stop();
    });

    for (const { firefox = {}, ...scenario } of scenarios) {
      const wanted = { ...scenario, ...firefox };
      test(scenario.name, { skip: firefox.skip ?? false }, async () => {
        assertVerdict(await playInFirefox(stage, wanted), wanted);
      });
    }
  });
}
