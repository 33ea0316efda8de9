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
    let odds = |trace: &Trace| trace.made.map_or(0.0, |(sign, _)| sign.weight().exp());
    let all: f32 = failure.traces().iter().map(odds).sum();
    let mut codes = Vec::new();
    for trace in failure.traces() {
        signs(trace, failure, evidence);
        if trace.made.is_some() {
            let chance = odds(trace) / all;
            for place in code(trace, failure) {
                take_in(place, chance, &mut codes);
            }
        }
    }
    evidence.append(&mut codes);
}

/// An answer has one author. So what the code of a candidate says counts as far as it is the author by its sign, and what
/// several say of the same place is added as chances are, in the words of the one who adds most.
fn take_in(new: Evidence, chance: f32, codes: &mut Vec<Evidence>) {
    let lift = chance * new.weight.exp_m1();
    match codes.iter_mut().find(|old| old.points_to == new.points_to) {
        Some(old) => {
            let others = old.weight.exp_m1();
            if lift > others {
                *old = new;
            }
            old.weight = (others + lift).ln_1p();
        }
        None => codes.push(Evidence { weight: lift.ln_1p(), ..new }),
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
        evidence.extend((!is_signed_by_a_runtime(failure)).then(|| behind(trace, sign, how)));
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

/// Is it known which framework behind a relay wrote the answer? Then that is no page of somebody's own.
fn is_signed_by_a_runtime(failure: &Failure) -> bool {
    failure.traces().iter().any(|trace| trace.made.is_some() && trace.layer() == Layer::AppRuntime)
}

/// Somebody behind a relay wrote the answer: most often the application, and behind a framework surely so.
fn behind(trace: &Trace, sign: &Sign, how: How) -> Evidence {
    let surely = if trace.layer() == Layer::AppRuntime { 1.0 } else { 0.5 };
    let text = Message::new("evidence_behind").with(trace.vendor.name);
    Evidence::new(rule_of(trace, sign), Writer::kind(Layer::AppRuntime), sign.weight() * surely, how, text)
}

fn code(trace: &Trace, failure: &Failure) -> Vec<Evidence> {
    let Some((code, how)) = trace.vendor.code(failure) else { return Vec::new() };
    let mut said: Vec<Evidence> = Vec::new();
    for place in &code.faults {
        let place = blame(trace, place, code.cause, how);
        // Two places may be one, seen from where the product stands. It is said once, so the weightier counts.
        match said.iter_mut().find(|other| other.points_to == place.points_to) {
            Some(other) if other.weight < place.weight => *other = place,
            Some(_) => {}
            None => said.push(place),
        }
    }
    said
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::PointsTo;

    #[test]
    fn a_code_counts_as_far_as_its_product_is_the_author() {
        let said = |fault, weight, cause: Cause| {
            Evidence::new("vendor/code", fault, weight, How::Seen, Message::of("evidence_code", cause.word()))
                .because(cause)
        };
        let mut codes = Vec::new();
        take_in(said(Fault::App, 3.0, Cause::Refused), 0.1, &mut codes);
        take_in(said(Fault::Origin, 2.0, Cause::Refused), 0.1, &mut codes);
        take_in(said(Fault::Origin, 2.0, Cause::NoAnswer), 0.9, &mut codes);
        let [app, origin] = &codes[..] else { panic!("{codes:?}") };
        assert!(origin.weight > app.weight && origin.points_to == PointsTo::Fault(Fault::Origin), "{codes:?}");
        assert!((origin.weight - 2.0).abs() < 1e-5, "two who say the same: {origin:?}");
        assert_eq!(origin.cause, Some(Cause::NoAnswer), "the likelier one's words");
    }
}
