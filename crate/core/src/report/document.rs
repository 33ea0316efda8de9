//! What the formats for people say, in this order. How it is written is a [`Style`].

use core::fmt::Write;

use super::search::{self, Search};
use super::{Attempt, Report, curl};
use crate::check::Outcome;
use crate::clock;
use crate::diagnosis::Diagnosis;
use crate::message::{Message, Words};
use crate::net_error::canonical;
use crate::observation::Observation;
use crate::redact::Cleaner;
use crate::text::{clip, halves, is_unsafe, join, one_line};
use crate::vendor::{Vendor, vendors};
use crate::view::{percent, provenance, status_line, whole};
use crate::words::{Fault, Layer, State};

/// So much of what a person saw on the page is quoted.
const MAX_PAGE: usize = 600;

/// How a part of a document is written. Hostile text comes as `code` or as a `block` and as nothing else.
pub(super) trait Style {
    /// The heading of the whole.
    fn title(&self, text: &str) -> String;
    /// The heading of a part.
    fn heading(&self, text: &str) -> String;
    /// What must not be missed.
    fn strong(&self, text: &str) -> String;
    /// An aside.
    fn aside(&self, text: &str) -> String;
    /// Text on one line, as it was received.
    fn code(&self, text: &str) -> String;
    /// Text of several lines, as it was received; `language` colours it.
    fn block(&self, text: &str, language: &str) -> String;
    /// A line to fill in.
    fn blank(&self, label: &str) -> String;
}

struct Document<'a> {
    report: &'a Report,
    words: &'a dyn Words,
    style: &'a dyn Style,
    out: String,
}

pub(super) fn write(report: &Report, words: &dyn Words, style: &dyn Style) -> String {
    let mut document = Document { report, words, style, out: String::new() };
    document.verdict();
    document.request();
    document.search();
    document.evidence();
    document.attempts();
    document.checks();
    document.names();
    document.answers();
    document.page();
    document.again();
    document.blanks();
    document.foot();
    document.out
}

impl Document<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn item(&mut self, text: &str) {
        self.line(&format!("- {text}"));
    }

    fn fact(&mut self, key: &str, value: &str) {
        let label = self.words.label(key);
        self.item(&format!("{label}: {value}"));
    }

    fn heading(&mut self, key: &str) {
        let heading = self.style.heading(&self.words.label(key));
        self.line(&format!("\n{heading}\n"));
    }

    fn block(&mut self, text: &str, language: &str) {
        self.line(&self.style.block(text, language));
    }

    fn verdict(&mut self) {
        let Report { diagnosis: d, view, .. } = self.report;
        let title = self.style.title(&self.words.label("report_title"));
        let verdict = format!("{} {}", self.words.say(&view.verdict), self.said(&view.story));
        self.line(&format!("{title}\n\n{}\n", self.style.strong(&verdict)));
        if let Some(certainty) = &view.certainty {
            self.item(&self.words.say(certainty));
        }
        if d.state == State::Failed {
            self.fact("report_written_by", &self.writer(d));
            self.fact("report_to_blame", &self.blamed(d));
            self.fact("report_acts", &self.words.label(&acts(d)));
            self.fact("report_cause", &self.words.label(&format!("cause_{}", d.cause)));
            self.fact("report_scope", &self.words.label(&format!("scope_{}", d.scope)));
        }
        let path: Vec<_> = d.in_path.iter().filter_map(|id| Vendor::by_id(id)).map(|vendor| vendor.name).collect();
        if !path.is_empty() {
            self.fact("report_in_path", &join(&path, ", "));
        }
        if let Some(check) = &d.would_decide {
            self.fact("report_would_decide", &self.words.say(check));
        }
    }

    fn writer(&self, d: &Diagnosis) -> String {
        let layer = self.words.label(&format!("layer_{}", d.generator.layer));
        if d.generator.layer == Layer::Unknown {
            return layer;
        }
        let vendor = d.generator.vendor.and_then(Vendor::by_id).map(|v| format!("{}, ", v.name)).unwrap_or_default();
        format!("{vendor}{layer} ({} %)", percent(d.generator.confidence))
    }

    fn blamed(&self, d: &Diagnosis) -> String {
        let likely = d.fault.ranked.iter().take(2);
        let each =
            likely.map(|(fault, p)| format!("{} ({} %)", self.words.label(&format!("fault_{fault}")), percent(*p)));
        join(&each.collect::<Vec<_>>(), ", ")
    }

    fn request(&mut self) {
        self.heading("report_request");
        for fact in &self.report.view.facts {
            let (label, value) = (self.words.say(&fact.label), self.style.code(&fact.value));
            self.item(&format!("{label}: {value}"));
        }
    }

    /// Where those who run the site find the request again.
    fn search(&mut self) {
        if self.report.diagnosis.state != State::Failed {
            return;
        }
        self.heading("report_search");
        for Search { label, value, places } in search::searches(self.report) {
            let places: Vec<_> = places.iter().map(|place| self.said(place)).collect();
            let (label, value) = (self.words.say(&label), self.style.code(&value));
            self.item(&join(&[format!("{label}: {value}."), join(&places, " ")], " "));
        }
        let commands = search::commands(self.report);
        if !commands.is_empty() {
            let label = self.words.label("report_search_here");
            self.item(&label);
            self.line("");
            self.block(&commands, "sh");
        }
    }

    fn evidence(&mut self) {
        if self.report.view.reasons.is_empty() {
            return;
        }
        self.heading("report_evidence");
        for reason in &self.report.view.reasons {
            let sign = if reason.supports { '+' } else { '−' };
            let tenths = whole(f64::from(reason.weight.abs()) * 10.0);
            let (front, back) = halves(&tenths, tenths.len() - 1);
            let front = if front.is_empty() { "0" } else { front };
            let aside = format!("({}; {}, {front}.{back})", self.words.say(&reason.how), reason.rule);
            self.item(&format!("({sign}) {} {}", self.said(&reason.text), self.style.aside(&aside)));
        }
    }

    /// Everything that was asked, where there is more than one thing.
    fn attempts(&mut self) {
        if self.report.attempts.len() < 2 {
            return;
        }
        self.heading("report_attempts");
        for attempt in &self.report.attempts {
            let line = self.attempt(attempt);
            self.item(&line);
        }
    }

    fn attempt(&self, attempt: &Attempt) -> String {
        let seen = &attempt.seen;
        let asked = match attempt.check {
            Some(check) => self.words.label(&format!("check_name_{check}")),
            None => self.words.say(&provenance(seen.how, &self.report.visits)),
        };
        let came = [status_line(seen, &mut Cleaner::keeping()), error(seen)];
        let came: Vec<_> = came.into_iter().filter(|part| !part.is_empty()).collect();
        let came = if came.is_empty() { "–".into() } else { self.style.code(&join(&came, " ")) };
        let took = seen.timings.total_ms.or(seen.timings.first_byte_ms);
        let took = took.map(|ms| format!(", {} ms", whole(ms))).unwrap_or_default();
        let request = self.style.code(&format!("{} {}", seen.method, seen.url));
        format!("{} {asked}: {request} → {came}{took}", clock::time_of_day(seen.at_ms, &seen.zone))
    }

    /// What became of the checks.
    fn checks(&mut self) {
        let run = |check: &&crate::view::checks::CheckView| self.report.outcomes.get(check.check).is_some();
        let run: Vec<_> = self.report.checks.iter().filter(run).collect();
        if run.is_empty() {
            return;
        }
        self.heading("report_checks");
        for check in run {
            self.item(&format!("{}: {}", self.words.say(&check.name), self.words.say(&check.result)));
        }
    }

    /// What comparing lookups of the name showed.
    fn names(&mut self) {
        let compared = self.report.outcomes.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Compared(findings) if !findings.is_empty() => Some(findings),
            _ => None,
        });
        let Some(findings) = compared else { return };
        self.heading("report_names");
        for finding in findings {
            let sentence = self.said(&finding.message());
            self.item(&sentence);
        }
    }

    fn answers(&mut self) {
        for seen in &self.report.visits {
            let Some(headers) = &seen.headers else { continue };
            let how = self.words.say(&provenance(seen.how, &self.report.visits));
            let heading = self.style.heading(&self.words.say(&Message::new("report_answer").with(how)));
            let mut text = format!("{} {}\n", version(seen), status_line(seen, &mut Cleaner::keeping()));
            for (name, value) in headers.iter() {
                // Writing to a text cannot fail, here and below.
                let _ = writeln!(text, "{}: {}", one_line(name), one_line(value));
            }
            self.line(&format!("\n{heading}\n"));
            self.block(&text, "http");
        }
    }

    /// The beginning of what a person saw.
    fn page(&mut self) {
        let Some(body) = self.report.visits.iter().find_map(|seen| seen.body.as_ref()) else { return };
        let text = clip(&body.visible(), MAX_PAGE);
        if !text.is_empty() {
            self.heading("report_page");
            self.block(&text, "");
        }
    }

    fn again(&mut self) {
        let commands = curl::write(self.report, self.words);
        if !commands.is_empty() {
            self.heading("report_again");
            self.block(&commands, "sh");
        }
    }

    /// What only people know: the owner fills it in.
    fn blanks(&mut self) {
        self.heading("report_for_owner");
        for key in ["report_blank_changes", "report_blank_log", "report_blank_regions", "report_blank_since"] {
            self.line(&self.style.blank(&self.words.label(key)));
        }
    }

    fn foot(&mut self) {
        let client = &self.report.client;
        let mut made_by = format!("\n---\n{} {} {}", self.words.label("report_made_by"), client.name, client.version);
        if let Some((browser, version)) = client.browser() {
            let _ = write!(made_by, " · {browser} {}", self.style.code(version));
        }
        if let Some(system) = client.system() {
            let _ = write!(made_by, " · {system}");
        }
        if !client.agent.is_empty() {
            let _ = write!(made_by, " · {}", self.style.code(&client.agent));
        }
        self.line(&made_by);
        let removed = self.words.say(&removed(self.report, self.words));
        self.line(&format!("\n{removed}"));
    }

    /// The sentence. A parameter that could be read as markup stands in it as code: what a browser calls an error is mostly
    /// a plain word, but what a file says a browser called it is anything.
    fn said(&self, message: &Message) -> String {
        let param = |text: &String| if is_plain(text) { text.clone() } else { self.style.code(text) };
        self.words.say(&Message { key: message.key.clone(), params: message.params.iter().map(param).collect() })
    }
}

fn is_plain(text: &str) -> bool {
    let is_letter = |c: char| {
        c.is_ascii_alphanumeric() || (!c.is_ascii() && !is_unsafe(c)) || matches!(c, ' ' | '.' | ':' | '_' | '-' | '+')
    };
    text.chars().all(is_letter) || vendors().iter().any(|vendor| vendor.name == text)
}

/// Who can probably do something about it.
pub(super) fn acts(d: &Diagnosis) -> String {
    d.fault.at.map_or_else(|| "acts_unknown".into(), |fault: Fault| format!("acts_{fault}"))
}

fn error(seen: &Observation) -> String {
    seen.error.as_deref().map(canonical).unwrap_or_default().to_owned()
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

/// What was taken out, by kind.
fn removed(report: &Report, words: &dyn Words) -> Message {
    if report.keeps_secrets {
        return Message::new("report_keeps");
    }
    let named = |(kind, count)| format!("{} ({count})", words.label(&format!("removed_{kind}")));
    let each: Vec<_> = report.counts().map(named).collect();
    if each.is_empty() {
        return Message::new("report_removed_nothing");
    }
    Message::new("report_removed").with(join(&each, ", "))
}
