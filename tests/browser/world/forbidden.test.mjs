// A site that a rule on this device forbids, as at work or at school. The browser stops it before anybody is asked, and
// no event tells an extension.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { run } from '../lib/apart.mjs';
import { launchGranted } from '../lib/granted.mjs';
import { click, visit } from '../lib/visit.mjs';
import { say } from '../lib/words.mjs';
import { apart } from '../lib/world/world.mjs';

const FOLDER = '/etc/chromium';
const RULES = JSON.stringify({ URLBlocklist: ['forbidden.test'] });

describe('a site that a rule forbids', { skip: await apart() }, () => {
  before(() => run(`mount -t tmpfs none ${FOLDER}; mkdir -p ${FOLDER}/policies/managed; echo '${RULES}' > ${FOLDER}/policies/managed/rules.json`));
  after(() => run(`umount ${FOLDER}`));

  test('is said neither to have failed unseen nor to be down', async () => {
    const chromium = await launchGranted();
    try {
      const page = await chromium.newPage();
      assert.equal(await visit(page, 'http://forbidden.test/'), 'ERR_BLOCKED_BY_ADMINISTRATOR');
      const { state, side, story, text } = await click(chromium, page);
      assert.deepEqual({ state, side, story }, { state: 'failed', side: 'you', story: say('story_net_browser_blocked') });
      assert.ok(text.includes(say('step_ask_admin')));
    } finally {
      await chromium.close();
    }
  });
});
