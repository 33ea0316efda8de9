// Firefox with the extension in it, headless, over WebDriver BiDi.

import puppeteer from 'puppeteer-core';
import { existsSync } from 'node:fs';
import { extensionFolder, manifest } from './extension.mjs';
import { openWindow } from './firefox-window.mjs';
import { until } from './wait.mjs';

const PROGRAMS = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'];
// Firefox picks an extension's origin at random; a fixed one lets a test open its pages.
const ORIGIN_ID = '8d1f4c3e-5a77-4b7e-9d0b-2f6b1c9a7e51';

// Names that are this machine. Firefox accepts no patterns here.
const LOCAL_NAMES = ['site.test', 'doh.test', 'shop.test'];

function preferences(geckoId, names) {
  return {
    'extensions.webextensions.uuids': JSON.stringify({ [geckoId]: ORIGIN_ID }),
    'extensions.webextOptionalPermissionPrompts': false,
    'network.dns.localDomains': names.join(','),
    // What Firefox would ask its maker by itself.
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
}

// Starts Firefox and installs the extension. Access to every site is granted unless `grantHosts` is false: without it,
// Firefox lets an extension do next to nothing. `first` is that of `extensionFolder`. `prefs` are added to the
// preferences; further options go to puppeteer.
export async function launchFirefox({ grantHosts = true, first, prefs = {}, names = LOCAL_NAMES, ...options } = {}) {
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Firefox found: ./build.sh setup, or set FIREFOX to its path');
  const folder = extensionFolder({ grantHosts, first });
  const geckoId = manifest(folder).browser_specific_settings.gecko.id;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    // Without it, an extension's pages and the browser's own window are closed to remote control.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: { ...preferences(geckoId, names), ...prefs },
    ...options,
  });
  try {
    await browser.installExtension(folder);
    return new Firefox(browser, await openWindow(browser, geckoId));
  } catch (error) {
    await browser.close();
    throw error;
  }
}

// Runs in a page. Firefox's error pages have the address that failed, and never count as complete.
function shown() {
  const { readyState, documentURI } = document;
  const isError = /^about:(net|cert)error/.test(documentURI);
  return location.href !== 'about:blank' && (readyState === 'complete' || (isError && readyState === 'interactive'));
}

class Firefox {
  constructor(browser, window) {
    this.browser = browser;
    this.window = window;
    this.origin = `moz-extension://${ORIGIN_ID}`;
  }

  newPage() {
    return this.browser.newPage();
  }

  // Opens an address in a new tab. Resolves to its page once the tab shows the outcome. For its own pages, Firefox
  // never reports that a visit is done; for its error pages, it does so before they are there.
  async visit(url) {
    const page = await this.newPage();
    page.goto(url).catch(() => {});
    await until(() => page.evaluate(shown).then((is) => is || undefined, () => undefined), url);
    return page;
  }

  // Clicks the icon in the toolbar while `page` is in front, as a person would, which grants activeTab for it. Resolves
  // to what the popup says in the end.
  async click(page) {
    await page.bringToFront();
    return this.window.click();
  }

  // Opens the popup in a tab of its own, looking at the tab of `page`, for what cannot be done in the real one. In that
  // case, no click has granted anything.
  async openPopup(page) {
    await page.bringToFront();
    return this.openExtensionPage(`popup.html?tab=${await this.window.tabId()}`);
  }

  // Opens a page of the extension in a tab.
  openExtensionPage(path) {
    return this.visit(`${this.origin}/${path}`);
  }

  // Resolves once Firefox has put the background script to sleep, as it does after `extensions.background.idle.timeout`
  // milliseconds; the next event starts it again.
  suspended() {
    return until(async () => (await this.window.isAsleep()) || undefined, 'the background script to be suspended');
  }

  // Ends the background script at once, whatever it is doing, just as Firefox ends an idle one.
  endBackground() {
    return this.window.endBackground();
  }

  close() {
    return this.browser.close();
  }
}
