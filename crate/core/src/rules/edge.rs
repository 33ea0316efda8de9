//! The headers were seen and no delivery network left a trace in them: then an edge can hardly be to blame, unless whoever
//! wrote the answer blames one, as hosting platforms, which are an edge as well, sometimes do.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::vendor::Trace;
use crate::words::{Fault, Layer};

/// Some edges can be told to leave no trace, so this is strong and not certain.
const NO_TRACE: f32 = -2.0;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let marks = |trace: &Trace| trace.layer() == Layer::CdnEdge && (trace.in_path() || trace.relayed.is_some());
    let edge_seen = || failure.traces().iter().any(marks);
    if failure.status().is_none() || failure.headers().is_none() || edge_seen() {
        return;
    }
    let unsaid = [Fault::Cdn, Fault::OriginUnreachableFromCdn].into_iter().filter(|fault| !is_blamed(failure, *fault));
    evidence.extend(unsaid.map(|fault| {
        Evidence::new("edge/no-trace", fault, NO_TRACE, failure.headers_how(), Message::new("evidence_no_edge"))
    }));
}

/// Does a product that signed the answer lay it to this place?
fn is_blamed(failure: &Failure, fault: Fault) -> bool {
    let blames = |trace: &Trace| {
        let code = trace.made.and_then(|_| trace.vendor.code(failure));
        code.is_some_and(|(code, _)| code.faults.iter().any(|place| place.fault == fault))
    };
    failure.traces().iter().any(blames)
}
