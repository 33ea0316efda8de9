// What the tests of a file about auto-retry share: a browser and a glass into its storage. Each has its own outage and
// tab, of which nothing is known yet. A test imports them by name; they are there from its start.

import { after, afterEach, before, beforeEach } from 'node:test';
import { choose, launchGranted, lookingGlass } from './granted.mjs';
import { startOutage } from './outage.mjs';

export let chromium;
export let glass;
export let site;
export let page;

export function shareOutages() {
  before(async () => {
    chromium = await launchGranted();
    glass = await lookingGlass(chromium);
  });
  after(() => chromium?.close());

  beforeEach(async () => {
    await choose(glass, {});
    await glass.evaluate(() => Promise.all([chrome.storage.session.clear(), chrome.storage.local.remove('history')]));
    site = await startOutage();
    page = await chromium.newPage();
  });
  afterEach(async () => {
    if (!page.isClosed()) await page.close();
    await site.close();
  });
}
