// The popup in every language, in a browser of that language: nothing is left in English, and everything fits.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { complaints } from './lib/axe.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { DIST } from './lib/extension.mjs';
import { startLab } from './lib/lab.mjs';
import { popupInTab } from './lib/picture.mjs';
import { inPopup } from './lib/visit.mjs';
import { messagesOf } from './lib/words.mjs';

const LANGUAGES = readdirSync(join(DIST, '_locales')).filter((language) => language !== 'en');
const ENGLISH = messagesOf('en');

const STATES = {
  'behind a gateway': () => lab.url('/502'),
  'below HTTP': () => lab.url('mode:refused'),
  'with a check to pass': () => lab.url('/vendor/cloudflare/challenge'),
  untouchable: () => 'chrome://version/',
};

// How wide the popup is, and how large its reader has set the text. With large text, a long word may break: the browser
// knows where if it has the language's hyphenation, which it downloads by itself, but not in a test.
const SIZES = {
  'as it opens': {},
  'at 320 pixels': { width: 320 },
  'with letters twice as large': { letters: '200%' },
};

let lab;
before(async () => {
  lab = await startLab();
});
after(() => lab?.stop());

// The parts of English sentences that are longer than one word, except those that are the same in this language.
function englishParts(messages) {
  const foreign = Object.entries(ENGLISH).filter(([key, { message }]) => messages[key]?.message !== message);
  const parts = foreign.flatMap(([, { message }]) => message.split(/\$\d/)).map((part) => part.trim());
  return parts.filter((part) => part.length > 7 && part.includes(' '));
}

// Runs in the popup. Chinese and Japanese may break within a word, except in the names below the picture.
function ill() {
  const lines = (node, { index, 0: word }) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  const torn = [...document.querySelectorAll('.hop__name, .verdict__answer, h2, summary, button')].flatMap((part) => {
    const words = part.firstChild?.data?.matchAll(/[^\s\u200b]+/g) ?? [];
    const mayPart = (word) => !part.matches('.hop__name') && /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(word);
    return [...words].filter((word) => !mayPart(word[0]) && lines(part.firstChild, word) > 1).map(([word]) => word);
  });
  const { scrollWidth, clientWidth } = document.scrollingElement;
  return { overflows: scrollWidth > clientWidth, torn: document.documentElement.style.fontSize === '' ? torn : [] };
}

// The same for each of these verdicts in turn.
function illVerdicts(verdicts, look) {
  const measure = new Function(`return (${look})()`);
  const answer = document.querySelector('.verdict__answer');
  return verdicts.map((verdict) => {
    answer.textContent = verdict;
    return measure();
  });
}

for (const language of LANGUAGES) {
  describe(`in a browser that speaks ${language}`, () => {
    const messages = messagesOf(language);
    let chromium;

    before(async () => {
      chromium = await launchChromium({ env: { ...process.env, LANGUAGE: language } });
    });
    after(() => chromium?.close());

    async function inEverySize(popup, look) {
      const tab = await popupInTab(chromium, popup);
      const own = tab.viewport();
      const seen = {};
      for (const [size, { width = own.width, letters = '' }] of Object.entries(SIZES)) {
        await tab.setViewport({ ...own, width });
        await tab.evaluate((large) => (document.documentElement.style.fontSize = large), letters);
        seen[size] = await look(tab);
      }
      await tab.close();
      return seen;
    }

    for (const [state, url] of Object.entries(STATES)) {
      test(`nothing is in English and everything fits, ${state}`, async () => {
        await inPopup(chromium, url(), async (popup, verdict) => {
          const root = await popup.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
          assert.deepEqual(root, [messages.language_tag.message, messages.language_direction.message]);
          assert.ok(Object.values(messages).some(({ message }) => message === verdict.answer), verdict.answer);
          assert.deepEqual(englishParts(messages).filter((part) => verdict.text.includes(part)), []);
          const seen = await inEverySize(popup, (tab) => tab.evaluate(ill));
          for (const [size, found] of Object.entries(seen)) assert.deepEqual(found, { overflows: false, torn: [] }, size);
        });
      });
    }

    test('nothing changes sides when the first words appear', async () => {
      const page = await chromium.newPage();
      await page.setJavaScriptEnabled(false);
      await page.goto(`${chromium.origin}/popup.html`);
      const direction = await page.evaluate(() => getComputedStyle(document.body).direction);
      assert.equal(direction, messages.language_direction.message);
      await page.close();
    });

    test('every verdict fits', async () => {
      const verdicts = Object.keys(messages).filter((key) => key.startsWith('verdict_')).map((key) => messages[key].message);
      await inPopup(chromium, lab.url('/502'), async (popup) => {
        const seen = await inEverySize(popup, (tab) => tab.evaluate(illVerdicts, verdicts, String(ill)));
        const bad = Object.entries(seen).flatMap(([size, all]) =>
          verdicts.filter((_, at) => all[at].overflows || all[at].torn.length > 0).map((verdict) => `${size}: ${verdict}`),
        );
        assert.deepEqual(bad, []);
      });
    });

    if (messages.language_direction.message === 'rtl') {
      for (const scheme of ['light', 'dark']) {
        test(`axe-core finds nothing to complain of from right to left, ${scheme}`, async () => {
          assert.deepEqual(await inPopup(chromium, lab.url('/502'), (popup) => complaints(popup, scheme)), []);
        });
      }
    }
  });
}
