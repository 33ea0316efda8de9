// Visits as a person makes them: a page is opened and loads or fails, then the icon in the toolbar is clicked.

import { once } from 'node:events';
import { finalVerdict } from './verdict.mjs';
import { resolveWithin } from './wait.mjs';

const PATIENCE_MS = 15_000;

// Does `action`, which navigates `page`, and resolves to its value once the tab has stopped loading: with a page, with
// half of one, or with the browser's own error page, which puppeteer itself reports in three ways.
export async function settle(page, action) {
  const cdp = await page.createCDPSession();
  try {
    await cdp.send('Page.enable');
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const stopped = new Promise((resolve) => {
      cdp.on('Page.frameStoppedLoading', ({ frameId }) => frameId === frameTree.frame.id && resolve());
    });
    const value = await action(cdp);
    await resolveWithin(PATIENCE_MS, stopped, 'the tab to stop loading');
    return value;
  } finally {
    await cdp.detach();
  }
}

// Navigates the page to an address. Resolves to the browser's name for what went wrong below HTTP, '' if nothing did.
export async function visit(page, url) {
  const { errorText = '' } = await settle(page, (cdp) => cdp.send('Page.navigate', { url }));
  return errorText.replace(/^net::/, '');
}

// Makes the page show a dialog until it is closed: meanwhile, no script runs in it.
export async function keepBusy(page) {
  const asked = once(page, 'dialog');
  await page.evaluate(() => void setTimeout(alert));
  await asked;
}

// Clicks the icon while `page` is in front and resolves to the final verdict, with what `read` makes of the popup as
// `read` and the milliseconds from the click as `took`.
export async function click(chromium, page, read = () => undefined) {
  const clicked = performance.now();
  const popup = await chromium.openPopup(page);
  const verdict = await finalVerdict(popup);
  const took = performance.now() - clicked;
  const seen = { ...verdict, took, read: await read(popup) };
  await popup.close();
  return seen;
}

// Opens a new tab, visits `url`, clicks the icon, and opens every part of the popup. Resolves to what `look` makes of
// the popup and its verdict; then both are closed.
export async function inPopup(chromium, url, look) {
  const page = await chromium.newPage();
  await visit(page, url);
  const popup = await chromium.openPopup(page);
  const verdict = await finalVerdict(popup);
  await popup.evaluate(openAll);
  // The part for the site's owner is drawn once it is opened, and then its steps open in turn.
  await popup.waitForFunction(() => !document.querySelector('.owner') || document.querySelector('.owner p'));
  await popup.evaluate(openAll);
  try {
    return await look(popup, verdict);
  } finally {
    // A new tab may have closed it already.
    if (!popup.isClosed()) await popup.close();
    await page.close();
  }
}

const openAll = () => document.querySelectorAll('details').forEach((part) => (part.open = true));

// Opens a new tab, visits `url`, clicks the icon, and closes the tab. Resolves like `click`, with the browser's name
// for the error as `error`.
export async function look(chromium, url, read) {
  const page = await chromium.newPage();
  try {
    const error = await visit(page, url);
    return { ...(await click(chromium, page, read)), error };
  } finally {
    await page.close();
  }
}
