// The second tier: Chromium with the extension allowed on every site, so that it sees failures as they happen.

import { launchChromium } from './chromium.mjs';
import { visit } from './visit.mjs';
import { resolveWithin, until } from './wait.mjs';

// A port to which no browser connects: it fails at once and asks nobody.
const DEAD = 'http://127.0.0.1:1/';
const ATTEMPTS = 5;

// Starts it and resolves once the extension listens: it was installed only just now, and its first worker registers the
// listeners while the first visits may already be under way.
export async function launchGranted(options) {
  const chromium = await launchChromium({ grantHosts: true, ...options });
  try {
    await listening(chromium);
    return chromium;
  } catch (error) {
    await chromium.close();
    throw error;
  }
}

// Makes a tab fail until that is stored.
async function listening(chromium) {
  const [glass, page] = [await lookingGlass(chromium), await chromium.newPage()];
  const fail = () => storing(glass, () => visit(page, DEAD), 2_000).then(() => true);
  for (let left = ATTEMPTS, heard = false; !heard; left -= 1) {
    heard = await (left > 1 ? fail().catch(() => false) : fail());
  }
  await Promise.all([glass.close(), page.close()]);
}

// A page of the extension from which a test looks into its storage. It runs no code of the extension.
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

// Stores what a visitor has chosen, replacing everything that was chosen before.
export function choose(glass, settings) {
  return glass.evaluate((chosen) => chrome.storage.local.set({ settings: chosen }), settings);
}

// Resolves once the extension no longer remembers any tab.
export function nothingRemembered(glass) {
  const isEmpty = async () => (Object.keys((await memory(glass)).session).length === 0 ? true : undefined);
  return until(isEmpty, 'the record to go');
}

// Does `action` and resolves to the first failure that the extension stores meanwhile, as { key, value, at }, where
// `at` is the time in milliseconds since 1970.
export async function storing(glass, action, patience = 10_000) {
  await glass.evaluate(() => {
    window.nextStored = new Promise((resolve) => {
      chrome.storage.session.onChanged.addListener(function look(changes) {
        const at = Date.now();
        // Auto-retry stores what it knows at times of its own.
        const [entry] = Object.entries(changes).filter(([name, change]) => name.startsWith('failure:') && change.newValue);
        if (!entry) return;
        chrome.storage.session.onChanged.removeListener(look);
        resolve({ key: entry[0], value: entry[1].newValue, at });
      });
    });
  });
  await action();
  return resolveWithin(patience, glass.evaluate(() => window.nextStored), 'the extension to store a failure');
}

// How often a service worker starts while `action` runs.
export async function workerStarts(glass, action) {
  const cdp = await glass.createCDPSession();
  const states = new Map();
  let starts = 0;
  cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { versionId, runningStatus } of versions) {
      if (states.get(versionId) === 'stopped' && runningStatus !== 'stopped') starts += 1;
      states.set(versionId, runningStatus);
    }
  });
  await cdp.send('ServiceWorker.enable');
  await action();
  await cdp.detach();
  return starts;
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
