// Never sure and wrong: where the deciding fact is out of reach, the answer is "can't tell yet" and says what would
// decide it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { say } from '../lib/words.mjs';
import { choose } from '../lib/granted.mjs';
import { playInChromium } from '../lib/world/play.mjs';
import { setStage } from '../lib/world/stage.mjs';
import { apart } from '../lib/world/world.mjs';

const NAME = 'https://gone-shop.com/cart';
const CUT_OFF = 'https://reset.example.com/cart';

// How a verdict that is more than a guess begins.
const SURE = ['certainty_very', 'certainty_fairly'].map((key) => say(key).split('(')[0]);

// What is missing, the page that fails, the choices and settings, and the check that would decide.
const MISSING = [
  { name: 'nobody else may be asked', url: NAME, chosen: { asked: true }, deciding: 'names' },
  {
    name: 'no resolver can be reached',
    url: NAME,
    words: { outside: 'limited' },
    before: (world) => world.others.stop(),
    finally: (world) => world.others.restart(),
    deciding: 'outside',
  },
  ...['limited', 'malformed', 'unfinished', 'offline', 'down', 'challenged'].map((outside) => ({
    name: `looking from elsewhere is of no use: ${outside}`,
    url: CUT_OFF,
    words: { outside },
    deciding: 'outside',
  })),
];

describe('what would decide is missing', { skip: await apart() }, () => {
  const stage = setStage();

  for (const scenario of MISSING) {
    test(scenario.name, async () => {
      await choose(stage.glass, scenario.chosen ?? { asked: true, others: true, outside: true });
      const { side, answer, text, checks } = await playInChromium(stage, scenario);
      const isOpen = side === 'unknown' ? answer === say('verdict_unknown') : SURE.every((word) => !text.includes(word));
      assert.ok(isOpen, `${answer} ${JSON.stringify(checks)}`);
      assert.ok(text.includes(say(`check_would_${scenario.deciding.replaceAll('-', '_')}`)), text);
    });
  }
});
