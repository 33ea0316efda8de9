//! `is-it-me explain`: the diagnosis of one saved answer.

use std::ffi::OsString;

use is_it_me_core::message::{Message, Words};
use is_it_me_core::report::{Client, markdown};
use is_it_me_core::view::{self, HopView, View, view};
use is_it_me_core::{Diagnosis, diagnose};
use lexopt::prelude::{Long, Value, ValueExt};
use serde::Serialize;

use crate::english::English;
use crate::input::{self, Input};
use crate::picture::picture;
use crate::{Result, curl, terminal};

/// What the user asked for.
struct Options {
    file: OsString,
    json: bool,
    url: Option<String>,
}

/// What is to be printed.
pub(crate) fn run(arguments: lexopt::Parser) -> Result<String> {
    let options = options(arguments)?;
    let input = input::read(&options.file)?;
    if input.clipped {
        eprintln!("is-it-me: only the first 1 MiB of {} was read", terminal::one_line(&input.name));
    }
    explained(&input, options.url.as_deref(), options.json)?.ok_or_else(|| no_answer(&input))
}

/// What is printed for this input, `None` where there is no answer in it.
///
/// # Errors
///
/// Where the diagnosis cannot be written as JSON, which nothing in it should bring about.
pub fn explained(input: &Input, url: Option<&str>, as_json: bool) -> Result<Option<String>> {
    let Some(observation) = curl::parse(&input.text, url, input.written_ms) else { return Ok(None) };
    let observations = [observation];
    let diagnosis = diagnose(&observations);
    let view = view(&observations, &diagnosis);
    let client = Client { program: terminal::PROGRAM.into(), agent: String::new() };
    let report = markdown(&observations, &diagnosis, &view, &client, &English);
    let answer = if as_json { json(&diagnosis, &view, report, input.clipped)? } else { text(&view, &report) };
    Ok(Some(answer))
}

fn options(mut arguments: lexopt::Parser) -> Result<Options> {
    let (mut file, mut json, mut url) = (None, false, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => json = true,
            Long("url") => url = Some(arguments.value()?.string()?),
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Options { file: file.unwrap_or_else(|| "-".into()), json, url })
}

fn no_answer(input: &Input) -> Box<dyn std::error::Error> {
    let what = if input.text.trim().is_empty() { "is empty" } else { "holds no HTTP answer" };
    let wanted = "expected what curl -i, curl -iL or curl -v printed, or a raw answer that starts like \"HTTP/1.1 502 Bad Gateway\"";
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

/// The diagnosis, and the same in words. Every key is always there; what is not known is `null` or empty.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    diagnosis: &'a Diagnosis,
    /// The input was longer than what was read of it.
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

fn json(diagnosis: &Diagnosis, view: &View, report: String, clipped: bool) -> Result<String> {
    let answer = Answer { diagnosis, clipped, words: in_words(diagnosis, view, report) };
    Ok(format!("{}\n", terminal::json(&serde_json::to_string(&answer)?)))
}

fn in_words(diagnosis: &Diagnosis, view: &View, report: String) -> InWords {
    let say = |message: &Message| English.say(message);
    let station = |hop: &HopView| Station {
        name: English.label(&format!("hop_{}", hop.hop)),
        state: English.label(&format!("hop_state_{}", hop.state.word())),
        broken_leg: hop.broken_leg,
        products: hop.products.clone(),
    };
    let reason = |r: &view::Reason| Reason { supports: r.supports, text: say(&r.text), how: say(&r.how) };
    InWords {
        verdict: say(&view.verdict),
        story: say(&view.story),
        certainty: view.certainty.as_ref().map(say),
        path: view.path.iter().map(station).collect(),
        steps: view.steps.iter().map(say).collect(),
        reasons: view.reasons.iter().map(reason).collect(),
        facts: view.facts.iter().map(|f| Fact { label: say(&f.label), value: f.value.clone() }).collect(),
        would_decide: diagnosis.would_decide.as_ref().map(say),
        report,
    }
}
