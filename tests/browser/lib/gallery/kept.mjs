// The pictures that are kept, and what is known about them.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from '../extension.mjs';

const FOLDER = join(TOP, 'tests/gallery');
const FACTS = join(FOLDER, 'facts.json');
// Everybody who clones the project downloads them.
const MOST_BYTES = 1_500_000;

const fileOf = (name, look) => join(FOLDER, `${name}-${look}.webp`);

// The kept picture of a state, or undefined.
export function keptPicture(name, look) {
  const path = fileOf(name, look);
  return existsSync(path) ? readFileSync(path) : undefined;
}

// { fingerprint, facts }: how the machine that made them draws, and what is there in each state.
export function keptFacts() {
  return existsSync(FACTS) ? JSON.parse(readFileSync(FACTS, 'utf8')) : { facts: {} };
}

// Keeps these shots. Unless they are `all` there are, those of other states stay. Returns the folder's size in bytes.
export function keep({ fingerprint, shots }, { all }) {
  mkdirSync(FOLDER, { recursive: true });
  if (all) readdirSync(FOLDER).filter((file) => file.endsWith('.webp')).forEach((file) => rmSync(join(FOLDER, file)));
  const facts = all ? {} : keptFacts().facts;
  for (const [name, shot] of shots) {
    for (const [look, picture] of Object.entries(shot.small)) writeFileSync(fileOf(name, look), picture);
    facts[name] = shot.facts;
  }
  writeFileSync(FACTS, `${JSON.stringify({ fingerprint, facts: sorted(facts) }, null, 1)}\n`);
  const bytes = readdirSync(FOLDER).reduce((sum, file) => sum + statSync(join(FOLDER, file)).size, 0);
  if (bytes > MOST_BYTES) throw new Error(`tests/gallery holds ${bytes} bytes, more than ${MOST_BYTES}`);
  return bytes;
}

const sorted = (facts) => Object.fromEntries(Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1)));
