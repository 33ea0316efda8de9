// A browser that trusts the lab's certificate authority.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temp.mjs';

// Tells the NSS database in this folder to trust this authority.
function trust(folder, pem) {
  mkdirSync(folder, { recursive: true });
  const certutil = (args, input) => execFileSync('certutil', ['-d', `sql:${folder}`, ...args], { input });
  certutil(['-N', '--empty-password']);
  certutil(['-A', '-t', 'C,,', '-n', 'lab'], pem);
}

// The environment in which Chromium trusts this authority: it reads the user's NSS database, found through HOME.
export function environmentTrusting(pem) {
  const home = temporaryFolder('home');
  trust(join(home, '.pki/nssdb'), pem);
  return { ...process.env, HOME: home };
}

// A profile in which Firefox trusts it.
export function profileTrusting(pem) {
  const profile = temporaryFolder('profile');
  trust(profile, pem);
  return profile;
}
