//! `is-it-me explain`: the diagnosis of one saved answer, of every failure in a HAR file, or of a report in JSON.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use is_it_me_core::message::Words;
use is_it_me_core::redact::{self, Cleaner};
use is_it_me_core::report::{self, Attempt, Client, Format, Report};
use is_it_me_core::view::{View, view};
use is_it_me_core::{Case, Observation, diagnose_case};
use lexopt::prelude::{Long, Value, ValueExt};

use crate::english::English;
use crate::input::{self, Input};
use crate::picture::picture;
use crate::report::Told;
use crate::{Result, curl, har, terminal};

/// How the answer is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Printing {
    /// The report alone in this format; without one, the verdict and the way of the request stand above it.
    pub format: Option<Format>,
    /// Nothing is taken out of the report.
    pub keeps_secrets: bool,
}

/// What the user asked for.
struct Options {
    file: OsString,
    url: Option<String>,
    printing: Printing,
}

/// Prints what is asked for.
pub(crate) fn run(arguments: lexopt::Parser, mut output: impl Write) -> Result<ExitCode> {
    let Options { file, url, printing } = options(arguments)?;
    explain(&input::read(&file)?, url.as_deref(), printing, &mut output)?;
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the diagnosis of what was read, or every diagnosis of a HAR.
///
/// # Errors
///
/// Where there is no answer in it, or `output` takes no more.
pub fn explain(input: &Input, url: Option<&str>, printing: Printing, mut output: impl Write) -> Result<()> {
    let is_json = har::looks_like_one(&input.text);
    if is_json && url.is_some() {
        return Err("--url is of no use with a HAR or a report, which name the addresses themselves".into());
    }
    if is_json && crate::report::looks_like_one(&input.text) {
        return Ok(output.write_all(explained(&crate::report::read(input)?, printing).as_bytes())?);
    }
    if is_json {
        return archive(input, printing, output);
    }
    if input.clipped {
        eprintln!("is-it-me: only the first 1 MiB of {} was read", terminal::one_line(&input.name));
    }
    let Some(observation) = curl::parse(&input.text, url, input.written_ms) else { return Err(no_answer(input)) };
    Ok(output.write_all(explained(&Told::from(observation), printing).as_bytes())?)
}

/// Every failure in a HAR file, each below a line that says where in the file it is.
fn archive(input: &Input, printing: Printing, mut output: impl Write) -> Result<()> {
    let archive = har::read(input)?;
    if archive.failed.is_empty() {
        eprintln!("is-it-me: {}: none of {} requests failed", terminal::one_line(&input.name), archive.entries);
    }
    for (place, observation) in archive.failed {
        let what = format!("{} {}", observation.method, redact::url(&observation.url));
        let text = explained(&Told::from(observation), printing);
        match printing.format {
            Some(Format::Json | Format::Har) => writeln!(output, "{}", report::one_line(&text))?,
            _ => writeln!(output, "==> {place} of {}: {}\n\n{text}", archive.entries, terminal::one_line(&what))?,
        }
    }
    Ok(())
}

impl From<Observation> for Told {
    fn from(seen: Observation) -> Self {
        Self {
            case: Case { observations: vec![seen], ..Case::default() },
            asked: Vec::<Attempt>::new(),
            agent: String::new(),
        }
    }
}

fn explained(told: &Told, printing: Printing) -> String {
    let Told { case, asked, agent } = told;
    let diagnosis = diagnose_case(case);
    let client = Client { name: terminal::NAME.into(), version: terminal::VERSION.into(), agent: agent.clone() };
    let cleaner = if printing.keeps_secrets { Cleaner::keeping() } else { Cleaner::default() };
    let report = Report::new(case, &diagnosis, asked, client, cleaner);
    match printing.format {
        Some(format) => report.write(format, &English),
        None => text(&view(&case.observations, &diagnosis), &report.write(Format::Markdown, &English)),
    }
}

fn options(mut arguments: lexopt::Parser) -> Result<Options> {
    let (mut file, mut url, mut printing) = (None, None, Printing::default());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => printing.format = Some(Format::Json),
            Long("format") => printing.format = Some(format(&arguments.value()?.string()?)?),
            Long("keep-secrets") => printing.keeps_secrets = true,
            Long("url") => url = Some(arguments.value()?.string()?),
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Options { file: file.unwrap_or_else(|| "-".into()), url, printing })
}

fn format(word: &str) -> Result<Format> {
    let words: Vec<_> = Format::ALL.iter().map(|format| format.word()).collect();
    let found = Format::ALL.iter().find(|format| format.word() == word).copied();
    found.ok_or_else(|| format!("--format {word:?} is none of {}", words.join(", ")).into())
}

fn no_answer(input: &Input) -> Box<dyn std::error::Error> {
    let what = if input.text.trim().is_empty() { "is empty" } else { "holds no HTTP answer" };
    let wanted = "expected what curl -i, curl -iL or curl -v printed, a raw answer that starts like \"HTTP/1.1 502 Bad Gateway\", a HAR file, or a report in JSON";
    format!("{} {what}; {wanted}", input.name).into()
}

fn text(view: &View, report: &str) -> String {
    let mut lines = vec![English.say(&view.verdict), English.say(&view.story)];
    lines.extend(view.certainty.as_ref().map(|certainty| English.say(certainty)));
    lines.extend([String::new(), English.label("path_label"), picture(&view.path, &English)]);
    if !view.steps.is_empty() {
        lines.extend([String::new(), English.label("steps_title")]);
    }
    lines.extend(view.steps.iter().zip(1..).map(|(step, number)| format!("  {number}. {}", English.say(step))));
    lines.extend([String::new(), report.to_owned()]);
    terminal::text(&lines.join("\n"))
}
