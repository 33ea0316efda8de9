//! "I run this site": what the people who run it can do. It is drawn only once it is opened, as hardly any visitor needs it.

use std::rc::Rc;

use is_it_me_core::log_line::{Reading, read};
use is_it_me_core::message::{Message, Words};
use is_it_me_core::text::join;
use is_it_me_core::view::owner::{Owner, Step, helping, owner};
use wasm_bindgen_futures::spawn_local;

use super::{Popup, Said, draw, report};
use crate::dom::{self, Node, el};
use crate::words::BrowserWords;

/// The field for lines of a log.
const FIELD: &str = "owner-log";

fn label(key: &str) -> String {
    BrowserWords.label(key)
}

/// The part of the popup that is for the site's owner.
pub(super) fn section(popup: &Rc<Popup>, said: &Said) -> Node {
    let part = el("details").class("owner").child(&el("summary").text(&label("owner_title")));
    let opened = Rc::clone(popup);
    let part = part.on("toggle", move |_| draw::case(&opened));
    if dom::is_there("details.owner[open]") { part.children(content(popup, said)) } else { part }
}

fn content(popup: &Rc<Popup>, said: &Said) -> Vec<Node> {
    let log = popup.log.borrow();
    let readings = log.as_deref().unwrap_or_default();
    let owner = owner(&popup.investigation.case().observations, &said.diagnosis, readings);
    let mut parts = vec![paste(popup, log.as_deref())];
    if owner.first.is_empty() && owner.more.is_empty() {
        parts.push(el("p").text(&label("owner_nothing")));
        return parts;
    }
    parts.push(el("p").class("owner__intro").text(&label("owner_intro")));
    parts.extend(list(&label("owner_first"), &owner.first));
    parts.extend(sections(&owner));
    if !owner.notes.is_empty() {
        let notes = owner.notes.iter().map(|note| el("li").text(&BrowserWords.say(note)));
        parts.extend([heading(&label("owner_notes")), el("ul").class("owner__notes").children(notes)]);
    }
    parts
}

/// The field for lines of a log, and what they mean.
fn paste(popup: &Rc<Popup>, readings: Option<&[Reading]>) -> Node {
    let name = el("label").attr("for", FIELD).text(&label("owner_log_label"));
    let field = el("textarea").attr("id", FIELD).attr("rows", "3").attr("spellcheck", "false");
    let field = field.attr("aria-describedby", "owner-log-hint");
    let hint = el("p").attr("id", "owner-log-hint").class("owner__hint").text(&label("owner_log_hint"));
    let reader = Rc::clone(popup);
    let button = dom::button(&label("owner_log_read"), move |_| {
        reader.log.replace(Some(read(&dom::value_of(FIELD))));
        draw::case(&reader);
    });
    let told = el("div").class("owner__told").attr("role", "status");
    let told = match readings {
        None => told,
        Some([]) => told.child(&el("p").text(&label("log_unknown"))),
        Some(readings) => told.children(readings.iter().map(meaning)),
    };
    let button = button.attr("id", "owner-log-read");
    el("div").class("owner__log").children([name, field, hint, button, told])
}

fn meaning(reading: &Reading) -> Node {
    let cause = BrowserWords.say(&Message::new(format!("cause_{}", reading.cause)));
    let (code, upstream, time) = (reading.code.as_deref(), reading.upstream.as_deref(), reading.time.as_deref());
    let facts: Vec<_> =
        [Some(reading.program), Some(cause.as_str()), code, upstream, time].into_iter().flatten().collect();
    let steps = helping(reading).iter().map(|step| BrowserWords.say(step)).collect::<Vec<_>>();
    el("div").children([
        el("p").class("owner__facts").text(&join(&facts, " · ")),
        el("p").text(&BrowserWords.say(&reading.meaning)),
        el("p").text(&format!("{} {}", label("owner_log_steps"), join(&steps, " → "))),
    ])
}

/// What does not come first, under the names of the layers.
fn sections(owner: &Owner) -> Vec<Node> {
    let mut parts = Vec::new();
    let mut rest = owner.more.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|step| step.section != first.section).unwrap_or(rest.len());
        let (these, others) = rest.split_at(end);
        parts.extend(list(&label(&format!("owner_section_{}", first.section.word())), these));
        rest = others;
    }
    parts
}

fn list(title: &str, steps: &[Step]) -> Vec<Node> {
    if steps.is_empty() {
        return Vec::new();
    }
    vec![heading(title), el("ol").class("owner__steps").children(steps.iter().map(step))]
}

fn heading(text: &str) -> Node {
    el("h3").text(text)
}

fn step(step: &Step) -> Node {
    let title = el("span").class("owner__name").text(&BrowserWords.say(&step.title));
    let summary = el("summary").children([title, el("span").class("owner__facts").text(&facts(step))]);
    let mut parts = vec![summary, el("p").text(&BrowserWords.say(&step.task))];
    let texts = step.text.iter().map(|text| BrowserWords.say(text));
    for text in step.commands.iter().cloned().chain(texts) {
        parts.push(copied(text));
    }
    let pairs = [("expect", &step.expect), ("failed", &step.failed), ("verify", &step.verify), ("undo", &step.undo)];
    let pairs = pairs.into_iter().flat_map(|(name, text)| {
        let name = label(&format!("owner_label_{name}"));
        [el("dt").text(&name), el("dd").text(&BrowserWords.say(text))]
    });
    parts.push(el("dl").children(pairs));
    let part = el("details").attr("id", &format!("owner-{}", step.id)).children(parts);
    el("li").attr("data-step", step.id).child(&part)
}

/// `5 min · no risk · host administrator · gateway`.
fn facts(step: &Step) -> String {
    let minutes = BrowserWords.say(&Message::new("owner_time").with(step.minutes.to_string()));
    let risk = BrowserWords.say(&Message::new(format!("owner_risk_{}", step.risk.word())));
    let who = BrowserWords.say(&Message::new(format!("owner_who_{}", step.who.word())));
    let system = BrowserWords.say(&Message::new(format!("owner_system_{}", step.system.word())));
    join(&[minutes, risk, who, system], " · ")
}

/// A command or a text, with a button that copies it.
fn copied(text: String) -> Node {
    let code = el("code").attr("tabindex", "0").text(&text);
    let text = Rc::new(text);
    let button = dom::button(&label("owner_copy"), move |_| {
        let text = Rc::clone(&text);
        spawn_local(async move {
            dom::announce(&label(if report::copy(&text).await.is_ok() { "copied" } else { "copy_failed" }));
        });
    });
    el("div").class("owner__command").child(&code).child(&button)
}
