// The check of function lengths is worth something only if it sees every function and measures it correctly.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { javascriptFunctions, rustFunctions, shellFunctions } from './functions.mjs';

test('Rust: braces in strings, characters and comments count for nothing', () => {
  const text = `
trait Shape { fn area(&self) -> [[u8; 2]; 2]; }
fn first<'a>(key: &'a [u8; 4]) -> &'a str {
    let open = ('{', b'{', "\\"{", r#"{ " {"#); // {
    /* { */
    "x"
}
async fn second() { third() }
`;
  assert.deepEqual(rustFunctions(text), [{ name: 'first', lines: 5 }, { name: 'second', lines: 1 }]);
});

test('JavaScript: declarations, methods and arrows; a describe is a list, not a function', () => {
  const text = `
function one() {
  return () => 1;
}
const two = async () => {
};
class A { three() {
  }
}
describe('list', () => {

});
`;
  const found = javascriptFunctions(text, 'x.mjs').map(({ name, lines }) => `${name} ${lines}`);
  assert.deepEqual(found, ['one 3', '(line 3) 1', 'two 2', 'three 2']);
});

test('shell: from the name to the brace at the start of a line', () => {
  const found = shellFunctions('a() {\n  b {\n  }\n}\nb() {\n}\n');
  assert.deepEqual(found, [{ name: 'a', lines: 4 }, { name: 'b', lines: 2 }]);
});
