//! What the bound module contains that no browser needs.

use crate::formats;
use std::mem;
use wasm_bindgen_cli_support::Output;

/// The functions of Rust's core library that write the message of a panic and end everything. A module in a browser has
/// nowhere to write to, so nobody ever reads it.
const PANICS: [&str; 8] = [
    "::panic_fmt",
    "::assert_failed",
    "::expect_failed",
    "::unwrap_failed",
    "::slice_error_fail",
    "::slice_index_fail",
    "::len_mismatch_fail",
    "::handle_alloc_error",
];

/// Makes every panic end everything at once: the code that would have written something is then not part of the module,
/// nor is what formats it.
pub(crate) fn silence(output: &mut Output) {
    for function in output.wasm_mut().funcs.iter_mut() {
        let is_panic = |name: &String| formats::is_format(name) || PANICS.iter().any(|panic| name.contains(panic));
        if function.name.as_ref().is_some_and(is_panic) {
            let mut body = function.kind.unwrap_local_mut().builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
}

/// Numbers the functions that the module takes from the glue, and returns the names they have there. Those end in
/// sixteen digits of a hash each, which no compressor makes shorter.
pub(crate) fn number_imports(output: &mut Output) -> Vec<String> {
    let numbered = output.wasm_mut().imports.iter_mut().enumerate();
    numbered.map(|(number, import)| mem::replace(&mut import.name, number.to_string())).collect()
}

/// The glue without the second way to start, which nobody uses: the minifier leaves out what is not exported.
pub(crate) fn with_one_start(glue: &str) -> String {
    glue.replace("export { initSync, ", "export { ")
}

/// The glue with these numbers in place of the names.
pub(crate) fn with_numbers(glue: String, names: &[String]) -> String {
    let numbered = names.iter().enumerate();
    numbered.fold(glue, |glue, (number, name)| glue.replace(&format!(" {name}: "), &format!(" {number}: ")))
}
