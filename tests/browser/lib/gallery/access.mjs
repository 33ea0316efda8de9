// What axe-core complains of, in either browser, in each state as it was drawn in Chromium.

import { complaints } from '../axe.mjs';

// Firefox has to be told its colours before it starts, and gets the light ones.
const LOOKS = {
  chromium: [
    { language: 'en', scheme: 'light' },
    { language: 'en', scheme: 'dark' },
    { language: 'ar', scheme: 'light' },
  ],
  firefox: [{ language: 'en', scheme: '' }],
};

// `browser` is of this `kind`; `taken` is what takeAll resolves to. Resolves to a Map from the name of each state that
// was taken to the complaints.
export async function access(browser, kind, states, taken) {
  // A page of the extension where scripts may run but none of its own does.
  const page = await browser.openExtensionPage('popup.css');
  const found = new Map();
  for (const { name } of states.filter((state) => !taken.get(state.name).error)) {
    const lines = [];
    for (const { language, scheme } of LOOKS[kind]) {
      await page.evaluate(rebuild, taken.get(name)[language]);
      lines.push(...(await complaints(page, scheme)).map((line) => `${kind}, ${language}, ${scheme}: ${line}`));
    }
    found.set(name, lines);
  }
  await page.close();
  return found;
}

// Runs in that page: turns it into the page that was drawn, without its script.
async function rebuild({ path, lang, dir, html }) {
  const whole = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
  for (const element of whole.querySelectorAll('script, [rel*=preload]')) element.remove();
  whole.querySelector('main').outerHTML = html;
  const root = document.documentElement;
  Object.assign(root, { lang, dir, innerHTML: whole.documentElement.innerHTML });
  const sheets = [...root.querySelectorAll('[rel=stylesheet]')];
  await Promise.all(sheets.map((sheet) => sheet.sheet ?? new Promise((resolve) => sheet.addEventListener('load', resolve))));
}
