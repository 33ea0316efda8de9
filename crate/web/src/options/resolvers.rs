//! Which resolvers are asked for names: each is checked as it is typed, and a button asks it once.

use std::rc::Rc;

use is_it_me_core::check::{Method, Request, budget};
use is_it_me_core::dns::resolver::BadResolver;
use is_it_me_core::dns::{Answer, DEFAULTS, Kind, Question, Resolver};
use is_it_me_core::message::{Message, Words};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};

use super::form::{button, input, store};
use super::{label, section};
use crate::fields::{field, list};
use crate::investigate::ask_once;
use crate::popup::dom::{Node, el};
use crate::settings::{self, MOST_RESOLVERS};
use crate::words::BrowserWords;

/// The name a resolver is asked for to see whether it answers: reserved for examples (RFC 2606), so it tells nothing.
const EXAMPLE: &str = "example.com";
/// Longer nobody waits in front of a button.
const PATIENCE_MS: u32 = 5_000;

/// One line a resolver, and an empty one for another.
pub(super) fn draw(stored: &JsValue) -> Result<Node, JsValue> {
    let typed = list(field(stored, "resolvers")).into_iter().flatten().filter_map(|item| item.as_string());
    let mut lines: Vec<String> = typed.take(MOST_RESOLVERS).collect();
    if lines.is_empty() {
        lines = DEFAULTS.iter().map(|known| known.url.clone().into_owned()).collect();
    }
    lines.push(String::new());
    let rows = Rc::new(el("ul")?.children(lines.iter().map(|address| row(address)))?);
    let usual = button(&label("options_resolvers_usual"), {
        let rows = Rc::clone(&rows);
        move |_| {
            reset(rows.element());
            store(async { settings::put("resolvers", &JsValue::UNDEFINED).await });
        }
    })?;
    section("resolvers")?.child(&rows)?.child(&usual)
}

fn row(address: &str) -> Result<Node, JsValue> {
    let verdict = Rc::new(el("output")?);
    let typed = {
        let verdict = Rc::clone(&verdict);
        move |event: web_sys::Event| {
            if let Some(field) = input(&event) {
                judge(&field, &verdict);
            }
        }
    };
    let field =
        el("input")?.attr("type", "url")?.attr("value", address)?.attr("aria-label", &label("options_resolver"))?;
    let field =
        Rc::new(field.attr("placeholder", "https://…/dns-query")?.attr("spellcheck", "false")?.on("change", typed)?);
    let test = {
        let (field, verdict) = (Rc::clone(&field), Rc::clone(&verdict));
        move |_| {
            if let Some(resolver) = field.element().dyn_ref().and_then(|field| judge(field, &verdict)) {
                let verdict = Rc::clone(&verdict);
                spawn_local(async move { verdict.element().set_text_content(Some(&try_out(&resolver).await)) });
            }
        }
    };
    let test = button(&label("options_resolver_test"), test)?;
    el("li")?.child(&field)?.child(&test)?.child(&verdict)
}

/// Says what is wrong with what was typed. What is fine, and whole, is stored.
fn judge(field: &HtmlInputElement, verdict: &Node) -> Option<Resolver> {
    let judged = Resolver::typed(&field.value(), true);
    let complaint = match &judged {
        Ok(_) | Err(BadResolver::Empty) => String::new(),
        Err(why) => label(&format!("options_resolver_{}", word(*why))),
    };
    field.set_custom_validity(&complaint);
    verdict.element().set_text_content(Some(&complaint));
    if let (true, Some(rows)) = (complaint.is_empty(), field.closest("ul").ok().flatten()) {
        let addresses = addresses(&rows);
        store(async move { settings::put("resolvers", &addresses).await });
    }
    judged.ok()
}

/// What the fields hold, as far as it is fine.
fn addresses(rows: &Element) -> Array {
    fields(rows)
        .filter_map(|field| Resolver::typed(&field.value(), true).ok())
        .map(|known| JsValue::from_str(&known.url))
        .collect()
}

fn fields(rows: &Element) -> impl Iterator<Item = HtmlInputElement> + use<> {
    let found = rows.query_selector_all("input").ok();
    let count = found.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(move |at| found.as_ref()?.get(at)?.dyn_into().ok())
}

fn reset(rows: &Element) {
    let mut usual = DEFAULTS.iter().map(|known| known.url.as_ref());
    for field in fields(rows) {
        field.set_value(usual.next().unwrap_or_default());
        field.set_custom_validity("");
    }
}

/// Asks it once, and says what came of that.
async fn try_out(resolver: &Resolver) -> String {
    match answer(resolver).await {
        Some(took_ms) => BrowserWords.say(&Message::new("options_resolver_answers").with(took_ms.to_string())),
        None => label("options_resolver_silent"),
    }
}

/// The milliseconds it took to an answer that can be read.
async fn answer(resolver: &Resolver) -> Option<u32> {
    let question = Question::new(EXAMPLE, Kind::A).ok()?;
    let request = Request {
        url: question.url(resolver).ok()?,
        method: Method::Get,
        headers: vec![("accept", "application/dns-message".into())],
        body: None,
        cookies: false,
        follows: true,
        reads: budget::BYTES,
        after_ms: 0,
    };
    let reply = ask_once(&request, PATIENCE_MS, true).await?;
    let answered = reply.result.ok().filter(|answered| answered.status == 200)?;
    Answer::read(&answered.body, &question, 0).ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    Some(reply.took_ms as u32)
}

const fn word(why: BadResolver) -> &'static str {
    match why {
        BadResolver::Empty => "empty",
        BadResolver::TooLong => "too_long",
        BadResolver::BadCharacter => "bad_character",
        BadResolver::NotHttps => "not_https",
        BadResolver::Credentials => "credentials",
        BadResolver::BadHost => "bad_host",
        BadResolver::BadPort => "bad_port",
        BadResolver::BadQuery => "bad_query",
        BadResolver::Inside => "inside",
    }
}
