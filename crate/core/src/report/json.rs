//! JSON with words that stay what they are. `schema.json` describes it; every key is always there.

use super::document::acts;
use super::finding::finding;
use super::writer::Json;
use super::{Attempt, Report, SCHEMA_VERSION};
use crate::body::Body;
use crate::check::{Check, Outcome};
use crate::clock;
use crate::diagnosis::Diagnosis;
use crate::evidence::{Evidence, PointsTo};
use crate::message::Words;
use crate::observation::{How, Observation, Zone};
use crate::redact::Kind;
use crate::vendor::Vendor;
use crate::words::{Cause, Fault};

pub(super) fn write(report: &Report, words: &dyn Words) -> String {
    let mut json = Json::default();
    json.open('{');
    json.number("schema_version", Some(f64::from(SCHEMA_VERSION)));
    made_by(&mut json, report);
    request(&mut json, report.visits.first());
    verdict(&mut json, &report.diagnosis);
    hops(&mut json, report);
    evidence(&mut json, &report.diagnosis, words);
    ids(&mut json, report);
    list(&mut json, "attempts", &report.attempts, attempt);
    checks(&mut json, report, words);
    redacted(&mut json, report);
    blanks(&mut json);
    in_words(&mut json, report, words);
    json.close('}');
    json.text() + "\n"
}

fn list<T>(json: &mut Json, key: &str, items: &[T], write: impl Fn(&mut Json, &T)) {
    json.key(key);
    json.open('[');
    for item in items {
        write(json, item);
    }
    json.close(']');
}

fn made_by(json: &mut Json, report: &Report) {
    let client = &report.client;
    let (browser, version) = client.browser().unzip();
    json.key("program");
    json.open('{');
    json.field("name", &client.name);
    json.field("version", &client.version);
    json.close('}');
    json.key("client");
    json.open('{');
    json.field("agent", &client.agent);
    json.maybe("browser", browser);
    json.maybe("version", version);
    json.maybe("system", client.system());
    json.close('}');
}

fn request(json: &mut Json, first: Option<&Observation>) {
    let nothing = Observation::default();
    let seen = first.unwrap_or(&nothing);
    let told = |text: String| first.filter(|_| !text.is_empty()).map(|_| text);
    json.field("url", &seen.url);
    json.field("host", seen.host());
    json.key("time");
    json.open('{');
    json.maybe("local", told(clock::iso(seen.at_ms, &seen.zone)).as_deref());
    json.maybe("utc", told(clock::iso(seen.at_ms, &Zone::default())).as_deref());
    json.maybe("zone", seen.zone.name.as_deref());
    json.close('}');
}

fn verdict(json: &mut Json, d: &Diagnosis) {
    json.field("state", d.state.word());
    json.field("side", d.side.word());
    json.share("confidence", d.confidence);
    json.field("scope", d.scope.word());
    json.field("cause", d.cause.word());
    json.key("generator");
    json.open('{');
    json.field("layer", d.generator.layer.word());
    json.maybe("vendor", d.generator.vendor);
    json.maybe("name", d.generator.vendor.and_then(Vendor::by_id).map(|vendor| vendor.name));
    json.share("confidence", d.generator.confidence);
    json.close('}');
    json.key("fault");
    json.open('{');
    json.maybe("at", d.fault.at.map(Fault::word));
    json.share("confidence", d.fault.confidence);
    list(json, "ranked", &d.fault.ranked, |json, (fault, p)| {
        json.row(fault.word());
        json.thousandths(*p);
        json.close(']');
    });
    json.close('}');
    json.strings("in_path", d.in_path.iter().copied());
    json.maybe("would_decide", d.would_decide.as_ref().map(|check| check.key.as_str()));
}

fn hops(json: &mut Json, report: &Report) {
    list(json, "hops", &report.view.path, |json, hop| {
        json.open('{');
        json.field("hop", hop.hop.word());
        json.field("state", hop.state.word());
        json.flag("broken_leg", hop.broken_leg);
        json.strings("products", hop.products.iter().copied());
        json.close('}');
    });
}

fn evidence(json: &mut Json, d: &Diagnosis, words: &dyn Words) {
    list(json, "evidence", &d.evidence, |json: &mut Json, item: &Evidence| {
        let points_to = match item.points_to {
            PointsTo::Fault(fault) => fault.word(),
            PointsTo::Generator(writer) => writer.vendor.unwrap_or(writer.layer.word()),
        };
        json.open('{');
        json.field("rule", &item.rule);
        json.field("points_to", points_to);
        json.share("weight", item.weight);
        json.maybe("cause", item.cause.map(Cause::word));
        json.field("how", how(item.how));
        json.field("text", &words.say(&item.text));
        json.close('}');
    });
}

fn ids(json: &mut Json, report: &Report) {
    list(json, "request_ids", &report.ids, |json, id| {
        json.open('{');
        json.field("vendor", id.vendor.id);
        json.field("name", id.kind.name);
        json.field("header", id.kind.header);
        json.field("value", &id.value);
        json.maybe("log_field", id.kind.log);
        json.flag("forwarded", id.kind.forwarded);
        json.close('}');
    });
    json.key("locations");
    json.open('[');
    let headers = || report.visits.iter().filter_map(|seen| seen.headers.as_ref());
    for vendor in report.diagnosis.in_path.iter().filter_map(|id| Vendor::by_id(id)) {
        if let Some(place) = headers().find_map(|headers| vendor.location(headers)) {
            json.open('{');
            json.field("vendor", vendor.id);
            json.field("value", place);
            json.close('}');
        }
    }
    json.close(']');
}

const fn how(how: How) -> &'static str {
    match how {
        How::Seen => "seen",
        How::Page => "page",
        How::Asked => "asked",
    }
}

/// The members of an observation have the names of its fields, so that it can be read back as one.
fn attempt(json: &mut Json, attempt: &Attempt) {
    let seen = &attempt.seen;
    json.open('{');
    json.maybe("check", attempt.check.map(Check::word));
    json.field("how", how(seen.how));
    json.number("at_ms", Some(seen.at_ms));
    json.key("zone");
    json.open('{');
    json.number("offset_minutes", Some(seen.zone.offset_minutes.into()));
    json.maybe("name", seen.zone.name.as_deref());
    json.close('}');
    json.field("url", &seen.url);
    json.field("method", &seen.method);
    list(json, "sent", &attempt.sent, |json, (name, value)| pair(json, name, value));
    json.maybe("sent_body", attempt.sent_body.as_deref());
    json.number("status", seen.status.map(f64::from));
    json.maybe("reason", seen.reason.as_deref());
    json.maybe("protocol", seen.protocol.as_deref());
    json.key("headers");
    match &seen.headers {
        Some(headers) => {
            json.open('[');
            headers.iter().for_each(|(name, value)| pair(json, name, value));
            json.close(']');
        }
        None => json.word("null"),
    }
    json.maybe("body", seen.body.as_ref().map(Body::text));
    json.maybe("error", seen.error.as_deref());
    json.maybe("ip", seen.ip.as_deref());
    json.flag("from_cache", seen.from_cache);
    json.flag("from_worker", seen.from_worker);
    json.flag("pending", seen.pending);
    list(json, "redirects", &seen.redirects, |json, redirect| {
        json.open('{');
        json.field("url", &redirect.url);
        json.number("status", Some(redirect.status.into()));
        json.close('}');
    });
    json.key("timings");
    json.open('{');
    json.number("dns_ms", seen.timings.dns_ms);
    json.number("connect_ms", seen.timings.connect_ms);
    json.number("first_byte_ms", seen.timings.first_byte_ms);
    json.number("total_ms", seen.timings.total_ms);
    json.close('}');
    json.close('}');
}

fn pair(json: &mut Json, name: &str, value: &str) {
    json.row(name);
    json.string(value);
    json.close(']');
}

/// Every check there is, run or not.
fn checks(json: &mut Json, report: &Report, words: &dyn Words) {
    list(json, "checks", Check::ALL, |json, check| {
        let outcome = report.outcomes.get(*check);
        let answer = outcome.and_then(Outcome::answer);
        let (good, of) = match outcome {
            Some(Outcome::Counted { good, of }) => (Some(f64::from(*good)), Some(f64::from(*of))),
            _ => (None, None),
        };
        let why = match outcome {
            Some(Outcome::CouldNotRun(why)) => Some(why.word()),
            _ => None,
        };
        json.open('{');
        json.field("check", check.word());
        json.field("result", result(outcome));
        json.maybe("answer", answer.map(|answer| answer.word().get(check.word().len() + 1..).unwrap_or_default()));
        json.number("good", good);
        json.number("of", of);
        json.maybe("why", why);
        match outcome {
            Some(Outcome::Compared(findings)) => {
                list(json, "findings", findings, |json, one| finding(json, one, words));
            }
            _ => json.strings("findings", []),
        }
        json.close('}');
    });
}

/// `pass`, `warn`, `fail`, or `skip` for one that was not run or said nothing.
fn result(outcome: Option<&Outcome>) -> &'static str {
    const PASS: &[&str] = &["good", "answers", "all", "fine", "works", "found"];
    const WARN: &[&str] = &["other", "flaps", "clock", "some", "disagree", "maintenance", "challenged", "mixed"];
    let Some(answer) = outcome.and_then(Outcome::answer) else { return "skip" };
    let ends = |ends: &[&str]| ends.iter().any(|end| answer.word().ends_with(end));
    match answer.word().rsplit('-').next() {
        Some("nothing" | "none") if answer.check() != Check::Control => "skip",
        _ if ends(PASS) => "pass",
        _ if ends(WARN) => "warn",
        _ => "fail",
    }
}

fn redacted(json: &mut Json, report: &Report) {
    json.flag("keeps_secrets", report.keeps_secrets);
    json.key("redacted");
    json.open('[');
    for kind in Kind::ALL {
        let count = report.removed.iter().filter(|cut| cut.kind == *kind).count();
        if count > 0 {
            json.open('{');
            json.field("kind", kind.word());
            json.number("count", u32::try_from(count).ok().map(f64::from));
            json.close('}');
        }
    }
    json.close(']');
}

/// What only people know.
fn blanks(json: &mut Json) {
    json.key("to_fill_in");
    json.open('{');
    for key in ["recent_changes", "log_line", "regions", "first_and_last_seen"] {
        json.maybe(key, None);
    }
    json.close('}');
}

/// The same in sentences, which may change.
fn in_words(json: &mut Json, report: &Report, words: &dyn Words) {
    let Report { view, diagnosis: d, .. } = report;
    json.key("words");
    json.open('{');
    json.field("verdict", &words.say(&view.verdict));
    json.field("story", &words.say(&view.story));
    json.maybe("certainty", view.certainty.as_ref().map(|certainty| words.say(certainty)).as_deref());
    json.field("acts", &words.label(&acts(d)));
    json.field("cause", &words.label(&format!("cause_{}", d.cause)));
    json.field("scope", &words.label(&format!("scope_{}", d.scope)));
    json.maybe("would_decide", d.would_decide.as_ref().map(|check| words.say(check)).as_deref());
    let steps: Vec<_> = view.steps.iter().map(|step| words.say(step)).collect();
    json.strings("steps", steps.iter().map(String::as_str));
    list(json, "facts", &view.facts, |json, fact| {
        json.open('{');
        json.field("label", &words.say(&fact.label));
        json.field("value", &fact.value);
        json.close('}');
    });
    json.close('}');
}
