// The built extension, as it is or with its manifest changed for a test.

import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temp.mjs';

export const TOP = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
export const DIST = join(TOP, 'dist');

// The folder to load. With `grantHosts` a copy in which access to every site is required instead of optional: no test
// can press the button in the browser's own question, and required access is granted on installation.
export function extensionFolder({ grantHosts = false } = {}) {
  if (!existsSync(join(DIST, 'manifest.json'))) throw new Error('dist/ is not built: ./build.sh build');
  return grantHosts ? withManifest(requireHosts) : DIST;
}

export function manifest(folder = DIST) {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
}

// A copy of dist/ whose manifest went through `change`.
function withManifest(change) {
  const folder = temporaryFolder('extension');
  cpSync(DIST, folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(change(manifest())));
  return folder;
}

function requireHosts({ optional_host_permissions: hosts, ...rest }) {
  return { ...rest, host_permissions: hosts };
}
