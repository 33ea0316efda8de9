//! "I run this site": what the people who run it can do. It is read and drawn only once it is opened, as hardly any visitor
//! needs it.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::guide::Guide;
use is_it_me_core::log_line::{Reading, read};
use is_it_me_core::message::{Message, Words};
use is_it_me_core::text::join;
use is_it_me_core::view::owner::{Step, helping, owner};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::dom::{self, Node, el};
use super::{Popup, Said, draw, report};
use crate::words::BrowserWords;

/// The guide, in the package.
const GUIDE: &str = "owner.txt";
/// The field for lines of a log.
const FIELD: &str = "owner-log";

/// What this part knows.
#[derive(Default)]
pub(super) struct Part {
    /// The guide; empty until it was read.
    guide: RefCell<String>,
    /// What the pasted lines of a log mean, once some were.
    log: RefCell<Option<Vec<Reading>>>,
}

fn label(key: &str) -> String {
    BrowserWords.label(key)
}

fn say(message: &Message) -> String {
    BrowserWords.say(message)
}

/// The part of the popup that is for the site's owner.
pub(super) fn section(popup: &Rc<Popup>, said: &Said) -> Result<Node, JsValue> {
    let opened = Rc::clone(popup);
    let part = el("details")?.class("owner").on("toggle", move |_| open(&opened))?;
    part.piece("summary", "", &label("owner_title"));
    if dom::is_there("details.owner[open]") && !popup.owner.guide.borrow().is_empty() {
        content(popup, said, &part)?;
    }
    Ok(part)
}

fn open(popup: &Rc<Popup>) {
    let popup = Rc::clone(popup);
    spawn_local(async move {
        if popup.owner.guide.borrow().is_empty() {
            // A file of the package is always there.
            let guide = load().await.unwrap_or_default();
            popup.owner.guide.replace(guide);
        }
        redraw(&popup);
    });
}

async fn load() -> Result<String, JsValue> {
    let response: Response = JsFuture::from(gloo_utils::window().fetch_with_str(GUIDE)).await?.unchecked_into();
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}

/// Whatever could go wrong here has already gone wrong where the popup was drawn first.
fn redraw(popup: &Rc<Popup>) {
    let _ = draw::case(popup);
}

fn content(popup: &Rc<Popup>, said: &Said, part: &Node) -> Result<(), JsValue> {
    let (text, log) = (popup.owner.guide.borrow(), popup.owner.log.borrow());
    let guide = Guide::new(&text);
    let observations = &popup.investigation.case().observations;
    let owner = owner(guide, observations, &said.diagnosis, log.as_deref().unwrap_or_default());
    paste(popup, guide, log.as_deref(), part)?;
    let intro = if owner.first.is_empty() && owner.more.is_empty() { "owner_nothing" } else { "owner_intro" };
    part.piece("p", "owner__hint", &label(intro));
    let (mut list, mut title) = (None, String::new());
    for (place, step) in owner.first.iter().chain(&owner.more).enumerate() {
        let is_first = place < owner.first.len();
        let wanted = if is_first { "owner_first".into() } else { format!("owner_section_{}", step.section()) };
        if title != wanted {
            part.piece("h2", "", &label(&wanted));
            let new = part.inside("ol", "");
            new.set("id", &wanted);
            (list, title) = (Some(new), wanted);
        }
        if let Some(list) = &list {
            draw_step(step, list)?;
        }
    }
    if !owner.notes.is_empty() {
        part.piece("h2", "", &label("owner_notes"));
    }
    for note in &owner.notes {
        part.piece("p", "owner__hint", &say(note));
    }
    Ok(())
}

/// The field for lines of a log, and what they mean.
fn paste(popup: &Rc<Popup>, guide: Guide, log: Option<&[Reading]>, part: &Node) -> Result<(), JsValue> {
    part.piece("label", "", &label("owner_log_label")).set("for", FIELD);
    let field = part.inside("textarea", "");
    field.set("id", FIELD);
    field.set("rows", "3");
    field.set("aria-describedby", "owner-log-hint");
    part.piece("p", "owner__hint", &label("owner_log_hint")).set("id", "owner-log-hint");
    let reader = Rc::clone(popup);
    part.button("owner-log-read", &label("owner_log_read"), move |_| {
        let readings = read(Guide::new(&reader.owner.guide.borrow()), &dom::value_of(FIELD));
        reader.owner.log.replace(Some(readings));
        redraw(&reader);
    })?;
    let told = part.inside("div", "owner__told");
    told.set("role", "status");
    for reading in log.unwrap_or_default() {
        draw_reading(guide, reading, &told);
    }
    if log.is_some_and(<[Reading]>::is_empty) {
        told.piece("p", "", &label("log_unknown"));
    }
    Ok(())
}

fn draw_reading(guide: Guide, reading: &Reading, told: &Node) {
    let mut facts = vec![reading.program.clone(), say(&Message::new(format!("cause_{}", reading.cause.word())))];
    for fact in [&reading.code, &reading.upstream, &reading.time] {
        facts.extend(fact.clone());
    }
    told.piece("p", "owner__facts", &join(&facts, " · "));
    told.piece("p", "", &say(&reading.meaning));
    told.piece("p", "owner__hint", &format!("{} {}", label("owner_log_steps"), said(&helping(guide, reading), " → ")));
}

/// Several messages in one line.
fn said(messages: &[Message], between: &str) -> String {
    let mut texts = Vec::new();
    for message in messages {
        texts.push(say(message));
    }
    join(&texts, between)
}

fn draw_step(step: &Step, list: &Node) -> Result<(), JsValue> {
    let item = list.inside("li", "");
    item.set("data-step", step.id());
    let part = item.inside("details", "");
    let summary = part.inside("summary", "");
    summary.piece("span", "owner__name", &say(&step.title()));
    summary.piece("span", "owner__facts", &said(&step.facts(), " · "));
    part.piece("p", "", &say(&step.task()));
    for command in &step.commands {
        draw_copied(command.clone(), &part)?;
    }
    if let Some(text) = &step.text {
        draw_copied(say(text), &part)?;
    }
    let pairs = part.inside("dl", "");
    for (name, text) in step.outcome() {
        pairs.piece("dt", "", &say(&name));
        pairs.piece("dd", "", &say(&text));
    }
    Ok(())
}

/// A command or a text, with a button that copies it.
fn draw_copied(text: String, part: &Node) -> Result<(), JsValue> {
    let part = part.inside("div", "owner__command");
    part.piece("code", "", &text).set("tabindex", "0");
    part.button("", &label("owner_copy"), move |_| {
        let text = text.clone();
        spawn_local(async move {
            let key = if report::copy(&text).await.is_ok() { "copied" } else { "copy_failed" };
            dom::announce(&label(key));
        });
    })
}
