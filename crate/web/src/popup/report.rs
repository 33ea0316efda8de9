//! The report: how it is written, what was taken out of it, and its ways to the clipboard and into a file.
//!
//! It is composed when somebody wants to see or have it, and not each time something is drawn.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_utils::window;
use is_it_me_core::Diagnosis;
use is_it_me_core::check::diagnose_case;
use is_it_me_core::message::{Message, Words};
use is_it_me_core::redact::{Cleaner, Cut};
use is_it_me_core::report::{Attempt, Client, Format, Report, Told};
use is_it_me_core::view::heard::heard;
use wasm_bindgen_futures::JsFuture;

use super::{Popup, Said, draw};
use crate::browser;
use crate::dom::{self, Node, el, labelled};
use crate::task::spawn;
use crate::words::{BrowserWords, label, say, term};

/// The text, which may be changed before it leaves.
const TEXT: &str = "report-text";
/// The choice of a format.
const FORMAT: &str = "report-format";

/// What this part knows.
pub(super) struct Part {
    /// How the report is written.
    format: Cell<Format>,
    /// What somebody made of it, by the format. It stays for as long as the popup lives, whether it is shown or not: what was
    /// taken out must not come back.
    changed: RefCell<Vec<(Format, String)>>,
    /// The key of what came of copying it last.
    copied: Cell<Option<&'static str>>,
}

impl Default for Part {
    fn default() -> Self {
        Self { format: Cell::new(Format::Markdown), changed: RefCell::default(), copied: Cell::new(None) }
    }
}

impl Part {
    /// Has somebody changed the text?
    pub(super) fn is_changed(&self) -> bool {
        !self.changed.borrow().is_empty()
    }

    /// What was made of it in the chosen format.
    fn changed(&self) -> Option<String> {
        let changed = self.changed.borrow();
        changed.iter().find(|(format, _)| *format == self.format.get()).map(|(_, text)| text.clone())
    }

    fn change(&self, text: String) {
        let format = self.format.get();
        let mut changed = self.changed.borrow_mut();
        changed.retain(|(known, _)| *known != format);
        changed.push((format, text));
    }
}

/// A report as it is to leave, with what was changed in it.
struct Written {
    text: String,
    file_name: String,
    taken_out: Vec<Cut>,
}

/// The part of the popup that shows the report.
pub(super) fn section(popup: &Rc<Popup>, said: &Said) -> Node {
    let part = popup.on(el("details").class("report"), "toggle", |popup| draw::case(&popup));
    let part = part.child(&labelled("summary", "report_preview_title"));
    if !is_open() {
        return part;
    }
    let written = write(popup, &said.diagnosis);
    let format = popup.report.format.get();
    // Once something was typed into it, it shows no other text, so each format has one of its own.
    let text = el("textarea").attr("id", TEXT).class(format.word()).attr("aria-labelledby", FORMAT);
    let text = text.attr("rows", "12").attr("spellcheck", "false").attr("aria-describedby", "report-hint");
    let text = popup.on(text, "input", |popup| popup.report.change(dom::value_of(TEXT)));
    let text = text.text(&written.text);
    let hint = el("p").attr("id", "report-hint").text(&label("report_edit_hint"));
    part.child(&ways(popup, format)).child(&text).child(&hint).children(taken_out(&written.taken_out))
}

fn is_open() -> bool {
    dom::is_there("details.report[open]")
}

/// The choice of a format, and the way into a file.
fn ways(popup: &Rc<Popup>, chosen: Format) -> Node {
    let options = Format::ALL.iter().map(|format| {
        let option = el("option").attr("value", format.word()).text(&term("format", format.word()));
        if *format == chosen { option.attr("selected", "") } else { option }
    });
    let select = el("select").attr("id", FORMAT).attr("aria-label", &label("report_format")).children(options);
    let select = popup.on(select, "change", |popup| {
        if let Some(format) = Format::from_word(&dom::value_of(FORMAT)) {
            popup.report.format.set(format);
            popup.report.copied.set(None);
            draw::case(&popup);
        }
    });
    let save = popup.button(&label("report_save"), |popup| {
        let written = written(&popup);
        dom::save(&written.file_name, &written.text);
    });
    el("div").class("report__ways").child(&select).child(&save.attr("id", "save"))
}

/// What was taken out, so that whoever passes the report on can see what is missing. It stays here.
fn taken_out(cuts: &[Cut]) -> Option<Node> {
    if cuts.is_empty() {
        return None;
    }
    let title = Message::new("report_taken_out").with(cuts.len().to_string());
    let items = cuts.iter().map(|cut| {
        let kind = term("report_removed", cut.kind.word());
        el("li").text(&BrowserWords.pair(&kind, &cut.text))
    });
    let summary = el("summary").text(&say(&title));
    Some(el("details").class("removed").child(&summary).child(&el("ul").children(items)))
}

/// The button that copies the report, and what came of it.
pub(super) fn copier(popup: &Rc<Popup>) -> [Node; 2] {
    let button = popup.button(&label("copy_report"), |popup| {
        let text = written(&popup).text;
        spawn(async move {
            let key = copy(&text).await;
            popup.report.copied.set(Some(key));
            dom::write("copied", &label(key));
        });
    });
    let outcome = popup.report.copied.get().map(label).unwrap_or_default();
    let status = el("span").attr("id", "copied").attr("role", "status").text(&outcome);
    [button.class("primary").attr("id", "copy"), status]
}

fn written(popup: &Popup) -> Written {
    let diagnosis = diagnose_case(&popup.investigation.case());
    write(popup, &diagnosis)
}

fn write(popup: &Popup, diagnosis: &Diagnosis) -> Written {
    let client = Client {
        name: "Is It Me?".into(),
        version: browser::version(),
        agent: window().navigator().user_agent().unwrap_or_default(),
    };
    let (case, exchanges) = (popup.investigation.case(), popup.investigation.exchanges());
    let asked: Vec<_> = exchanges.iter().map(|exchange| Attempt::by(exchange, &browser::zone())).collect();
    let told = Told { case: &case, diagnosis, asked: &asked, heard: &heard(&case, &exchanges) };
    let report = Report::new(&told, client, Cleaner::default());
    let format = popup.report.format.get();
    let text = popup.report.changed().unwrap_or_else(|| report.write(format, &BrowserWords));
    Written { text, file_name: report.file_name(format), taken_out: report.removed().to_vec() }
}

/// Puts the text on the clipboard. The key of what came of it.
pub(super) async fn copy(text: &str) -> &'static str {
    let copied = JsFuture::from(window().navigator().clipboard().write_text(text)).await;
    if copied.is_ok() { "copied" } else { "copy_failed" }
}
