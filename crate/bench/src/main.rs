//! `is-it-me-bench [--wasm FILE] [FILE.jsonl…]`: what a diagnosis costs, as ratios. Fails above the limits in
//! `limits.rs`.

mod clock;
mod limits;
mod size;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, iter};

use is_it_me_bench::{Case, Result, cases, spread};
use is_it_me_core::diagnose;

use clock::{median, single};
use limits::{Figures, SLOWEST};

/// How many records are compared between native code and WebAssembly.
const COMPARED: usize = 60;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = env::args().skip(1).peekable();
    if arguments.next_if(|first| first == "--times").is_some() {
        let warm_up = arguments.next().ok_or("--times needs a number")?.parse()?;
        times(&cases(&files(arguments))?, warm_up);
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.next_if(|first| first == "--slope").is_some() {
        let (diagnosis, pass) = size::per_kib(&cases(&files(arguments))?);
        println!("{diagnosis}\n{pass}");
        return Ok(ExitCode::SUCCESS);
    }
    let module = arguments.next_if(|first| first == "--wasm").and_then(|_| arguments.next());
    let files = files(arguments);
    let cases = cases(&files)?;
    let mut figures = Figures::default();
    size::measure(&cases, &mut figures);
    slowest(&cases, &mut figures);
    if let Some(module) = module {
        wasm::measure(&module, &files, &mut figures)?;
    }
    let (text, broken) = figures.finish();
    print!("{text}");
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn files(arguments: impl Iterator<Item = String>) -> Vec<PathBuf> {
    arguments.map(PathBuf::from).collect()
}

/// Prints the nanoseconds of some records, one per line: what `wasm.rs` compares.
fn times(cases: &[Case], warm_up: u32) {
    for case in spread(cases, COMPARED) {
        println!("{}", time(case, warm_up));
    }
}

fn time(case: &Case, warm_up: u32) -> f64 {
    single(warm_up, || diagnose(std::slice::from_ref(&case.seen)))
}

fn slowest(cases: &[Case], figures: &mut Figures) {
    let times: Vec<f64> = cases.iter().map(|case| time(case, 0)).collect();
    let middle = median(times.clone());
    let worst = iter::zip(cases, times).max_by(|(_, a), (_, b)| a.total_cmp(b));
    let (id, worst) = worst.map_or(("", f64::NAN), |(case, time)| (case.id.as_str(), time));
    figures.note(&format!("every record as it is, {} of them", cases.len()));
    figures.note(&format!("  median {:.1} µs, slowest {:.1} µs: {id}", middle / 1e3, worst / 1e3));
    figures.add(&SLOWEST, worst / middle);
}
