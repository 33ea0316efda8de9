// The built extension, as is or with its manifest changed for a test.

import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temp.mjs';

export const TOP = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
export const DIST = join(TOP, 'dist');

// The folder to load. With `grantHosts`, a copy in which access to every site is required instead of optional: no test
// can press the button in the browser's own prompt, and required access is granted on installation. The same holds for
// the permissions in `grants`. With `first`, the path of a script, a copy whose background runs that before all else.
export function extensionFolder({ grantHosts = false, grants = [], first } = {}) {
  if (!existsSync(join(DIST, 'manifest.json'))) throw new Error('dist/ is not built: ./build.sh build');
  if (!grantHosts && grants.length === 0 && !first) return DIST;
  const folder = withManifest((described) => requireAll(grants, grantHosts ? requireHosts(described) : described));
  if (first) runFirst(folder, first);
  return folder;
}

export function manifest(folder = DIST) {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
}

// A copy of dist/ with its manifest passed through `change`.
function withManifest(change) {
  const folder = temporaryFolder('extension');
  cpSync(DIST, folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(change(manifest())));
  return folder;
}

function requireAll(grants, { permissions, optional_permissions: optional, ...rest }) {
  const left = optional.filter((permission) => !grants.includes(permission));
  return { ...rest, permissions: [...permissions, ...grants], optional_permissions: left };
}

// A script that is imported first has run before the next one is evaluated.
function runFirst(folder, script) {
  cpSync(script, join(folder, 'first.js'));
  const background = join(folder, 'background.js');
  writeFileSync(background, `import "./first.js";\n${readFileSync(background, 'utf8')}`);
}

function requireHosts({ optional_host_permissions: hosts, ...rest }) {
  return { ...rest, host_permissions: hosts };
}

// Another extension, which blocks every page of one host as a filter list does.
export function blockingExtension(host) {
  const folder = temporaryFolder('blocker');
  const rule = {
    id: 1,
    action: { type: 'block' },
    // It cannot reach another extension's fetch, whatever is listed here.
    condition: { requestDomains: [host], resourceTypes: ['main_frame'] },
  };
  const rules = { id: 'rules', enabled: true, path: 'rules.json' };
  const described = {
    manifest_version: 3,
    name: 'blocker',
    version: '1',
    permissions: ['declarativeNetRequest'],
    declarative_net_request: { rule_resources: [rules] },
  };
  writeFileSync(join(folder, 'rules.json'), JSON.stringify([rule]));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(described));
  return folder;
}
