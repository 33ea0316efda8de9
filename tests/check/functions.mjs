// Finds the functions of a source file and how many lines each has, as { name, lines }.

import { parse } from 'acorn';

// In tests, a `describe` holds a list of tests and does not count as a function.
const LISTS = new Set(['describe', 'suite']);

export function javascriptFunctions(text, path) {
  const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true };
  const tree = parse(text, { ...options, sourceFile: path });
  const found = [];
  walk(tree, undefined, (node, name) => found.push({ name, lines: node.loc.end.line - node.loc.start.line + 1 }));
  return found;
}

function walk(node, name, visit) {
  if (/Function/.test(node.type)) visit(node, node.id?.name ?? name ?? `(line ${node.loc.start.line})`);
  const isList = node.type === 'CallExpression' && LISTS.has(node.callee.name);
  for (const child of Object.values(node).flat()) {
    if (typeof child?.type !== 'string') continue;
    if (isList && /Function/.test(child.type)) walk(child.body, undefined, visit);
    else walk(child, node.key?.name ?? node.id?.name, visit);
  }
}

// Everything in Rust that may contain a brace that is not one: comments, strings, characters. A lifetime differs from
// a character in that no closing quote follows.
const RUST_TEXT =
  /\/\/[^\n]*|\/\*[^]*?\*\/|b?r(#*)"[^]*?"\1|b?"(?:\\[^]|[^"\\])*"|b?'(?:\\(?:x..|u\{[^}]*\}|.)|[^'\\\n])'/gu;

// A function's head up to the brace that opens its body; a head in a trait ends in a semicolon and does not count. An
// array type contains a semicolon too, so brackets are read as one piece, two levels deep.
const RUST_HEAD = /\bfn\s+(\w+)(?:[^{};[]|\[(?:[^[\]]|\[[^\]]*\])*\])*\{/g;

export function rustFunctions(text) {
  const code = text.replace(RUST_TEXT, (piece) => piece.replace(/[^\n]/g, ' '));
  const found = [];
  for (const { 0: head, 1: name, index } of code.matchAll(RUST_HEAD)) {
    found.push({ name, lines: lineCount(code, index, closingBrace(code, index + head.length - 1)) });
  }
  return found;
}

function closingBrace(code, open) {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === '{') depth += 1;
    if (code[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`a brace is never closed: ${code.slice(open, open + 60)}`);
}

// Shell functions are written as `name() {` and closed by a brace at the start of a line.
export function shellFunctions(text) {
  const found = [];
  for (const { 0: whole, 1: name, index } of text.matchAll(/^(\w+)\(\) \{$[^]*?^\}$/gm)) {
    found.push({ name, lines: lineCount(text, index, index + whole.length) });
  }
  return found;
}

function lineCount(text, from, to) {
  return text.slice(from, to).split('\n').length;
}
