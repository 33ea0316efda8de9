//! What a diagnosis costs as its body grows.

use std::hint::black_box;

use is_it_me_bench::{Case, spread};
use is_it_me_core::body::Body;
use is_it_me_core::{Observation, diagnose};

use crate::clock::{median, pair};
use crate::limits::{FIXED_US, FLAT, Figures, LINEAR, READING, SLOPE};

const KIB: usize = 1024;
/// Up to the bound, in KiB.
const SIZES: [u32; 6] = [1, 2, 4, 8, 16, MOST];
/// The bound.
const MOST: u32 = 32;
const _: () = assert!(MOST as usize * KIB == Body::MAX, "nothing is measured up to the bound");
/// Up to about here, the visible text grows too, of which only the first KiB is read.
const SETTLED: u32 = 8;
/// How many records stand for all.
const RECORDS: usize = 12;
/// What a site's own page is made of; it contains none of the vendors' texts.
const PAGE: &str = "<div class=\"card\"><a href=\"/shoes/4711\"><img src=\"/i/4711.webp\" alt=\"\"></a><p>A sturdy pair for \
     long walks, in four colours. Free returns within thirty days.</p></div>\n";
/// Occurs in no text.
const NEVER: u8 = 0xff;

/// Medians over the records, in nanoseconds: the diagnosis and one pass of memchr, at one size.
struct At {
    diagnosis: f64,
    pass: f64,
}

pub(crate) fn measure(cases: &[Case], figures: &mut Figures) {
    let some = spread(cases, RECORDS);
    figures.note(&format!("cost of a diagnosis by the size of its body, median of {} records", some.len()));
    let fixed = at(&some, 0);
    note(0, &fixed, figures);
    for kib in SIZES {
        note(kib, &at(&some, kib), figures);
    }
    let (per_kib, pass_per_kib) = per_kib(cases);
    figures.note(&format!("  {per_kib:.0} ns a KiB; one memchr pass {pass_per_kib:.0} ns a KiB"));
    figures.add(&FIXED_US, fixed.diagnosis / 1e3);
    figures.add(&SLOPE, per_kib / pass_per_kib);
    figures.add(&LINEAR, diagnosis_of_a_kib(&some, 16, MOST) / diagnosis_of_a_kib(&some, SETTLED, 16));
    taking_in(pass_per_kib, figures);
    flat(&some, figures);
}

fn note(kib: u32, at: &At, figures: &mut Figures) {
    let (diagnosis, pass) = (at.diagnosis / 1e3, at.pass / 1e3);
    figures.note(&format!("  {kib:>3} KiB: {diagnosis:8.2} µs; one memchr pass {pass:6.3} µs"));
}

fn at(cases: &[&Case], kib: u32) -> At {
    let times = cases.iter().map(|case| {
        let (seen, body) = (seen(case, kib), page(case, kib));
        pair(|| diagnose(&seen), || pass(&body))
    });
    let (diagnoses, passes): (Vec<f64>, Vec<f64>) = times.unzip();
    At { diagnosis: median(diagnoses), pass: median(passes) }
}

/// Nanoseconds per KiB: for a diagnosis, and for one pass of memchr.
pub(crate) fn per_kib(cases: &[Case]) -> (f64, f64) {
    let some = spread(cases, RECORDS);
    let passes = some.iter().map(|case| {
        let (short, long) = (page(case, SETTLED), page(case, MOST));
        a_kib(SETTLED, MOST, pair(|| pass(&short), || pass(&long)))
    });
    (diagnosis_of_a_kib(&some, SETTLED, MOST), median(passes.collect()))
}

fn diagnosis_of_a_kib(cases: &[&Case], from: u32, to: u32) -> f64 {
    let costs = cases.iter().map(|case| {
        let (short, long) = (seen(case, from), seen(case, to));
        a_kib(from, to, pair(|| diagnose(&short), || diagnose(&long)))
    });
    median(costs.collect())
}

/// What each KiB between two sizes adds to the time.
fn a_kib(from: u32, to: u32, (of_short, of_long): (f64, f64)) -> f64 {
    (of_long - of_short) / f64::from(to - from)
}

fn pass(body: &str) -> Option<usize> {
    memchr::memchr(NEVER, black_box(body.as_bytes()))
}

fn seen(case: &Case, kib: u32) -> [Observation; 1] {
    [Observation { body: Some(Body::from(page(case, kib))), ..case.seen.clone() }]
}

/// The record's own body, padded with a page's: a long generated page is a short one in a site's frame.
fn page(case: &Case, kib: u32) -> String {
    let bytes = kib as usize * KIB;
    let own = case.seen.body.as_ref().map(Body::text).unwrap_or_default();
    let mut text = own.get(..own.floor_char_boundary(bytes)).unwrap_or_default().to_owned();
    text.extend(PAGE.chars().cycle().take(bytes - text.len()));
    text
}

/// Before a diagnosis, a body is bounded and searched for its title. The worst page has none.
fn taking_in(pass_per_kib: f64, figures: &mut Figures) {
    let text: String = PAGE.chars().cycle().take(Body::MAX).collect();
    let (copied, taken) = pair(|| text.clone(), || Body::from(text.clone()));
    figures.add(&READING, (taken - copied) / f64::from(MOST) / pass_per_kib);
}

/// Taken in and diagnosed: above the bound, a body costs no more than at it, except for the copy that only this bench
/// makes.
fn flat(cases: &[&Case], figures: &mut Figures) {
    let ratios = cases.iter().map(|case| {
        let long = page(case, 256);
        let short = page(case, MOST);
        let whole =
            |text: &str| diagnose(&[Observation { body: Some(Body::from(text.to_owned())), ..case.seen.clone() }]);
        let (of_short, of_long) = pair(|| whole(&short), || whole(&long));
        let (copy_short, copy_long) = pair(|| short.clone(), || long.clone());
        (of_long - copy_long) / (of_short - copy_short)
    });
    figures.add(&FLAT, median(ratios.collect()));
}
