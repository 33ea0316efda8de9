// A server that means harm: whatever it sends stays text, in the popup and in the report, and secrets stay here.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { launchGranted, lookingGlass, storing } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';

let lab;

before(async () => {
  lab = await startLab();
});

after(() => lab?.stop());

const TIERS = {
  'with no more than a click': async (lead) => {
    const chromium = await launchChromium();
    return { chromium, page: await lead(chromium) };
  },
  'with access to every site': async (lead) => {
    const chromium = await launchGranted();
    const glass = await lookingGlass(chromium);
    let page;
    await storing(glass, async () => {
      page = await lead(chromium);
    });
    return { chromium, page };
  },
};

// Runs in the popup, with all of its parts open.
function inspect() {
  document.querySelectorAll('details').forEach((part) => (part.open = true));
  const { scrollWidth, clientWidth } = document.scrollingElement;
  const foreign = [...document.querySelectorAll('#app :is(img, script, iframe, a, b, i, svg)')];
  return {
    ran: 'labWasHere' in window,
    foreign: foreign.map((element) => element.outerHTML),
    overflows: scrollWidth > clientWidth,
    shown: document.querySelector('.facts').textContent,
  };
}

for (const [tier, open] of Object.entries(TIERS)) {
  describe(`told by a hostile server, ${tier}, the popup`, () => {
    let chromium;
    let verdict;
    let popup;

    before(async () => {
      const opened = await open(async (browser) => {
        const page = await browser.newPage();
        await visit(page, lab.url('/hostile?token=secret-in-query'));
        return page;
      });
      chromium = opened.chromium;
      const drawn = await chromium.openPopup(opened.page);
      verdict = await finalVerdict(drawn);
      popup = await drawn.evaluate(inspect);
    });

    after(() => chromium?.close());

    test('runs nothing it was sent and makes no element of it', () => {
      assert.equal(popup.ran, false);
      assert.deepEqual(popup.foreign, []);
    });

    test('shows markup as the text it is', () => {
      assert.match(popup.shown, /<script>/);
      assert.match(verdict.report, /<script>/);
    });

    test('stays within its width', () => assert.equal(popup.overflows, false));

    test('keeps secrets out of the report and the details', () => {
      assert.doesNotMatch(verdict.report, /secret/i);
      assert.doesNotMatch(popup.shown, /secret/i);
      assert.match(verdict.report, /\[redacted\]/);
    });

    test('keeps what it was sent inside the fences of the report', () => {
      const outside = verdict.report.replace(/^(`{3,})\w*\n[^]*?^\1$/gm, '').replace(/(`+)[^`][^]*?\1/g, '');
      assert.doesNotMatch(outside, /<\/?[a-z]/i);
    });
  });
}
