//! The few controls of the page, each with its label, and the word that says what became of a change.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlInputElement};

use super::label;
use crate::popup::dom::{Node, announce, el};

/// A box to tick, in front of what it stands for.
pub(super) fn tick(name: &str, text: &str, is_on: bool, changed: impl FnMut(bool) + 'static) -> Result<Node, JsValue> {
    let mut changed = changed;
    let tick = el("input")?.attr("type", "checkbox")?.attr("name", name)?;
    let tick = if is_on { tick.attr("checked", "")? } else { tick };
    let tick = tick.on("change", move |event| {
        if let Some(input) = input(&event) {
            changed(input.checked());
        }
    })?;
    el("label")?.class("tick").child(&tick)?.child(&el("span")?.text(text))
}

/// A button that does something.
pub(super) fn button(text: &str, pressed: impl FnMut(Event) + 'static) -> Result<Node, JsValue> {
    el("button")?.attr("type", "button")?.text(text).on_click(pressed)
}

/// The field that an event came from.
pub(super) fn input(event: &Event) -> Option<HtmlInputElement> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Stores a change, and says whether that worked: to whoever listens, and at the lower edge to whoever sees.
pub(super) fn store(change: impl Future<Output = Result<(), JsValue>> + 'static) {
    spawn_local(async move {
        let key = if change.await.is_ok() { "options_saved" } else { "options_not_saved" };
        announce(&label(key));
    });
}
