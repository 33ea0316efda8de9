//! JSON with words that never change. `schema.json` describes it; every key is always there.

use super::finding::finding;
use super::writer::Json;
use super::{Attempt, Report, SCHEMA_VERSION};
use crate::body::Body;
use crate::check::{Answer, Check, Outcome, Tells};
use crate::clock;
use crate::diagnosis::Diagnosis;
use crate::message::Words;
use crate::observation::{Observation, Zone};
use crate::words::{Cause, Fault};

pub(super) fn write(report: &Report, words: &dyn Words) -> String {
    let mut json = Json::default();
    members(&mut json, report, words);
    json.text()
}

fn members(json: &mut Json, report: &Report, words: &dyn Words) {
    json.object(
        "schema_version program client url host time \
         state side confidence scope cause generator fault in_path would_decide \
         hops evidence request_ids locations attempts checks keeps_secrets redacted to_fill_in words",
    );
    json.number(Some(f64::from(SCHEMA_VERSION)));
    made_by(json, report);
    request(json, report.visits.first());
    verdict(json, report.diagnosis);
    hops(json, report);
    evidence(json, report, words);
    ids(json, report);
    json.list();
    for seen in report.looks() {
        attempt(json, None, seen);
    }
    for asked in &report.asked {
        attempt(json, Some(asked), &asked.seen);
    }
    json.end();
    json.list();
    for one in Check::ALL {
        check(json, *one, report.case.outcomes.get(*one), words);
    }
    json.end();
    redacted(json, report);
    in_words(json, report, words);
    json.end();
}

fn made_by(json: &mut Json, report: &Report) {
    let client = &report.client;
    let (browser, version) = client.browser().unzip();
    json.object("name version");
    json.string(&client.name);
    json.string(&client.version);
    json.end();
    json.object("agent browser version system");
    json.string(&client.agent);
    json.maybe(browser);
    json.maybe(version);
    json.maybe(client.system());
    json.end();
}

fn request(json: &mut Json, first: Option<&Observation>) {
    json.string(first.map_or("", |seen| &seen.url));
    json.string(first.map_or("", Observation::host));
    json.object("local utc zone");
    let dated = first.filter(|seen| seen.at_ms.is_some());
    json.maybe(dated.map(|seen| clock::iso(seen.at_ms, &seen.zone)).as_deref());
    json.maybe(dated.map(|seen| clock::iso(seen.at_ms, &Zone::default())).as_deref());
    json.maybe(first.and_then(|seen| seen.zone.name.as_deref()));
    json.end();
}

fn verdict(json: &mut Json, d: &Diagnosis) {
    json.string(d.state.word());
    json.string(d.side.word());
    json.thousandths(d.confidence);
    json.string(d.scope.word());
    json.string(d.cause.word());
    json.object("layer vendor name confidence");
    json.string(d.generator.layer.word());
    json.maybe(d.generator.vendor.map(|vendor| vendor.id));
    json.maybe(d.generator.vendor.map(|vendor| vendor.name));
    json.thousandths(d.generator.confidence);
    json.end();
    json.object("at confidence ranked");
    json.maybe(d.fault.at.map(Fault::word));
    json.thousandths(d.fault.confidence);
    json.list();
    for (fault, p) in &d.fault.ranked {
        json.row();
        json.string(fault.word());
        json.thousandths(*p);
        json.end();
    }
    json.end();
    json.end();
    json.strings(d.in_path.iter().map(|vendor| vendor.id));
    json.maybe(d.would_decide.as_ref().map(|check| &*check.key));
}

fn hops(json: &mut Json, report: &Report) {
    json.list();
    for hop in &report.view.path {
        json.object("hop state broken_leg products");
        json.string(hop.hop.word());
        json.string(hop.state.word());
        json.flag(hop.broken_leg);
        json.strings(hop.products.iter().copied());
        json.end();
    }
    json.end();
}

fn evidence(json: &mut Json, report: &Report, words: &dyn Words) {
    json.list();
    for (item, text) in report.diagnosis.evidence.iter().zip(&report.evidence) {
        json.object("rule points_to weight cause how text");
        json.string(&item.rule);
        json.string(item.points_to.word());
        json.thousandths(item.weight);
        json.maybe(item.cause.map(Cause::word));
        json.string(item.how.word());
        json.string(&words.say(text));
        json.end();
    }
    json.end();
}

fn ids(json: &mut Json, report: &Report) {
    json.list();
    for id in &report.ids {
        json.object("vendor name header value log_field forwarded");
        json.maybe(id.vendor.map(|vendor| vendor.id));
        json.string(id.kind.name);
        json.string(id.kind.header);
        json.string(&id.value);
        json.maybe(id.kind.log);
        json.flag(id.kind.forwarded);
        json.end();
    }
    json.end();
    json.list();
    for (vendor, place) in report.locations() {
        json.object("vendor value");
        json.string(vendor.id);
        json.string(place);
        json.end();
    }
    json.end();
}

/// The members of an observation have the names of its fields, so that it can be read back as one.
fn attempt(json: &mut Json, asked: Option<&Attempt>, seen: &Observation) {
    json.object(
        "check sent sent_body how at_ms zone url method status reason protocol headers body error ip \
         proxied from_cache from_worker pending redirects timings",
    );
    json.maybe(asked.map(|asked| asked.check.word()));
    fields(json, asked.into_iter().flat_map(Attempt::sent));
    json.maybe(asked.and_then(|asked| asked.sent_body.as_deref()));
    json.string(seen.how.word());
    json.number(seen.at_ms);
    json.object("offset_minutes name");
    json.number(Some(seen.zone.offset_minutes.into()));
    json.maybe(seen.zone.name.as_deref());
    json.end();
    json.string(&seen.url);
    json.string(&seen.method);
    json.number(seen.status.map(f64::from));
    json.maybe(seen.reason.as_deref());
    json.maybe(seen.protocol.as_deref());
    match &seen.headers {
        Some(headers) => fields(json, headers.iter()),
        None => json.word("null"),
    }
    json.maybe(seen.body.as_ref().map(Body::text));
    json.maybe(seen.error.as_deref());
    json.maybe(seen.ip.as_deref());
    match seen.proxied {
        Some(proxied) => json.flag(proxied),
        None => json.word("null"),
    }
    json.flag(seen.from_cache);
    json.flag(seen.from_worker);
    json.flag(seen.pending);
    json.list();
    for redirect in &seen.redirects {
        json.object("url status");
        json.string(&redirect.url);
        json.number(redirect.status.map(f64::from));
        json.end();
    }
    json.end();
    json.object("dns_ms connect_ms first_byte_ms total_ms");
    let timings = &seen.timings;
    for ms in [timings.dns_ms, timings.connect_ms, timings.first_byte_ms, timings.total_ms] {
        json.number(ms);
    }
    json.end();
    json.end();
}

fn fields<'a>(json: &mut Json, fields: impl Iterator<Item = (&'a str, &'a str)>) {
    json.list();
    for (name, value) in fields {
        json.pair(name, value);
    }
    json.end();
}

/// Every check there is, run or not.
fn check(json: &mut Json, check: Check, outcome: Option<&Outcome>, words: &dyn Words) {
    json.object("check result answer good of why findings");
    json.string(check.word());
    let answer = outcome.and_then(Outcome::answer);
    // A check that was not run says nothing.
    json.string(answer.map_or(Tells::Skip, Answer::tells).word());
    json.maybe(answer.map(Answer::found));
    let counted = match outcome {
        Some(Outcome::Counted { good, of }) => [Some(*good), Some(*of)],
        _ => [None, None],
    };
    for count in counted {
        json.number(count.map(f64::from));
    }
    json.maybe(match outcome {
        Some(Outcome::CouldNotRun(why)) => Some(why.word()),
        _ => None,
    });
    json.list();
    for one in outcome.map(Outcome::findings).unwrap_or_default() {
        finding(json, one, words);
    }
    json.end();
    json.end();
}

fn redacted(json: &mut Json, report: &Report) {
    json.flag(report.cleaner.keeps());
    json.list();
    for (kind, count) in report.counts() {
        json.object("kind count");
        json.string(kind.word());
        json.number(u32::try_from(count).ok().map(f64::from));
        json.end();
    }
    json.end();
}

/// What only people know, and the rest in sentences, which may change.
fn in_words(json: &mut Json, report: &Report, words: &dyn Words) {
    let Report { view, diagnosis: d, .. } = report;
    json.object("recent_changes log_line regions first_and_last_seen");
    for _ in 0..4 {
        json.word("null");
    }
    json.end();
    json.object("verdict story certainty acts cause scope would_decide steps facts");
    json.string(&words.say(&view.verdict));
    json.string(&words.say(&view.story));
    json.maybe(view.certainty.as_ref().map(|certainty| words.say(certainty)).as_deref());
    json.string(&words.say(&report.acts()));
    json.string(&words.term("cause", d.cause.word()));
    json.string(&words.label(report.scope()));
    json.maybe(d.would_decide.as_ref().map(|check| words.say(check)).as_deref());
    json.list();
    for step in &view.steps {
        json.string(&words.say(&step.text));
    }
    json.end();
    json.list();
    for fact in &view.facts {
        json.object("label value");
        json.string(&words.say(&fact.label));
        json.string(&fact.value);
        json.end();
    }
    json.end();
    json.end();
}
