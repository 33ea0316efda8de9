// Plays a scenario in a browser as a person meets it: the page fails, the icon is clicked, the checks run to the end.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { choose, storing } from '../granted.mjs';
import { drawnIn, drawnInTab, photograph } from '../picture.mjs';
import { click, visit } from '../visit.mjs';

// A folder for pictures of the final popup, if somebody wants to look at them.
const { WORLD_PICTURES } = process.env;

// Like somebody who was asked everything and said yes.
export function sayYes(page) {
  return choose(page, { asked: true, others: true, outside: true });
}

// A scenario is
// - `name`, and `url`, the address of the page that fails,
// - `words`: what the services of the lab go by (crate/lab/README.md),
// - `before`, `after` and `finally`: what is done to the world first, between failure and click, and last; `before`
//   also gets the browser, as { chromium } or { firefox },
// - `lead(open, world)`: how the visitor gets there, if there is more to it; `open(url)` opens an address,
// - `expect`: the final state, side, fault and scope, as far as they matter,
// - `answers`: checks that must have been run, with the answers they must have given,
// - `stores`: false if nothing failed.
// Resolves to the verdict.
export async function playInChromium(stage, scenario) {
  const { world, chromium, glass } = stage;
  return prepared(stage, scenario, async () => {
    const page = await chromium.newPage();
    try {
      const open = (url) => visit(page, url);
      const lead = () => (scenario.lead ?? (() => open(scenario.url)))(open, world);
      await (scenario.stores === false ? lead() : storing(glass, lead));
      await scenario.after?.(world);
      const verdict = await click(chromium, page, drawnIn);
      if (WORLD_PICTURES) await keepPicture(chromium, verdict.read, scenario.name);
      return verdict;
    } finally {
      await page.close();
    }
  });
}

// The same in Firefox.
export async function playInFirefox(stage, scenario) {
  const { world, firefox } = stage;
  return prepared(stage, scenario, async () => {
    let page;
    const open = async (url) => {
      await page?.close();
      page = await firefox.visit(url);
    };
    try {
      await (scenario.lead ?? (() => open(scenario.url)))(open, world);
      await scenario.after?.(world);
      return await firefox.click(page);
    } finally {
      await page?.close();
    }
  });
}

async function prepared({ world, ...browser }, scenario, action) {
  await world.set(scenario.words);
  try {
    await scenario.before?.(world, browser);
    return await action();
  } finally {
    await scenario.finally?.(world);
  }
}

async function keepPicture(chromium, drawn, name) {
  const page = await drawnInTab(chromium, drawn);
  await photograph(page, join(WORLD_PICTURES, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`));
  await page.close();
}

// Compares the verdict with what the scenario expects.
export function assertVerdict(verdict, { expect, answers }) {
  const { state, side, fault, scope, checks, answer, story } = verdict;
  const seen = { state, side, fault, scope };
  const pick = (from, like) => Object.fromEntries(Object.keys(like).map((key) => [key, from[key]]));
  const told = { ...pick(seen, expect), checks: pick(checks, answers) };
  const message = JSON.stringify({ ...seen, checks, answer, story });
  assert.deepEqual(told, { ...expect, checks: answers }, message);
}
