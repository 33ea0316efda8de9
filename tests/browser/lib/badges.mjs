// What is written on the extension's icon, tab by tab. `glass` is a page of the extension.

import { until } from './wait.mjs';

// For every tab that has something there.
export const badges = (glass) =>
  glass.evaluate(async () => {
    const tabs = await chrome.tabs.query({});
    const texts = await Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id })));
    return texts.filter(Boolean);
  });

// For any tab.
export const badge = async (glass) => (await badges(glass))[0] ?? '';

// For the tab whose failure is stored under this name.
export const badgeOf = (glass, name) =>
  glass.evaluate((tabId) => chrome.action.getBadgeText({ tabId }), Number(name.split(':')[1]));

export const badgeSays = (glass, text) => until(async () => (await badge(glass)) === text || undefined, `the badge ${text}`);
