//! The settings: one page, each section in a file of its own. Every change is stored at once.

mod checks;
mod erase;
mod form;
mod language;
mod others;
mod resolvers;
mod retry;
mod sites;

use gloo_utils::document;
use is_it_me_core::message::Message;
use is_it_me_core::text::join;
use web_sys::Event;

use crate::dom::{Node, button, el, labelled, piece, put, speak};
use crate::settings::Chosen;
use crate::words::{label, say, term};

/// Draws the page, each section from what is chosen now.
pub(crate) async fn open() {
    let chosen = Chosen::load().await;
    speak(chosen.language.clone()).await;
    document().set_title(&label("options_title"));
    let sections = [
        retry::draw(&chosen),
        others::draw(&chosen),
        checks::draw(&chosen),
        resolvers::draw(&chosen),
        sites::draw().await,
        language::draw(&chosen),
        erase::draw(),
    ];
    let title = labelled("h1", "options_title");
    let page = el("div").class("options").child(title).children(sections);
    put(page);
}

/// A section under its heading, with the sentence that says what it is about.
fn section(name: &str) -> Node {
    let (title, about) = (term("options", name), term("options", &join(&[name, "about"], "_")));
    let heading = el("h2").attr("id", name).text(title);
    let section = el("section").class(name).attr("aria-labelledby", name);
    section.child(heading).child(piece("p", "about", about))
}

/// A button in a list; its label for screen readers also says which item it is for.
fn button_for(what: &str, key: &'static str, on_click: impl FnMut(Event) + 'static) -> Node {
    let text = label(key);
    let name = say(&Message::new("join_pair").with(&*text).with(what));
    button(text, on_click).attr("aria-label", name)
}
