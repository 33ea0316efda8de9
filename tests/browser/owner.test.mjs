// "I run this site": what the owner of a failing site finds in the popup, and what a line of the log changes about it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from './lib/chromium.mjs';
import { chromium, lab, share } from './lib/shared.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

const PATIENCE_MS = 60_000;
const REFUSED =
  '2026/11/28 01:29:34 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, ' +
  'client: 127.0.0.1, request: "GET /?token=sekret HTTP/1.1", upstream: "http://127.0.0.1:7099/", host: "shop.example"';

let popup;
// By a name, as a site's owner would: nobody else can ask what is on this very device.
const site = () => lab.url('/502').replace('127.0.0.1', 'shop.test');

share(launchChromium, async () => {
  const page = await chromium.newPage();
  await visit(page, site());
  popup = await chromium.openPopup(page);
  await finalVerdict(popup);
});

const commands = () => popup.$$eval('.owner code', (found) => found.map((code) => code.textContent));
const steps = () => popup.$$eval('.owner [data-step]', (found) => found.map((step) => step.dataset.step));

test('none of it is there before it is opened', async () => {
  assert.equal(await popup.$eval('.owner > summary', (summary) => summary.textContent), say('owner_title'));
  assert.deepEqual(await steps(), []);
});

test('it lists steps with commands for this address, the best few first', async () => {
  await popup.click('.owner > summary');
  await popup.waitForSelector('.owner [data-step]', { timeout: PATIENCE_MS });
  assert.equal((await steps())[0], 'reproduce');
  const few = (await popup.$$('.owner > ol:first-of-type > li')).length;
  assert.ok(few > 1 && few <= 5, few);
  assert.ok((await commands()).includes(`curl -gsS -o /dev/null -D - ${site()}`), await commands());
  assert.ok(!(await commands()).some((command) => command.includes('7099')));
});

test('a step opens to what to do, what to expect, how to check and how to undo', async () => {
  await popup.click('[data-step=reproduce] summary');
  const labels = await popup.$$eval('[data-step=reproduce] dt', (found) => found.map((label) => label.textContent));
  const named = ['expect', 'failed', 'verify', 'undo'].map((name) => say(`owner_label_${name}`));
  assert.deepEqual(labels, named);
});

test('a pasted line is explained, its address is filled in, and the field stays as it was', async () => {
  await popup.$eval('#owner-log', (field, line) => ((field.value = line), field.focus()), REFUSED);
  await popup.click('#owner-log-read');
  await popup.waitForFunction(
    (words) => document.querySelector('.owner__told').textContent.includes(words),
    { timeout: PATIENCE_MS },
    say('log_refused'),
  );
  const told = await popup.$eval('.owner__told', (part) => part.textContent);
  assert.ok(told.includes('127.0.0.1:7099') && !told.includes('sekret'), told);
  assert.equal(await popup.$eval('#owner-log', (field) => field.value), REFUSED);
  assert.ok((await commands()).some((command) => command.includes('http://127.0.0.1:7099/502')), await commands());
  assert.ok(await popup.$eval('[data-step=reproduce] details', (part) => part.open), 'an open step was closed');
});

test('the steps that help with a line stand open below it, once, until somebody closes them', async () => {
  const named = await popup.$$eval('#owner-log-steps li', (found) =>
    found.map((step) => [step.dataset.step, step.querySelector('details').open]),
  );
  assert.deepEqual(named, [
    ['upstream-running', true],
    ['listening', true],
    ['upstream-address', true],
  ]);
  assert.equal((await steps()).filter((step) => step === 'listening').length, 1);
  await popup.click('[data-step=listening] summary');
  await popup.click('#owner-log-read');
  await popup.waitForFunction(() => !document.querySelector('[data-step=listening] details').open);
  assert.ok(await popup.$eval('[data-step=upstream-running] details', (part) => part.open));
});

test('what is copied is what it says by then', async () => {
  const shown = (await commands()).find((command) => command.includes('7099'));
  // A popup may write to the clipboard but not read it.
  await popup.evaluate(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => write((globalThis.written = text));
  });
  await popup.evaluate((text) => {
    const code = [...document.querySelectorAll('.owner code')].find((one) => one.textContent === text);
    code.closest('details').open = true;
    code.nextElementSibling.click();
  }, shown);
  await popup.waitForFunction((words) => live.textContent === words, { timeout: PATIENCE_MS }, say('copied'));
  assert.equal(await popup.evaluate(() => globalThis.written), shown);
  const says = (words) =>
    popup.waitForFunction(
      (text, said) => [...document.querySelectorAll('.owner code')].find((one) => one.textContent === text).nextElementSibling.textContent === said,
      { timeout: PATIENCE_MS },
      shown,
      words,
    );
  await says(say('copied'));
  await says(say('owner_copy'));
});

test('what is not known says so', async () => {
  await popup.$eval('#owner-log', (field) => (field.value = 'hello'));
  await popup.click('#owner-log-read');
  await popup.waitForFunction(
    (words) => document.querySelector('.owner__told').textContent === words,
    { timeout: PATIENCE_MS },
    say('log_unknown'),
  );
  assert.equal(await popup.$('#owner-log-steps li'), null);
});

test('an empty field is not taken for a line, and gets the focus for one', async () => {
  await popup.$eval('#owner-log', (field) => (field.value = ' '));
  await popup.click('#owner-log-read');
  await popup.waitForFunction(() => document.querySelector('.owner__told').textContent === '', {
    timeout: PATIENCE_MS,
  });
  assert.equal(await popup.evaluate(() => document.activeElement.id), 'owner-log');
});
