//! `is-it-me log-line`: what lines of a server's log mean.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use is_it_me_core::guide::{GUIDE, Guide};
use is_it_me_core::log_line::{MAX_LINES, MAX_PASTE, Reading, end, read};
use is_it_me_core::message::{Message, Words};
use is_it_me_core::view::owner::helping;
use lexopt::prelude::{Long, Value};
use serde::Serialize;

use crate::english::English;
use crate::{Result, input, terminal};

/// One reading for programs.
#[derive(Serialize)]
struct InWords<'a> {
    program: &'a str,
    cause: &'a str,
    code: Option<&'a str>,
    upstream: Option<&'a str>,
    time: Option<&'a str>,
    meaning: String,
    steps: Vec<String>,
}

/// Reads the lines from a file or from standard input, and prints what they mean.
pub(crate) fn run(mut arguments: lexopt::Parser, mut output: impl Write) -> Result<ExitCode> {
    let (mut file, mut json) = (None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => json = true,
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = file.unwrap_or_else(|| OsString::from("-"));
    let input = input::read_end(&file, MAX_PASTE + 1)?;
    if end(&input.text).len() < input.text.len() {
        let name = terminal::one_line(&input.name);
        eprintln!("is-it-me: only the last {MAX_LINES} lines of {name} were read, of at most {} KiB", MAX_PASTE / 1024);
    }
    if input.text.trim().is_empty() {
        return Err(format!("{} is empty; expected lines of a server's log", input.name).into());
    }
    let readings = read(Guide::new(GUIDE), &input.text);
    output.write_all(if json { lines_of_json(&readings)? } else { text(&readings) }.as_bytes())?;
    output.flush()?;
    Ok(if readings.is_empty() { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn in_words(reading: &Reading) -> InWords<'_> {
    InWords {
        program: &reading.program,
        cause: reading.cause.word(),
        code: reading.code.as_deref(),
        upstream: reading.upstream.as_deref(),
        time: reading.time.as_deref(),
        meaning: English.say(&reading.meaning),
        steps: helping(Guide::new(GUIDE), reading).iter().map(|step| English.say(step)).collect(),
    }
}

fn lines_of_json(readings: &[Reading]) -> Result<String> {
    let mut out = String::new();
    for reading in readings {
        out.push_str(&terminal::json(&serde_json::to_string(&in_words(reading))?));
        out.push('\n');
    }
    Ok(out)
}

fn text(readings: &[Reading]) -> String {
    if readings.is_empty() {
        return terminal::text(&format!("{}\n", English.label("log_unknown")));
    }
    terminal::text(&readings.iter().map(reading).collect::<String>())
}

fn reading(reading: &Reading) -> String {
    let told = in_words(reading);
    let cause = English.say(&Message::of("cause", reading.cause.word()));
    let facts = [Some(told.program), Some(cause.as_str()), told.code, told.upstream, told.time];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    let mut lines =
        vec![facts.join(" · "), format!("  {}", told.meaning), format!("  {}", English.label("owner_log_steps"))];
    lines.extend(told.steps.iter().map(|step| format!("    - {step}")));
    lines.join("\n") + "\n\n"
}
