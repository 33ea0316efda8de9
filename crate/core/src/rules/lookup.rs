//! A program that says it could not look up the very name that was visited stands between the visitor and the site: the
//! site would not look up its own name.

use super::own_host::is_of_a_proxy;
use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::vendor::Trace;
use crate::words::{Cause, Fault, Layer};

/// An application that calls itself by its public name may fail like this too, but seldom.
const IS_A_PROXY: f32 = 5.0;
/// It weighs more than a vendor's code, because the proxy has answered, and that alone speaks against the zone and the
/// resolver.
const NO_LOOKUP: f32 = 4.5;
/// The zone is the likelier of the two. A product that signed the answer has a code that says so.
const ZONE_FIRST: f32 = 1.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if !is_of_a_proxy(failure) {
        return;
    }
    let mut add = |points_to, weight| {
        let text = Message::new("evidence_looked_up_itself").with(failure.first.host());
        let one = Evidence::new("lookup/own-host", points_to, weight, failure.body_how(), text);
        evidence.push(one.because(Cause::LookupFailed));
    };
    let zone_first = if failure.is_signed() { 0.0 } else { ZONE_FIRST };
    add(PointsTo::Fault(Fault::DnsZone), NO_LOOKUP + zone_first);
    add(PointsTo::Fault(Fault::DnsLocal), NO_LOOKUP);
    let layer = Layer::ClientProxy;
    if !failure.is_signed() {
        add(PointsTo::Generator(Writer::kind(layer)), IS_A_PROXY);
    }
    // A product that signed the answer and can serve on either side serves on this one.
    let is_on_either_side = |trace: &&Trace| trace.made.is_some() && trace.other_layer(failure).is_some();
    for trace in failure.traces().iter().filter(is_on_either_side) {
        add(PointsTo::Generator(Writer { layer, ..trace.writer() }), IS_A_PROXY);
    }
}
