//! The six-hop picture.

use is_it_me_core::message::Words;
use is_it_me_core::view::HopView;

use crate::dom::{Node, el};
use crate::words::BrowserWords;

pub(crate) fn path(hops: &[HopView]) -> Node {
    let list = el("ol").class("path").attr("aria-label", &BrowserWords.label("path_label"));
    list.children(hops.iter().map(hop))
}

fn hop(view: &HopView) -> Node {
    let name = BrowserWords.label(&format!("hop_{}", view.hop));
    let state = BrowserWords.label(&format!("hop_state_{}", view.state.word()));
    let item = el("li").class("hop").attr("data-hop", view.hop.word()).attr("data-state", view.state.word());
    let item = if view.broken_leg { item.attr("data-broken-leg", "") } else { item };
    item.children([
        el("span").class("hop__icon").attr("aria-hidden", "true"),
        el("span").class("hop__name").text(&name),
        el("span").class("hop__product").text(&BrowserWords.list(&view.products)),
        el("span").class("hop__state").text(&state),
    ])
}
