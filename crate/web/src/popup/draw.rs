//! From a view to elements.

use std::rc::Rc;

use is_it_me_core::check::Leave;
use is_it_me_core::diagnosis::{DECIDED, NAMED, SURE, VERY_SURE};
use is_it_me_core::message::Message;
use is_it_me_core::quantity::decimal;
use is_it_me_core::text::join;
use is_it_me_core::view::host::beside_host;
use is_it_me_core::view::{Fact, Reason, Step, View};
use is_it_me_core::words::Fault;

use super::host::{fitting, titled};
use super::{Popup, Said, checks, fixes, history, leave, owner, report, retry, station};
use crate::browser;
use crate::dom::{self, Node, el, labelled, piece};
use crate::permission::Access;
use crate::words::{label, say, term};

/// The class of the line that says what failed and how.
const WHERE: &str = "verdict__where";
/// Longer values may not fit into the box that the style sheet gives them.
const LONG: usize = 120;

/// Draws the case as it stands.
pub(super) fn case(popup: &Rc<Popup>) {
    if popup.is_out_of_sight.get() {
        return;
    }
    let case = popup.investigation.case();
    let said = popup.said(&case);
    leave::settle(popup, &said);
    let parts = parts(popup, &said);
    let (view, diagnosis) = (&said.view, &said.known.diagnosis);
    dom::show(
        &[
            ("data-state", view.state.word()),
            ("data-side", view.side.word()),
            ("data-scope", diagnosis.scope.word()),
            ("data-fault", diagnosis.fault.at.map_or("", Fault::word)),
            ("aria-busy", if popup.is_over() { "false" } else { "true" }),
        ],
        parts,
    );
}

/// Has screen readers say the verdict that is drawn: the first and the last are worth hearing, those in between are
/// not.
pub(super) fn announce() {
    dom::announce(&dom::text_of("h1"));
}

fn parts(popup: &Rc<Popup>, said: &Said) -> Vec<Node> {
    let view = &said.view;
    let host = popup.host();
    let mut parts = vec![header(popup, view), station::picture(popup, said)];
    parts.extend(station::section(popup, said));
    if let Some(certainty) = &view.certainty {
        parts.push(confidence(certainty, view.confidence));
    }
    if !view.steps.is_empty() {
        parts.push(steps(popup, &view.steps));
    }
    parts.extend(retry::section(popup, said));
    parts.extend(leave::consent(popup, said));
    parts.extend(checks::section(popup, said));
    let (outside, elsewhere) = leave::outside(popup, said);
    parts.extend(outside);
    if !view.reasons.is_empty() {
        parts.push(disclosure("evidence", "evidence_title", el("ul").children(view.reasons.iter().map(reason))));
    }
    parts.extend(history::section(popup));
    parts.push(disclosure("facts", "facts_title", facts(&view.facts)));
    parts.push(report::section(popup, said));
    parts.push(owner::section(popup, said));
    parts.extend(elsewhere);
    let is_unseen = popup.access == Access::None;
    if is_unseen || said.known.lacks(Leave::Access) {
        parts.push(leave::access(Some(popup), if is_unseen { &host } else { "" }));
    }
    parts.push(footer(report::copier(popup)));
    parts
}

/// Draws a page that no extension may look at.
pub(super) fn untouchable() {
    only("untouchable", vec![verdict("verdict_untouchable", "story_untouchable")]);
}

/// Draws a failure of our own.
pub(super) fn broken(error: &str) {
    only("unknown", vec![verdict("verdict_broken", "story_broken").child(piece("p", WHERE, error))]);
}

/// Draws a page that only more access would show.
pub(super) fn needs_access() {
    let step = el("ol").child(labelled("li", "unseen_advice"));
    let parts = [verdict("verdict_unseen", "story_needs_access"), advice(step), leave::access(None, ""), footer([])];
    only("unknown", parts.into());
}

/// Draws a page that came after the click, and that the click did not open.
pub(super) fn out_of_sight(popup: &Popup) {
    // The pages that come after it are just as invisible.
    if popup.is_out_of_sight.replace(true) {
        return;
    }
    only("unknown", vec![verdict("verdict_unseen", "story_unseen"), leave::access(None, ""), footer([])]);
}

/// Draws a state of which nothing more will come.
fn only(state: &str, parts: Vec<Node>) {
    let side = ("data-side", "unknown");
    dom::show(&[("data-state", state), side, ("data-scope", ""), ("data-fault", ""), ("aria-busy", "false")], parts);
    announce();
}

fn header(popup: &Popup, view: &View) -> Node {
    let (answer, story) = (say(&view.verdict), say(&view.story));
    verdict_of(&answer, &story).children(where_line(popup, view))
}

fn verdict(answer: &'static str, story: &'static str) -> Node {
    verdict_of(&label(answer), &label(story))
}

fn verdict_of(answer_text: &str, story_text: &str) -> Node {
    let answer = piece("span", "verdict__answer", answer_text);
    let story = piece("span", "verdict__story", story_text);
    // The space keeps the two sentences apart for screen readers and for copying.
    let headline = el("h1").child(answer).child(el("span").text(" ")).child(story);
    el("header").class("verdict").child(headline)
}

/// `shop.example · 502 Bad Gateway`. Below a host that takes more than one line, the outcome has a line of its own.
fn where_line(popup: &Popup, view: &View) -> Option<Node> {
    let host = popup.host();
    let outcome = view.facts.iter().find(|fact| matches!(&*fact.label.key, "fact_status" | "fact_error"));
    let outcome = outcome.map_or("", |fact| &fact.value);
    let shown = fitting(&host);
    let between = match (shown == host, host.is_empty() || outcome.is_empty()) {
        (_, true) => "",
        (true, false) => " · ",
        (false, false) => "\n",
    };
    let case = popup.investigation.case();
    let rest = case.observations.first().map(|first| beside_host(&first.url, popup.tab.address())).unwrap_or_default();
    let line = join(&[&shown, &rest, between, outcome], "");
    (!line.is_empty()).then(|| titled(piece("p", WHERE, line), &host))
}

/// The bar's length comes from five steps of the style sheet: inline styles are forbidden here.
fn confidence(certainty: &Message, probability: f32) -> Node {
    let level = [NAMED, DECIDED, SURE, VERY_SURE].iter().filter(|bound| probability >= **bound).count() + 1;
    let meter = el("span").class("confidence__meter").attr("data-level", decimal(level)).attr("aria-hidden", "true");
    el("p").class("confidence").child(el("span").text(say(certainty))).child(meter)
}

fn steps(popup: &Rc<Popup>, steps: &[Step]) -> Node {
    advice(el("ol").children(steps.iter().map(|step| fixes::step(popup, step))))
}

fn advice(list: Node) -> Node {
    el("section").class("steps").child(labelled("h2", "steps_title")).child(list)
}

pub(super) fn disclosure(class: &str, title: &'static str, content: Node) -> Node {
    el("details").class(class).child(labelled("summary", title)).child(content)
}

fn reason(reason: &Reason) -> Node {
    let direction = if reason.supports { "for" } else { "against" };
    el("li").attr("data-direction", direction).children([
        piece("span", "visually-hidden", term("reason", direction)),
        piece("span", "evidence__text", say(&reason.text)),
        piece("span", "evidence__how", say(&reason.how)),
    ])
}

fn facts(facts: &[Fact]) -> Node {
    pairs(facts.iter().map(|fact| (say(&fact.label), fact.value.clone())))
}

/// Labels and what they name.
pub(super) fn pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Node {
    let mut parts = Vec::new();
    for (label, text) in pairs {
        // A long value scrolls in its own box, which the keyboard must be able to reach.
        let value = el("dd").text(&*text);
        parts.push(el("dt").text(label));
        parts.push(if is_long(&text) { value.attr("tabindex", "0") } else { value });
    }
    el("dl").children(parts)
}

fn is_long(value: &str) -> bool {
    value.chars().nth(LONG).is_some()
}

/// The row at the lower edge: these, and the way to the settings.
fn footer(parts: impl IntoIterator<Item = Node>) -> Node {
    let settings = dom::button(label("options_title"), |_| browser::open_options()).attr("id", "settings");
    el("footer").class("actions").children(parts).child(settings)
}
