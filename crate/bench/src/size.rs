//! What a diagnosis costs as its body grows.

use std::hint::black_box;

use is_it_me_bench::{Case, spread};
use is_it_me_core::body::Body;
use is_it_me_core::{Observation, diagnose};

use crate::clock::{median, pair};
use crate::limits::{FIXED_US, FLAT, Figures, LINEAR, READING, SLOPE};

const KIB: usize = 1024;
/// Up to the bound, in KiB.
const SIZES: [u32; 6] = [1, 2, 4, 8, 16, 32];
/// So many records stand for all.
const RECORDS: usize = 12;
/// What a page of a site's own is made of; none of the vendors' texts is in it.
const PAGE: &str = "<div class=\"card\"><a href=\"/shoes/4711\"><img src=\"/i/4711.webp\" alt=\"\"></a><p>A sturdy pair for \
     long walks, in four colours. Free returns within thirty days.</p></div>\n";
/// Occurs in no text.
const NEVER: u8 = 0xff;

/// Medians over the records, in nanoseconds: the diagnosis and one pass of memchr, at one size.
struct At {
    kib: f64,
    diagnosis: f64,
    pass: f64,
}

pub(crate) fn measure(cases: &[Case], figures: &mut Figures) {
    let some = spread(cases, RECORDS);
    figures.note(&format!("cost of a diagnosis by the size of its body, median of {} records", some.len()));
    let fixed = at(&some, 0);
    let by_size: Vec<At> = SIZES.iter().map(|kib| at(&some, *kib)).collect();
    for at in [&fixed].into_iter().chain(&by_size) {
        let (diagnosis, pass) = (at.diagnosis / 1e3, at.pass / 1e3);
        figures.note(&format!("  {:>3} KiB: {diagnosis:8.2} µs; one memchr pass {pass:6.3} µs", at.kib));
    }
    let (per_kib, pass_per_kib) = slopes(&by_size);
    figures.note(&format!("  {per_kib:.0} ns a KiB; one memchr pass {pass_per_kib:.0} ns a KiB"));
    figures.add(&FIXED_US, fixed.diagnosis / 1e3);
    figures.add(&SLOPE, per_kib / pass_per_kib);
    figures.add(&LINEAR, between(&by_size, 16.0, 32.0) / between(&by_size, 4.0, 16.0));
    taking_in(pass_per_kib, figures);
    flat(&some, figures);
}

/// Nanoseconds a KiB: of a diagnosis, and of one pass of memchr.
pub(crate) fn per_kib(cases: &[Case]) -> (f64, f64) {
    let some = spread(cases, RECORDS);
    slopes(&SIZES.map(|kib| at(&some, kib)))
}

fn slopes(by_size: &[At]) -> (f64, f64) {
    (slope(by_size, |at| at.diagnosis), slope(by_size, |at| at.pass))
}

fn at(cases: &[&Case], kib: u32) -> At {
    let times = cases.iter().map(|case| {
        let body = page(case, kib as usize * KIB);
        let seen = [Observation { body: Some(Body::from(body.clone())), ..case.seen.clone() }];
        pair(|| diagnose(&seen), || memchr::memchr(NEVER, black_box(body.as_bytes())))
    });
    let (diagnoses, passes): (Vec<f64>, Vec<f64>) = times.unzip();
    At { kib: f64::from(kib), diagnosis: median(diagnoses), pass: median(passes) }
}

/// The record's own body, filled up with a page's: a generated page that is long is a short one in a site's frame.
fn page(case: &Case, bytes: usize) -> String {
    let own = case.seen.body.as_ref().map(Body::text).unwrap_or_default();
    let mut text = own.get(..own.floor_char_boundary(bytes)).unwrap_or_default().to_owned();
    text.extend(PAGE.chars().cycle().take(bytes - text.len()));
    text
}

/// The slope of the straight line through these points with the least squares.
#[allow(clippy::cast_precision_loss, reason = "a handful of points")]
fn slope(points: &[At], time: fn(&At) -> f64) -> f64 {
    let mean = |of: &dyn Fn(&At) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(&|at| at.kib), mean(&|at| time(at)));
    mean(&|at| (at.kib - x) * (time(at) - y)) / mean(&|at| (at.kib - x).powi(2))
}

/// Nanoseconds a KiB between two sizes.
fn between(points: &[At], from: f64, to: f64) -> f64 {
    let time = |kib: f64| points.iter().find(|at| at.kib.total_cmp(&kib).is_eq()).map_or(f64::NAN, |at| at.diagnosis);
    (time(to) - time(from)) / (to - from)
}

/// Before it can be diagnosed, a body is bounded and its title looked for. The worst page has none.
fn taking_in(pass_per_kib: f64, figures: &mut Figures) {
    let text: String = PAGE.chars().cycle().take(Body::MAX).collect();
    let (copied, taken) = pair(|| text.clone(), || Body::from(text.clone()));
    let kib = SIZES.last().map_or(f64::NAN, |kib| f64::from(*kib));
    figures.add(&READING, (taken - copied) / kib / pass_per_kib);
}

/// Taken in and diagnosed: above the bound a body costs no more than at it, but for the copy that only this bench makes.
fn flat(cases: &[&Case], figures: &mut Figures) {
    let ratios = cases.iter().map(|case| {
        let long = page(case, 256 * KIB);
        let short = page(case, Body::MAX);
        let whole =
            |text: &str| diagnose(&[Observation { body: Some(Body::from(text.to_owned())), ..case.seen.clone() }]);
        let (of_short, of_long) = pair(|| whole(&short), || whole(&long));
        let (copy_short, copy_long) = pair(|| short.clone(), || long.clone());
        (of_long - copy_long) / (of_short - copy_short)
    });
    figures.add(&FLAT, median(ratios.collect()));
}
