//! The site's earlier outages, each as a line of marks with its words.

use std::rc::Rc;

use is_it_me_core::quantity::decimal;
use is_it_me_core::retry::life::Outage;
use is_it_me_core::retry::tell::{MarkKind, timeline};
use is_it_me_core::text::join;

use super::Popup;
use super::retry::outages;
use crate::browser;
use crate::dom::{Node, el, labelled, svg};
use crate::retry;
use crate::task::spawn;
use crate::words::{label, say};

/// The line from its beginning to half an hour, and what a mark needs at either end, in the picture's own units.
const LENGTH: u32 = 1000;
const MARGIN: u32 = 24;
const MIDDLE: u32 = 24;

/// The list, newest first; `None` if nothing is kept.
pub(super) fn section(popup: &Rc<Popup>) -> Option<Node> {
    let outages = outages(popup);
    if outages.is_empty() || popup.tab.is_private {
        return None;
    }
    let title = labelled("summary", "retry_history");
    let rows = el("ul").children(outages.iter().rev().map(row));
    let erase = popup.button(label("retry_erase"), |popup| {
        spawn(async move { retry::history::erase(popup.tab.host()).await });
    });
    Some(el("details").class("history").child(title).child(rows).child(erase.attr("data-retry", "erase")))
}

fn row(outage: &Outage) -> Node {
    let picture = timeline(outage, &browser::zone());
    let text = el("span").text(say(&picture.text));
    el("li").attr("data-ending", outage.ending.word()).child(text).child(draw(&picture.marks))
}

/// The picture says nothing that the words do not.
fn draw(marks: &[(u32, MarkKind)]) -> Node {
    let box_ = join(&["0 0", &decimal(LENGTH + 2 * MARGIN), &decimal(2 * MIDDLE)], " ");
    let last = marks.last().map_or(0, |(place, _)| *place);
    let line =
        svg("path").attr("d", join(&["M", &decimal(MARGIN), " ", &decimal(MIDDLE), "H", &decimal(MARGIN + last)], ""));
    let dots = marks.iter().map(|(place, kind)| {
        let dot = svg("circle").attr("cx", decimal(MARGIN + place)).attr("cy", decimal(MIDDLE));
        dot.attr("r", radius(*kind)).attr("data-mark", kind.word())
    });
    svg("svg").attr("viewBox", box_).attr("aria-hidden", "true").child(line).children(dots)
}

const fn radius(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Asked => "10",
        MarkKind::Failed | MarkKind::Back | MarkKind::End => "18",
    }
}
