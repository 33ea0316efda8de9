// The extension's languages compared with English: nothing missing, nothing left over, nothing untranslated, the same
// parameters, and each language's typography. That is what a machine can see; the rest is for those who speak it.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, NOT_WORDS, NUMBER_STANDS_ALONE, QUOTES, UNTRANSLATED } from './languages.mjs';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(TOP, 'extension/_locales');
const read = (language) => readFileSync(join(FOLDER, language, 'messages.json'), 'utf8');
const entries = (language) => JSON.parse(read(language));

const ENGLISH = entries('en');
const isOurs = (key) => !UNTRANSLATED.some((front) => key.startsWith(front));
const KEYS = Object.keys(ENGLISH).filter(isOurs);
const english = (key) => ENGLISH[key].message;
const same = (key, own) => NOT_WORDS.includes(key) || own.includes(key);

// The keys in the order of their lines; JSON.parse would hide a duplicate.
const lines = (language) => [...read(language).matchAll(/^ {2}"(\w+)": \{ "message": ".*?" \},?$/gm)].map(([, key]) => key);
const parameters = (text) => [...new Set(text.replaceAll('$$', '').match(/\$\d/g))].sort();
const isEnd = (text) => /[.…。?？!؟:：]$/u.test(text);
// Chinese and Japanese characters are twice as wide as others.
const columns = (text) => [...text].reduce((sum, c) => sum + (/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー（）]/u.test(c) ? 2 : 1), 0);

test('every language is described, and every one described exists', () => {
  const folders = readdirSync(FOLDER).filter((language) => language !== 'en');
  assert.deepEqual(folders.sort(), Object.keys(LANGUAGES).sort());
  const readme = readFileSync(join(TOP, 'README.md'), 'utf8');
  for (const { name } of Object.values(LANGUAGES)) assert.match(readme, new RegExp(name), `README.md does not name ${name}`);
});

test('English has typographic quotation marks and apostrophes', () => {
  assert.deepEqual(KEYS.filter((key) => /["'„‚«»‹›「」『』]/.test(english(key))), []);
});

test('English has each key once, a line each', () => {
  const keys = [...read('en').matchAll(/^ {2}"(\w+)": \{/gm)].map(([, key]) => key);
  assert.deepEqual(keys, Object.keys(ENGLISH));
});

// Firefox uses whole sentences as error names.
test("every language puts a browser's name for an error between quotation marks", () => {
  const named = KEYS.filter((key) => /^evidence_(error_|no_answer$)/.test(key));
  assert.ok(named.length > 0);
  for (const language of ['en', ...Object.keys(LANGUAGES)]) {
    const messages = entries(language);
    const bare = named.filter((key) => !/[“„«「][\s\u2068]?\$1/u.test(messages[key].message));
    assert.deepEqual(bare, [], language);
  }
});

for (const [language, about] of Object.entries(LANGUAGES)) {
  describe(about.name, () => {
    const messages = entries(language);
    const all = Object.entries(messages).map(([key, { message }]) => [key, message]);
    const complaints = (isWrong) => all.filter(([key, text]) => isWrong(text, key)).map(([key, text]) => `${key}: ${text}`);
    const none = (isWrong) => assert.deepEqual(complaints(isWrong), []);

    test('has every key of English, in the same order, a line each, and no other', () => {
      assert.deepEqual(lines(language).filter(isOurs), KEYS);
      assert.deepEqual(Object.keys(messages), lines(language));
      assert.deepEqual(Object.keys(messages).filter((key) => !ENGLISH[key]), []);
    });

    test('says what it is', () => {
      const tag = messages.language_tag.message;
      assert.deepEqual([tag.replace('-', '_'), Intl.getCanonicalLocales(tag)[0]], [language, tag]);
      assert.equal(messages.language_direction.message, about.rightToLeft ? 'rtl' : 'ltr');
    });

    test('asks for the same parameters', () => {
      none((text, key) => String(parameters(text)) !== String(parameters(english(key))));
    });

    test('leaves nothing in English except identical words', () => {
      const unchanged = KEYS.filter((key) => messages[key]?.message === english(key));
      assert.deepEqual(unchanged.filter((key) => !same(key, about.same)), []);
      assert.deepEqual(about.same.filter((key) => !unchanged.includes(key)), [], 'no longer the same');
    });

    test('ends a sentence where English does', () => none((text, key) => isEnd(text) !== isEnd(english(key))));

    test('contains no markup and no stray space or sign', () => {
      none((text) => /[<>&*_`\\]/.test(text));
      none((text) => text !== text.trim() || /\s\s|[\t\n\r]/.test(text) || text !== text.normalize('NFC'));
      none((text) => /["']/.test(text) || [...QUOTES].some((sign) => text.includes(sign) && !about.quotes.includes(sign)));
      none((text) => /[^\P{Cf}\u200b\u200f\u2068\u2069]/u.test(text));
    });

    test('lets a number stand by itself, so that any number fits', () => {
      const numbers = KEYS.filter((key) => /\$\d: a number/.test(ENGLISH[key].description ?? ''));
      assert.ok(numbers.length > 0);
      const stated = ([key, n]) => NUMBER_STANDS_ALONE.test(messages[key].message.replace(/[\u2068\u2069]/g, '').split(n)[1]);
      const pairs = numbers.flatMap((key) => [...ENGLISH[key].description.matchAll(/(\$\d): a number/g)].map(([, n]) => [key, n]));
      assert.deepEqual(pairs.filter((pair) => !stated(pair)), []);
    });

    test('fits the space available', () => {
      const most = (key) => Math.max(english(key).length * 1.6, english(key).length + 24);
      none((text, key) => columns(text) > most(key) && isOurs(key));
      none((text, key) => /^hop_[a-z]+$/.test(key) && text.split(/[ \u200b]/).some((word) => columns(word) > 10));
      none((text, key) => key === 'extension_description' && text.length > 132);
      none((text, key) => ['copy_report', 'copied'].includes(key) && columns(text) > 20);
    });

    for (const [rule, wrong] of Object.entries(about.never)) {
      test(`never has ${rule}`, () => none((text) => wrong.test(text.replace('Is It Me?', ''))));
    }
  });
}
