//! "I run this site": what the people who run it can do. It is read and drawn only once it is opened, as hardly any
//! visitor needs it.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::guide::Guide;
use is_it_me_core::log_line::{Reading, read};
use is_it_me_core::message::Message;
use is_it_me_core::text::join;
use is_it_me_core::view::owner::{Step, owner};
use web_sys::Element;

use super::{Popup, Said, draw, report};
use crate::browser::packaged;
use crate::dom::{self, Node, el, labelled, piece};
use crate::limit::pause;
use crate::task::spawn;
use crate::words::{label, say, term};

/// The guide, in the package.
const GUIDE: &str = "owner.txt";
/// The field for lines of a log.
const FIELD: &str = "owner-log";
/// How long a button says that it has copied.
const SAID_MS: u32 = 2_000;
/// The steps that help with these lines.
const NAMED: &str = "owner-log-steps";

/// What this part knows.
#[derive(Default)]
pub(super) struct Part {
    /// The guide; empty until it was read.
    guide: RefCell<String>,
    /// What the pasted lines of a log mean, once there are any.
    log: RefCell<Option<Vec<Reading>>>,
}

/// The part of the popup that is for the site's owner.
pub(super) fn section(popup: &Rc<Popup>, said: &Said) -> Node {
    let part = popup.on(el("details").class("owner"), "toggle", |popup| spawn(open(popup)));
    let mut parts = vec![labelled("summary", "owner_title")];
    if dom::is_there("details.owner[open]") && !popup.owner.guide.borrow().is_empty() {
        content(popup, said, &mut parts);
    }
    part.children(parts)
}

async fn open(popup: Rc<Popup>) {
    if popup.owner.guide.borrow().is_empty() {
        popup.owner.guide.replace(packaged(GUIDE).await);
    }
    draw::case(&popup);
}

fn content(popup: &Rc<Popup>, said: &Said, parts: &mut Vec<Node>) {
    let (text, log) = (popup.owner.guide.borrow(), popup.owner.log.borrow());
    let guide = Guide::new(&text);
    let observations = &said.known.case.observations;
    let owner = owner(guide, observations, &said.known.diagnosis, log.as_deref().unwrap_or_default());
    paste(popup, log.as_deref(), parts);
    let mut named = Vec::new();
    list(&label("owner_log_steps"), &owner.named, true, &mut named);
    parts.push(el("div").attr("id", NAMED).children(named));
    let intro =
        if owner.named.len() + owner.first.len() + owner.more.len() == 0 { "owner_nothing" } else { "owner_intro" };
    parts.push(piece("p", "owner__hint", label(intro)));
    list(&label("owner_first"), &owner.first, false, parts);
    let mut rest = owner.more.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|step| step.section() != first.section()).unwrap_or(rest.len());
        let (these, others) = rest.split_at(end);
        list(&term("owner_section", first.section()), these, false, parts);
        rest = others;
    }
    if !owner.notes.is_empty() {
        parts.push(labelled("h2", "owner_notes"));
    }
    for note in &owner.notes {
        parts.push(piece("p", "owner__hint", say(note)));
    }
}

/// The field for lines of a log, and what they mean.
fn paste(popup: &Rc<Popup>, log: Option<&[Reading]>, parts: &mut Vec<Node>) {
    parts.push(labelled("label", "owner_log_label").attr("for", FIELD));
    parts.push(
        el("textarea")
            .attr("id", FIELD)
            .attr("rows", "3")
            .attr("wrap", "off")
            .attr("aria-describedby", "owner-log-hint"),
    );
    parts.push(piece("p", "owner__hint", label("owner_log_hint")).attr("id", "owner-log-hint"));
    let button = popup.button(label("owner_log_read"), |popup| {
        let pasted = dom::value_of(FIELD);
        let is_empty = pasted.trim().is_empty();
        if is_empty {
            dom::focus(FIELD);
        }
        let log = (!is_empty).then(|| read(Guide::new(&popup.owner.guide.borrow()), &pasted));
        popup.owner.log.replace(log);
        draw::case(&popup);
    });
    parts.push(button.attr("id", "owner-log-read"));
    let mut told = Vec::new();
    for reading in log.unwrap_or_default() {
        meaning(reading, &mut told);
    }
    if log.is_some_and(<[Reading]>::is_empty) {
        told.push(labelled("p", "log_unknown"));
    }
    parts.push(el("div").class("owner__told").attr("role", "status").children(told));
}

fn meaning(reading: &Reading, told: &mut Vec<Node>) {
    let mut facts = vec![reading.program.clone(), say(&Message::of("cause", reading.cause.word()))];
    for fact in [&reading.code, &reading.upstream, &reading.time] {
        facts.extend(fact.clone());
    }
    told.push(piece("p", "owner__facts", join(&facts, " · ")));
    told.push(el("p").text(say(&reading.meaning)));
}

fn list(title: &str, steps: &[Step], is_open: bool, parts: &mut Vec<Node>) {
    let mut items = Vec::new();
    for step in steps {
        let mut drawn = drawn(step);
        if is_open {
            drawn = drawn.attr("open", "");
        }
        items.push(el("li").attr("data-step", step.id()).children(vec![drawn]));
    }
    if !items.is_empty() {
        parts.push(el("h2").text(title));
        parts.push(el("ol").attr("id", title).children(items));
    }
}

fn drawn(step: &Step) -> Node {
    let facts: Vec<_> = step.facts().iter().map(say).collect();
    let name = el("span").text(say(&step.title()));
    let summary = el("summary").children(vec![name, piece("span", "owner__facts", join(&facts, " · "))]);
    let mut parts = vec![summary, el("p").text(say(&step.task()))];
    for command in &step.commands {
        parts.push(copied(command));
    }
    if let Some(text) = &step.text {
        parts.push(copied(&say(text)));
    }
    let mut pairs = Vec::new();
    for (name, text) in step.outcome() {
        pairs.push(el("dt").text(say(&name)));
        pairs.push(el("dd").text(say(&text)));
    }
    parts.push(el("dl").children(pairs));
    el("details").children(parts)
}

/// A command or a text, with a button that copies it.
fn copied(text: &str) -> Node {
    let code = piece("code", "", text).attr("tabindex", "0");
    // What is beside the button by then: it may be filled in better than when this was drawn.
    let button = dom::button(label("owner_copy"), |event| {
        if let Some(button) = dom::target(&event) {
            spawn(copy(button));
        }
    });
    el("div").class("owner__command").children(vec![code, button])
}

/// Copies what stands beside the button, which says for a moment that it was copied.
async fn copy(button: Element) {
    let text = button.previous_element_sibling().and_then(|code| code.text_content()).unwrap_or_default();
    let outcome = report::copy(&text).await;
    dom::announce(&label(outcome));
    if outcome == report::COPIED {
        button.set_text_content(Some(&label(outcome)));
        let _ = pause(SAID_MS).await;
        button.set_text_content(Some(&label("owner_copy")));
    }
}
