//! What the sections share: a box to tick, and what becomes of a change.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use web_sys::HtmlInputElement;

use super::open;
use crate::dom::{Node, announce, el, target};
use crate::lock::alone;
use crate::permission::{Question, is_granted};
use crate::task::{Work, spawn};
use crate::timer::Timer;
use crate::words::label;

/// How long it is said that a change was stored: time enough to read it.
const SAID_MS: u32 = 4_000;

thread_local! {
    static END: RefCell<Option<Timer>> = const { RefCell::new(None) };
}

/// A box to tick, in front of what it stands for.
pub(super) fn tick(name: &str, text: impl AsRef<str>, is_on: bool, changed: impl FnMut(bool) + 'static) -> Node {
    tick_of(name, text, is_on, Box::new(changed))
}

fn tick_of(name: &str, text: impl AsRef<str>, is_on: bool, mut changed: Box<dyn FnMut(bool)>) -> Node {
    let tick = el("input").attr("type", "checkbox").attr("name", name);
    let tick = if is_on { tick.attr("checked", "") } else { tick };
    let tick = tick.on("change", move |event| {
        if let Some(input) = target::<HtmlInputElement>(&event) {
            changed(input.checked());
        }
    });
    el("label").class("tick").child(tick).child(el("span").text(text))
}

/// Stores a change, and says whether that worked: to screen readers, and at the lower edge of the page.
pub(super) fn store(change: Work) {
    spawn(stored(change));
}

async fn stored(change: Work) {
    // The same word is news each time, and only changes are announced.
    announce("");
    tell(if change.await.is_ok() { "options_saved" } else { "options_not_saved" });
}

/// Says for a while what has become of it.
pub(super) fn tell(key: &'static str) {
    announce(&label(key));
    END.set(Some(Timer::new(SAID_MS, async { announce("") })));
}

/// Stores a change that takes permission, once the browser's question was answered with yes; after a no, the box is as
/// it was, and what that means is said.
pub(super) fn store_if(asked: Option<Question>, change: Work, refused: &'static str) {
    spawn(async move {
        let granted = is_granted(asked).await;
        if granted {
            stored(change).await;
        }
        redrawn().await;
        if !granted {
            tell(refused);
        }
    });
}

/// Makes a change, and draws the page anew whatever comes of it, so that it shows what is stored.
pub(super) fn redraw_after(change: Work) {
    spawn(async {
        let _ = change.await;
        redrawn().await;
    });
}

/// Draws the page anew from what is true now; the focus stays where it was.
pub(super) async fn redrawn() {
    let draw = async {
        open().await;
        Ok(JsValue::UNDEFINED)
    };
    // The last one drawn is then the newest.
    let _ = alone("page", Box::pin(draw)).await;
}
