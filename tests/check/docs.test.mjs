// The top-level pages tell the truth. Whatever a machine can verify is verified here: links, dependencies, permissions,
// steps, thresholds, the budget, and an example, printed just as the program prints it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(join(TOP, path), 'utf8');
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
const sorted = (items) => [...new Set(items)].sort();

// The text from a heading to the next one of the same or a higher level.
function section(page, heading) {
  const rank = heading.match(/^#+/)[0].length;
  const [, after] = read(page).split(`${heading}\n`);
  assert.ok(after, `${page} has no ${heading}`);
  return after.split(new RegExp(`^#{1,${rank}} `, 'm'))[0];
}

// Every page that git tracks or would track.
function pages() {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', '*.md'];
  const paths = execFileSync('git', listed, { cwd: TOP, encoding: 'utf8' }).split('\0');
  return sorted(paths.filter((path) => path && existsSync(join(TOP, path))));
}

const withoutCode = (text) => text.replace(/^(```+)[^]*?^\1$/gm, '');

// What a page links to on this machine, as { file, anchor }.
function links(page) {
  const text = withoutCode(read(page));
  const found = [...matches(text, /\]\(([^)\s]+)\)/g), ...matches(text, /(?:src|srcset|href)="([^"]+)"/g)];
  return found.filter((link) => !/^[a-z]+:/.test(link)).map((link) => {
    const [path, anchor] = link.split('#');
    return { file: path ? join(dirname(page), path) : page, anchor };
  });
}

// The anchors of a page's headings.
function anchors(page) {
  const headings = matches(withoutCode(read(page)), /^#+ (.+)$/gm);
  return headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

test('every link leads somewhere', () => {
  const dead = pages().flatMap((page) =>
    links(page)
      .filter(({ file, anchor }) => !existsSync(join(TOP, file)) || (anchor && !anchors(file).includes(anchor)))
      .map(({ file, anchor }) => `${page}: ${file}${anchor ? `#${anchor}` : ''}`),
  );
  assert.deepEqual(dead, []);
});

test('the table of dependencies lists what is used, where it is used', () => {
  const table = section('ARCHITECTURE.md', '## Dependencies');
  const rows = [...table.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm)];
  assert.ok(rows.every(([, , , why]) => why.trim().length > 10), 'a dependency has no reason');
  const listed = rows.flatMap(([, name, where]) => where.trim().split(', ').map((place) => `${name} in ${place}`));
  assert.equal(new Set(listed).size, listed.length, 'a dependency is listed twice');
  assert.deepEqual(sorted(listed), sorted(dependencies()));
});

function dependencies() {
  const folders = [...readdirSync(join(TOP, 'crate')).map((name) => `crate/${name}`), 'tests/simulation'];
  const crates = folders.filter((folder) => existsSync(join(TOP, folder, 'Cargo.toml')));
  const rust = crates.flatMap((folder) => crateDependencies(folder).map((name) => `${name} in ${basename(folder)}`));
  const { dependencies: used = {}, devDependencies = {} } = JSON.parse(read('tests/package.json'));
  const node = Object.keys({ ...used, ...devDependencies }).map((name) => `${name} in tests`);
  return [...rust, ...node];
}

// The keys of [dependencies], [dev-dependencies] and [build-dependencies], including the platform-specific ones.
function crateDependencies(folder) {
  const sections = read(`${folder}/Cargo.toml`).split(/^\[/m).slice(1);
  return sections.flatMap((text) => {
    const [, name, alone] = text.match(/^(?:[^\n]+\.)?((?:build-|dev-)?dependencies)(?:\.([\w-]+))?\]\n/) ?? [];
    if (!name) return [];
    return alone ? [alone] : matches(text, /^([\w-]+)(?:\.\w+)?\s*=/gm);
  });
}

test('every permission is explained, and nothing else', () => {
  const manifest = JSON.parse(read('manifest.json'));
  const listed = (...keys) => sorted(keys.flatMap((key) => manifest[key] ?? []));
  const required = listed('permissions', 'host_permissions');
  const optional = listed('optional_permissions', 'optional_host_permissions');
  const explained = (heading) => sorted(matches(section('PERMISSIONS.md', heading), /^### `(.+)`$/gm));
  assert.deepEqual(explained('## Asked for at installation'), required);
  assert.deepEqual(explained('## Optional, asked for in the popup and the settings'), optional);
  const cells = matches(section('PERMISSIONS.md', '## Not asked for'), /^\| (`[^|]+)\|/gm);
  const refused = cells.flatMap((cell) => matches(cell, /`([^`]+)`/g));
  assert.ok(refused.length > 0);
  assert.deepEqual(refused.filter((name) => [...required, ...optional].includes(name)), []);
});

test('the README names every step of build.sh, and no page names another', () => {
  const help = execFileSync(join(TOP, 'build.sh'), ['help'], { encoding: 'utf8' });
  const steps = matches(help, /^ {2}(\w+) /gm);
  assert.ok(steps.includes('test') && steps.includes('demo'));
  const named = (page) => matches(read(page), /\.\/build\.sh (\w+)/g);
  assert.deepEqual(steps.filter((step) => !named('README.md').includes(step)), []);
  for (const page of pages()) assert.deepEqual(named(page).filter((step) => !steps.includes(step)), [], page);
});

test('the pages ask for the versions of Rust and Node that the build needs', () => {
  const [, node] = read('build.sh').match(/^NODE_AT_LEAST=(.+)$/m);
  const [, rust] = read('build.sh').match(/^RUST_AT_LEAST=(.+)$/m);
  assert.match(read('Cargo.toml'), new RegExp(`^rust-version = "${rust}"$`, 'm'));
  for (const page of ['README.md', 'CONTRIBUTING.md']) {
    for (const needed of [`Rust ${rust} or newer`, `Node ${node} or newer`]) assert.ok(read(page).includes(needed), `${page}: ${needed}`);
  }
});

test('the recipe for a vendor file knows every field and condition', () => {
  const build = read('crate/core/build/vendors/file.rs');
  const fields = (name) => matches(build.split(`struct ${name} {`)[1].split('\n}')[0], /^ {4}(?:pub\(crate\) )?(\w+): /gm);
  const recipe = section('CONTRIBUTING.md', '### The fields');
  for (const field of ['Vendor', 'Timeout', 'Sign', 'RequestId', 'Location', 'Code'].flatMap(fields)) {
    const word = field.replace(/^_/, '').replace('examples', 'example');
    assert.match(recipe, new RegExp(`\`(\\[\\[?)?${word}\\b`), word);
  }
  const conditions = section('CONTRIBUTING.md', '### The conditions');
  for (const field of fields('Condition')) assert.match(conditions, new RegExp(`[{ ]${field} = `), field);
});

test('thresholds and limits match the sources', () => {
  const core = read('crate/core/src/diagnosis/mod.rs') + read('crate/core/src/view/story.rs');
  const pairs = (text, pattern) => [...text.matchAll(pattern)].map(([, name, value]) => [name, Number(value)]);
  const thresholds = new Map(pairs(core, /const ([A-Z_]+): f32 = (0\.\d+);/g));
  const stated = pairs(read('ARCHITECTURE.md'), /^\| `([A-Z_]+)` \| ([\d.]+) \|/gm);
  assert.ok(stated.length > 0);
  for (const [name, value] of stated) assert.equal(value, thresholds.get(name), name);
  const budget = matches(read('crate/pack/src/budget.rs'), /^ {4}\(Item::\w+, "[^"]+", (\d+)/gm);
  const text = section('ARCHITECTURE.md', '## The size budget').split('With the checks')[1].split('decisions came')[0];
  assert.deepEqual(matches(text, /(\d+)/g), budget);
});

test('the folders and files on the maps exist', () => {
  const paths = matches(section('README.md', '## Where things are'), /^\| \[([^\]]+)\]/gm);
  assert.deepEqual(paths.filter((path) => !existsSync(join(TOP, path))), []);
  const map = (heading) => section('ARCHITECTURE.md', heading);
  const [core, web, rest] = ['### `crate/core`: the diagnosis', '### `crate/web`: the WebAssembly shell', '### The rest'].map(map);
  const maps = { 'crate/core/src': core, 'crate/web/src': web, extension: rest, tests: rest };
  for (const [folder, text] of Object.entries(maps)) {
    const isNamed = (name) => [name, name.replace(/\.\w+$/, '.*')].some((word) => new RegExp(`[\`/]${escaped(word)}[\`/]`).test(text));
    assert.deepEqual(entries(folder).filter((name) => !isNamed(name)), [], `not on the map of ${folder}`);
  }
});

const escaped = (text) => text.replace(/[.*]/g, '\\$&');

// What git tracks or would track directly in this folder; what every crate and package has needs no mention.
function entries(folder) {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', folder];
  const paths = execFileSync('git', listed, { cwd: TOP, encoding: 'utf8' }).split('\0').filter((path) => path && existsSync(join(TOP, path)));
  const names = sorted(paths.map((path) => path.slice(folder.length + 1).split('/')[0]));
  return names.filter((name) => name !== 'lib.rs' && !/^(\.|package)/.test(name));
}

test('the example in the README is what the program prints', () => {
  const text = section('README.md', '## In a terminal');
  const [, printed] = text.match(/^```text\n([^]*?)^```$/m);
  const fixture = matches(text, /explain (crate\/\S+)/g)[0];
  const program = resolve(TOP, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/is-it-me');
  assert.ok(existsSync(program), 'not built: ./build.sh test builds it first');
  const output = execFileSync(program, ['explain', join(TOP, fixture)], { encoding: 'utf8' });
  assert.equal(output.slice(0, printed.length), printed);
});

test('what the pages promise of the sources holds', () => {
  const names = readdirSync(join(TOP, 'extension')).filter((name) => name.endsWith('.js'));
  const scripts = names.map((name) => `extension/${name}`);
  assert.deepEqual(
    sorted(matches(read('extension/background.js'), /^import .*"\.\/([^"]+)";/gm)),
    ['failures.js', 'menu.js'],
    'the background imports two of the three scripts beside it',
  );
  assert.deepEqual(matches(read('extension/failures.js'), /^import .*"\.\/([^"]+)";/gm), ['retry.js'], 'and the third here');
  const shell = [...rustSources('crate/web/src'), ...scripts];
  for (const path of shell) {
    assert.doesNotMatch(read(path), /inner_?html|outer_html\(|insert_?adjacent_?html|\beval\(/i, path);
  }
  const holding = (paths, pattern) => paths.filter((path) => pattern.test(untested(read(path)))).sort();
  // A tab is reloaded in one place. Of its three callers, two have checked how the page was requested, and one has
  // just sent the tab there with GET.
  assert.deepEqual(holding(shell, /"reload"|tabs\.reload/), ['crate/web/src/tabs.rs']);
  const reloading = holding(shell, /tabs::reload\(/);
  const [again, ...asking] = reloading;
  assert.equal(again, 'crate/web/src/observe/navigate.rs');
  assert.match(read(again), /if is_again \{ tabs::reload\(tab\.id, true\) \} else \{ tabs::navigate\(/);
  assert.deepEqual(asking, ['crate/web/src/popup/fixes.rs', 'crate/web/src/retry/come_back.rs']);
  for (const path of asking) assert.match(read(path), /may_reload\(|method\.eq_ignore_ascii_case\("GET"\)/, path);
  // Requests are sent in one place, each with its own method, apart from reading the package's own files; and the
  // only thing ever posted is the order for a measurement, as nothing else has a body.
  assert.deepEqual(holding(shell, /\bfetch(_with\w+)?\(|XMLHttpRequest|sendBeacon/), ['crate/web/src/browser.rs', 'crate/web/src/net/send.rs']);
  assert.match(read('crate/web/src/browser.rs'), /fetch\(&get_url\(path\), &JsValue::UNDEFINED\)\.into\(\)/);
  assert.match(read('crate/web/src/net/send.rs'), /\.with\("method", request\.method\(\)\)/);
  assert.deepEqual(holding([...shell, ...rustSources('crate/core/src')], /Request \{[^}]*\bbody: Some\(/), ['crate/core/src/check/ask/outside.rs']);
  for (const path of rustSources('crate/core/src')) {
    assert.doesNotMatch(read(path), /std::(fs|net|env|io|process|thread|time)\b|js_sys|web_sys|println!|now_utc/, path);
  }
});

// A source file without the tests at its end.
const untested = (text) => text.split('#[cfg(test)]')[0];

function rustSources(folder) {
  const names = readdirSync(join(TOP, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.rs')).map((name) => join(folder, name));
}
