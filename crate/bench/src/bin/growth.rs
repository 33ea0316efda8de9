//! `growth [RECORDS]`: diagnoses this many records (a million), one after the other, and fails if a single byte more is
//! held at the end than after the first thousand.

use std::env;
use std::hint::black_box;
use std::process::ExitCode;

use is_it_me_bench::{Result, cases};
use is_it_me_core::message::{Message, Words};
use is_it_me_core::redact::Cleaner;
use is_it_me_core::report::{Client, Format, Report, Told};
use is_it_me_core::{Case, diagnose_case};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HELD: PeakAlloc = PeakAlloc;

const FIRST: usize = 1000;

struct Bare;

impl Words for Bare {
    fn say(&self, message: &Message) -> String {
        message.key.to_string()
    }
}

fn main() -> Result<ExitCode> {
    let records = env::args().nth(1).map_or(Ok(1_000_000), |number| number.parse())?;
    let cases = cases(&[])?;
    let (mut after_first, mut peak_of_first) = (0, 0);
    HELD.reset_peak_usage();
    let before = HELD.current_usage();
    for (case, number) in cases.iter().cycle().zip(1..=records) {
        whole(&case.seen);
        if number == FIRST {
            (after_first, peak_of_first) = (HELD.current_usage(), HELD.peak_usage() - before);
        }
    }
    let after_all = HELD.current_usage();
    println!("held after {FIRST} records: {after_first} bytes; after {records}: {after_all} bytes");
    println!("most that one record held at once: {peak_of_first} bytes, at the end {}", HELD.peak_usage() - before);
    Ok(if after_all <= after_first { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// From the facts to the report, as a click does.
fn whole(seen: &is_it_me_core::Observation) {
    let case = Case { observations: vec![seen.clone()], ..Case::default() };
    let diagnosis = diagnose_case(&case);
    let told = Told { case: &case, diagnosis: &diagnosis, asked: &[], heard: &[] };
    let report = Report::new(&told, Client::default(), Cleaner::default());
    black_box(report.write(Format::Markdown, &Bare));
}
