//! The report for those who run the site. What it says is decided here, and each way of writing it has a file of its
//! own.
//!
//! Everything hostile or secret in what was seen and asked is cleaned when a [`Report`] is made, and from the case
//! itself a format takes only words from closed lists and the sentences of findings. So no format can leak what another
//! holds back. What is left is still hostile text, and each format keeps it in its place: fences that no text can
//! close, quotes that no text can end.

mod attempt;
mod client;
mod curl;
mod document;
mod finding;
mod har;
mod json;
mod markdown;
mod plain;
mod search;
mod writer;

pub use attempt::Attempt;
pub use client::Client;
pub use writer::one_line;

use crate::check::{Answer, Case, Check};
use crate::clock;
use crate::diagnosis::Diagnosis;
use crate::message::{Message, Words};
use crate::observation::{How, Observation, Zone};
use crate::redact::{Cleaner, Cut, Kind};
use crate::text::join;
use crate::vendor::Vendor;
use crate::view::{Fact, Id, View, cleaned, ids, is_up};
use crate::words::{Cause, Scope, words};

/// The version of the JSON format: it grows when a key goes or changes its meaning. `schema.json` describes it.
pub const SCHEMA_VERSION: u16 = 1;

words! {
    /// A way to write a report.
    Format {
        /// For an issue, a mail, a chat.
        Markdown = "markdown",
        /// For anything that shows no markup.
        Text = "text",
        /// For programs; `is-it-me explain` reads it back.
        Json = "json",
        /// HTTP Archive 1.2, which developer tools open.
        Har = "har",
        /// A command that asks again.
        Curl = "curl",
    }
}

impl Format {
    /// How the names of such files end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Json => "json",
            Self::Har => "har",
            Self::Curl => "sh",
        }
    }
}

/// What a report is made of.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// What was seen, and what the checks answered.
    pub case: &'a Case,
    /// What that amounts to.
    pub diagnosis: &'a Diagnosis,
    /// What the checks sent and got.
    pub asked: &'a [Attempt],
    /// What the checks heard that people want to read, such as what other resolvers say about the name.
    pub heard: &'a [Fact],
}

/// All that a report says.
pub struct Report<'a> {
    client: Client,
    case: &'a Case,
    diagnosis: &'a Diagnosis,
    /// What the visitor's browser saw, without secrets.
    visits: Vec<Observation>,
    /// What the checks sent and got, without secrets.
    asked: Vec<Attempt>,
    /// The sentences of the diagnosis' evidence, in its order, without secrets.
    evidence: Vec<Message>,
    view: View,
    ids: Vec<Id>,
    cleaner: Cleaner,
}

impl<'a> Report<'a> {
    /// The report of what is told, cleaned by `cleaner`.
    pub fn new(told: &Told<'a>, client: Client, mut cleaner: Cleaner) -> Self {
        let Told { case, diagnosis, asked, heard } = told;
        let answered = asked.iter().map(|attempt| &attempt.seen);
        for server in case.observations.iter().chain(answered).filter_map(|seen| seen.ip.as_deref()) {
            cleaner.answered(server);
        }
        // The first pass only finds out which addresses are the visitor's.
        clean(&case.observations, asked, &mut cleaner);
        let mut cleaner = cleaner.informed();
        let (visits, asked) = clean(&case.observations, asked, &mut cleaner);
        let evidence = diagnosis.evidence.iter().map(|item| message(&item.text, &mut cleaner)).collect();
        let mut view = cleaned(&visits, &case.outcomes, diagnosis);
        for reason in &mut view.reasons {
            reason.text = message(&reason.text, &mut cleaner);
        }
        for fact in *heard {
            let (label, value) = (message(&fact.label, &mut cleaner), cleaner.text(&fact.value));
            view.facts.push(Fact { label, value, ..fact.clone() });
        }
        let client = Client { agent: cleaner.text(&client.agent), ..client };
        let ids = ids(&visits, diagnosis);
        Self { client, case, diagnosis, visits, asked, evidence, view, ids, cleaner }
    }

    /// The report in this format.
    pub fn write(&self, format: Format, words: &dyn Words) -> String {
        match format {
            Format::Markdown => document::write(self, words, &markdown::Markdown),
            Format::Text => document::write(self, words, &plain::Plain),
            Format::Json => json::write(self, words),
            Format::Har => har::write(self, words),
            Format::Curl => curl::write(self, words),
        }
    }

    /// What was taken out of it, each once.
    pub fn removed(&self) -> &[Cut] {
        self.cleaner.cuts()
    }

    /// Is there no page at this address, and is it not that of the front page? Then nobody knows whose mistake the
    /// address is.
    fn may_be_mistyped(&self) -> bool {
        let is_front = self.visits.first().and_then(Observation::address).is_some_and(|address| address.is_root());
        is_up(self.diagnosis) && self.diagnosis.cause == Cause::NotFound && !is_front
    }

    /// Who can probably do something about it.
    fn acts(&self) -> Message {
        let at = self.diagnosis.fault.at.filter(|_| !self.may_be_mistyped());
        at.map_or(Message::new("report_acts_unknown"), |fault| Message::of("report_acts", fault.word()))
    }

    /// Who else meets it. Nobody can speak of everyone before somebody else has looked; and a visitor who is refused
    /// may be the only one.
    fn scope(&self) -> &'static str {
        let d = self.diagnosis;
        let seen = self.case.outcomes.answer(Check::Outside) == Some(Answer::OutsideFails);
        match d.scope {
            Scope::Local => "scope_local",
            Scope::Network => "scope_network",
            Scope::Public if seen => "scope_public",
            Scope::Public if is_up(d) && d.cause != Cause::NotFound => "scope_visitor",
            Scope::Public => "scope_likely",
            Scope::Unknown => "scope_unknown",
        }
    }

    /// How many secrets of each kind were taken out, if there were any.
    fn counts(&self) -> impl Iterator<Item = (Kind, usize)> {
        let count = |kind: Kind| self.removed().iter().filter(|cut| cut.kind == kind).count();
        Kind::ALL.iter().map(move |kind| (*kind, count(*kind))).filter(|(_, count)| *count > 0)
    }

    /// The visits that are not requests of a check. What came when a check asked for the page again is in both lists.
    fn looks(&self) -> impl Iterator<Item = &Observation> {
        let same = |one: &Observation, other: &Observation| {
            (one.at_ms, &one.url, one.status) == (other.at_ms, &other.url, other.status)
        };
        let by_check = move |seen: &Observation| self.asked.iter().any(|asked| same(&asked.seen, seen));
        self.visits.iter().filter(move |seen| seen.how != How::Asked || !by_check(seen))
    }

    /// The locations of the servers of products on the way.
    fn locations(&self) -> impl Iterator<Item = (&'static Vendor, &str)> {
        let headers = || self.visits.iter().filter_map(|seen| seen.headers.as_ref());
        let vendors = self.diagnosis.in_path.iter().copied();
        vendors.filter_map(move |vendor| Some((vendor, headers().find_map(|headers| vendor.location(headers))?)))
    }

    /// A name for a file that holds it: `shop.example-2026-11-21T13-03-22.md`.
    pub fn file_name(&self, format: Format) -> String {
        let first = self.visits.first();
        let host = first.map(Observation::host).filter(|host| !host.is_empty()).unwrap_or("report");
        let moment = clock::iso(first.and_then(|first| first.at_ms), &Zone::default());
        let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '-' };
        let name = join(&[host, moment.get(..19).unwrap_or_default()], "-");
        join(&[&*name.chars().map(safe).collect::<String>(), format.extension()], ".")
    }
}

fn clean(seen: &[Observation], asked: &[Attempt], cleaner: &mut Cleaner) -> (Vec<Observation>, Vec<Attempt>) {
    let visits = seen.iter().map(|seen| attempt::visit(seen, cleaner)).collect();
    (visits, asked.iter().map(|attempt| attempt.cleaned(cleaner)).collect())
}

/// The message without a secret in what it quotes.
fn message(message: &Message, cleaner: &mut Cleaner) -> Message {
    Message { key: message.key.clone(), params: message.params.iter().map(|param| cleaner.text(param)).collect() }
}
