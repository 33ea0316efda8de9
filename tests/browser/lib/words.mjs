// The extension's sentences by key, so that a test names what is said, not how: in English, unless it asks for another
// language.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from './extension.mjs';

// All sentences of one language by key, as { message }.
export function messagesOf(language) {
  return JSON.parse(readFileSync(join(TOP, 'extension/_locales', language, 'messages.json'), 'utf8'));
}

const messages = messagesOf('en');

// The English sentence as the browser fills it in: $1 and so on stand for the parameters.
export function say(key, ...params) {
  if (!messages[key]) throw new Error(`no message is called ${key}`);
  return messages[key].message.replace(/\$(\d)/g, (whole, n) => params[n - 1] ?? '');
}
