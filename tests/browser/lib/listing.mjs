// Pictures for store listings: what the popup shows, beside one of the extension's own sentences.

import { drawnIn, paint } from './picture.mjs';
import { say } from './words.mjs';

// What both stores accept.
const SIZE = { width: 1280, height: 800 };
// The text beside the popup is readable even in the small picture of a search result.
const POPUP = { width: 430, scale: 1.25 };

// The parts of the popup that are worth a picture, and what is said beside each.
export const PARTS = [
  { name: 'verdict', title: 'welcome_title', about: 'welcome_about' },
  { name: 'evidence', open: '.evidence', title: 'evidence_title', about: 'welcome_privacy' },
  { name: 'report', open: '.report', shown: '#report-text', title: 'report_preview_title', about: 'step_report' },
  { name: 'owner', open: '.owner', shown: '.owner [data-step]', title: 'owner_title', about: 'extension_description' },
];

// What an open popup shows with that part of it, and only that, opened, as lib/picture.mjs reads it. `shown` appears
// once a part is filled.
export async function partOf(popup, { open, shown }) {
  await popup.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = false)));
  if (open) await popup.click(`${open} > summary`);
  if (shown) await popup.waitForSelector(shown);
  return drawnIn(popup);
}

// Resolves to a picture of such a part, in base64, taken in a tab for copies (lib/picture.mjs).
export async function pictureOf(drawn, { open }, easel) {
  await paint(easel, ...drawn);
  const y = open ? await easel.$eval(open, (element) => element.getBoundingClientRect().top) : 0;
  const height = Math.min(SIZE.height / POPUP.scale, easel.viewport().height - y);
  const clip = { x: 0, y, width: POPUP.width, height, scale: 2 };
  return easel.screenshot({ clip, encoding: 'base64' });
}

// Resolves to the PNG containing that picture, made in any other tab.
export async function listing(picture, { title, about }, sheet) {
  await sheet.setViewport(SIZE);
  await sheet.setContent(page({ title: say(title), about: say(about), picture }));
  return sheet.screenshot();
}

// The sentences are the extension's own and contain no character that is special in HTML.
const page = ({ title, about, picture }) => `<!doctype html>
<style>
  body { display: grid; grid-template-columns: 1fr auto; gap: 72px; block-size: 100vh; margin: 0; padding-inline: 72px 56px;
    overflow: hidden; background: linear-gradient(#e8eeff, #fdfdfe); color: #16191f; font-family: "Noto Sans", sans-serif; }
  div { align-self: center; }
  h1 { margin: 0; font-size: 52px; line-height: 1.15; text-wrap: balance; }
  p { margin: 24px 0 0; font-size: 24px; line-height: 1.45; color: #464c58; text-wrap: pretty; }
  img { inline-size: ${POPUP.width * POPUP.scale}px; margin-block-start: 56px; border-radius: 20px;
    box-shadow: 0 0 0 1px #dfe2e8, 0 24px 64px #1b2a6b33; }
</style>
<div><h1>${title}</h1><p>${about}</p></div>
<img src="data:image/png;base64,${picture}">`;
