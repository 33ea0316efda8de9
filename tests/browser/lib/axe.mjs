// What axe-core, which knows the rules for accessible pages, finds in the popup.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The popup's background fades from one of these colours into the other. For text on a gradient, on anything drawn with
// ::before, or partly under the row of buttons, axe-core cannot measure the contrast and says nothing; so it looks at
// each colour separately.
const GROUNDS = ['var(--wash)', 'var(--paper)'];
const plain = (ground) => `
  #app { background: ${ground} !important; }
  main *::before, main *::after { content: none !important; }
  #app .actions { position: static; }`;

// What axe-core complains of, one line each. The popup's policy lets no script in; the debugger's own world does.
// Without a `scheme`, the colours are those the browser has.
export async function complaints(popup, scheme) {
  if (scheme) await popup.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const world = await popup.mainFrame().isolatedRealm();
  await world.evaluate(AXE);
  const found = await world.evaluate((tags) => axe.run(document, { runOnly: tags }), STANDARDS);
  const lines = told(found.violations);
  for (const ground of GROUNDS) {
    await popup.addStyleTag({ content: plain(ground) });
    const { violations, incomplete } = await world.evaluate(() => axe.run(document, { runOnly: ['color-contrast'] }));
    lines.push(...told([...violations, ...incomplete]).map((line) => `on ${ground}: ${line}`));
  }
  return lines;
}

const told = (rules) => rules.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
