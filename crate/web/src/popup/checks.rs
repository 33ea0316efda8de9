//! The list of the checks, which fills in while they run.

use std::rc::Rc;

use is_it_me_core::check::Check;
use is_it_me_core::check::ask::archived_copy;
use is_it_me_core::view::checks::{CheckView, checks};
use is_it_me_core::words::{Side, State};

use super::{Popup, Said, draw, leave};
use crate::dom::{Node, button, el, heading, labelled, piece};
use crate::tabs;
use crate::words::{label, say};

/// The list; `None` if there is no failure to check.
pub(super) fn section(popup: &Rc<Popup>, said: &Said) -> Option<Node> {
    let asks = popup.leave.shows_notice();
    let list = checks(&said.known, popup.investigation.progress(), asks);
    if list.is_empty() {
        return None;
    }
    let title = heading("checks_title");
    let mut head = el("div").class("checks__head").child(title);
    if !popup.is_over() {
        head = head.child(stop(popup));
    } else if leave::may_be_asked_again(popup, said) {
        head = head.child(reconsider(popup));
    }
    let rows = el("ul").class("checks").children(list.iter().map(row));
    let section = el("section").class("checking").child(head).child(rows);
    Some(section.children(archive(popup, said)))
}

/// A page that its site cannot deliver may be in an archive, which is asked only on request.
fn archive(popup: &Rc<Popup>, said: &Said) -> Option<Node> {
    let copy = archived_copy(&popup.investigation.exchanges());
    if let Some(url) = copy {
        let page = url.clone();
        let open = button(label("archive_open"), move |_| {
            // If no tab can be opened, there is nobody left to tell.
            drop(tabs::open(&url));
        });
        return Some(el("p").class("archive").child(open.attr("id", "archive-open").attr("data-page", page)));
    }
    let is_lost = said.view.state == State::Failed && matches!(said.view.side, Side::Site | Side::Cdn);
    let is_asked = popup.investigation.is_to_come(Check::Archive);
    if !is_lost || is_asked || !said.known.may_look_for_a_copy() {
        return None;
    }
    let look = popup.button(label("archive_look"), |popup| {
        popup.investigation.begin_with(Check::Archive);
        popup.go_on();
        draw::case(&popup);
    });
    let text = labelled("span", "archive_text");
    Some(el("p").class("archive").child(look.attr("id", "archive-look")).child(text))
}

fn stop(popup: &Rc<Popup>) -> Node {
    popup.button(label("checks_stop"), |popup| popup.investigation.stop()).attr("id", "stop-checks")
}

/// Those who said no to the notice may read it again.
fn reconsider(popup: &Rc<Popup>) -> Node {
    let again = popup.button(label("consent_again"), |popup| {
        popup.leave.ask_again();
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
        piece("span", "checks__name", say(&view.name)),
        // The space keeps the two apart for screen readers and for copying.
        el("span").text(" "),
        piece("span", "checks__result", say(&view.result)),
    ])
}
