// What the tests of a file share: the lab, and a browser that trusts it. A test imports them by name; they are there
// from the first test on.

import { after, before } from 'node:test';
import { startLab } from './lab.mjs';
import { environmentTrusting } from './trust.mjs';

export let lab;
export let chromium;

// Starts both before the tests of this file or of this `describe`, the browser by `launch`, and ends them after the
// last. `prepare` does whatever else must come first: another hook of the file would not wait for this one.
export function share(launch, prepare = () => {}) {
  before(async () => {
    lab = await startLab();
    chromium = await launch({ env: environmentTrusting(lab.ca_pem) });
    await prepare();
  });
  after(async () => {
    await chromium?.close();
    await lab?.stop();
  });
}
