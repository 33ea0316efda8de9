//! Turns the built WebAssembly module, `extension/` and `manifest.json` into `dist/`, a folder every browser loads
//! unpacked, and `dist/` into the packages the stores accept.
//!
//! It compiles nothing itself: `build.sh` runs cargo for the module first. Everything here is run from the top of the
//! project, and all paths are relative to it.

mod archive;
mod assemble;
mod budget;
mod failure;
mod formats;
mod layout;
mod lighten;
mod likeness;
mod module;
mod order;
mod places;
mod shrink;
mod stand_ins;
mod tools;
mod words;

use failure::Failure;
use std::process::ExitCode;

const USAGE: &str = "usage: is-it-me-pack <dist | pack | size>
  dist  write dist/ from the built module, extension/ and manifest.json
  pack  write the packages of dist/ into out/
  size  hold dist/ against the size budget; fails when anything is above it";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    match run(&command) {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("is-it-me-pack: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command and returns what it has to say.
fn run(command: &str) -> Result<String, Failure> {
    match command {
        "dist" => write_dist(),
        "pack" => write_packages(),
        "size" => budget::report(&budget::measure()?),
        _ => Err(Failure::new(USAGE)),
    }
}

fn write_dist() -> Result<String, Failure> {
    assemble::empty_dist()?;
    module::generate()?;
    let files = assemble::copy_extension()?;
    assemble::write_manifest()?;
    assemble::write_guide()?;
    words::write()?;
    Ok(format!("dist/: the module, the manifest, the owner's guide and {files} files of extension/\n"))
}

fn write_packages() -> Result<String, Failure> {
    let bytes = archive::of_dist()?;
    let packages = layout::packages();
    for path in &packages {
        layout::write(path, &bytes)?;
    }
    let names = packages.map(|path| path.display().to_string());
    Ok(format!("{} ({} bytes each)\n", names.join(" and "), bytes.len()))
}
