//! The diagnostic report for the site's owner, in Markdown.
//!
//! Everything hostile stands in fenced blocks or code spans whose fence is longer than any it contains, so that
//! nothing a server sends can become markup where the report is pasted.

mod fence;

use std::fmt::Write;

use fence::{block, span};

use crate::diagnosis::Diagnosis;
use crate::message::{Message, Words};
use crate::observation::Observation;
use crate::redact;
use crate::text::one_line;
use crate::vendor::{Vendor, vendors};
use crate::view::{Fact, View, percent, provenance, status_line};
use crate::words::{Layer, State};

/// Who made the report.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// This program and its version.
    pub program: String,
    /// The browser and the system it runs on, as the browser itself says.
    pub agent: String,
}

/// The report of one page. `view` is the view of the same diagnosis.
pub fn markdown(
    observations: &[Observation],
    diagnosis: &Diagnosis,
    view: &View,
    client: &Client,
    words: &dyn Words,
) -> String {
    let mut out = format!("# {}\n\n", words.label("report_title"));
    verdict(&mut out, diagnosis, view, words);
    facts(&mut out, &view.facts, words);
    reasons(&mut out, view, words);
    for observation in observations {
        answer(&mut out, observation, observations, words);
    }
    blanks(&mut out, words);
    made_by(&mut out, client, words);
    out
}

/// Sentences in English or any other language; a failure to write to a `String` cannot happen.
fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{text}");
}

/// A label and what it says, as an item of a list.
fn item(out: &mut String, label: &str, value: &str, words: &dyn Words) {
    line(out, &format!("- {}", words.pair(label, value)));
}

fn heading(out: &mut String, key: &str, words: &dyn Words) {
    let _ = write!(out, "\n## {}\n\n", words.label(key));
}

fn verdict(out: &mut String, d: &Diagnosis, view: &View, words: &dyn Words) {
    line(out, &format!("**{} {}**\n", words.say(&view.verdict), words.say(&view.story)));
    if let Some(certainty) = &view.certainty {
        line(out, &format!("- {}", words.say(certainty)));
    }
    if d.state == State::Failed {
        item(out, &words.label("report_written_by"), &writer(d, words), words);
        item(out, &words.label("report_to_blame"), &blamed(d, words), words);
        item(out, &words.label("report_cause"), &words.label(&format!("cause_{}", d.cause)), words);
        item(out, &words.label("report_scope"), &words.label(&format!("scope_{}", d.scope)), words);
    }
    let path: Vec<_> = d.in_path.iter().filter_map(|id| Vendor::by_id(id)).map(|vendor| vendor.name).collect();
    if !path.is_empty() {
        item(out, &words.label("report_in_path"), &words.list(&path), words);
    }
    if let Some(check) = &d.would_decide {
        item(out, &words.label("report_would_decide"), &words.say(check), words);
    }
}

fn writer(d: &Diagnosis, words: &dyn Words) -> String {
    let layer = words.label(&format!("layer_{}", d.generator.layer));
    if d.generator.layer == Layer::Unknown {
        return layer;
    }
    let named = match d.generator.vendor.and_then(Vendor::by_id) {
        Some(vendor) => words.say(&Message::new("report_writer").with(vendor.name).with(layer)),
        None => layer,
    };
    share(&named, d.generator.confidence, words)
}

/// What is likely, and how likely.
fn share(what: &str, p: f32, words: &dyn Words) -> String {
    words.say(&Message::new("report_share").with(what).with(percent(p)))
}

fn blamed(d: &Diagnosis, words: &dyn Words) -> String {
    let likely = d.fault.ranked.iter().take(2);
    let each: Vec<_> = likely.map(|(fault, p)| share(&words.label(&format!("fault_{fault}")), *p, words)).collect();
    words.list(&each.iter().map(String::as_str).collect::<Vec<_>>())
}

fn facts(out: &mut String, facts: &[Fact], words: &dyn Words) {
    heading(out, "report_request", words);
    for fact in facts {
        item(out, &words.say(&fact.label), &span(&fact.value), words);
    }
}

fn reasons(out: &mut String, view: &View, words: &dyn Words) {
    if view.reasons.is_empty() {
        return;
    }
    heading(out, "report_evidence", words);
    for reason in &view.reasons {
        let sign = if reason.supports { '+' } else { '−' };
        line(out, &format!("- ({sign}) {} *({})*", said(&reason.text, words), words.say(&reason.how)));
    }
}

/// The sentence. A parameter that could be read as markup stands in it as code: what a browser calls an error is mostly
/// a plain word, but what a file says a browser called it is anything.
fn said(message: &Message, words: &dyn Words) -> String {
    let is_ours = |text: &str| vendors().iter().any(|vendor| vendor.name == text);
    let is_plain = |text: &str| {
        is_ours(text)
            || text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || !c.is_ascii() || matches!(c, ' ' | '.' | ':' | '_' | '-' | '+'))
    };
    let param = |text: &String| if is_plain(text) { text.clone() } else { span(&one_line(text)) };
    words.say(&Message { key: message.key.clone(), params: message.params.iter().map(param).collect() })
}

fn answer(out: &mut String, o: &Observation, all: &[Observation], words: &dyn Words) {
    let Some(headers) = &o.headers else { return };
    let how = words.say(&provenance(o.how, all));
    let _ = write!(out, "\n## {}\n\n", words.say(&Message::new("report_answer").with(how)));
    let mut text = format!("{} {}\n", version(o), status_line(o));
    for (name, value) in headers.iter() {
        let _ = writeln!(text, "{}: {}", one_line(name), one_line(&redact::header(name, value)));
    }
    line(out, &block(&text));
}

/// The protocol as status lines write it.
fn version(o: &Observation) -> &str {
    match o.protocol.as_deref() {
        Some("h2") => "HTTP/2",
        Some("h3") => "HTTP/3",
        Some("http/1.1") => "HTTP/1.1",
        Some("http/1.0") => "HTTP/1.0",
        _ => "HTTP",
    }
}

/// What only people know: the owner fills it in.
fn blanks(out: &mut String, words: &dyn Words) {
    heading(out, "report_for_owner", words);
    for key in ["report_blank_changes", "report_blank_log", "report_blank_regions", "report_blank_since"] {
        line(out, &format!("- [ ] {}", words.pair(&words.label(key), "")));
    }
}

fn made_by(out: &mut String, client: &Client, words: &dyn Words) {
    let agent = if client.agent.is_empty() { String::new() } else { format!(" · {}", span(&one_line(&client.agent))) };
    let _ = write!(out, "\n---\n{} {}{agent}\n", words.label("report_made_by"), client.program);
    line(out, &words.label("report_redacted"));
}
