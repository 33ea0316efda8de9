//! A hop of the picture opens what it is and what is known about it, one at a time, below the picture.

use std::rc::Rc;

use is_it_me_core::message::Message;
use is_it_me_core::view::{HopView, station};

use super::{Popup, Said, draw};
use crate::dom::{self, Node, el};
use crate::hops;
use crate::words::{BrowserWords, say, term};

/// The picture, with a button over each hop.
pub(super) fn picture(popup: &Rc<Popup>, said: &Said) -> Node {
    hops::picture(&said.view.path, |view| Some(opener(popup, view)))
}

fn opener(popup: &Rc<Popup>, view: &HopView) -> Node {
    let (hop, popup) = (view.hop, Rc::clone(popup));
    let is_open = popup.station.get() == Some(hop);
    let button = dom::button("", move |_| {
        let closes = popup.station.get() == Some(hop);
        popup.station.set(Some(hop).filter(|_| !closes));
        draw::case(&popup);
    });
    let name = say(&Message::new("hop_details").with(hops::name(view)));
    let button = button.class("hop__more").attr("aria-label", name).attr("aria-expanded", is_open.to_string());
    if is_open { button.attr("aria-controls", "station") } else { button }
}

/// What the open hop is, and what is known about it.
pub(super) fn section(popup: &Popup, said: &Said) -> Option<Node> {
    let open = popup.station.get()?;
    let view = said.view.path.iter().find(|view| view.hop == open)?;
    let title = el("h2").text(hops::name(view));
    let about = el("p").text(term("hop_about", open.word()));
    let outcomes = &said.known.case.outcomes;
    let known = station::known(open, &said.view, outcomes, &BrowserWords::Own);
    let section = el("section").class("station facts").attr("id", "station").attr("data-hop", open.word());
    Some(section.child(title).child(about).child(draw::pairs(known)))
}
