//! The six-hop picture.

use is_it_me_core::message::Words;
use is_it_me_core::view::HopView;
use wasm_bindgen::JsValue;

use super::dom::{Node, el};
use crate::words::BrowserWords;

pub(crate) fn path(hops: &[HopView]) -> Result<Node, JsValue> {
    let list = el("ol")?.class("path").attr("aria-label", &BrowserWords.label("path_label"))?;
    list.children(hops.iter().map(hop))
}

fn hop(view: &HopView) -> Result<Node, JsValue> {
    let name = BrowserWords.label(&format!("hop_{}", view.hop));
    let state = BrowserWords.label(&format!("hop_state_{}", view.state.word()));
    let item = el("li")?.class("hop").attr("data-hop", view.hop.word())?.attr("data-state", view.state.word())?;
    let item = if view.broken_leg { item.attr("data-broken-leg", "")? } else { item };
    item.children([
        el("span").map(|span| span.class("hop__icon")).and_then(|span| span.attr("aria-hidden", "true")),
        el("span").map(|span| span.class("hop__name").text(&name)),
        el("span").map(|span| span.class("hop__product").text(&BrowserWords.list(&view.products))),
        el("span").map(|span| span.class("hop__state").text(&state)),
    ])
}
