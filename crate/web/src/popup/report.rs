//! The report: how it is written, what was taken out of it, and its ways to the clipboard and into a file.
//!
//! It is composed when somebody wants to see or have it, once for what is known by then, not each time something is
//! drawn.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_utils::window;
use is_it_me_core::Diagnosis;
use is_it_me_core::check::diagnose_case;
use is_it_me_core::message::{Message, Words};
use is_it_me_core::quantity::decimal;
use is_it_me_core::redact::{Cleaner, Cut};
use is_it_me_core::report::{Attempt, Client, Format, Report, Told};
use is_it_me_core::text::join;
use is_it_me_core::view::heard::heard;
use wasm_bindgen_futures::JsFuture;

use super::{Popup, Said, draw};
use crate::browser;
use crate::dom::{self, Node, choice, el, labelled};
use crate::settings::{Chosen, set_report};
use crate::task::spawn;
use crate::words::{BrowserWords, is_english, label, say, term};

/// The text, which may be changed before it leaves.
const TEXT: &str = "report-text";
/// The choice of a format.
const FORMAT: &str = "report-format";
/// The button that copies it.
const COPY: &str = "copy";
/// The key of the word that says that it was copied.
pub(super) const COPIED: &str = "copied";
/// The choice of English.
const ENGLISH: &str = "report-english";

/// What this part knows.
pub(super) struct Part {
    style: Cell<Style>,
    /// What was composed last, and from what.
    composed: RefCell<Option<(Source, Rc<Composed>)>>,
    /// What somebody made of it, by style. It stays for as long as the popup lives, shown or not: what was taken out
    /// must not come back.
    changed: RefCell<Vec<(Style, String)>>,
    /// The key of what came of copying it last.
    copied: Cell<Option<&'static str>>,
}

/// How the report is written.
#[derive(Clone, Copy, PartialEq)]
struct Style {
    format: Format,
    /// In English, if the extension speaks another language.
    is_english: bool,
}

/// What a report is composed from, as far as it changes while the popup lives: its style, and how much was seen, asked
/// and found out by then.
#[derive(PartialEq)]
struct Source(Style, [usize; 3]);

/// A report before anybody has changed it.
struct Composed {
    text: String,
    file_name: String,
    taken_out: Vec<Cut>,
}

impl Part {
    /// As reports were written before.
    pub(super) fn of(chosen: &Chosen) -> Self {
        let style = Style { format: chosen.format, is_english: chosen.english && !is_english() };
        Self {
            style: Cell::new(style),
            composed: RefCell::default(),
            changed: RefCell::default(),
            copied: Cell::new(None),
        }
    }

    /// Has somebody changed the text?
    pub(super) fn is_changed(&self) -> bool {
        !self.changed.borrow().is_empty()
    }

    /// The text as it is to leave: what was made of it in the chosen style, or otherwise as it was composed.
    fn text(&self, composed: &Composed) -> String {
        let changed = self.changed.borrow();
        let own = changed.iter().find(|(style, _)| *style == self.style.get());
        own.map_or(&composed.text, |(_, text)| text).clone()
    }

    fn change(&self, text: String) {
        let style = self.style.get();
        let mut changed = self.changed.borrow_mut();
        changed.retain(|(known, _)| *known != style);
        changed.push((style, text));
    }
}

impl Style {
    /// Once something was typed into a field it shows no other text, so each style has a field of its own, by this
    /// name.
    fn field(self) -> String {
        let end = if self.is_english { "-en" } else { "" };
        join(&[self.format.word(), end], "")
    }
}

/// The part of the popup that shows the report.
pub(super) fn section(popup: &Rc<Popup>, said: &Said) -> Node {
    let part = popup.on(el("details").class("report"), "toggle", |popup| draw::case(&popup));
    let part = part.child(labelled("summary", "report_preview_title"));
    if !is_open() {
        return part;
    }
    let composed = compose(popup, &said.known.diagnosis);
    let style = popup.report.style.get();
    let text = el("textarea").attr("id", TEXT).class(&style.field()).attr("aria-labelledby", FORMAT);
    let text = text.attr("rows", "12").attr("spellcheck", "false").attr("aria-describedby", "report-hint");
    let text = popup.on(text, "input", |popup| popup.report.change(dom::value_of(TEXT)));
    let text = text.text(popup.report.text(&composed));
    let hint = el("p").attr("id", "report-hint").text(label("report_edit_hint"));
    part.child(ways(popup, style)).child(text).child(hint).children(taken_out(&composed.taken_out))
}

fn is_open() -> bool {
    dom::is_there("details.report[open]")
}

/// The choice of a format and of English, and the way into a file.
fn ways(popup: &Rc<Popup>, chosen: Style) -> Node {
    let options = Format::ALL.iter().map(|format| {
        let option = el("option").attr("value", format.word()).text(term("format", format.word()));
        if *format == chosen.format { option.attr("selected", "") } else { option }
    });
    let select = el("select").attr("id", FORMAT).attr("aria-label", label("report_format")).children(options);
    let english = (!is_english()).then(|| choice(ENGLISH, label("report_english"), chosen.is_english));
    let save = popup.button(label("report_save"), |popup| {
        let composed = composed(&popup);
        dom::save(&composed.file_name, &popup.report.text(&composed));
    });
    let ways = el("div").class("report__ways").child(popup.on(select, "change", |popup| restyle(&popup)));
    ways.children(english.map(|english| popup.on(english, "change", |popup| restyle(&popup))))
        .child(save.attr("id", "save"))
}

/// Writes the report as it was chosen, this one and those to come.
fn restyle(popup: &Rc<Popup>) {
    let Some(format) = Format::from_word(&dom::value_of(FORMAT)) else { return };
    let is_english = dom::is_ticked(ENGLISH);
    popup.report.style.set(Style { format, is_english });
    popup.report.copied.set(None);
    draw::case(popup);
    // What is chosen in a private window leaves nothing on the disk.
    if !popup.tab.is_private {
        spawn(async move {
            // If nothing can be stored, the choice holds for this popup.
            let _ = set_report(format, is_english).await;
        });
    }
}

/// What was taken out, so that anybody who passes the report on can see what is missing. It stays here.
fn taken_out(cuts: &[Cut]) -> Option<Node> {
    if cuts.is_empty() {
        return None;
    }
    let title = Message::new("report_taken_out").with(decimal(cuts.len()));
    let items = cuts.iter().map(|cut| {
        let kind = term("report_removed", cut.kind.word());
        el("li").text(BrowserWords::Own.pair(&kind, &cut.text))
    });
    let summary = el("summary").text(say(&title));
    Some(el("details").class("removed").child(summary).child(el("ul").children(items)))
}

/// The button that copies the report, and what came of it.
pub(super) fn copier(popup: &Rc<Popup>) -> [Node; 2] {
    let button = popup.button(label("copy_report"), |popup| {
        spawn(async move {
            give(&popup).await;
        });
    });
    let outcome = popup.report.copied.get().unwrap_or_default();
    let text = if outcome.is_empty() { String::new() } else { label(outcome) };
    let status = el("span").attr("id", "copied").attr("role", "status").attr("data-came", outcome).text(text);
    [button.class("primary").attr("id", COPY), status]
}

/// Copies the report for a visitor who asked outside of the popup, as with a shortcut. Firefox allows it only in a
/// click in the popup, so there the button for it gets the focus.
pub(super) async fn give_unasked(popup: &Rc<Popup>) {
    if !give(popup).await {
        dom::focus(COPY);
    }
}

/// Copies the report, and says what came of it. Was it copied?
async fn give(popup: &Rc<Popup>) -> bool {
    let outcome = copy(&popup.report.text(&composed(popup))).await;
    popup.report.copied.set(Some(outcome));
    draw::case(popup);
    outcome == COPIED
}

fn composed(popup: &Popup) -> Rc<Composed> {
    let diagnosis = diagnose_case(&popup.investigation.case());
    compose(popup, &diagnosis)
}

/// The report of what is known by now.
fn compose(popup: &Popup, diagnosis: &Diagnosis) -> Rc<Composed> {
    let source = Source::of(popup);
    if let Some((known, composed)) = &*popup.report.composed.borrow()
        && *known == source
    {
        return Rc::clone(composed);
    }
    let composed = Rc::new(write(popup, diagnosis, source.0));
    popup.report.composed.replace(Some((source, Rc::clone(&composed))));
    composed
}

impl Source {
    fn of(popup: &Popup) -> Self {
        let (case, exchanges) = (popup.investigation.case(), popup.investigation.exchanges());
        let known = [case.observations.len(), exchanges.len(), case.outcomes.iter().count()];
        Self(popup.report.style.get(), known)
    }
}

fn write(popup: &Popup, diagnosis: &Diagnosis, style: Style) -> Composed {
    let client = Client {
        name: "Is It Me?".into(),
        version: browser::version(),
        agent: window().navigator().user_agent().unwrap_or_default(),
    };
    let (case, exchanges) = (popup.investigation.case(), popup.investigation.exchanges());
    let asked: Vec<_> = exchanges.iter().map(|exchange| Attempt::by(exchange, &browser::zone())).collect();
    let told = Told { case: &case, diagnosis, asked: &asked, heard: &heard(&case, &exchanges) };
    let report = Report::new(&told, client, Cleaner::default());
    let words = if style.is_english { BrowserWords::English } else { BrowserWords::Own };
    let text = report.write(style.format, &words);
    Composed { text, file_name: report.file_name(style.format), taken_out: report.removed().to_vec() }
}

/// Puts the text on the clipboard. The key of what came of it.
pub(super) async fn copy(text: &str) -> &'static str {
    let copied = JsFuture::from(window().navigator().clipboard().write_text(text)).await;
    if copied.is_ok() { COPIED } else { "copy_failed" }
}
