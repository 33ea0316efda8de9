//! `is-it-me diagnose`: records of failures in, one per line or as a HAR file; one diagnosis per line out.

use std::io::{self, BufRead, Read as _, Write};
use std::process::ExitCode;

use is_it_me_core::diagnosis::Generator;
use is_it_me_core::record::Record;
use is_it_me_core::redact;
use is_it_me_core::words::{Layer, Side};
use is_it_me_core::{Diagnosis, diagnose};
use lexopt::prelude::{Long, Value};
use serde::Serialize;

use crate::printed::{Blamed, Reason};
use crate::{Result, har, input, terminal};

/// Longer lines are refused: a record holds a body of a few KiB.
const MAX_LINE: usize = 4 * 1024 * 1024;

/// The diagnosis of one record. Every key is always there.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    generator: &'a Generator,
    fault: Blamed<'a>,
    side: Side,
    cdn_in_path: Vec<&'static str>,
    evidence: Vec<Reason<'a>>,
}

/// Answers on `output` what is in a HAR file, or every line of what `lines` opens.
pub(crate) fn run<I: BufRead>(
    mut arguments: lexopt::Parser,
    lines: impl FnOnce() -> I,
    output: impl Write,
) -> Result<ExitCode> {
    let (mut jsonl, mut archive, mut file) = (false, false, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("jsonl") => jsonl = true,
            Long("har") => archive = true,
            Value(path) if archive && file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    match (jsonl, archive) {
        (true, false) => records(lines(), output),
        (false, true) => failures(&input::read(&file.unwrap_or_else(|| "-".into()))?, output),
        _ => Err("diagnose needs --jsonl, one record a line on standard input, or --har with a file".into()),
    }
}

/// Answers every failure in a HAR file.
fn failures(input: &input::Input, mut output: impl Write) -> Result<ExitCode> {
    let mut archive = har::read(input)?;
    for (place, observation) in std::mem::take(&mut archive.failed) {
        let id = format!("{place} {}", redact::url(&observation.url));
        let diagnosis = diagnose(&[observation]);
        writeln!(output, "{}", terminal::json(&serde_json::to_string(&in_words(&id, &diagnosis))?))?;
    }
    output.flush()?;
    archive.whole(input)?;
    Ok(ExitCode::SUCCESS)
}

/// Answers every line; what cannot be read is reported on standard error with its line's number.
fn records(mut input: impl BufRead, mut output: impl Write) -> Result<ExitCode> {
    let mut status = ExitCode::SUCCESS;
    let mut number = 0_usize;
    while let Some(line) = next_line(&mut input)? {
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match answer(&line) {
            Ok(answer) => writeln!(output, "{answer}")?,
            Err(error) => {
                eprintln!("is-it-me: line {number}: {}", terminal::one_line(&error.to_string()));
                status = ExitCode::from(2);
            }
        }
    }
    output.flush()?;
    Ok(status)
}

/// The next line with its end; of one that is too long, only enough to show that it is. `None` if there are no more.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    input.by_ref().take(MAX_LINE as u64 + 1).read_until(b'\n', &mut line)?;
    if line.len() > MAX_LINE && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(Some(line).filter(|line| !line.is_empty()))
}

/// The diagnosis of one record, as one line of JSON.
///
/// # Errors
/// If the line is too long or not a record.
pub fn answer(line: &[u8]) -> Result<String> {
    if line.trim_ascii_end().len() > MAX_LINE {
        return Err(format!("longer than {} MiB", MAX_LINE / 1024 / 1024).into());
    }
    let record: Record = serde_json::from_slice(line)?;
    let id = record.id.clone();
    let diagnosis = diagnose(&[record.into()]);
    Ok(terminal::json(&serde_json::to_string(&in_words(&id, &diagnosis))?))
}

fn in_words<'a>(id: &'a str, d: &'a Diagnosis) -> Answer<'a> {
    let edges = d.in_path.iter().filter(|vendor| vendor.layer == Layer::CdnEdge);
    Answer {
        id,
        generator: &d.generator,
        fault: Blamed::from(&d.fault),
        side: d.side,
        cdn_in_path: edges.map(|vendor| vendor.id).collect(),
        evidence: d.evidence.iter().map(Reason::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(input: &str) -> (ExitCode, Vec<serde_json::Value>) {
        let mut output = Vec::new();
        let arguments = lexopt::Parser::from_args(["--jsonl"]);
        let status = run(arguments, || input.as_bytes(), &mut output).unwrap();
        let lines = output.split(|b| *b == b'\n').filter(|line| !line.is_empty());
        (status, lines.map(|line| serde_json::from_slice(line).unwrap()).collect())
    }

    #[test]
    fn a_bad_line_spoils_only_itself() {
        let input = "{\"id\":\"a\",\"status\":502}\nnonsense\n\n{\"id\":\"b\",\"net_error\":\"net::ERR_TIMED_OUT\"}";
        let (status, answers) = ask(input);
        assert_eq!(status, ExitCode::from(2));
        assert_eq!(answers.iter().map(|a| a["id"].as_str().unwrap()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn of_a_line_that_is_too_long_no_more_is_kept_than_shows_it() {
        let endless = "x".repeat(MAX_LINE + 100);
        let mut input = endless.as_bytes().chain(&b"\n{\"id\":\"b\"}"[..]);
        assert_eq!(next_line(&mut input).unwrap().unwrap().len(), MAX_LINE + 1);
        assert_eq!(next_line(&mut input).unwrap().unwrap(), b"{\"id\":\"b\"}");
        let (status, answers) = ask(&format!("{endless}\n{{\"id\":\"b\",\"status\":502}}\n"));
        assert_eq!((status, answers[0]["id"].as_str()), (ExitCode::from(2), Some("b")));
    }

    #[test]
    fn the_reason_phrase_counts() {
        let (_, answers) =
            ask(r#"{"id":"x","url":"http://shop.example/","status":403,"reason":"Blocked by ESET Security"}"#);
        assert_eq!(answers[0]["generator"]["vendor"], "eset");
    }

    #[test]
    fn every_key_is_there() {
        let (status, answers) = ask("{\"id\":\"x\",\"net_error\":\"ERR_NAME_NOT_RESOLVED\"}\n");
        assert_eq!(status, ExitCode::SUCCESS);
        for key in ["id", "generator", "fault", "side", "cdn_in_path", "evidence"] {
            assert!(!answers[0][key].is_null(), "{key}");
        }
        assert_eq!(answers[0]["fault"]["at"], "unknown");
        assert_eq!(answers[0]["fault"]["ranked"].as_array().unwrap().len(), 9);
    }
}
