//! A good answer that broke off: whoever relayed it could not finish it.

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::net_error;
use crate::words::{Fault, Layer};

/// The status was good, so nobody in between wrote a page; what ended it is the relay nearest to the application.
const RELAY: f32 = 3.5;
/// Most sites have a gateway, and it is the application's gateway that an answer dies in.
const SOME_GATEWAY: f32 = 3.5;

/// What made the page stopped in the middle of it.
const BEHIND: f32 = 0.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let good = failure.status().is_some_and(|status| status < 400);
    if !good || failure.first.error.is_none() {
        return;
    }
    let known = failure.first.error.as_deref().and_then(net_error::lookup);
    evidence.push(Evidence {
        rule: "cut/behind".into(),
        points_to: PointsTo::Fault(Fault::App),
        weight: BEHIND,
        cause: known.map(|known| known.cause),
        how: failure.first.how,
        text: Message::new("evidence_cut"),
    });
    let relays = failure.traces().iter().filter(|trace| trace.in_path() && trace.layer() != Layer::AppRuntime);
    let named: Vec<_> = relays.map(|t| Writer { layer: t.layer(), vendor: Some(t.vendor.id) }).collect();
    let unnamed = Writer { layer: Layer::ReverseProxy, vendor: None };
    let weight = if named.is_empty() { SOME_GATEWAY } else { RELAY };
    let writers = if named.is_empty() { vec![unnamed] } else { named };
    evidence.extend(writers.into_iter().map(|writer| Evidence {
        rule: "cut/relay".into(),
        points_to: PointsTo::Generator(writer),
        weight,
        cause: None,
        how: failure.first.how,
        text: Message::new("evidence_cut"),
    }));
}
