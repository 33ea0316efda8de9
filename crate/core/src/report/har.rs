//! HTTP Archive 1.2 (<http://www.softwareishard.com/blog/har-12-spec/>): the failed request with the way to it, and all
//! that the checks sent and received. Members whose names begin with an underscore are the browsers' own, which
//! developer tools know.

use core::net::IpAddr;

use super::writer::Json;
use super::{Attempt, Report};
use crate::body::Body;
use crate::clock;
use crate::headers::Headers;
use crate::message::Words;
use crate::observation::{How, Observation, Zone};
use crate::text::join;
use crate::view::provenance;

pub(super) fn write(report: &Report, words: &dyn Words) -> String {
    let mut json = Json::default();
    log(&mut json, report, words);
    json.text()
}

fn log(json: &mut Json, report: &Report, words: &dyn Words) {
    json.object("log");
    json.object("version creator browser pages entries comment");
    json.string("1.2");
    program(json, Some((&report.client.name, &report.client.version)));
    program(json, report.client.browser());
    json.strings([]);
    json.list();
    for seen in visits(report) {
        redirects(json, &seen);
        entry(json, None, &seen, &words.say(&provenance(seen.how)), "");
    }
    for asked in &report.asked {
        let check = words.term("check_name", asked.check.word());
        entry(json, Some(asked), &asked.seen, &check, "");
    }
    json.end();
    json.string(&join(&[words.say(&report.view.verdict), words.say(&report.view.story)], " "));
    json.end();
    json.end();
}

fn program(json: &mut Json, program: Option<(&str, &str)>) {
    let Some((name, version)) = program else { return json.skip() };
    json.object("name version");
    json.string(name);
    json.string(version);
    json.end();
}

/// What was requested, each once: what the browser reported about a request and what its page showed are two looks at
/// the same one.
fn visits(report: &Report) -> Vec<Observation> {
    let mut visits: Vec<Observation> = Vec::new();
    for seen in report.looks() {
        match visits.iter_mut().find(|known| is_same(known, seen)) {
            Some(known) => complete(known, seen),
            None => visits.push(seen.clone()),
        }
    }
    visits
}

fn is_same(known: &Observation, seen: &Observation) -> bool {
    known.how == How::Seen && seen.how == How::Page && known.status == seen.status
}

/// Adds what the first look did not show.
fn complete(known: &mut Observation, seen: &Observation) {
    let fill = |known: &mut Option<String>, seen: &Option<String>| {
        if known.is_none() {
            known.clone_from(seen);
        }
    };
    fill(&mut known.reason, &seen.reason);
    fill(&mut known.protocol, &seen.protocol);
    fill(&mut known.ip, &seen.ip);
    if known.headers.is_none() {
        known.headers.clone_from(&seen.headers);
    }
    if known.body.is_none() {
        known.body.clone_from(&seen.body);
    }
    let (mine, other) = (&mut known.timings, seen.timings);
    mine.dns_ms = mine.dns_ms.or(other.dns_ms);
    mine.connect_ms = mine.connect_ms.or(other.connect_ms);
    // The page counts from when the request was sent; the browser's events also count the redirects.
    mine.first_byte_ms = other.first_byte_ms.or(mine.first_byte_ms);
    mine.total_ms = mine.total_ms.or(other.total_ms);
}

/// The steps that led to the last address, as far as the browser told them.
fn redirects(json: &mut Json, seen: &Observation) {
    for (step, redirect) in seen.redirects.iter().enumerate().filter(|(_, redirect)| redirect.status.is_some()) {
        let next = seen.redirects.get(step + 1).map_or(seen.url.as_str(), |next| next.url.as_str());
        let on_the_way = Observation {
            url: redirect.url.clone(),
            status: redirect.status,
            at_ms: seen.at_ms.map(|at_ms| at_ms - seen.timings.total_ms.unwrap_or_default()),
            zone: seen.zone.clone(),
            method: seen.method.clone(),
            ..Observation::default()
        };
        entry(json, None, &on_the_way, "", next);
    }
}

fn entry(json: &mut Json, asked: Option<&Attempt>, seen: &Observation, comment: &str, leads_to: &str) {
    let before = told(seen.timings.dns_ms).unwrap_or_default() + told(seen.timings.connect_ms).unwrap_or_default();
    let total = told(seen.timings.total_ms.or(seen.timings.first_byte_ms)).unwrap_or_default().max(before);
    let started = seen.at_ms.map(|at_ms| at_ms - total);
    json.object("startedDateTime time request response cache timings serverIPAddress _fromCache comment");
    json.string(&moment(started, &seen.zone));
    json.number(Some(total));
    request(json, asked, seen);
    response(json, seen, leads_to);
    json.object("");
    json.end();
    timings(json, seen, total - before);
    optional(json, seen.ip.as_deref().filter(|ip| ip.parse::<IpAddr>().is_ok()));
    optional(json, seen.from_cache.then_some("disk"));
    json.string(comment);
    json.end();
}

/// The format demands a moment, even if none is known.
fn moment(at_ms: Option<f64>, zone: &Zone) -> String {
    let known = clock::iso(at_ms, zone);
    if known.is_empty() { "1970-01-01T00:00:00.000+00:00".into() } else { known }
}

fn optional(json: &mut Json, text: Option<&str>) {
    match text {
        Some(text) => json.string(text),
        None => json.skip(),
    }
}

fn request(json: &mut Json, asked: Option<&Attempt>, seen: &Observation) {
    json.object("method url httpVersion cookies headers queryString postData headersSize bodySize");
    json.string(if seen.method.is_empty() { "GET" } else { &seen.method });
    json.string(&seen.url);
    json.string(seen.protocol.as_deref().unwrap_or_default());
    json.strings([]);
    fields(json, asked.into_iter().flat_map(Attempt::sent));
    let query = seen.url.split_once('?').map_or("", |(_, query)| query);
    let parts = query.split('&').filter(|part| !part.is_empty());
    fields(json, parts.map(|part| part.split_once('=').unwrap_or((part, ""))));
    match asked.and_then(|asked| asked.sent_body.as_deref()) {
        Some(body) => {
            json.object("mimeType params text");
            json.string("application/json");
            json.strings([]);
            json.string(body);
            json.end();
        }
        None => json.skip(),
    }
    unknown_sizes(json);
    json.end();
}

fn response(json: &mut Json, seen: &Observation, leads_to: &str) {
    json.object(
        "status statusText httpVersion cookies headers content redirectURL headersSize bodySize _error \
         _fetchedViaServiceWorker",
    );
    json.number(Some(seen.status.unwrap_or_default().into()));
    json.string(seen.reason.as_deref().unwrap_or_default());
    json.string(seen.protocol.as_deref().unwrap_or_default());
    json.strings([]);
    fields(json, seen.headers.iter().flat_map(Headers::iter));
    content(json, seen);
    json.string(leads_to);
    unknown_sizes(json);
    optional(json, seen.error.as_deref());
    json.flag(seen.from_worker);
    json.end();
}

/// What was not seen has no text, which is not the same as an empty one.
fn content(json: &mut Json, seen: &Observation) {
    let kind = seen.headers.as_ref().and_then(|headers| headers.get("content-type")).unwrap_or("x-unknown");
    let text = seen.body.as_ref().map(Body::text);
    json.object("size mimeType text");
    json.number(u32::try_from(text.map_or(0, str::len)).ok().map(f64::from));
    json.string(kind);
    optional(json, text);
    json.end();
}

/// For the headers and the body: nobody counted.
fn unknown_sizes(json: &mut Json) {
    json.number(Some(-1.0));
    json.number(Some(-1.0));
}

fn fields<'a>(json: &mut Json, fields: impl Iterator<Item = (&'a str, &'a str)>) {
    json.list();
    for (name, value) in fields {
        json.object("name value");
        json.string(name);
        json.string(value);
        json.end();
    }
    json.end();
}

fn told(ms: Option<f64>) -> Option<f64> {
    ms.filter(|ms| *ms >= 0.0)
}

/// Their sum is the whole time, of which this much is left once there is a connection. What is not known is left out,
/// except for the parts that the format demands.
fn timings(json: &mut Json, seen: &Observation, left: f64) {
    let (dns, connect) = (told(seen.timings.dns_ms), told(seen.timings.connect_ms));
    let wait = told(seen.timings.first_byte_ms).map_or(left, |wait| wait.min(left));
    json.object("blocked dns connect ssl send wait receive");
    for ms in [None, dns, connect, None, Some(0.0), Some(wait), Some(left - wait)] {
        json.number(ms.or(Some(-1.0)));
    }
    json.end();
}
