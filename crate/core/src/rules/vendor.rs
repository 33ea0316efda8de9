//! What the vendor files say: who wrote the answer, who only passed it on, and what a code means.

use crate::evidence::{Evidence, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::observation::How;
use crate::text::join;
use crate::vendor::{Code, Sign, Trace};
use crate::words::{Cause, Fault, Layer};

/// A product that passed the answer on becomes a candidate for having written it, no more, and not if another one has
/// signed it.
const PRESENT: f32 = 0.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    // A good answer that broke off was not written by its relay; the rule `cut` says who ended it.
    if failure.is_cut() {
        return;
    }
    let odds = |trace: &Trace| trace.made.map_or(0.0, |(sign, _)| sign.weight.exp());
    let all: f32 = failure.traces().iter().map(odds).sum();
    let mut codes = Vec::new();
    for trace in failure.traces() {
        signs(trace, failure, evidence);
        let chance = odds(trace) / all;
        for place in code(trace, failure) {
            take_in(place, chance, &mut codes);
        }
    }
    evidence.append(&mut codes);
}

/// An answer has one author. So what the code of a candidate says counts to the extent that its sign makes it the
/// author; what several say about the same place is combined as probabilities, in the words of the one that adds most.
fn take_in(new: Evidence, chance: f32, codes: &mut Vec<Evidence>) {
    // Without `exp_m1` and `ln_1p`, which are code of their own: no weight here is so small that it would need them.
    let lift = chance * (new.weight.exp() - 1.0);
    match codes.iter_mut().find(|old| old.points_to == new.points_to) {
        Some(old) => {
            let others = old.weight.exp();
            if 1.0 + lift > others {
                *old = new;
            }
            old.weight = (others + lift).ln();
        }
        None => codes.push(Evidence { weight: (1.0 + lift).ln(), ..new }),
    }
}

fn signs(trace: &Trace, failure: &Failure, evidence: &mut Vec<Evidence>) {
    let mut wrote = |sign: &Sign, writer: Writer, weight, how, key| {
        let rule = join(&[trace.vendor.id, sign.name], "/");
        evidence.push(Evidence::new(rule, writer, weight, how, Message::new(key).with(trace.vendor.name)));
    };
    if let Some((sign, how)) = trace.made {
        wrote(sign, trace.writer(), sign.weight, how, "evidence_made");
        if let Some((layer, less)) = trace.other_layer(failure) {
            let elsewhere = Writer { layer, ..trace.writer() };
            wrote(sign, elsewhere, sign.weight - less, how, "evidence_made_elsewhere");
        }
    }
    if let Some((sign, how)) = trace.relayed {
        wrote(sign, trace.writer(), -sign.weight, how, "evidence_relayed");
        // If a framework is known to have written the answer behind the relay, it is not a page that somebody made.
        if !failure.is_signed_by(Layer::AppRuntime) {
            // Usually it was the application, and behind a framework certainly so.
            let surely = if trace.layer() == Layer::AppRuntime { 1.0 } else { 0.5 };
            wrote(sign, Writer::kind(Layer::AppRuntime), sign.weight * surely, how, "evidence_behind");
        }
    }
    if trace.made.is_none() && trace.relayed.is_none() && !failure.is_signed() {
        let text = Message::new("evidence_present").with(trace.vendor.name);
        evidence.push(Evidence::new("vendor/present", trace.writer(), PRESENT, failure.headers_how(), text));
    }
}

fn code(trace: &Trace, failure: &Failure) -> Vec<Evidence> {
    let Some((code, how)) = trace.code(failure) else { return Vec::new() };
    let mut said: Vec<Evidence> = Vec::new();
    for place in places(code, failure) {
        let place = blame(trace, place, code.cause, how);
        // Two places may be one, seen from where the product stands. It is counted once, with the larger weight.
        match said.iter_mut().find(|other| other.points_to == place.points_to) {
            Some(other) if other.weight < place.weight => *other = place,
            Some(_) => {}
            None => said.push(place),
        }
    }
    said
}

/// The places a code speaks for. What was sent is too large because the site's limit is small, whichever of the two the
/// vendor's file names.
fn places(code: &Code, failure: &Failure) -> Vec<(Fault, f32)> {
    if code.cause != Cause::RequestTooBig || !failure.is_too_big_an_upload() {
        return code.faults.clone();
    }
    let heaviest = code.faults.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
    [Fault::SiteConfig, Fault::LocalBrowser].map(|fault| (fault, heaviest)).into()
}

/// The place a code means, as seen from where the product stands: a gateway's application is a visitor's proxy's site,
/// and what a gateway finds wrong in its own settings is, for such a proxy, the site's name or its own rules and
/// limits.
const fn place(trace: &Trace, fault: Fault, cause: Cause) -> Fault {
    match (fault, cause) {
        (Fault::App, _) if trace.forward.is_some() => Fault::Origin,
        (Fault::SiteConfig, Cause::NameNotFound | Cause::LookupFailed) if trace.forward.is_some() => Fault::DnsZone,
        (Fault::SiteConfig, Cause::Blocked | Cause::Challenge | Cause::RequestTooBig) if trace.forward.is_some() => {
            Fault::LocalNetwork
        }
        _ => fault,
    }
}

fn blame(trace: &Trace, (fault, weight): (Fault, f32), cause: Cause, how: How) -> Evidence {
    let vendor = trace.vendor;
    let text = match (fault, cause) {
        // It waited for the request, and not for a server behind it.
        (Fault::LocalNetwork, Cause::NoAnswer) => Message::new("evidence_request_slow").with(vendor.name),
        _ => Message::of("evidence_code", cause.word()).with(vendor.name),
    };
    Evidence::new("vendor/code", place(trace, fault, cause), weight, how, text).because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::PointsTo;
    use crate::headers::Headers;
    use crate::observation::Observation;

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

    #[test]
    fn who_waited_for_the_request_says_so_and_not_that_a_server_was_slow() {
        let said = |status: u16, title: &str| {
            let body = format!("<title>{title}</title><center><h1>{title}</h1></center>\n<hr><center>nginx</center>");
            let seen = [Observation { status: Some(status), body: Some(body.into()), ..Observation::default() }];
            let failure = Failure::assemble(&seen).unwrap();
            let said: Vec<_> = failure.traces().iter().flat_map(|trace| code(trace, &failure)).collect();
            said.first().map(|said| said.text.key.to_string())
        };
        assert_eq!(said(408, "408 Request Time-out").as_deref(), Some("evidence_request_slow"));
        assert_eq!(said(504, "504 Gateway Time-out").as_deref(), Some("evidence_code_no_answer"));
    }

    #[test]
    fn server_and_application_are_one_place_for_a_proxy_on_the_visitors_side() {
        let places = |via: &str| {
            let headers = Headers::from([("via", via), ("x-squid-error", "ERR_READ_ERROR 104")]);
            let (url, headers) = ("http://a.example/".into(), Some(headers));
            let seen = [Observation { url, status: Some(502), headers, ..Observation::default() }];
            let failure = Failure::assemble(&seen).unwrap();
            let said = failure.traces().iter().flat_map(|trace| code(trace, &failure));
            said.map(|said| said.points_to).collect::<Vec<_>>()
        };
        let [app, server] = [Fault::App, Fault::Origin].map(PointsTo::Fault);
        assert_eq!(places("1.1 gateway (squid)"), [app, server]);
        assert_eq!(places("1.1 proxy (squid)"), [server]);
    }
}
