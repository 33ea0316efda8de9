// Firefox with the extension in it, headless, over WebDriver BiDi.

import puppeteer from 'puppeteer-core';
import { existsSync } from 'node:fs';
import { extensionFolder, manifest } from './extension.mjs';
import { until } from './wait.mjs';

const PROGRAMS = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'];
// Firefox draws the origin of an extension by lot; a fixed one lets a test open its pages.
const ORIGIN_ID = '8d1f4c3e-5a77-4b7e-9d0b-2f6b1c9a7e51';

// Names that are this machine. Firefox takes no pattern here.
const LOCAL_NAMES = ['site.test', 'doh.test', 'shop.test'];

function preferences(geckoId, names) {
  return {
    'extensions.webextensions.uuids': JSON.stringify({ [geckoId]: ORIGIN_ID }),
    'extensions.webextOptionalPermissionPrompts': false,
    'network.dns.localDomains': names.join(','),
    // What Firefox would ask its maker on its own.
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
}

// Starts Firefox and installs the extension. Access to every site is granted unless `grantHosts` is false: Firefox lets
// an extension do next to nothing without it. `prefs` are added to the preferences, further options go to puppeteer.
export async function launchFirefox({ grantHosts = true, prefs = {}, names = LOCAL_NAMES, ...options } = {}) {
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Firefox found: ./build.sh setup, or set FIREFOX to its path');
  const folder = extensionFolder({ grantHosts });
  const geckoId = manifest(folder).browser_specific_settings.gecko.id;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    // Pages of an extension may not be visited by remote control without it.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: { ...preferences(geckoId, names), ...prefs },
    ...options,
  });
  try {
    await browser.installExtension(folder);
    return new Firefox(browser);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

class Firefox {
  constructor(browser) {
    this.browser = browser;
    this.origin = `moz-extension://${ORIGIN_ID}`;
  }

  newPage() {
    return this.browser.newPage();
  }

  // Opens popup.html in a tab of its own, looking at the tab of `page`. Remote control cannot see the real popup.
  async openPopup(page) {
    return this.openExtensionPage(`popup.html?tabId=${await this.tabId(page)}`);
  }

  // The id the extension knows a tab by. It may not see addresses, so the tab is told by being in front.
  async tabId(page) {
    const asking = await this.openExtensionPage('popup.css');
    await page.bringToFront();
    const id = await asking.evaluate(async () => {
      const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
      return tab.id;
    });
    await asking.close();
    return id;
  }

  // Opens a page of the extension in a tab. The visit itself is never reported as done, though the page opens.
  async openExtensionPage(path) {
    const page = await this.newPage();
    const url = `${this.origin}/${path}`;
    page.goto(url).catch(() => {});
    const opened = (wanted) => location.href === wanted && document.readyState === 'complete';
    await until(() => page.evaluate(opened, url).then((done) => done || undefined, () => undefined), url);
    return page;
  }

  close() {
    return this.browser.close();
  }
}
