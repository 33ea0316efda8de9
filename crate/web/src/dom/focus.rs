//! Where the keyboard is. The element that has the focus is sometimes gone once a page is redrawn, and browsers then
//! silently start from the top again.

use gloo_utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, NodeList};

const CONTROLS: &str = "main :is(button, input, select, textarea, summary)";

/// Draws a page, and gives the focus back if that took it away.
pub(super) fn keep(draw: impl FnOnce()) {
    let place = Place::now();
    draw();
    if let Some(place) = place {
        place.restore();
    }
}

/// Where the focus was.
struct Place {
    section: Option<Element>,
    /// The sections below that one.
    next: Option<Element>,
    /// The number of its control, counted from the end.
    from_end: u32,
}

impl Place {
    /// Where it is now, if a control has it.
    fn now() -> Option<Self> {
        let focused = document().active_element()?;
        let all = controls()?;
        let is_focused = |at: &u32| all.get(*at).is_some_and(|control| focused.is_same_node(Some(&control)));
        let from_end = all.length() - (0..all.length()).find(is_focused)?;
        let section = focused.closest("section").ok().flatten();
        let next = section.as_ref().and_then(Element::next_element_sibling);
        Some(Self { section, next, from_end })
    }

    /// If it was lost, gives it to the heading of the section it was in or, if that is gone, of the section below: the
    /// key that was pressed there may be pressed again, and a heading does nothing. If there is none that can have the
    /// focus, it goes to the control now in its place.
    fn restore(&self) {
        if document().active_element().is_some_and(|focused| focused.tag_name() != "BODY") {
            return;
        }
        let standing = |section: &&Element| section.is_connected();
        let section = self.section.as_ref().filter(standing).or(self.next.as_ref());
        let heading = section.and_then(|section| section.query_selector("h2[tabindex]").ok().flatten());
        let next = heading.map(Into::into).or_else(|| {
            let all = controls()?;
            all.get(all.length().checked_sub(self.from_end)?)
        });
        if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
            // If nothing can have the focus, nobody gets it.
            let _ = next.focus();
        }
    }
}

fn controls() -> Option<NodeList> {
    document().query_selector_all(CONTROLS).ok()
}
