// One world and one Chromium in it for all tests of a suite.

import { after, before } from 'node:test';
import { launchGranted, lookingGlass } from '../granted.mjs';
import { environmentTrusting } from '../trust.mjs';
import { sayYes } from './play.mjs';
import { startWorld } from './world.mjs';

// Called within a `describe`. Before its first test, the result is filled with `world`, `chromium` and `glass`, a page
// to look into the extension; the visitor has said yes to everything. `launch` holds further options for Chromium.
export function setStage(launch = {}) {
  const stage = {};

  before(async () => {
    stage.world = await startWorld();
    const env = environmentTrusting(stage.world.lab.ca_pem);
    stage.chromium = await launchGranted({ realNames: true, env, ...launch });
    stage.glass = await lookingGlass(stage.chromium);
    await sayYes(stage.glass);
  });

  after(async () => {
    await stage.chromium?.close();
    await stage.world?.stop();
  });

  return stage;
}
