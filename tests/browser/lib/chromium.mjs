// Chromium with the extension in it, headless and talking only to this machine unless told otherwise.

import puppeteer from 'puppeteer-core';
import { existsSync } from 'node:fs';
import { extensionFolder } from './extension.mjs';
import { resolveWithin, until } from './wait.mjs';

// Debian's /usr/bin/chromium is a script that adds its own arguments; the program it starts is the better choice.
const PROGRAMS = [process.env.CHROMIUM, '/usr/lib/chromium/chromium', '/usr/bin/chromium', '/usr/bin/google-chrome'];

const ARGUMENTS = [
  '--no-default-browser-check',
  '--disable-gpu',
  // What Chromium would ask its maker by itself.
  '--disable-features=NetworkTimeServiceQuerying',
  '--gaia-url=http://127.0.0.1:1/',
  '--component-updater=url-source=http://127.0.0.1:1/',
];
// *.test is this machine, and no other name exists.
const ONLY_THIS_MACHINE =
  '--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';
const NO_SANDBOX = '--no-sandbox';
const AS_ROOT = process.getuid?.() === 0;

// Pages from elsewhere are kept in the sandbox, except as root, where it does not start. The tests' own pages need
// none, and so run where a system forbids it.
function argumentsFor(realNames) {
  if (!realNames) return [...ARGUMENTS, ONLY_THIS_MACHINE, NO_SANDBOX];
  return AS_ROOT ? [...ARGUMENTS, NO_SANDBOX] : ARGUMENTS;
}

// Starts Chromium and installs the extension. `grantHosts`, `grants` and `first` are those of `extensionFolder`,
// `realNames` lets it find more than this machine, `watchWorker` lets `serviceWorker()` look into the service worker.
// Otherwise, puppeteer must leave workers alone: on a busy machine, it occasionally forgets to let one run that has
// just started. Further options go to puppeteer (`args` are added to those above).
export async function launchChromium(given = {}) {
  const { grantHosts, grants, first, realNames, watchWorker, args = [], ...options } = given;
  const executablePath = PROGRAMS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium found: ./build.sh setup, or set CHROMIUM to its path');
  const all = [...argumentsFor(realNames), ...args];
  const targetFilter = (target) => watchWorker || target.type() !== 'service_worker';
  const launch = { executablePath, pipe: true, enableExtensions: true, targetFilter, args: all, ...options };
  const browser = await puppeteer.launch(launch);
  try {
    const id = await browser.installExtension(extensionFolder({ grantHosts, grants, first }));
    const chromium = new Chromium(browser, (await browser.extensions()).get(id));
    await chromium.closeWelcome();
    return chromium;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

class Chromium {
  constructor(browser, extension) {
    this.browser = browser;
    this.extension = extension;
    this.origin = `chrome-extension://${extension.id}`;
  }

  newPage() {
    return resolveWithin(15_000, this.browser.newPage(), 'a new tab');
  }

  // Closes the page shown after installation, which would otherwise come to the front in the middle of a test.
  async closeWelcome() {
    const isWelcome = (target) => target.url() === `${this.origin}/tab.html?welcome`;
    const welcome = await this.browser.waitForTarget(isWelcome, { timeout: 15_000 });
    await (await welcome.page()).close();
  }

  // Clicks the icon in the toolbar while `page` is in front, as a person would, which grants activeTab for it. Resolves
  // to the page of the popup that opens.
  async openPopup(page) {
    await resolveWithin(5_000, page.bringToFront(), 'the tab to come to the front');
    const before = new Set(this.browser.targets());
    const isPopup = (target) => !before.has(target) && target.url().startsWith(`${this.origin}/popup.html`);
    const [target] = await Promise.all([
      this.browser.waitForTarget(isPopup, { timeout: 10_000 }),
      resolveWithin(10_000, page.triggerExtensionAction(this.extension), 'the click on the icon'),
    ]);
    return target.asPage();
  }

  // Opens a page of the extension in a tab.
  async openExtensionPage(path) {
    const page = await this.newPage();
    await page.goto(`${this.origin}/${path}`);
    return page;
  }

  // The running service worker, to evaluate in. Being inspected keeps it alive: a test of what happens when the browser
  // ends it by itself must not call this.
  serviceWorker() {
    return until(() => this.#answeringWorker(), 'a service worker that answers');
  }

  // A worker that is gone can stay listed for a while, so use the newest that answers.
  async #answeringWorker() {
    const isWorker = (target) => target.type() === 'service_worker' && target.url().startsWith(`${this.origin}/`);
    for (const target of this.browser.targets().filter(isWorker).reverse()) {
      const worker = await attempt(target.worker());
      if (worker && (await attempt(worker.evaluate(() => true)))) return worker;
    }
    return undefined;
  }

  close() {
    return this.browser.close();
  }
}

// A target that is gone answers with an error or not at all; both mean no.
function attempt(promise) {
  return resolveWithin(1_000, promise, 'an answer').catch(() => undefined);
}
