// The report: what the button copies, and what a site's owner finds in it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pasted } from './lib/clipboard.mjs';
import { launchGranted, lookingGlass, storing } from './lib/granted.mjs';
import { startLab } from './lib/lab.mjs';
import { finalVerdict } from './lib/verdict.mjs';
import { visit } from './lib/visit.mjs';
import { say } from './lib/words.mjs';

let lab;
let chromium;
let copied;
let verdict;

// Visits the failing page behind a redirect, presses the button, and pastes into a field of another page, as people do.
before(async () => {
  lab = await startLab();
  // Where the clock shows a time other than UTC, both are given.
  chromium = await launchGranted({ env: { ...process.env, TZ: 'Europe/Berlin' } });
  const glass = await lookingGlass(chromium);
  const page = await chromium.newPage();
  await storing(glass, () => visit(page, lab.url('/redirect')));
  const popup = await chromium.openPopup(page);
  verdict = await finalVerdict(popup);
  await popup.click('#copy');
  await popup.waitForFunction((words) => document.getElementById('copied').textContent === words, {}, say('copied'));
  await popup.close();
  copied = await pasted(chromium);
});

after(async () => {
  await chromium?.close();
  await lab?.stop();
});

test('what is copied is what was shown', () => {
  assert.equal(copied, verdict.report);
});

const HOLDS = {
  'what happened': () => new RegExp(`^\\*\\*${say('story_gateway_app', 'nginx').replace(/[().]/g, '\\$&')}\\*\\*$`, 'm'),
  'what the visitor was told, and how sure it is': () =>
    new RegExp(`^- ${say('report_told')}: ${say('verdict_not_you').replace('.', '\\.')} Very sure \\(\\d\\d%\\)$`, 'm'),
  'who wrote it': () => /^- Written by: nginx, /m,
  'who is to blame': () => /^- Most likely at fault: the application \(\d+%\), /m,
  'the address': () => new RegExp(`^- Address: \`${lab.url('/502')}\`$`, 'm'),
  'the way there': () => new RegExp(`^- Redirects: \`302 ${lab.url('/redirect')}\`$`, 'm'),
  'the local time with its zone': () => /^- Local time: `\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0[12]:00 \(Europe\/Berlin\)`$/m,
  'the time in UTC': () => /^- UTC: `\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`$/m,
  'the status line': () => /^HTTP\/1\.1 502 Bad Gateway$/m,
  'header fields': () => /^server: nginx\//im,
  'the address that answered': () => /^- IP address that answered: `127\.0\.0\.1`$/m,
  'the protocol': () => /^- Protocol: `http\/1\.1`$/m,
  timings: () => /^- In total: `\d+ ms`$/m,
  evidence: () => /^- \(\+\) The answer carries marks that only nginx’s own error pages have\. \*\(.*\)\*$/m,
  'lines for the owner to fill in': () => /^- \[ \] .+: $/m,
  'who made it': () => /^Made by Is It Me\? \d+\.\d+\.\d+ · .*Chrom/m,
};

describe('it holds', () => {
  for (const [what, pattern] of Object.entries(HOLDS)) {
    test(what, () => assert.match(copied, pattern()));
  }
});
