//! The very same program as WebAssembly, in the engine that Chromium and Node share.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs, io};

use is_it_me_bench::Result;

use crate::clock::median;
use crate::limits::{Figures, WASM, WASM_SLOPE};

const RUNNER: &str = "crate/bench/wasi.mjs";
/// How many times both programs run in turn.
const ROUNDS: usize = 5;
/// Diagnoses of each record before it is timed; by then, the engine has compiled everything for good.
const WARM_UP: &str = "300";
const FIRST_TIER: &[&str] = &["--liftoff-only"];

pub(crate) fn measure(module: &str, files: &[PathBuf], figures: &mut Figures) -> Result<()> {
    let program = env::current_exe()?;
    let files = files.iter().map(fs::canonicalize).collect::<io::Result<Vec<_>>>()?;
    let native = |arguments: &[&str]| numbers(Command::new(&program).args(arguments).args(&files));
    let wasm = |tier: &[&str], arguments: &[&str]| {
        numbers(
            Command::new("node").arg("--no-warnings").args(tier).args([RUNNER, module]).args(arguments).args(&files),
        )
    };
    let times = ["--times", WARM_UP];
    let (mut settled, mut first) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let by_native = native(&times)?;
        settled.push(ratios(&by_native, &wasm(&[], &times)?));
        first.push(ratios(&by_native, &wasm(FIRST_TIER, &times)?));
    }
    let of_records = by_record(&settled);
    figures.note("the same program as WebAssembly (wasm32-wasip1, compiled as the extension is), against native");
    figures.note(&format!("  the worst record {:.2}", of_records.iter().copied().fold(0.0, f64::max)));
    figures.note(&format!("  in V8's first tier, before anything is optimised: {:.2}", median(by_record(&first))));
    figures.add(&WASM, median(of_records));
    let slopes = wasm(&[], &["--slope"])?;
    let &[diagnosis, pass] = slopes.as_slice() else { return Err("--slope prints two numbers".into()) };
    figures.note(&format!("  {diagnosis:.0} ns a KiB of body; one memchr pass {pass:.0} ns a KiB"));
    figures.add(&WASM_SLOPE, diagnosis / pass);
    Ok(())
}

/// What the program prints, one number per line.
fn numbers(program: &mut Command) -> Result<Vec<f64>> {
    let output = program.output()?;
    if !output.status.success() {
        return Err(format!("{program:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    String::from_utf8(output.stdout)?.lines().map(|line| Ok(line.parse()?)).collect()
}

fn ratios(native: &[f64], wasm: &[f64]) -> Vec<f64> {
    native.iter().zip(wasm).map(|(native, wasm)| wasm / native).collect()
}

/// For each record, the median of its rounds.
fn by_record(rounds: &[Vec<f64>]) -> Vec<f64> {
    let records = rounds.first().map_or(0, Vec::len);
    (0..records).map(|at| median(rounds.iter().filter_map(|round| round.get(at)).copied().collect())).collect()
}
