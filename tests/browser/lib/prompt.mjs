// The browser's own prompt for access, answered with yes from the keyboard of the display it is on.

import { setTimeout as pause } from 'node:timers/promises';
import { resolveWithin } from './wait.mjs';

// Chromium ignores answers to a prompt that has only just appeared, and does not say when it is ready.
const QUESTION_RESTS_MS = 1_500;

// Presses a button of the popup and says yes to the browser's prompt, which takes the place of the popup. Resolves to
// the origins that were granted. `glass` is a page of the extension, `button` finds the button in the popup.
export async function sayYes({ glass, popup, display }, button) {
  await glass.evaluate(() => {
    window.granted = new Promise((resolve) => chrome.permissions.onAdded.addListener((added) => resolve(added.origins)));
  });
  const asks = new Promise((resolve) => popup.once('close', resolve));
  const found = await popup.waitForSelector(button);
  // The popup may be gone before the click is reported as complete.
  found.click().catch(() => {});
  await resolveWithin(5_000, asks, "the browser's question");
  await pause(QUESTION_RESTS_MS);
  // From "Deny", which has the focus, to "Allow".
  display.press('Tab');
  display.press('Return');
  return resolveWithin(5_000, glass.evaluate(() => window.granted), 'the grant');
}
