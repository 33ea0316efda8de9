// Remakes the README's pictures in tests/pictures, and those for the store listings in out/store, from the popup on a
// failing site, with access to all sites granted: ./build.sh pictures

import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { TOP } from './lib/extension.mjs';
import { hostOf, startSites } from './lib/gallery/sites.mjs';
import { PARTS, listing, partOf, pictureOf } from './lib/listing.mjs';
import { drawnInTab, openEasel, photograph } from './lib/picture.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';

const FOLDER = join(TOP, 'tests/pictures');
const STORE = join(TOP, 'out/store');
const SITE = { host: 'shop', answer: '/502' };
// Everybody who opens the README downloads them.
const MOST_BYTES = 60_000;

[FOLDER, STORE].forEach((folder) => mkdirSync(folder, { recursive: true }));
const sites = await startSites([SITE]);
const chromium = await launchChromium({ ...sites.launch, grantHosts: true });
try {
  const failing = await chromium.newPage();
  await visit(failing, `https://${hostOf(SITE.host)}/`);
  const popup = await chromium.openPopup(failing);
  await finalVerdict(popup);
  // Opening a tab closes the popup, so everything is read beforehand.
  const drawn = [];
  for (const part of PARTS) drawn.push(await partOf(popup, part));
  await forReadme(drawn[0]);
  await forStores(drawn);
} finally {
  await chromium.close();
  await sites.stop();
}

async function forReadme(drawn) {
  const page = await drawnInTab(chromium, drawn);
  for (const scheme of ['light', 'dark']) {
    const path = join(FOLDER, `popup-${scheme}.webp`);
    await photograph(page, path, { dark: scheme === 'dark', quality: 90 });
    const { size } = statSync(path);
    console.log(`${path}: ${size} bytes`);
    if (size > MOST_BYTES) throw new Error(`${path} is larger than ${MOST_BYTES} bytes`);
  }
}

async function forStores(drawn) {
  const easel = await openEasel(chromium);
  const pictures = [];
  for (const [at, part] of PARTS.entries()) pictures.push(await pictureOf(drawn[at], part, easel));
  // A new tab covers the other one, and Chromium may take long to draw what is covered.
  const sheet = await chromium.newPage();
  for (const [at, part] of PARTS.entries()) {
    const path = join(STORE, `${part.name}.png`);
    writeFileSync(path, await listing(pictures[at], part, sheet));
    console.log(path);
  }
}
