//! The list of the checks, which fills in while they run.

use std::rc::Rc;

use is_it_me_core::check::Leave;
use is_it_me_core::message::Words;
use is_it_me_core::view::checks::{CheckView, checks};

use super::{Popup, draw};
use crate::dom::{Node, button, el};
use crate::words::BrowserWords;

/// The list; `None` where there is no failure to check.
pub(super) fn section(popup: &Rc<Popup>) -> Option<Node> {
    let list = checks(&popup.investigation.case(), popup.investigation.progress());
    if list.is_empty() {
        return None;
    }
    let title = el("h2").text(&BrowserWords.label("checks_title"));
    let mut head = el("div").class("checks__head").child(&title);
    if !popup.is_over() {
        head = head.child(&stop(popup));
    } else if popup.answered.get() && popup.investigation.case().would_use(Leave::Others) {
        head = head.child(&reconsider(popup));
    }
    let rows = el("ul").class("checks").children(list.iter().map(row));
    Some(el("section").class("checking").child(&head).child(&rows))
}

fn stop(popup: &Rc<Popup>) -> Node {
    let text = BrowserWords.label("checks_stop");
    let popup = Rc::clone(popup);
    button(&text, move |_| popup.investigation.stop()).attr("id", "stop-checks")
}

/// Whoever said no to the notice may read it again.
fn reconsider(popup: &Rc<Popup>) -> Node {
    let text = BrowserWords.label("consent_again");
    let popup = Rc::clone(popup);
    let again = button(&text, move |_| {
        popup.answered.set(false);
        draw::case(&popup);
    });
    again.attr("id", "consent-again")
}

fn row(view: &CheckView) -> Node {
    let item = el("li").attr("data-check", view.check.word()).attr("data-state", view.state.word());
    let item = match view.answer {
        Some(answer) => item.attr("data-answer", answer.word()),
        None => item,
    };
    item.children([
        el("span").class("checks__name").text(&BrowserWords.say(&view.name)),
        // The space keeps the two apart for screen readers and for whoever copies the line.
        el("span").text(" "),
        el("span").class("checks__result").text(&BrowserWords.say(&view.result)),
    ])
}
