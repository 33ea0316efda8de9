//! The six-hop picture.

use is_it_me_core::message::Words;
use is_it_me_core::view::HopView;

use crate::dom::{Node, el, piece};
use crate::words::{BrowserWords, label, term};

/// The picture; `more` is what each hop holds besides, such as a button that opens it.
pub(crate) fn picture(hops: &[HopView], more: impl Fn(&HopView) -> Option<Node>) -> Node {
    let list = el("ol").class("path").attr("aria-label", label("path_label"));
    list.children(hops.iter().map(|view| hop(view).children(more(view))))
}

/// The name of a hop.
pub(crate) fn name(view: &HopView) -> String {
    term("hop", view.hop.word())
}

fn hop(view: &HopView) -> Node {
    let state = term("hop_state", view.state.word());
    let item = el("li").class("hop").attr("data-hop", view.hop.word()).attr("data-state", view.state.word());
    let item = if view.broken_leg { item.attr("data-broken-leg", "") } else { item };
    item.children([
        el("span").class("hop__icon").attr("aria-hidden", "true"),
        piece("span", "hop__name", name(view)),
        piece("span", "hop__product", BrowserWords::Own.list(&view.products)),
        piece("span", "hop__state", state),
    ])
}
