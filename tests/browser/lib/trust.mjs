// A browser that trusts the lab's certificate authority.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temp.mjs';

// The environment in which Chromium trusts this authority: it reads the user's NSS database, found by HOME.
export function environmentTrusting(pem) {
  const home = temporaryFolder('home');
  const database = join(home, '.pki/nssdb');
  mkdirSync(database, { recursive: true });
  const certutil = (args, input) => execFileSync('certutil', ['-d', `sql:${database}`, ...args], { input });
  certutil(['-N', '--empty-password']);
  certutil(['-A', '-t', 'C,,', '-n', 'lab'], pem);
  return { ...process.env, HOME: home };
}
