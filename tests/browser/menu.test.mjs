// "Copy diagnostic report", the context-menu entry and the shortcut: one gesture, and the report is on the clipboard.
// The browser's own menu is out of a test's reach, so the test calls what the menu would call.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { pasted } from './lib/clipboard.mjs';
import { lookingGlass, memory } from './lib/granted.mjs';
import { chromium, lab, share } from './lib/shared.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { until } from './lib/wait.mjs';
import { say } from './lib/words.mjs';

share((options) => launchChromium({ ...options, grantHosts: true, watchWorker: true }));

async function press(event, ...details) {
  const worker = await chromium.serviceWorker();
  const isPopup = (target) => target.url() === `${chromium.origin}/popup.html`;
  const [target] = await Promise.all([
    chromium.browser.waitForTarget(isPopup, { timeout: 15_000 }),
    worker.evaluate(
      async ([area, name], args) => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        chrome[area][name].dispatch(...args, tab);
      },
      event,
      details,
    ),
  ]);
  return target.asPage();
}

for (const [what, event, details] of [
  ['the shortcut', ['commands', 'onCommand'], ['copy-report']],
  ['the entry of the menu', ['contextMenus', 'onClicked'], [{ menuItemId: 'copy-report' }]],
]) {
  test(`${what} opens the popup and copies its report`, async () => {
    const page = await chromium.newPage();
    await visit(page, lab.url('/502'));
    const popup = await press(event, ...details);
    const { report } = await finalVerdict(popup);
    await popup.waitForFunction((words) => document.getElementById('copied').textContent === words, {}, say('copied'));
    await popup.close();
    assert.equal(await pasted(chromium), report);
    await page.close();
  });
}

test('a popup that cannot grant a wish clears it as well', async () => {
  const [page, glass] = [await chromium.newPage(), await lookingGlass(chromium)];
  await page.goto('chrome://version');
  await page.bringToFront();
  await glass.evaluate(async () => {
    const [{ id }] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    await chrome.storage.session.set({ [`copy:${id}`]: true });
  });
  const popup = await chromium.openPopup(page);
  const wishes = async () => Object.keys((await memory(glass)).session).filter((key) => key.startsWith('copy:'));
  await until(async () => (await wishes()).length === 0 || undefined, 'the wish to go');
  assert.equal((await finalVerdict(popup)).state, 'untouchable');
  await Promise.all([page.close(), glass.close()]);
});

test('a wish is granted only once: the next popup copies nothing', async () => {
  const page = await chromium.newPage();
  await visit(page, lab.url('/502'));
  const popup = await chromium.openPopup(page);
  await finalVerdict(popup);
  assert.equal(await popup.$eval('#copied', (status) => status.textContent), '');
  assert.deepEqual(
    await popup.evaluate(async () => Object.keys(await chrome.storage.session.get()).filter((key) => key.startsWith('copy:'))),
    [],
  );
});
