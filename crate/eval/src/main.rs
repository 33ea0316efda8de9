//! `./build.sh eval [--misses] [--keep] [FILE.jsonl…]`: how often the diagnosis is right about labelled failures, and
//! whether its confidence can be believed.

mod calibration;
mod corpus;
mod score;
mod snapshot;
mod table;

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use corpus::Case;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The project's own recordings, and a folder beside the project that may hold more.
const OWN: &str = "tests/corpus";
const BESIDE: &str = "../shared/corpus";
const KEPT: &str = "tests/corpus/verdicts.txt";

#[derive(Default)]
struct Options {
    misses: bool,
    keep: bool,
    check: bool,
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("eval: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options> {
    let mut options = Options::default();
    for argument in env::args_os().skip(1) {
        match argument.to_str() {
            Some("--misses") => options.misses = true,
            Some("--keep") => options.keep = true,
            Some("--check") => options.check = true,
            Some(other) if other.starts_with("--") => return Err(format!("there is no option {other}").into()),
            _ => options.files.push(argument.into()),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<()> {
    let own = corpus::read(&corpus::files_in(Path::new(OWN))?)?;
    if options.keep {
        fs::write(KEPT, snapshot::text(&own))?;
    }
    if options.check {
        return snapshot::check(&own, Path::new(KEPT));
    }
    if options.files.is_empty() {
        return everything(own, options.misses);
    }
    for path in &options.files {
        print(&path.display().to_string(), &corpus::read(std::slice::from_ref(path))?, options.misses)?;
    }
    Ok(())
}

/// The project's own recordings and, where there are others beside the project, each of them and all together.
fn everything(own: Vec<Case>, misses: bool) -> Result<()> {
    print(OWN, &own, misses)?;
    let beside = corpus::files_in(Path::new(BESIDE))?;
    if beside.is_empty() {
        return Ok(());
    }
    let mut all = own;
    for path in beside {
        let name = path.display().to_string();
        let cases = corpus::read(&[path])?;
        print(&name, &cases, misses)?;
        all.extend(cases);
    }
    Ok(print("all of it", &all, false)?)
}

fn print(name: &str, cases: &[Case], misses: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "==== {name}: {} records", cases.len())?;
    if misses {
        writeln!(out, "{}", table::misses(cases))?;
    }
    writeln!(out, "{}\n{}\n{}", table::accuracy(cases), table::calibration(cases), table::confusion(cases))
}
