// The second tier: Chromium with the extension allowed on every site, so that it sees failures as they happen.

import { launchChromium } from './chromium.mjs';
import { visit } from './visit.mjs';
import { resolveWithin } from './wait.mjs';

const STARTS = 3;

// Starts it and resolves once the extension listens. The first worker announces its listeners while the first visit may
// already be under way; once they were announced, the browser itself remembers them and starts a worker for each event.
// Seldom, on a busy machine, the debugger holds that worker back for good: then everything is started anew.
export async function launchGranted(options, starts = STARTS) {
  const chromium = await launchChromium({ grantHosts: true, ...options });
  await chromium.serviceWorker();
  await chromium.stopServiceWorker();
  if (await listens(chromium)) return chromium;
  await chromium.close();
  if (starts === 1) throw new Error(`the extension did not listen, ${STARTS} times in a row`);
  return launchGranted(options, starts - 1);
}

// Has a tab fail without asking anybody, and tells whether that was stored.
async function listens(chromium) {
  const [glass, page] = [await lookingGlass(chromium), await chromium.newPage()];
  const heard = await storing(glass, () => visit(page, 'http://127.0.0.1:1/'), 5_000).then(() => true, () => false);
  await Promise.all([glass.close(), page.close()]);
  return heard;
}

// A page of the extension from which a test looks into its storage. It runs nothing of the extension.
export function lookingGlass(chromium) {
  return chromium.openExtensionPage('popup.css');
}

// All that the extension remembers, in memory and on disk.
export function memory(glass) {
  return glass.evaluate(async () => ({
    session: await chrome.storage.session.get(null),
    local: await chrome.storage.local.get(null),
  }));
}

// Does `action` and resolves to the first new value that the extension stores meanwhile, as { key, value, at }: `at` is
// the moment in milliseconds since 1970.
export async function storing(glass, action, patience = 10_000) {
  await glass.evaluate(() => {
    window.nextStored = new Promise((resolve) => {
      chrome.storage.session.onChanged.addListener(function look(changes) {
        const at = Date.now();
        const [entry] = Object.entries(changes).filter(([, change]) => change.newValue);
        if (!entry) return;
        chrome.storage.session.onChanged.removeListener(look);
        resolve({ key: entry[0], value: entry[1].newValue, at });
      });
    });
  });
  await action();
  return resolveWithin(patience, glass.evaluate(() => window.nextStored), 'the extension to store a failure');
}

// Stops the service worker, as the browser does after 30 idle seconds, and resolves once it has stopped.
export async function stopWorkers(glass) {
  const cdp = await glass.createCDPSession();
  try {
    const states = new Map();
    const stopped = new Promise((resolve) => {
      cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        for (const { versionId, runningStatus } of versions) states.set(versionId, runningStatus);
        if ([...states.values()].every((status) => status === 'stopped')) resolve();
      });
    });
    await cdp.send('ServiceWorker.enable');
    await cdp.send('ServiceWorker.stopAllWorkers');
    await resolveWithin(5_000, stopped, 'the service worker to stop');
  } finally {
    await cdp.detach();
  }
}
