// Firefox's own window. Remote control of pages does not reach the toolbar, and does not take a popup for a page; the
// window's own scripts see both.

import { readDrawn, verdictFrom } from './verdict.mjs';
import { resolveWithin, until } from './wait.mjs';

// Longer than the popup waits for anything.
const PATIENCE_MS = 30_000;

// This browser's window; puts the extension's icon where it can be clicked.
export async function openWindow(browser, extensionId) {
  const { result } = await browser.connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const window = new FirefoxWindow(browser.connection, result.contexts[0].context, extensionId);
  await window.evaluate(showIcon, extensionId);
  return window;
}

class FirefoxWindow {
  constructor(connection, context, extensionId) {
    this.connection = connection;
    this.context = context;
    this.extensionId = extensionId;
  }

  // Runs a function in the window with these texts; its value must be representable in JSON.
  async evaluate(work, ...texts) {
    const answer = this.connection.send('script.callFunction', {
      functionDeclaration: `async (...texts) => JSON.stringify((await (${work})(...texts)) ?? null)`,
      arguments: texts.map((value) => ({ type: 'string', value })),
      target: { context: this.context },
      awaitPromise: true,
    });
    const { result } = await resolveWithin(PATIENCE_MS, answer, `${work.name} in Firefox's window`);
    if (result.type !== 'success') throw new Error(`in Firefox's window: ${result.exceptionDetails.text}`);
    return JSON.parse(result.result.value);
  }

  // The number by which the extension knows the tab in front.
  tabId() {
    return this.evaluate(tabId, this.extensionId);
  }

  // Clicks the icon, and resolves to the final verdict of the popup that opens once that is closed again.
  click() {
    return this.inPopup(async (run) => verdictFrom(await run(lastWord)));
  }

  // Clicks the icon, and resolves to what `use` makes of the popup that opens once that is closed again. `use` is given
  // a function that runs others in the popup, where `document` is the popup's, passing what JSON can hold.
  async inPopup(use) {
    await this.evaluate(openPopup, this.extensionId);
    const run = async (work, ...values) => (await this.evaluate(runInPopup, popupScript(work, values))) ?? undefined;
    try {
      return await use(run);
    } finally {
      await this.evaluate(closePopup);
    }
  }

  // Opens an address in a container tab in front; resolves once it has loaded.
  async openContained(url) {
    await this.evaluate(openContained, url);
  }

  // Whether Firefox is asking the visitor for a password in the tab in front.
  asksForPassword() {
    return this.evaluate(asksForPassword);
  }

  // Answers that prompt.
  async givePassword() {
    await this.evaluate(givePassword);
  }

  // Ends the process of the page in front, as a crash would; resolves once Firefox says so in its place.
  async crash() {
    process.kill(await this.evaluate(processOfPage), 'SIGKILL');
    await until(async () => (await this.evaluate(isCrashed)) || undefined, 'the page of a tab that crashed');
  }

  // Closes the tab in front.
  async closeTab() {
    await this.evaluate(closeTab);
  }

  // Opens the tab that was closed last once more, with what was in it.
  async openClosedTab() {
    await this.evaluate(openClosedTab);
  }

  // Whether Firefox has put the background script to sleep.
  async isAsleep() {
    return (await this.evaluate(backgroundState, this.extensionId)) === 'stopped';
  }

  endBackground() {
    return this.evaluate(endBackground, this.extensionId);
  }
}

// Waits for the final verdict as a screen reader would, and returns what is drawn.
const lastWord = `async () => {
  const read = ${readDrawn};
  await new Promise((resolve) => {
    const look = () => document.querySelector('#app[aria-busy=false]') && (observer.disconnect(), resolve());
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributeFilter: ['aria-busy'] });
    look();
  });
  return read();
}`;

// Has the popup run this and send what comes of it. A press of a button there counts as a person's with \`asPerson\`.
function popupScript(work, values) {
  const script = `{
    const { document, MutationObserver } = content;
    const asPerson = (act) => {
      const hand = content.windowUtils.setHandlingUserInput(true);
      try { act(); } finally { hand.destruct(); }
    };
    (async () => {
      const value = await (${work})(...${JSON.stringify(values)});
      sendAsyncMessage('is-it-me:value', JSON.stringify(value ?? null));
    })();
  }`;
  return `data:text/javascript,${encodeURIComponent(script)}`;
}

// ---- run in the window ----

/* global CustomizableUI, SessionWindowUI, WebExtensionPolicy, gBrowser */

function showIcon(extensionId) {
  const widget = `${extensionId.replace(/[^a-z0-9_-]/gi, '_').toLowerCase()}-browser-action`;
  CustomizableUI.addWidgetToArea(widget, 'nav-bar');
}

function tabId(extensionId) {
  const { tabTracker } = WebExtensionPolicy.getByID(extensionId).extension.apiManager.global;
  return tabTracker.getId(gBrowser.selectedTab);
}

function backgroundState(extensionId) {
  return WebExtensionPolicy.getByID(extensionId).extension.backgroundState;
}

// Without the last option, Firefox keeps a script alive that still has something to answer.
function endBackground(extensionId) {
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  return extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
}

async function openPopup(extensionId) {
  const widget = `${extensionId.replace(/[^a-z0-9_-]/gi, '_').toLowerCase()}-browser-action`;
  const shown = new Promise((resolve) => {
    // Firefox's own tips and notes are popups as well.
    const listen = ({ target }) => target.querySelector('.webextension-popup-browser') && resolve(target);
    document.addEventListener('popupshown', listen);
  });
  document.querySelector(`#${widget} .unified-extensions-item-action-button`).click();
  window.popupOfTest = await shown;
}

async function runInPopup(script) {
  const { messageManager } = window.popupOfTest.querySelector('.webextension-popup-browser');
  const told = new Promise((resolve) => {
    const listen = ({ data }) => (messageManager.removeMessageListener('is-it-me:value', listen), resolve(data));
    messageManager.addMessageListener('is-it-me:value', listen);
  });
  messageManager.loadFrameScript(script, false);
  return JSON.parse(await told);
}

async function closePopup() {
  if (window.popupOfTest.state !== 'open') return;
  const hidden = new Promise((resolve) => document.addEventListener('popuphidden', resolve, { once: true }));
  window.popupOfTest.hidePopup();
  await hidden;
}

async function openContained(url) {
  const { STATE_STOP, STATE_IS_WINDOW } = Ci.nsIWebProgressListener;
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
  const tab = gBrowser.addTab('about:blank', { userContextId: 2, triggeringPrincipal });
  gBrowser.selectedTab = tab;
  await new Promise((resolve) => {
    const isThere = (flags) => flags & STATE_STOP && flags & STATE_IS_WINDOW && tab.linkedBrowser.currentURI.spec === url;
    const listener = { onStateChange: (browser, progress, request, flags) => isThere(flags) && resolve() };
    gBrowser.addTabsProgressListener(listener);
    tab.linkedBrowser.fixupAndLoadURIString(url, { triggeringPrincipal });
  });
}

function asksForPassword() {
  return gBrowser.getTabDialogBox(gBrowser.selectedBrowser).getTabDialogManager().hasDialogs;
}

async function givePassword() {
  const [dialog] = gBrowser.getTabDialogBox(gBrowser.selectedBrowser).getTabDialogManager().dialogs;
  await dialog._dialogReady;
  const page = dialog._frame.contentDocument;
  page.getElementById('loginTextbox').value = 'anna';
  page.getElementById('password1Textbox').value = 'anna';
  page.querySelector('dialog').acceptDialog();
}

function processOfPage() {
  return gBrowser.selectedBrowser.frameLoader.remoteTab.osPid;
}

function isCrashed() {
  return gBrowser.selectedBrowser.contentDocument?.documentURI.startsWith('about:tabcrashed');
}

async function closeTab() {
  gBrowser.removeCurrentTab();
}

async function openClosedTab() {
  SessionWindowUI.undoCloseTab(window, 0);
}
