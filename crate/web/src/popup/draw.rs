//! From a view to elements.

use std::rc::Rc;

use gloo_utils::document;
use is_it_me_core::Observation;
use is_it_me_core::message::{Message, Words};
use is_it_me_core::text::join;
use is_it_me_core::view::{Fact, Reason};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::dom;
use super::{Case, path, report};
use crate::browser::Sites;
use crate::dom::{Node, announce, el};
use crate::words::BrowserWords;

/// Longer values may not fit into the box the style sheet gives them.
const LONG: usize = 120;

type Drawn = Result<Node, JsValue>;

fn label(key: &str) -> String {
    BrowserWords.label(key)
}

/// Draws a page that could be observed.
pub(super) fn case(case: &Case) -> Result<(), JsValue> {
    let view = &case.view;
    let mut parts = vec![header(case)?, path::path(&view.path)?];
    if let Some(certainty) = &view.certainty {
        parts.push(confidence(certainty, view.confidence)?);
    }
    if !view.steps.is_empty() {
        parts.push(steps(&view.steps)?);
    }
    if !view.reasons.is_empty() {
        parts.push(disclosure("evidence", "evidence_title", &el("ul")?.children(view.reasons.iter().map(reason))?)?);
    }
    parts.push(disclosure("facts", "facts_title", &facts(&view.facts)?)?);
    let text = report::text(case);
    parts.push(disclosure("report", "report_preview_title", &el("pre")?.attr("tabindex", "0")?.text(&text))?);
    if !case.has_access {
        parts.push(access(case.observations.first().map(Observation::host))?);
    }
    parts.push(actions(text)?);
    dom::replace(view.state.word(), view.side.word(), parts)
}

/// Draws a page that no extension may look at.
pub(super) fn untouchable() -> Result<(), JsValue> {
    dom::replace("untouchable", "unknown", vec![verdict("verdict_untouchable", "story_untouchable", None)?])
}

/// Draws a failure of our own.
pub(super) fn broken(error: &str) -> Result<(), JsValue> {
    dom::replace("unknown", "unknown", vec![verdict("verdict_broken", "story_broken", Some(error))?])
}

/// Draws a page that only more access would show.
pub(super) fn needs_access() -> Result<(), JsValue> {
    let parts = vec![verdict("verdict_unseen", "story_needs_access", None)?, access(None)?];
    dom::replace("unknown", "unknown", parts)
}

fn header(case: &Case) -> Drawn {
    let view = &case.view;
    let (answer, story) = (BrowserWords.say(&view.verdict), BrowserWords.say(&view.story));
    verdict_of(&answer, &story, where_line(case).as_deref())
}

fn verdict(answer: &str, story: &str, place: Option<&str>) -> Drawn {
    verdict_of(&label(answer), &label(story), place)
}

fn verdict_of(answer_text: &str, story_text: &str, place: Option<&str>) -> Drawn {
    let answer = el("span")?.class("verdict__answer").text(answer_text);
    let story = el("span")?.class("verdict__story").text(story_text);
    // The space keeps the two sentences apart for screen readers and for whoever copies the line.
    let headline = el("h1")?.child(&answer)?.child(&el("span")?.text(" "))?.child(&story)?;
    let header = el("header")?.class("verdict").child(&headline)?;
    announce(&format!("{answer_text} {story_text}"));
    match place {
        Some(place) => header.child(&el("p")?.class("verdict__where").text(place)),
        None => Ok(header),
    }
}

/// `shop.example · 502 Bad Gateway`.
fn where_line(case: &Case) -> Option<String> {
    let first = case.observations.first()?;
    let outcome = case.view.facts.iter().find(|fact| matches!(fact.label.key.as_str(), "fact_status" | "fact_error"));
    let parts = [Some(first.host()).filter(|host| !host.is_empty()), outcome.map(|fact| fact.value.as_str())];
    Some(join(&parts.into_iter().flatten().collect::<Vec<_>>(), " · ")).filter(|line| !line.is_empty())
}

/// The bar's length comes from five steps of the style sheet: inline styles are forbidden here.
fn confidence(certainty: &Message, probability: f32) -> Drawn {
    let level = [0.5, 0.6, 0.75, 0.9].iter().filter(|bound| probability >= **bound).count() + 1;
    let meter =
        el("span")?.class("confidence__meter").attr("data-level", &level.to_string())?.attr("aria-hidden", "true")?;
    el("p")?.class("confidence").child(&el("span")?.text(&BrowserWords.say(certainty)))?.child(&meter)
}

fn steps(steps: &[Message]) -> Drawn {
    let list = el("ol")?.children(steps.iter().map(|step| el("li").map(|item| item.text(&BrowserWords.say(step)))))?;
    el("section")?.class("steps").child(&el("h2")?.text(&label("steps_title")))?.child(&list)
}

/// The offer of more access: to the site in front, where there is one, or to all.
fn access(host: Option<&str>) -> Drawn {
    let text = el("p")?.text(&label("access_text"));
    let section = el("section")?.class("access").child(&text)?;
    let section = match host.filter(|host| !host.is_empty()) {
        Some(host) => section.child(&allow(&Message::new("access_allow_site").with(host), Sites::host(host))?)?,
        None => section,
    };
    section.child(&allow(&Message::new("access_allow_all"), Sites::all())?)
}

fn allow(text: &Message, sites: Sites) -> Drawn {
    let button = el("button")?.attr("type", "button")?.text(&BrowserWords.say(text));
    button.on_click(move |_| {
        let Ok(granted) = sites.ask() else { return };
        spawn_local(async move {
            // Refusing is an answer like any other; the popup simply stays as it is.
            if granted.await.is_ok_and(|granted| granted.is_truthy()) {
                let _ = gloo_utils::window().location().reload();
            }
        });
    })
}

fn disclosure(class: &str, title: &str, content: &Node) -> Drawn {
    el("details")?.class(class).child(&el("summary")?.text(&label(title)))?.child(content)
}

fn reason(reason: &Reason) -> Drawn {
    let direction = if reason.supports { "for" } else { "against" };
    el("li")?.attr("data-direction", direction)?.children([
        el("span").map(|span| span.class("visually-hidden").text(&label(&format!("reason_{direction}")))),
        el("span").map(|span| span.class("evidence__text").text(&BrowserWords.say(&reason.text))),
        el("span").map(|span| span.class("evidence__how").text(&BrowserWords.say(&reason.how))),
    ])
}

fn facts(facts: &[Fact]) -> Drawn {
    let pairs = facts.iter().flat_map(|fact| {
        let label = BrowserWords.say(&fact.label);
        // A long value scrolls in its own box, which the keyboard must be able to reach.
        let value = el("dd").and_then(|dd| if is_long(&fact.value) { dd.attr("tabindex", "0") } else { Ok(dd) });
        [el("dt").map(|dt| dt.text(&label)), value.map(|dd| dd.text(&fact.value))]
    });
    el("dl")?.children(pairs)
}

fn is_long(value: &str) -> bool {
    value.chars().nth(LONG).is_some()
}

fn actions(report: String) -> Drawn {
    let report = Rc::new(report);
    let button = el("button")?.class("primary").attr("id", "copy")?.attr("type", "button")?.text(&label("copy_report"));
    let button = button.on_click(move |_| {
        let report = Rc::clone(&report);
        spawn_local(async move {
            let key = if report::copy(&report).await.is_ok() { "copied" } else { "copy_failed" };
            if let Some(status) = document().get_element_by_id("copied") {
                status.set_text_content(Some(&label(key)));
            }
        });
    })?;
    let status = el("span")?.attr("id", "copied")?.attr("role", "status")?;
    el("footer")?.class("actions").child(&button)?.child(&status)
}
