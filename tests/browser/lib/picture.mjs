// Pictures of the popup as a person sees it, with everything it draws.

// Opens a copy of what an open popup shows in a tab: just as wide, and as high as its content. The browser lets nobody
// resize the popup itself, and in a window lower than its content, the footer sticks to the edge, covering the text.
export async function popupInTab(chromium, popup) {
  return drawnInTab(chromium, await drawnIn(popup));
}

// What an open popup, or another page of the extension, shows, and how wide it is. The popup may close afterwards, as
// it does when a tab is opened.
export function drawnIn(popup) {
  return popup.evaluate(readWhole);
}

export async function drawnInTab(chromium, [drawn, width]) {
  const page = await openEasel(chromium);
  await paint(page, drawn, width);
  return page;
}

// A tab for such copies, one after another.
export async function openEasel(chromium) {
  const page = await chromium.newPage();
  // Only the words and the style are wanted, not the popup's own examination of this tab.
  await page.setJavaScriptEnabled(false);
  await page.goto(`${chromium.origin}/popup.html`);
  return page;
}

// Puts a copy there, replacing the one before it.
export async function paint(page, { path, ...drawn }, width) {
  const { href } = new URL(path, page.url());
  if (page.url() !== href) await page.goto(href);
  await page.setViewport({ width, height: 600 });
  const height = await page.evaluate(drawAgain, drawn);
  await page.setViewport({ width, height });
}

// Markup contains what a field was given, not what has been done to it since.
function readWhole() {
  const main = document.querySelector('main');
  for (const box of main.querySelectorAll('input[type=checkbox]')) box.toggleAttribute('checked', box.checked);
  for (const option of main.querySelectorAll('option')) option.toggleAttribute('selected', option.selected);
  const { lang, dir } = document.documentElement;
  return [{ path: location.pathname, lang, dir, html: main.outerHTML }, innerWidth];
}

function drawAgain({ lang, dir, html }) {
  Object.assign(document.documentElement, { lang, dir });
  document.querySelector('main').outerHTML = html;
  return Math.ceil(document.body.getBoundingClientRect().height);
}

// Writes a picture of such a tab, of the kind given by its file extension. Lossy kinds have a `quality` in percent.
export async function photograph(page, path, { dark = false, quality } = {}) {
  await emulate(page, dark);
  await page.screenshot({ path, quality });
}

// The same without a file, and with nothing that moves. Resolves to the bytes.
export async function still(page, { dark = false } = {}) {
  await emulate(page, dark, [{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  return page.screenshot({ optimizeForSpeed: true });
}

function emulate(page, dark, others = []) {
  return page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }, ...others]);
}
