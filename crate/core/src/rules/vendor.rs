//! What the vendor files say: who wrote the answer, who only passed it on, and what a code means.

use std::borrow::Cow;

use crate::evidence::{Evidence, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::observation::How;
use crate::vendor::{Sign, Trace, Weighed};
use crate::words::{Cause, Fault, Layer};

/// Having passed the answer on makes a product a candidate for having written it, no more, and not where another has signed it.
const PRESENT: f32 = 0.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    // A good answer that broke off was not written by who relayed it; the rule `cut` says who ended it.
    if failure.is_cut() {
        return;
    }
    let mut codes = Vec::new();
    for trace in failure.traces() {
        signs(trace, failure, evidence);
        let said = trace.made.map(|_| code(trace, failure)).unwrap_or_default();
        for place in said {
            take_in(place, &mut codes);
        }
    }
    evidence.append(&mut codes);
}

/// An answer has one author. So of what the codes of its candidates say of the same place, the weightiest alone counts.
fn take_in(new: Evidence, codes: &mut Vec<Evidence>) {
    match codes.iter_mut().find(|old| old.points_to == new.points_to) {
        Some(old) if old.weight < new.weight => *old = new,
        Some(_) => {}
        None => codes.push(new),
    }
}

fn signs(trace: &Trace, failure: &Failure, evidence: &mut Vec<Evidence>) {
    if let Some((sign, how)) = trace.made {
        evidence.push(wrote(trace, trace.layer(), (rule_of(trace, sign), sign.weight(), how), "evidence_made"));
        evidence.extend(trace.other_layer(failure).map(|(layer, less)| {
            let weight = sign.weight() - less;
            wrote(trace, layer, (rule_of(trace, sign), weight, how), "evidence_made_elsewhere")
        }));
    } else if trace.relayed.is_none() && !failure.is_signed() {
        let present = ("vendor/present".into(), PRESENT, failure.headers_how());
        evidence.push(wrote(trace, trace.layer(), present, "evidence_present"));
    }
    if let Some((sign, how)) = trace.relayed {
        evidence.push(wrote(trace, trace.layer(), (rule_of(trace, sign), -sign.weight(), how), "evidence_relayed"));
        evidence.push(behind(trace, sign, how));
    }
}

fn rule_of(trace: &Trace, sign: &Sign) -> Cow<'static, str> {
    format!("{}/{}", trace.vendor.id, sign.name).into()
}

fn wrote(
    trace: &Trace,
    layer: Layer,
    (rule, weight, how): (Cow<'static, str>, f32, How),
    key: &'static str,
) -> Evidence {
    let text = Message::new(key).with(trace.vendor.name);
    Evidence::new(rule, Writer { layer, vendor: Some(trace.vendor) }, weight, how, text)
}

/// Somebody behind a relay wrote the answer: most often the application, and behind a framework surely so.
fn behind(trace: &Trace, sign: &Sign, how: How) -> Evidence {
    let surely = if trace.layer() == Layer::AppRuntime { 1.0 } else { 0.5 };
    let text = Message::new("evidence_behind").with(trace.vendor.name);
    Evidence::new(rule_of(trace, sign), Writer::kind(Layer::AppRuntime), sign.weight() * surely, how, text)
}

fn code(trace: &Trace, failure: &Failure) -> Vec<Evidence> {
    let Some((code, how)) = trace.vendor.code(failure) else { return Vec::new() };
    code.faults.iter().map(|place| blame(trace, place, code.cause, how)).collect()
}

/// The place a code means, as seen from where the product stands: a gateway's application is a visitor's proxy's site,
/// and what a gateway finds wrong in its own settings is, for such a proxy, the site's name or its own rules.
const fn place(trace: &Trace, fault: Fault, cause: Cause) -> Fault {
    match (fault, cause) {
        (Fault::App, _) if trace.forward.is_some() => Fault::Origin,
        (Fault::SiteConfig, Cause::NameNotFound | Cause::LookupFailed) if trace.forward.is_some() => Fault::DnsZone,
        (Fault::SiteConfig, Cause::Blocked | Cause::Challenge) if trace.forward.is_some() => Fault::LocalNetwork,
        _ => fault,
    }
}

fn blame(trace: &Trace, weighed: &Weighed, cause: Cause, how: How) -> Evidence {
    let vendor = trace.vendor;
    let text = Message::of("evidence_code", cause.word()).with(vendor.name);
    Evidence::new("vendor/code", place(trace, weighed.fault, cause), weighed.weight(), how, text).because(cause)
}
