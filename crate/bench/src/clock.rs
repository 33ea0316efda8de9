//! Times, as the shortest of many short runs: whatever else the machine does only ever adds to them.

use std::hint::black_box;
use std::time::Instant;

/// How many pairs are measured for each size.
const PAIRS: usize = 41;
/// Roughly how long a sample lasts; less would measure the clock.
const SAMPLE_NS: f64 = 200_000.0;

/// Nanoseconds for one run, from this many in a row.
fn sample<T>(runs: u32, work: &mut impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..runs {
        black_box(work());
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(runs)
}

/// How many runs make a sample, found by doubling; it warms the caches, too.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number, and the cast saturates")]
fn runs<T>(work: &mut impl FnMut() -> T) -> u32 {
    let mut runs = 1_u32;
    while sample(runs, work) * f64::from(runs) < SAMPLE_NS / 4.0 && runs < 1 << 20 {
        runs *= 2;
    }
    (SAMPLE_NS / sample(runs, work).max(1.0)).ceil() as u32
}

/// Nanoseconds for one run of each, measured in turn, so that whatever else the machine does affects both alike.
pub(crate) fn pair<A, B>(mut first: impl FnMut() -> A, mut second: impl FnMut() -> B) -> (f64, f64) {
    let (of_first, of_second) = (runs(&mut first), runs(&mut second));
    let pairs = (0..PAIRS).map(|_| (sample(of_first, &mut first), sample(of_second, &mut second)));
    let (firsts, seconds): (Vec<f64>, Vec<f64>) = pairs.unzip();
    (shortest(firsts), shortest(seconds))
}

/// Nanoseconds for one run, after `warm_up` others: an engine may recompile what runs often, and better.
pub(crate) fn single<T>(warm_up: u32, mut work: impl FnMut() -> T) -> f64 {
    sample(warm_up.max(1), &mut work);
    let runs = runs(&mut work);
    shortest((0..9).map(|_| sample(runs, &mut work)).collect())
}

fn shortest(times: Vec<f64>) -> f64 {
    times.into_iter().fold(f64::INFINITY, f64::min)
}

/// The median; of an even number, the upper of the two in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
