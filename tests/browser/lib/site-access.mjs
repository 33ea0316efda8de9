// What a person switches on the extension's page in the browser.

import { until } from './wait.mjs';

async function onItsPage(chromium, action, ...args) {
  const page = await chromium.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(action, chromium.extension.id, ...args);
  await page.close();
}

// The choice under "site access": ON_CLICK, ON_SPECIFIC_SITES or ON_ALL_SITES.
export const siteAccess = (chromium, hostAccess) =>
  onItsPage(chromium, (extensionId, access) =>
    chrome.developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess: access }), hostAccess);

// Adds a site to those it has access to.
export const openSite = (chromium, host) =>
  onItsPage(chromium, (id, pattern) => chrome.developerPrivate.addHostPermission(id, pattern), `*://${host}/*`);

// Removes one.
export const closeSite = (chromium, host) =>
  onItsPage(chromium, (id, pattern) => chrome.developerPrivate.removeHostPermission(id, pattern), `*://${host}/*`);

// Lets it into private windows. An extension from a store needs no developer mode for that. It makes the extension
// restart.
export async function allowPrivate(chromium) {
  await onItsPage(chromium, async (extensionId) => {
    await chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
  });
  const page = await chromium.newPage();
  // In the meantime it has no pages.
  const hasPages = () => page.goto(`${chromium.origin}/popup.css`).then(() => true, () => undefined);
  await until(hasPages, 'the extension to be back');
  await page.close();
}
