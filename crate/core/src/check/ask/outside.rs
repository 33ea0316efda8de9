//! Computers in volunteers' homes elsewhere ask for the site: Globalping's API, according to its published schema
//! (github.com/jsdelivr/globalping, `public/v1`, 2026-08).
//!
//! A measurement is ordered once and then polled until it is done. The computers hear the host, and the page's path
//! only if the visitor allows it; never its query. Only headers are asked for: they are enough to judge by, and the
//! bodies from several places would not fit into what is read.

use super::json::Json;
use super::judge::why;
use super::place::{Elsewhere, Place, place};
use super::told_path::told_path;
use super::{Answer, Asked, Check, Exchange, Request, Step, Why, get};
use crate::check::budget::BYTES;
use crate::quantity::decimal;
use crate::quoted;
use crate::text::join;

const API: &str = "https://api.globalping.io/v1/measurements";
/// The API asks for no shorter pause between two looks.
const PAUSE_MS: u32 = 500;
/// Where people live: one home connection in each of three parts of the world.
const HOMES: &str = r#"{"continent":"EU","tags":["eyeball-network"]},{"continent":"NA","tags":["eyeball-network"]},{"continent":"AS","tags":["eyeball-network"]}"#;
/// So many places are enough for a verdict if the others did not answer in time.
const ENOUGH: usize = 2;

pub(super) fn outside(asked: &Asked) -> Step {
    let Some(host) = asked.public_host() else { return Step::could_not(Why::Unknown) };
    let Some(ordered) = asked.mine().find(|exchange| exchange.request.body.is_some()) else {
        return Step::send(order(asked, &host));
    };
    let id = match id(ordered) {
        Ok(id) => id,
        Err(why) => return Step::could_not(why),
    };
    let left = asked.mine().count() < usize::from(asked.check.limits().requests);
    match looks(asked).last().map_or(Ok(false), is_over) {
        Ok(false) if left => Step::send(Request { after_ms: PAUSE_MS, ..get(join(&[API, &id], "/"), BYTES) }),
        Ok(false) => told(asked, Err(Why::TimedOut)),
        Ok(true) => told(asked, Ok(())),
        Err(why) => told(asked, Err(why)),
    }
}

/// The polls after the measurement was ordered.
fn looks<'a>(asked: &Asked<'a>) -> impl Iterator<Item = &'a Exchange> {
    asked.mine().filter(|exchange| exchange.request.body.is_none())
}

/// The places that have answered, by the last poll that shows any.
pub(super) fn places(asked: &Asked) -> Vec<Place> {
    let mut places = Vec::new();
    for look in looks(asked) {
        let Ok(answered) = &look.reply.result else { continue };
        let mut found = Vec::new();
        for result in Json::of(&answered.body).get("results").map(Json::items).unwrap_or_default() {
            if let Some(place) = place(asked, look, result) {
                found.push(place);
            }
        }
        if found.len() >= places.len() {
            places = found;
        }
    }
    places
}

fn order(asked: &Asked, host: &str) -> Request {
    let number = |name: &str, number: Option<String>, end: &str| {
        number.map_or_else(String::new, |number| join(&[name, &number, end], ""))
    };
    let protocol = if asked.address.is_secure { "HTTPS" } else { "HTTP" };
    let body = [
        r#"{"type":"http","target":"#,
        &quoted::json(host),
        r#","locations":["#,
        HOMES,
        &number(r#",{"asn":"#, asked.case.settings.asn.map(decimal), "}"),
        r#"],"measurementOptions":{"protocol":""#,
        protocol,
        "\"",
        &number(r#","port":"#, asked.address.port().map(decimal), ""),
        r#","request":{"method":"HEAD","path":"#,
        &quoted::json(told_path(asked)),
        "}}}",
    ];
    let json = ("Content-Type", "application/json".to_owned());
    Request { headers: vec![json], body: Some(join(&body, "")), ..get(API.to_owned(), BYTES) }
}

/// The measurement's number.
fn id(ordered: &Exchange) -> Result<String, Why> {
    let answered = ordered.reply.result.as_ref().map_err(why)?;
    match answered.status {
        200..=299 => {
            let id = Json::of(&answered.body).get("id").and_then(Json::text);
            id.filter(|id| is_id(id)).ok_or(Why::Unreadable)
        }
        status => Err(refused(status)),
    }
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// What a status of the API means other than success.
const fn refused(status: u16) -> Why {
    match status {
        429 => Why::Limited,
        // No computer is free in these places.
        422 | 500.. => Why::Unreachable,
        _ => Why::Unreadable,
    }
}

/// Is the measurement over?
fn is_over(look: &Exchange) -> Result<bool, Why> {
    let answered = look.reply.result.as_ref().map_err(why)?;
    if answered.status != 200 {
        return Err(refused(answered.status));
    }
    let status = Json::of(&answered.body).get("status").ok_or(Why::Unreadable)?;
    // Any other word is final.
    Ok(!status.is("in-progress"))
}

/// What all places amount to. A measurement that broke off counts if enough places have answered.
fn told(asked: &Asked, ended: Result<(), Why>) -> Step {
    let places = places(asked);
    let (mut works, mut fails, mut challenged) = (0, 0, 0);
    for place in places.iter().filter(|place| !place.own) {
        match place.elsewhere {
            Elsewhere::Works => works += 1,
            Elsewhere::Fails => fails += 1,
            Elsewhere::Challenged => challenged += 1,
            Elsewhere::Unclear => {}
        }
    }
    if let Some(why) = ended.err().filter(|_| works + fails + challenged < ENOUGH) {
        return Step::could_not(why);
    }
    match (works, fails) {
        (0, 0) if challenged > 0 => Step::answered(Answer::OutsideChallenged),
        (0, 0) => Step::could_not(Why::Unclear),
        (_, 0) if !is_same_page(asked) => Step::could_not(Why::Unclear),
        (_, 0) => Step::answered(Answer::OutsideWorks),
        (0, _) => Step::answered(Answer::OutsideFails),
        _ => Step::answered(Answer::OutsideMixed),
    }
}

/// Does the fact that it works elsewhere say anything about the page? Below HTTP, all pages of a host are one. Above,
/// only the page itself tells, or the front page if that fails here as well.
fn is_same_page(asked: &Asked) -> bool {
    let itself = told_path(asked) == asked.address.path() && !asked.address.has_query();
    let front_page_fails = asked.case.outcomes.answer(Check::Root) == Some(Answer::RootFailing);
    asked.failure.status().is_none() || itself || front_page_fails
}
