// Shows the extension at work: `node demo.mjs [URL]`, called by `./build.sh demo [URL]`. With a display, it opens a
// window for a person to click in; without, it clicks by itself, prints what the popup says and puts pictures in out/.

import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { TOP } from './lib/extension.mjs';
import { startLab } from './lib/lab.mjs';
import { photograph, popupInTab } from './lib/picture.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';

const OUT = join(TOP, 'out');

const whatToDo = (url) => `
Chromium shows ${url}
Click the icon of "Is It Me?" in its toolbar; Chromium keeps new icons behind the puzzle piece.
Close the window, or press Ctrl-C here, to end.
`;

// The address to show: the one given, or the lab's failing page.
function address([wanted], lab) {
  if (lab) return `http://shop.test:${lab.http}/502`;
  if (URL.canParse(wanted) && /^https?:/.test(wanted)) return wanted;
  throw new Error(`${wanted} is no address of a web page; write it in full, such as https://shop.example/`);
}

function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

// A page that does not arrive is what this is about, and one that takes too long is judged while it loads.
async function open(chromium, url) {
  const page = await chromium.newPage();
  await visit(page, url).catch(() => {});
  return page;
}

// With a display: a window that stays until it is closed.
async function show(chromium, url, lab) {
  const closed = once(chromium.browser, 'disconnected');
  const [blank] = await chromium.browser.pages();
  if (lab) await blank.goto(`http://127.0.0.1:${lab.http}/`);
  await (await open(chromium, url)).bringToFront();
  console.log(whatToDo(url));
  await closed;
}

// Without one: does everything a person would do, and shows what there is to see of it.
async function perform(chromium, url) {
  console.log(`\nno display: opening ${url} without a window and clicking the icon`);
  const page = await open(chromium, url);
  const popup = await chromium.openPopup(page);
  const { answer, story, where, report } = await finalVerdict(popup);
  console.log(`\n${answer} ${story}\n${where ?? ''}\n`);
  if (report) console.log(`----- the report, as it would be copied -----\n\n${report}`);
  mkdirSync(OUT, { recursive: true });
  const pictures = [join(OUT, 'popup.png'), join(OUT, 'page.png')];
  await page.screenshot({ path: pictures[1] });
  await photograph(await popupInTab(chromium, popup), pictures[0]);
  console.log(`pictures: ${pictures.map((path) => relative(process.cwd(), path)).join(', ')}`);
}

async function demo(args) {
  const lab = args.length === 0 ? await startLab() : undefined;
  const window = hasDisplay();
  let chromium;
  try {
    const url = address(args, lab);
    const options = window ? { headless: false, defaultViewport: null } : {};
    chromium = await launchChromium({ realNames: !lab, ...options });
    await (window ? show(chromium, url, lab) : perform(chromium, url));
  } finally {
    await chromium?.close();
    await lab?.stop();
  }
}

// Ctrl-C is the proper way to end a window, not a failure.
process.prependOnceListener('SIGINT', () => process.exit(0));
await demo(process.argv.slice(2)).catch((error) => {
  console.error(`the demo could not run: ${error.message}`);
  process.exitCode = 1;
});
