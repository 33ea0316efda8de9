// Folders for one test run. They are removed on request, and at the latest when the process ends.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set();
process.once('exit', () => folders.forEach(removeFolder));

export function temporaryFolder(purpose) {
  const path = mkdtempSync(join(tmpdir(), `is-it-me-${purpose}-`));
  folders.add(path);
  return path;
}

export function removeFolder(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(path);
}
