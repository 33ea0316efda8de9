//! What the sections share: a box to tick, and what becomes of a change.

use std::pin::Pin;

use wasm_bindgen::prelude::*;
use web_sys::HtmlInputElement;

use crate::browser::{Question, is_granted};
use crate::dom::{Node, announce, el, target};
use crate::task::spawn;
use crate::words::label;

/// A change under way. Boxed, so that the module holds what waits for it once and not for each change there is.
type Change = Pin<Box<dyn Future<Output = Result<(), JsValue>>>>;

/// A box to tick, in front of what it stands for.
pub(super) fn tick(name: &str, text: &str, is_on: bool, mut changed: impl FnMut(bool) + 'static) -> Node {
    let tick = el("input").attr("type", "checkbox").attr("name", name);
    let tick = if is_on { tick.attr("checked", "") } else { tick };
    let tick = tick.on("change", move |event| {
        if let Some(input) = target::<HtmlInputElement>(&event) {
            changed(input.checked());
        }
    });
    el("label").class("tick").child(&tick).child(&el("span").text(text))
}

/// Stores a change, and says whether that worked: to whoever listens, and at the lower edge to whoever sees.
pub(super) fn store(change: impl Future<Output = Result<(), JsValue>> + 'static) {
    let change: Change = Box::pin(change);
    spawn(stored(change));
}

async fn stored(change: Change) {
    let key = if change.await.is_ok() { "options_saved" } else { "options_not_saved" };
    announce(&label(key));
}

/// Stores a change that takes leave, once the browser's question was answered with yes; after a no the box is as it was.
pub(super) fn store_if(asked: Option<Question>, change: impl Future<Output = Result<(), JsValue>> + 'static) {
    let change: Change = Box::pin(change);
    spawn(stored_if(asked, change));
}

async fn stored_if(asked: Option<Question>, change: Change) {
    if is_granted(asked).await { stored(change).await } else { start_over() }
}

/// Draws the page from what is true now.
pub(super) fn start_over() {
    // A page may always load itself again.
    let _ = gloo_utils::window().location().reload();
}
