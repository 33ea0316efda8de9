//! A good answer that broke off: whoever relayed it could not finish it.

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::vendor::Trace;
use crate::words::{Fault, Layer};

/// The status was good, so nobody in between wrote a page; what ended it is the relay nearest to the application.
const RELAY: f32 = 3.85;
/// Most sites have one, even if it leaves no trace.
const UNSEEN: f32 = 2.65;
/// What made the page stopped in the middle of it.
const BEHIND: f32 = 0.5;
/// Or somebody between the relay and the browser did: a proxy, a virus scanner, a bad connection. The table of net
/// errors lists that as the third place, about one time in ten.
const ON_THE_WAY: f32 = 2.8;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if !failure.is_cut() {
        return;
    }
    let say = |rule, points_to: PointsTo, weight| {
        Evidence::new(rule, points_to, weight, failure.first.how, Message::new("evidence_cut"))
    };
    evidence
        .push(say("cut/behind", Fault::App.into(), BEHIND).because(failure.first.net_error().map(|error| error.cause)));
    if failure.may_be_cut_nearby() {
        evidence.push(say("cut/on-the-way", Fault::LocalNetwork.into(), ON_THE_WAY));
    }
    // Where no relay left a trace, the application's own server broke off, if it is known.
    let is_relay = |trace: &Trace| trace.layer() != Layer::AppRuntime;
    let has_relay = failure.path().any(is_relay);
    for trace in failure.path().filter(|trace| is_relay(trace) == has_relay) {
        evidence.push(say("cut/relay", trace.writer().into(), RELAY));
    }
    if failure.path().next().is_none() && !failure.first.is_past_gateways() {
        evidence.push(say("cut/relay", Writer::kind(Layer::ReverseProxy).into(), UNSEEN));
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnosis::{SURE, diagnose};
    use crate::headers::Headers;
    use crate::observation::Observation;
    use crate::words::Layer;

    #[test]
    fn a_relay_that_nobody_saw_is_named_less_surely_and_not_where_none_may_stand() {
        let broke_off = |url: &str, headers: &[(&str, &str)]| {
            let error = Some("net::ERR_CONTENT_LENGTH_MISMATCH".into());
            let headers = Some(Headers::from(headers));
            let cut = Observation { url: url.into(), status: Some(200), error, headers, ..Observation::default() };
            diagnose(&[cut]).generator
        };
        let seen = broke_off("http://shop.example/", &[("Server", "nginx/1.22.1")]);
        let unseen = broke_off("http://shop.example/", &[]);
        assert_eq!([seen.layer, unseen.layer], [Layer::ReverseProxy; 2]);
        assert!(seen.confidence > SURE && unseen.confidence < seen.confidence, "{seen:?} {unseen:?}");
        assert_eq!(broke_off("http://shop.example:8080/", &[]).layer, Layer::Unknown);
    }
}
