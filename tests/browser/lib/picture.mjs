// Pictures of the popup as a person sees it, with all that it draws.

// Opens a copy of what an open popup shows in a tab: just as wide, and as high as its content. The browser lets nobody
// resize the popup itself, and in a window lower than its content the footer sticks to the edge, over the text.
export async function popupInTab(chromium, popup) {
  return drawnInTab(chromium, await drawnIn(popup));
}

// What an open popup shows, and how wide it is. It may be closed afterwards, as opening a tab does.
export function drawnIn(popup) {
  return popup.evaluate(readWhole);
}

export async function drawnInTab(chromium, [drawn, width]) {
  const page = await chromium.newPage();
  // Only the words and the style are wanted, not the popup's own look at this tab.
  await page.setJavaScriptEnabled(false);
  await page.goto(`${chromium.origin}/popup.html`);
  await page.setViewport({ width, height: 600 });
  const height = await page.evaluate(drawAgain, drawn);
  await page.setViewport({ width, height });
  return page;
}

function readWhole() {
  const { lang, dir } = document.documentElement;
  return [{ lang, dir, html: document.getElementById('app').outerHTML }, innerWidth];
}

function drawAgain({ lang, dir, html }) {
  Object.assign(document.documentElement, { lang, dir });
  document.getElementById('app').outerHTML = html;
  return Math.ceil(document.body.getBoundingClientRect().height);
}

// Writes a PNG of such a tab.
export async function photograph(page, path, { dark = false } = {}) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  await page.screenshot({ path });
}
