//! `./build.sh simulate [VISITORS] [--keep]`: what many visitors do to a site that is down. Prints the tables of the
//! README. `--keep` writes them into it, with the pictures; `--check` holds them against what is there.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use is_it_me_simulation::report::{Report, compare, report};
use is_it_me_simulation::{Scenario, table};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Visitors a second, for what is kept: enough for chance hardly to show.
const A_SECOND: u32 = 300;
const FOLDER: &str = "tests/simulation";
const BEGIN: &str = "<!-- ./build.sh simulate --keep writes what follows. -->\n\n";
const END: &str = "\n<!-- The end of what is written. -->";

enum Wish {
    Print,
    Keep,
    Check,
    Many(u32),
}

fn main() -> ExitCode {
    match wish().and_then(|wish| fulfil(&wish)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("simulate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wish() -> Result<Wish> {
    match env::args().nth(1).as_deref() {
        None => Ok(Wish::Print),
        Some("--keep") => Ok(Wish::Keep),
        Some("--check") => Ok(Wish::Check),
        Some(number) => Ok(Wish::Many(number.parse().map_err(|_| format!("{number} is no number of visitors"))?)),
    }
}

fn fulfil(wish: &Wish) -> Result<()> {
    match wish {
        Wish::Print => println!("{}", report(A_SECOND).text),
        Wish::Keep => keep(&report(A_SECOND))?,
        Wish::Check => check(&report(A_SECOND))?,
        // One outage with as many visitors as somebody wants to see.
        Wish::Many(visitors) => {
            println!("{}", table::policies(&[(110, compare(&Scenario::new(110, 0.5, *visitors)))]));
        }
    }
    Ok(())
}

fn keep(report: &Report) -> Result<()> {
    let folder = Path::new(FOLDER);
    let readme = folder.join("README.md");
    let text = fs::read_to_string(&readme)?;
    let (before, _, after) = parts(&text)?;
    fs::write(&readme, format!("{before}{BEGIN}{}{END}{after}", report.text))?;
    fs::write(folder.join("load.svg"), &report.load)?;
    fs::write(folder.join("tradeoff.svg"), &report.tradeoff)?;
    Ok(())
}

fn check(report: &Report) -> Result<()> {
    let read = |name: &str| fs::read_to_string(Path::new(FOLDER).join(name));
    let text = read("README.md")?;
    let (_, kept, _) = parts(&text)?;
    let differs = [
        ("README.md", kept == report.text),
        ("load.svg", read("load.svg")? == report.load),
        ("tradeoff.svg", read("tradeoff.svg")? == report.tradeoff),
    ];
    match differs.iter().find(|(_, is_same)| !is_same) {
        Some((name, _)) => Err(format!("{FOLDER}/{name} is not what the simulation says now").into()),
        None => Ok(()),
    }
}

/// The README before, between and after its marks.
fn parts(text: &str) -> Result<(&str, &str, &str)> {
    let (before, rest) = text.split_once(BEGIN).ok_or("the README has no mark where the tables begin")?;
    let (kept, after) = rest.split_once(END).ok_or("the README has no mark where the tables end")?;
    Ok((before, kept, after))
}
