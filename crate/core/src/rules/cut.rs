//! A good answer that broke off: whoever relayed it could not finish it.

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::vendor::Trace;
use crate::words::{Fault, Layer};

/// The status was good, so nobody in between wrote a page; what ended it is the relay nearest to the application. Most
/// sites have one, even if it leaves no trace.
const RELAY: f32 = 3.85;
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
    let relays = failure.path().filter(|trace| trace.layer() != Layer::AppRuntime);
    let mut writers: Vec<_> = relays.map(Trace::writer).collect();
    if writers.is_empty() {
        // No relay left a trace, so the application's own server broke off, if it is known.
        writers.extend(failure.path().map(Trace::writer));
    }
    if writers.is_empty() {
        writers.push(Writer::kind(Layer::ReverseProxy));
    }
    evidence.extend(writers.into_iter().map(|writer| say("cut/relay", writer.into(), RELAY)));
}
