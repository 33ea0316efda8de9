//! HTTP Archive 1.2 (<http://www.softwareishard.com/blog/har-12-spec/>): the failed request with the way to it, and all
//! that the checks sent and got. Members whose names begin with a line are the browsers' own, which developer tools know.

use super::writer::Json;
use super::{Attempt, Report};
use crate::body::Body;
use crate::clock;
use crate::headers::Headers;
use crate::message::Words;
use crate::observation::{How, Observation};
use crate::text::join;
use crate::view::provenance;

pub(super) fn write(report: &Report, words: &dyn Words) -> String {
    let mut json = Json::default();
    json.open('{');
    json.key("log");
    json.open('{');
    json.field("version", "1.2");
    program(&mut json, "creator", &report.client.name, &report.client.version);
    if let Some((browser, version)) = report.client.browser() {
        program(&mut json, "browser", browser, version);
    }
    json.key("pages");
    json.open('[');
    json.close(']');
    json.key("entries");
    json.open('[');
    for (attempt, comment) in entries(report, words) {
        redirects(&mut json, &attempt.seen);
        entry(&mut json, &attempt, &comment);
    }
    json.close(']');
    json.field("comment", &join(&[words.say(&report.view.verdict), words.say(&report.view.story)], " "));
    json.close('}');
    json.close('}');
    json.text() + "\n"
}

fn program(json: &mut Json, key: &str, name: &str, version: &str) {
    json.key(key);
    json.open('{');
    json.field("name", name);
    json.field("version", version);
    json.close('}');
}

/// What was sent, each once: what the browser told of a request and what its page showed are two looks at the same one.
fn entries(report: &Report, words: &dyn Words) -> Vec<(Attempt, String)> {
    let mut entries: Vec<(Attempt, String)> = Vec::new();
    for attempt in &report.attempts {
        let seen = &attempt.seen;
        let comment = match attempt.check {
            Some(check) => words.label(&format!("check_name_{check}")),
            None => words.say(&provenance(seen.how, &report.visits)),
        };
        let same = entries.iter_mut().find(|(known, _)| attempt.check.is_none() && is_same(&known.seen, seen));
        match same {
            Some((known, _)) => complete(&mut known.seen, seen),
            None => entries.push((attempt.clone(), comment)),
        }
    }
    entries
}

fn is_same(known: &Observation, seen: &Observation) -> bool {
    known.how == How::Seen && seen.how == How::Page && known.status == seen.status
}

/// Fills what the first look did not show.
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
    mine.first_byte_ms = mine.first_byte_ms.or(other.first_byte_ms);
    mine.total_ms = mine.total_ms.or(other.total_ms);
}

/// The steps that led to the last address, as far as the browser told what they were.
fn redirects(json: &mut Json, seen: &Observation) {
    for (step, redirect) in seen.redirects.iter().enumerate().filter(|(_, redirect)| redirect.status > 0) {
        let next = seen.redirects.get(step + 1).map_or(seen.url.as_str(), |next| next.url.as_str());
        let on_the_way = Observation {
            url: redirect.url.clone(),
            status: Some(redirect.status),
            at_ms: seen.at_ms - seen.timings.total_ms.unwrap_or_default(),
            zone: seen.zone.clone(),
            method: seen.method.clone(),
            ..Observation::default()
        };
        write_entry(json, &Attempt::from(&on_the_way), "", next);
    }
}

fn entry(json: &mut Json, attempt: &Attempt, comment: &str) {
    write_entry(json, attempt, comment, "");
}

fn write_entry(json: &mut Json, attempt: &Attempt, comment: &str, leads_to: &str) {
    let seen = &attempt.seen;
    let total = seen.timings.total_ms.or(seen.timings.first_byte_ms).filter(|ms| *ms >= 0.0).unwrap_or_default();
    // A check's moment is that of its sending, any other that of the end.
    let started = if seen.how == How::Asked { seen.at_ms } else { seen.at_ms - total };
    json.open('{');
    json.field("startedDateTime", &clock::iso(started, &seen.zone));
    json.number("time", Some(total));
    request(json, attempt);
    response(json, seen, leads_to);
    json.key("cache");
    json.open('{');
    json.close('}');
    timings(json, seen, total);
    if let Some(ip) = &seen.ip {
        json.field("serverIPAddress", ip);
    }
    if seen.from_cache {
        json.field("_fromCache", "disk");
    }
    json.field("comment", comment);
    json.close('}');
}

fn request(json: &mut Json, attempt: &Attempt) {
    let seen = &attempt.seen;
    json.key("request");
    json.open('{');
    json.field("method", if seen.method.is_empty() { "GET" } else { &seen.method });
    json.field("url", &seen.url);
    json.field("httpVersion", seen.protocol.as_deref().unwrap_or_default());
    none(json, "cookies");
    fields(json, attempt.sent.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    query(json, &seen.url);
    if let Some(body) = &attempt.sent_body {
        json.key("postData");
        json.open('{');
        json.field("mimeType", "application/json");
        none(json, "params");
        json.field("text", body);
        json.close('}');
    }
    json.number("headersSize", Some(-1.0));
    json.number("bodySize", Some(-1.0));
    json.close('}');
}

fn response(json: &mut Json, seen: &Observation, leads_to: &str) {
    json.key("response");
    json.open('{');
    json.number("status", Some(seen.status.unwrap_or_default().into()));
    json.field("statusText", seen.reason.as_deref().unwrap_or_default());
    json.field("httpVersion", seen.protocol.as_deref().unwrap_or_default());
    none(json, "cookies");
    fields(json, seen.headers.iter().flat_map(Headers::iter));
    content(json, seen);
    json.field("redirectURL", leads_to);
    json.number("headersSize", Some(-1.0));
    json.number("bodySize", Some(-1.0));
    if let Some(error) = &seen.error {
        json.field("_error", error);
    }
    if seen.from_worker {
        json.flag("_fetchedViaServiceWorker", true);
    }
    json.close('}');
}

/// What was not seen has no text, which is not an empty one.
fn content(json: &mut Json, seen: &Observation) {
    let kind = seen.headers.as_ref().and_then(|headers| headers.get("content-type")).unwrap_or("x-unknown");
    let text = seen.body.as_ref().map(Body::text);
    json.key("content");
    json.open('{');
    json.number("size", text.map(|text| f64::from(u32::try_from(text.len()).unwrap_or_default())).or(Some(0.0)));
    json.field("mimeType", kind);
    if let Some(text) = text {
        json.field("text", text);
    }
    json.close('}');
}

fn none(json: &mut Json, key: &str) {
    json.strings(key, []);
}

fn fields<'a>(json: &mut Json, fields: impl Iterator<Item = (&'a str, &'a str)>) {
    json.key("headers");
    json.open('[');
    fields.for_each(|(name, value)| pair(json, name, value));
    json.close(']');
}

fn pair(json: &mut Json, name: &str, value: &str) {
    json.open('{');
    json.field("name", name);
    json.field("value", value);
    json.close('}');
}

fn query(json: &mut Json, url: &str) {
    json.key("queryString");
    json.open('[');
    let query = url.split_once('?').map_or("", |(_, query)| query);
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        pair(json, name, value);
    }
    json.close(']');
}

/// Their sum is the whole time. What is not known is not told, but for the parts that the format demands.
fn timings(json: &mut Json, seen: &Observation, total: f64) {
    let told = |ms: Option<f64>| ms.filter(|ms| *ms >= 0.0);
    let before = told(seen.timings.dns_ms).unwrap_or_default() + told(seen.timings.connect_ms).unwrap_or_default();
    let wait = told(seen.timings.first_byte_ms).unwrap_or((total - before).max(0.0));
    json.key("timings");
    json.open('{');
    json.number("blocked", Some(-1.0));
    json.number("dns", Some(told(seen.timings.dns_ms).unwrap_or(-1.0)));
    json.number("connect", Some(told(seen.timings.connect_ms).unwrap_or(-1.0)));
    json.number("ssl", Some(-1.0));
    json.number("send", Some(0.0));
    json.number("wait", Some(wait));
    json.number("receive", Some((total - before - wait).max(0.0)));
    json.close('}');
}
