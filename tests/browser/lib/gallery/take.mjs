// Brings about each state of the gallery in a real Chromium and keeps what is drawn in it, in each language.

import { launchChromium } from '../chromium.mjs';
import { blockingExtension } from '../extension.mjs';
import { choose as chooseAny, launchGranted, lookingGlass } from '../granted.mjs';
import { known } from '../outage.mjs';
import { drawnIn } from '../picture.mjs';
import { finalVerdict } from '../verdict.mjs';
import { visit } from '../visit.mjs';
import { until } from '../wait.mjs';
import { startSites } from './sites.mjs';

const LANGUAGES = ['en', 'ar'];
// Times of day, such as those of the checks, are those of this run, and so are drawn as midnight.
const CLOCK = /\b\d\d:\d\d:\d\d\b/g;
// On a busy machine, a browser stalls now and then, which cannot be fixed here.
const ATTEMPTS = 2;

// Takes each of these states. `use` gets a Chromium before it ends, and a Map from the name of each to what was drawn,
// by language, or to the error; what it resolves to is the result. `told` is called for each as it is done.
export async function takeAll(states, use, told = () => {}) {
  const sites = await startSites(states);
  const taken = new Map();
  const takeIn = async (chromium, some) => {
    const world = { chromium, sites, glass: await lookingGlass(chromium) };
    for (const state of some) taken.set(state.name, await attempted(world, state, told));
  };
  try {
    const [far, near] = [true, false].map((click) => states.filter((state) => Boolean(state.click) === click));
    if (far.length > 0) await inBrowser(launchChromium(sites.launch), (chromium) => takeIn(chromium, far));
    return await inBrowser(launchGranted(sites.launch), async (chromium) => {
      await takeIn(chromium, near);
      return use(chromium, taken);
    });
  } finally {
    await sites.stop();
  }
}

async function inBrowser(launched, use) {
  const chromium = await launched;
  try {
    return await use(chromium);
  } finally {
    await chromium.close();
  }
}

async function attempted(world, state, told) {
  for (let left = ATTEMPTS; ; left -= 1) {
    try {
      const drawn = await (state.page ? drawnPage(world, state) : drawnSite(world, state));
      told(state.name);
      return drawn;
    } catch (error) {
      told(`${state.name}: ${error.message}`);
      if (left === 1) return { error };
    }
  }
}

async function drawnSite(world, state) {
  const { chromium, sites, glass } = world;
  await sites.set(state.words ?? {});
  await forgetOutages(glass);
  await choose(glass, state, LANGUAGES[0]);
  if (state.blocks) await chromium.browser.installExtension(blockingExtension(new URL(state.url).hostname));
  const page = await chromium.newPage();
  try {
    await lead(page, state, world);
    await state.then?.(page, world);
    return await drawnOver(page, state, world);
  } finally {
    await page.close();
  }
}

// Those of the previous state, which end with its tab, but only when auto-retry gets round to it.
async function forgetOutages(glass) {
  await choose(glass, {}, LANGUAGES[0]);
  await until(async () => (await known(glass)).incidents.length === 0 || undefined, 'auto-retry to be over');
}

const choose = (glass, { settings }, language) => chooseAny(glass, { ...settings, language });

// `lead` may only have prepared the page, for example to make its requests fail.
async function lead(page, state, { sites }) {
  await state.lead?.(page, { sites, url: state.url });
  if (!state.isEndless) await visit(page, state.url);
}

async function drawnOver(page, state, world) {
  let popup;
  const drawn = await inEveryLanguage(world, state, async () => {
    await state.prepare?.(world);
    // When redrawn, it asks nobody again. What a click granted may be gone, and takes another click.
    if (popup && !state.click) await popup.reload();
    else {
      await popup?.close();
      popup = await world.chromium.openPopup(page);
    }
    await (state.ready ?? finalVerdict)(popup, world);
    await state.act?.(popup);
    return popup;
  });
  await popup.close();
  return drawn;
}

async function drawnPage(world, state) {
  const page = await world.chromium.newPage();
  try {
    if (state.isMute) await page.setJavaScriptEnabled(false);
    return await inEveryLanguage(world, state, async () => {
      await page.goto(`${world.chromium.origin}/${state.page}`);
      if (!state.isMute) await page.waitForSelector('#page > div');
      return page;
    });
  } finally {
    await page.close();
  }
}

async function inEveryLanguage(world, state, draw) {
  const drawn = {};
  for (const language of LANGUAGES) {
    await choose(world.glass, state, language);
    const [now] = await drawnIn(await draw());
    drawn[language] = { ...now, html: now.html.replace(CLOCK, '00:00:00') };
  }
  return drawn;
}
