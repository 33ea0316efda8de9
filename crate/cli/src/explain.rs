//! `is-it-me explain`: the diagnosis of one saved answer, of every failure in a HAR file, or of a report in JSON.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use is_it_me_core::guide::{GUIDE, Guide};
use is_it_me_core::message::{Message, Words};
use is_it_me_core::redact::{self, Cleaner};
use is_it_me_core::report::{self, Client, Format, Report, Told};
use is_it_me_core::view::owner::{Owner, owner};
use is_it_me_core::view::platform::Platform;
use is_it_me_core::view::{self, HopView, View, view_case};
use is_it_me_core::{Case, Diagnosis, Observation, diagnose_case};
use lexopt::prelude::{Long, Value, ValueExt};
use serde::Serialize;

use crate::english::English;
use crate::input::{self, Input};
use crate::owner::InWords as Owned;
use crate::picture::picture;
use crate::report::Read;
use crate::{Result, curl, har, terminal};

/// What the user asked for.
struct Options {
    file: OsString,
    form: Form,
    url: Option<String>,
}

/// How a diagnosis is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// As one JSON object rather than as text.
    pub json: bool,
    /// With what the people who run the site can do.
    pub owner: bool,
    /// The report alone, in this format.
    pub report: Option<Format>,
    /// Nothing is taken out of the report.
    pub keeps_secrets: bool,
}

impl Form {
    /// One diagnosis per line, if there are several.
    const fn is_by_line(self) -> bool {
        self.json || matches!(self.report, Some(Format::Json | Format::Har))
    }
}

/// Prints what is asked for.
pub(crate) fn run(arguments: lexopt::Parser, mut output: impl Write) -> Result<ExitCode> {
    let options = options(arguments)?;
    let input = input::read(&options.file)?;
    explain(&input, options.url.as_deref(), options.form, &mut output)?;
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the diagnosis of what was read, or every diagnosis of a HAR.
///
/// # Errors
/// If there is no answer in it, or `output` takes no more.
pub fn explain(input: &Input, url: Option<&str>, form: Form, mut output: impl Write) -> Result<()> {
    let is_json = input::looks_like_json(&input.text);
    if is_json && url.is_some() {
        return Err("--url is of no use with a HAR or a report, which name the addresses themselves".into());
    }
    if is_json && crate::report::looks_like_one(&input.text) {
        return Ok(output.write_all(explained(&crate::report::read(input)?, None, form, false)?.as_bytes())?);
    }
    if is_json {
        return archive(input, form, output);
    }
    if input.clipped {
        eprintln!("is-it-me: only the first 1 MiB of {} was read", terminal::one_line(&input.name));
    }
    if crate::report::is_for_people(&input.text) {
        return Err(format!("{} is a report for people to read; only one in JSON can be read back", input.name).into());
    }
    let Some(observation) = curl::parse(&input.text, url, input.written_ms) else { return Err(no_answer(input)) };
    Ok(output.write_all(explained(&observation.into(), None, form, input.clipped)?.as_bytes())?)
}

/// Every failure in a HAR file, each below a line that says where in the file it is.
fn archive(input: &Input, form: Form, mut output: impl Write) -> Result<()> {
    let mut archive = har::read(input)?;
    let is_read = archive.readable() > 0 || archive.entries == 0;
    if archive.failed.is_empty() && archive.silent == 0 && is_read {
        eprintln!("is-it-me: {}: none of {} requests failed", terminal::one_line(&input.name), archive.readable());
    }
    for (place, observation) in std::mem::take(&mut archive.failed) {
        let what = format!("{} {}", observation.method, redact::url(&observation.url));
        let text = explained(&observation.into(), Some(place), form, false)?;
        if form.is_by_line() {
            writeln!(output, "{}", report::one_line(&text))?;
        } else {
            writeln!(output, "==> {place} of {}: {}\n\n{text}", archive.entries, terminal::one_line(&what))?;
        }
    }
    output.flush()?;
    archive.whole(input)
}

impl From<Observation> for Read {
    fn from(seen: Observation) -> Self {
        let case = Case { observations: vec![seen], ..Case::default() };
        Self { case, asked: Vec::new(), agent: String::new() }
    }
}

fn explained(read: &Read, entry: Option<usize>, form: Form, clipped: bool) -> Result<String> {
    let Read { case, asked, agent } = read;
    let diagnosis = diagnose_case(case);
    let client = Client { name: terminal::NAME.into(), version: terminal::VERSION.into(), agent: agent.clone() };
    let cleaner = if form.keeps_secrets { Cleaner::keeping() } else { Cleaner::default() };
    let report = Report::new(&Told { case, diagnosis: &diagnosis, asked, heard: &[] }, client, cleaner);
    if let Some(format) = form.report {
        return Ok(report.write(format, &English));
    }
    let report = report.write(Format::Markdown, &English);
    let view = view_case(case, &diagnosis, Platform::default());
    let owner = form.owner.then(|| owner(Guide::new(GUIDE), &case.observations, &diagnosis, &[]));
    if form.json {
        let owner = owner.as_ref().map(crate::owner::in_words);
        let words = in_words(&diagnosis, &view, report, owner);
        return json(&Answer { diagnosis: &diagnosis, entry, clipped, words });
    }
    Ok(text(&view, &report, owner.as_ref()))
}

fn options(mut arguments: lexopt::Parser) -> Result<Options> {
    let (mut file, mut form, mut url) = (None, Form::default(), None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => form.json = true,
            Long("owner") => form.owner = true,
            Long("format") => form.report = Some(format(&arguments.value()?.string()?)?),
            Long("keep-secrets") => form.keeps_secrets = true,
            Long("url") => url = Some(arguments.value()?.string()?),
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    if form.json && form.report.is_some() {
        return Err("--json and --format exclude each other; the report in JSON is --format json".into());
    }
    Ok(Options { file: file.unwrap_or_else(|| "-".into()), form, url })
}

fn format(word: &str) -> Result<Format> {
    let words: Vec<_> = Format::ALL.iter().map(|format| format.word()).collect();
    Format::from_word(word).ok_or_else(|| format!("--format {word:?} is none of {}", words.join(", ")).into())
}

fn no_answer(input: &Input) -> Box<dyn std::error::Error> {
    let what = match input.text.trim() {
        "" => "is empty",
        // How gzip begins, as far as that is text.
        text if text.starts_with("\u{1f}\u{fffd}\u{8}") => "is compressed",
        _ => "holds no HTTP answer",
    };
    let wanted = "expected what curl -i, curl -iL, curl -v or wget -S printed, a raw answer that starts like \"HTTP/1.1 502 Bad Gateway\", a HAR file, or a report in JSON";
    format!("{} {what}; {wanted}", input.name).into()
}

fn text(view: &View, report: &str, owner: Option<&Owner>) -> String {
    let mut lines = vec![English.say(&view.verdict), English.say(&view.story)];
    lines.extend(view.certainty.as_ref().map(|certainty| English.say(certainty)));
    lines.extend([String::new(), English.label("path_label"), picture(&view.path, &English)]);
    if !view.steps.is_empty() {
        lines.extend([String::new(), English.label("steps_title")]);
    }
    lines.extend(view.steps.iter().zip(1..).map(|(step, number)| format!("  {number}. {}", English.say(&step.text))));
    lines.extend([String::new(), report.to_owned()]);
    lines.extend(owner.map(crate::owner::text));
    terminal::text(&lines.join("\n"))
}

/// The diagnosis, and the same in words. Every key is always there; what is not known is `null` or empty.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    diagnosis: &'a Diagnosis,
    /// The place of the request in a HAR file, counted from one.
    entry: Option<usize>,
    /// The input was longer than the part that was read.
    clipped: bool,
    words: InWords,
}

#[derive(Serialize)]
struct InWords {
    verdict: String,
    story: String,
    certainty: Option<String>,
    path: Vec<Station>,
    steps: Vec<String>,
    reasons: Vec<Reason>,
    facts: Vec<Fact>,
    would_decide: Option<String>,
    report: String,
    /// What the people who run the site can do, if it was asked for.
    owner: Option<Vec<Owned>>,
}

#[derive(Serialize)]
struct Station {
    name: String,
    state: String,
    broken_leg: bool,
    products: Vec<&'static str>,
}

#[derive(Serialize)]
struct Reason {
    supports: bool,
    text: String,
    how: String,
}

#[derive(Serialize)]
struct Fact {
    label: String,
    value: String,
}

fn json(answer: &Answer) -> Result<String> {
    Ok(format!("{}\n", terminal::json(&serde_json::to_string(answer)?)))
}

fn in_words(diagnosis: &Diagnosis, view: &View, report: String, owner: Option<Vec<Owned>>) -> InWords {
    let say = |message: &Message| English.say(message);
    let station = |hop: &HopView| Station {
        name: English.term("hop", hop.hop.word()),
        state: English.term("hop_state", hop.state.word()),
        broken_leg: hop.broken_leg,
        products: hop.products.clone(),
    };
    let reason = |r: &view::Reason| Reason { supports: r.supports, text: say(&r.text), how: say(&r.how) };
    InWords {
        verdict: say(&view.verdict),
        story: say(&view.story),
        certainty: view.certainty.as_ref().map(say),
        path: view.path.iter().map(station).collect(),
        steps: view.steps.iter().map(|step| say(&step.text)).collect(),
        reasons: view.reasons.iter().map(reason).collect(),
        facts: view.facts.iter().map(|f| Fact { label: say(&f.label), value: f.value.clone() }).collect(),
        would_decide: diagnosis.would_decide.as_ref().map(say),
        report,
        owner,
    }
}
