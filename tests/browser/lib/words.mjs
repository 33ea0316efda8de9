// The sentences of the extension, by their keys, so that a test names what is said and not how.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from './extension.mjs';

const messages = JSON.parse(readFileSync(join(DIST, '_locales/en/messages.json'), 'utf8'));

// The sentence as the browser fills it in: $1 and so on stand for the parameters.
export function say(key, ...params) {
  if (!messages[key]) throw new Error(`no message is called ${key}`);
  return messages[key].message.replace(/\$(\d)/g, (whole, n) => params[n - 1] ?? '');
}
