//! Every verdict on one line, so that a change of the rules shows as a diff of what it changed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Result;
use crate::corpus::Case;
use is_it_me_core::words::Fault;

/// The file's text. Confidence is rounded to tenths: smaller changes are no change of a verdict.
pub(crate) fn text(cases: &[Case]) -> String {
    let mut out = String::new();
    for Case { id, said, .. } in cases {
        let (writer, fault) = (said.generator, &said.fault);
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{id}: {} {} {:.1} | {} {:.1} | {} | {}",
            writer.layer,
            writer.vendor.map_or("-", |vendor| vendor.id),
            writer.confidence,
            fault.likeliest().map_or("-", Fault::word),
            fault.confidence,
            said.side,
            said.cause,
        );
    }
    out
}

/// Compares the verdicts with those kept in `path`; the error shows what is new and what is gone.
pub(crate) fn check(cases: &[Case], path: &Path) -> Result<()> {
    let (kept, now) = (fs::read_to_string(path).unwrap_or_default(), text(cases));
    let lacks = |text: &str, line: &str| !text.lines().any(|other| other == line);
    let gone = kept.lines().filter(|line| lacks(&now, line)).map(|line| format!("- {line}"));
    let new = now.lines().filter(|line| lacks(&kept, line)).map(|line| format!("+ {line}"));
    let mut changed: Vec<_> = gone.chain(new).collect();
    changed.sort_by(|a, b| a.get(2..).cmp(&b.get(2..)));
    if changed.is_empty() {
        return Ok(());
    }
    Err(format!("verdicts changed; look at each, then keep them with ./build.sh eval --keep\n{}", changed.join("\n"))
        .into())
}
