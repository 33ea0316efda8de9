// Makes the pictures in the README anew, from the popup on a failing page of the lab, with access to all sites granted:
// ./build.sh build && cargo build -p is-it-me-lab && node tests/browser/pictures.mjs

import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { TOP } from './lib/extension.mjs';
import { startLab } from './lib/lab.mjs';
import { photograph, popupInTab } from './lib/picture.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';

const FOLDER = join(TOP, 'tests/pictures');
// Everybody who looks at the README loads them.
const MOST_BYTES = 60_000;

mkdirSync(FOLDER, { recursive: true });
const lab = await startLab();
const chromium = await launchChromium({ grantHosts: true });
try {
  const failing = await chromium.newPage();
  await visit(failing, `http://shop.test:${lab.http}/502`);
  const popup = await chromium.openPopup(failing);
  await finalVerdict(popup);
  const page = await popupInTab(chromium, popup);
  for (const scheme of ['light', 'dark']) {
    const path = join(FOLDER, `popup-${scheme}.png`);
    await photograph(page, path, { dark: scheme === 'dark' });
    const { size } = statSync(path);
    console.log(`${path}: ${size} bytes`);
    if (size > MOST_BYTES) throw new Error(`${path} is larger than ${MOST_BYTES} bytes`);
  }
} finally {
  await chromium.close();
  await lab.stop();
}
