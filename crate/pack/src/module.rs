//! The WebAssembly module: from what cargo produces to what a browser loads.

use crate::failure::Failure;
use crate::{formats, layout, order, places, shrink, tools};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// How the optimiser is run: for the compressed size, which is what people download. So functions stay apart, blocks of
/// memory whole and repetitions written out, where gzip sees that they are alike; that is five kilobytes. The control
/// flow is rebuilt before all else, for which the code has to be flat: that is half a kilobyte. All is done twice, as
/// the second time finds another one and a half. No address below 1024 is used, as the stack is at the bottom of the
/// memory and grows down to there only when it overflows.
///
/// The module itself names the features it uses, in a section rustc writes, so none is turned on here:
/// `--all-features` would let in instructions of proposals that browsers refuse.
const SMALLEST: [&str; 9] = [
    "--flatten",
    "--rereloop",
    "-Oz",
    "--converge",
    "--one-caller-inline-max-function-size=10",
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
    "--low-memory-unused",
    "-Oz",
];

/// How it is run once more, to put the functions into the order that they are named by and to write them as short as
/// before. The names go with that, and the section with the features has done its work.
const IN_ORDER: [&str; 6] = [
    "--optimize-level=2",
    "--shrink-level=2",
    "--generate-stack-ir",
    "--optimize-stack-ir",
    "--strip-target-features",
    "--reorder-functions-by-name",
];

/// Writes `dist/pkg/core.js` and the optimised `dist/pkg/core_bg.wasm`.
pub(crate) fn generate() -> Result<(), Failure> {
    bind()?;
    let path = Path::new(layout::MODULE);
    let parsed = |error| Failure::at("parse", path, error);
    let callers = formats::callers(&layout::read(path)?).map_err(parsed)?;
    if !callers.is_empty() {
        return Err(Failure::new(format!(
            "the module does without core::fmt, so nothing may call it; `join` and `decimal` write as well: {}",
            callers.join(", ")
        )));
    }
    optimise(&SMALLEST)?;
    let mut module = layout::read(path)?;
    let named = places::forget(&mut module).and_then(|()| order::numbered(&module));
    layout::write(path, &named.map_err(parsed)?)?;
    optimise(&IN_ORDER)
}

/// Writes the JavaScript glue and the module that fits it.
fn bind() -> Result<(), Failure> {
    let compiled = layout::compiled_module();
    if !compiled.is_file() {
        return Err(Failure::at("read", &compiled, "not there yet; `./build.sh build` compiles it"));
    }
    // The names of its functions stay in it for now: what is made smaller by name needs them, and the optimiser drops
    // them.
    let output = || {
        Bindgen::new()
            .input_path(&compiled)
            .out_name("core")
            .web(true)?
            .typescript(false)
            // The glue knows where its module is: `init()` takes no argument.
            .omit_default_module_path(false)
            .remove_producers_section(true)
            .generate_output()
    };
    let failed = |error: String| Failure::at("bind", &compiled, error);
    let mut output = output().map_err(|error| failed(format!("{error:#}")))?;
    shrink::silence(&mut output);
    let names = shrink::number_imports(&mut output);
    output.emit(Path::new(layout::DIST).join("pkg")).map_err(|error| failed(format!("{error:#}")))?;
    let glue = Path::new(layout::GLUE);
    let text = shrink::with_one_start(&shrink::with_numbers(layout::read_text(glue)?, &names));
    layout::write(glue, text.as_bytes())?;
    tools::minify(layout::GLUE)
}

/// Makes the module smaller in place.
fn optimise(how: &[&str]) -> Result<(), Failure> {
    tools::run(layout::OPTIMISER, &[how, &[layout::MODULE, "-o", layout::MODULE]].concat())
}
