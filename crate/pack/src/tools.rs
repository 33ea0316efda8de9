//! The programs for Node that the build calls.

use crate::failure::Failure;
use crate::layout;
use std::path::Path;
use std::process::Command;

/// Makes a script small in place: without what only people read, and with the value of its last expression, which is
/// the answer of what runs in a page.
pub(crate) fn minify(script: &str) -> Result<(), Failure> {
    run(layout::MINIFIER, &[script, "-o", script, "--module", "--compress", "expression=true", "--mangle"])
}

/// Runs one of them.
pub(crate) fn run(path: &str, arguments: &[&str]) -> Result<(), Failure> {
    let path = Path::new(path);
    if !path.is_file() {
        return Err(Failure::at("run", path, "not installed; `./build.sh setup` does it"));
    }
    let run = Command::new("node").arg(path).args(arguments).status();
    let status = run.map_err(|error| Failure::at("run", Path::new("node"), error))?;
    if status.success() { Ok(()) } else { Err(Failure::at("run", path, status)) }
}
