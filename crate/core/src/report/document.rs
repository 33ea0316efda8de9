//! What the formats for people say, in this order. How it is written is up to a [`Style`].

use super::{Report, curl, search};
use crate::check::Check;
use crate::clock;
use crate::diagnosis::{DECIDED, Diagnosis};
use crate::message::{Message, Words};
use crate::net_error::canonical;
use crate::observation::Observation;
use crate::quantity::{decimal, percent, whole};
use crate::redact;
use crate::text::{clip, contains, contains_ignore_case, halves, is_unsafe, join, one_line};
use crate::vendor::vendors;
use crate::view::checks::came_of;
use crate::view::{is_up, provenance, reached_the_server, status_line};
use crate::words::{Layer, State};

/// How much of what a person saw on the page is quoted.
const MAX_PAGE: usize = 600;

/// How a part of a document is written. Hostile text comes as `code` or as a `block`, and as nothing else.
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
    report: &'a Report<'a>,
    words: &'a dyn Words,
    style: &'a dyn Style,
    /// Did the request get as far as the site's own server?
    reached: bool,
    out: String,
}

pub(super) fn write(report: &Report, words: &dyn Words, style: &dyn Style) -> String {
    let reached = reached_the_server(report.diagnosis, report.visits.first());
    let mut document = Document { report, words, style, reached, out: String::new() };
    document.parts();
    document.out
}

impl Document<'_> {
    fn parts(&mut self) {
        self.verdict();
        self.request();
        self.search();
        self.evidence();
        self.attempts();
        self.checks();
        self.names();
        self.answers();
        self.page();
        self.again();
        self.blanks();
        self.foot();
    }

    fn put(&mut self, parts: &[&str]) {
        for part in parts {
            self.out.push_str(part);
        }
    }

    fn item(&mut self, parts: &[&str]) {
        self.put(&["- "]);
        self.put(parts);
        self.put(&["\n"]);
    }

    /// A label and what it says, as an item of a list.
    fn pair(&mut self, label: &str, value: &str) {
        self.item(&[&self.words.pair(label, value)]);
    }

    fn fact(&mut self, key: &'static str, value: &str) {
        self.pair(&self.words.label(key), value);
    }

    fn heading(&mut self, text: &str) {
        self.put(&["\n", &self.style.heading(text), "\n\n"]);
    }

    fn part(&mut self, key: &'static str) {
        self.heading(&self.words.label(key));
    }

    fn block(&mut self, text: &str, language: &str) {
        self.put(&[&self.style.block(text, language), "\n"]);
    }

    fn verdict(&mut self) {
        let Report { diagnosis: d, view, .. } = self.report;
        let (label, host) =
            (self.words.label("report_title"), self.report.visits.first().map_or("", Observation::host));
        // Whoever supports many sites sees titles first.
        let title = if host.is_empty() { label } else { self.words.pair(&label, &self.style.code(host)) };
        let title = self.style.title(&title);
        // The verdict speaks to the visitor. The people who run the site would take "you" for themselves.
        let story = if is_up(d) {
            join(&[&self.said(&view.verdict), &self.said(&view.story)], " ")
        } else {
            self.said(&view.story)
        };
        self.put(&[&title, "\n\n", &self.style.strong(&story), "\n\n"]);
        let mut told = self.words.say(&view.verdict);
        // An open verdict gets no figure: that of its side would be higher than those of the places below.
        if let Some(certainty) = view.certainty.as_ref().filter(|_| d.confidence >= DECIDED) {
            told = join(&[&told, &self.words.say(certainty)], " ");
        }
        self.fact("report_told", &told);
        if has_failed(d) {
            self.fact("report_written_by", &self.writer(d));
            if !self.report.may_be_mistyped() {
                self.fact("report_to_blame", &self.blamed(d));
            }
            self.fact("report_acts", &self.words.say(&self.report.acts()));
            self.fact("report_cause", &self.words.term("cause", d.cause.word()));
            self.fact("report_scope", &self.words.label(self.report.scope()));
        }
        let path: Vec<_> = d.in_path.iter().map(|vendor| vendor.name).collect();
        if !path.is_empty() {
            self.fact("report_in_path", &self.words.list(&path));
        }
        if let Some(check) = &d.would_decide {
            self.fact("report_would_decide", &self.words.say(check));
        }
    }

    fn writer(&self, d: &Diagnosis) -> String {
        let layer = self.words.term("layer", d.generator.layer.word());
        if d.generator.layer == Layer::Unknown {
            return layer;
        }
        let named = match d.generator.vendor {
            Some(vendor) => self.words.say(&Message::new("report_writer").with(vendor.name).with(layer)),
            None => layer,
        };
        self.share(&named, d.generator.confidence)
    }

    fn blamed(&self, d: &Diagnosis) -> String {
        let likely = d.fault.ranked.iter().take(2);
        let each: Vec<_> = likely.map(|(fault, p)| self.share(&self.words.term("fault", fault.word()), *p)).collect();
        listed(&each, self.words)
    }

    /// What is likely, and how likely.
    fn share(&self, what: &str, p: f32) -> String {
        self.words.say(&Message::new("report_share").with(what).with(percent(p)))
    }

    fn request(&mut self) {
        self.part("report_request");
        let Report { ids, view, .. } = self.report;
        for fact in &view.facts {
            // An ID stands below, with where to search for it.
            if ids.iter().any(|id| id.value == fact.value) {
                continue;
            }
            self.pair(&self.said(&fact.label), &self.style.code(&fact.value));
        }
        if has_failed(self.report.diagnosis) && is_unseen(self.report) {
            self.item(&[&self.words.label("report_unseen")]);
        }
    }

    /// Where the people who run the site can find the request.
    fn search(&mut self) {
        let reached = self.reached;
        let commands = if reached { search::commands(self.report) } else { String::new() };
        let knows_where = !reached || !commands.is_empty() || !self.report.ids.is_empty();
        if !has_failed(self.report.diagnosis) || !knows_where {
            return;
        }
        self.part("report_search");
        for id in &self.report.ids {
            let places: Vec<_> = search::places(id, reached).iter().map(|place| self.said(place)).collect();
            let between = if places.is_empty() { "" } else { " – " };
            let found = self.words.pair(&self.words.say(&id.label()), &self.style.code(&id.value));
            self.item(&[&found, between, &join(&places, " ")]);
        }
        if !reached {
            return self.item(&[&self.words.label("report_search_unreached")]);
        }
        if !commands.is_empty() {
            self.item(&[&self.words.label("report_search_here"), "\n"]);
            self.block(&commands, "sh");
        }
    }

    fn evidence(&mut self) {
        if self.report.view.reasons.is_empty() {
            return;
        }
        self.part("report_evidence");
        for reason in &self.report.view.reasons {
            let sign = if reason.supports { "(+) " } else { "(−) " };
            let how = self.words.say(&reason.how);
            let aside = join(&["(", &how, "; ", &reason.rule, ", ", &tenths(reason.weight), ")"], "");
            self.item(&[sign, &self.said(&reason.text), " ", &self.style.aside(&aside)]);
        }
    }

    /// Everything that was asked of the site, if there is more than one thing.
    fn attempts(&mut self) {
        let report = self.report;
        let elsewhere = report.asked.iter().filter(|asked| asks_elsewhere(asked.check)).count();
        if report.looks().count() + report.asked.len() - elsewhere < 2 {
            return;
        }
        self.part("report_attempts");
        for seen in report.looks() {
            self.attempt(&self.words.say(&provenance(seen.how)), seen);
        }
        for asked in &report.asked {
            if !asks_elsewhere(asked.check) {
                self.attempt(&self.words.term("check_name", asked.check.word()), &asked.seen);
            }
        }
    }

    fn attempt(&mut self, asked: &str, seen: &Observation) {
        let took = seen.timings.total_ms.or(seen.timings.first_byte_ms);
        let took = took.map(|ms| join(&[", ", &whole(ms), " ms"], "")).unwrap_or_default();
        let request = self.style.code(&join(&[&seen.method, &seen.url], " "));
        let came = self.style.code(&came(seen));
        self.item(&[&clock::time_of_day(seen.at_ms), " ", asked, ": ", &request, " → ", &came, &took]);
    }

    /// What became of the checks, and what others besides the site answered.
    fn checks(&mut self) {
        if self.report.case.outcomes.is_empty() {
            return;
        }
        self.part("report_checks");
        for (check, outcome) in self.report.case.outcomes.iter() {
            let (_, result) = came_of(outcome);
            let mut line = self.words.say(&result);
            for asked in &self.report.asked {
                let came = self.style.code(&join(&[asked.seen.host(), &came(&asked.seen)], " → "));
                if asked.check == check && asks_elsewhere(check) && !contains(&line, &came) {
                    line = join(&[&line, &came], " ");
                }
            }
            self.pair(&self.words.term("check_name", check.word()), &line);
        }
    }

    /// What comparing lookups of the name showed.
    fn names(&mut self) {
        let findings = self.report.case.outcomes.findings();
        if findings.is_empty() {
            return;
        }
        self.part("report_names");
        for finding in findings {
            self.item(&[&self.said(&finding.message())]);
        }
    }

    fn answers(&mut self) {
        for seen in &self.report.visits {
            let Some(headers) = &seen.headers else { continue };
            let how = self.words.say(&provenance(seen.how));
            let mut text = join(&[version(seen), &status_line(seen)], " ");
            for (name, value) in headers.iter() {
                text.push_str(&join(&["\n", &one_line(name), ": ", &one_line(value)], ""));
            }
            self.heading(&self.words.say(&Message::new("report_answer").with(how)));
            self.block(&text, "http");
        }
    }

    /// The beginning of what a person saw.
    fn page(&mut self) {
        let Some(body) = self.report.visits.iter().find_map(|seen| seen.body.as_ref()) else { return };
        let text = clip(&body.visible(), MAX_PAGE);
        if !text.is_empty() {
            self.part("report_page");
            self.block(&text, "");
        }
    }

    fn again(&mut self) {
        let commands = curl::write(self.report, self.words);
        if !commands.is_empty() {
            self.part("report_again");
            self.block(&commands, "sh");
        }
    }

    /// What only people know: the owner fills it in.
    fn blanks(&mut self) {
        self.part("report_for_owner");
        for key in ["report_blank_changes", "report_blank_log", "report_blank_regions", "report_blank_since"] {
            if key == "report_blank_log" && !self.reached {
                continue;
            }
            self.put(&[&self.style.blank(&self.words.pair(&self.words.label(key), "")), "\n"]);
        }
    }

    fn foot(&mut self) {
        let client = &self.report.client;
        self.put(&["\n---\n", &self.words.label("report_made_by"), " ", &client.name, " ", &client.version]);
        if let Some((browser, version)) = client.browser() {
            self.put(&[" · ", browser, " ", &self.style.code(version)]);
        }
        if let Some(system) = client.system() {
            self.put(&[" · ", system]);
        }
        if !client.agent.is_empty() {
            self.put(&[" · ", &self.style.code(&client.agent)]);
        }
        self.put(&["\n\n", &self.words.say(&removed(self.report, self.words)), "\n"]);
    }

    /// The sentence. A parameter that could be read as markup appears as code: what a browser calls an error is usually
    /// a plain word, but what a file says a browser called it can be anything, and so can the place a service says it
    /// looked from.
    fn said(&self, message: &Message) -> String {
        let param = |text: &String| if is_plain(text) { text.clone() } else { self.style.code(text) };
        self.words.say(&Message { key: message.key.clone(), params: message.params.iter().map(param).collect() })
    }
}

fn is_plain(text: &str) -> bool {
    let is_letter = |c: char| {
        c.is_ascii_alphanumeric()
            || (!c.is_ascii() && !is_unsafe(c))
            || matches!(c, ' ' | ',' | '.' | ':' | '_' | '-' | '+')
    };
    // A word that begins like the name of a host becomes a link.
    let is_link = contains_ignore_case(text, "www.");
    (text.chars().all(is_letter) && !is_link) || vendors().iter().any(|vendor| vendor.name == text)
}

/// Does this check ask anybody but the site?
#[inline(never)]
fn asks_elsewhere(check: Check) -> bool {
    check == Check::Outside || check.asks_others()
}

/// What came of a request.
fn came(seen: &Observation) -> String {
    let error = seen.error.as_deref().map(canonical).unwrap_or_default();
    let came = join(&[&status_line(seen), error], " ");
    if came == " " { "–".into() } else { came.trim().into() }
}

/// Is there a failure to search for? One that is over is the hardest to find, and for it the people who run the site
/// need most.
const fn has_failed(d: &Diagnosis) -> bool {
    matches!(d.state, State::Failed | State::Recovered)
}

/// Did an answer come of which hardly more than its page could be seen, as without access to the site?
fn is_unseen(report: &Report) -> bool {
    let is_bare = |seen: &Observation| seen.headers.is_none() && seen.error.is_none();
    report.case.outcomes.is_empty() && report.visits.iter().all(is_bare)
}

/// A weight with one decimal.
fn tenths(weight: f32) -> String {
    let tenths = whole(f64::from(weight.abs()) * 10.0);
    let (front, back) = halves(&tenths, tenths.len() - 1);
    join(&[if front.is_empty() { "0" } else { front }, back], ".")
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
    if report.cleaner.keeps() {
        return Message::new("report_keeps");
    }
    let named = |(kind, count): (redact::Kind, usize)| {
        join(&[&words.term("report_removed", kind.word()), " (", &decimal(count), ")"], "")
    };
    let each: Vec<_> = report.counts().map(named).collect();
    if each.is_empty() {
        return Message::new("report_removed_nothing");
    }
    Message::new("report_removed").with(listed(&each, words))
}

fn listed(items: &[String], words: &dyn Words) -> String {
    words.list(&items.iter().map(String::as_str).collect::<Vec<_>>())
}
