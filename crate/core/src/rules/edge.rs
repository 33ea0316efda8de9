//! The headers were seen and no delivery network left a trace in them. Then an edge can hardly be to blame, unless the
//! writer of the answer blames one, as hosting platforms, which are edges as well, sometimes do.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::words::{Fault, Layer};

/// Some edges can be told to leave no trace, so this is strong and not certain.
const NO_TRACE: f32 = -2.0;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if failure.status().is_none() || failure.headers().is_none() || failure.is_marked_by(Layer::CdnEdge) {
        return;
    }
    for fault in [Fault::Cdn, Fault::OriginUnreachableFromCdn] {
        if !is_blamed(failure, fault) {
            let text = Message::new("evidence_no_edge");
            evidence.push(Evidence::new("edge/no-trace", fault, NO_TRACE, failure.headers_how(), text));
        }
    }
}

/// Does a product that signed the answer blame this place?
fn is_blamed(failure: &Failure, fault: Fault) -> bool {
    let mut codes = failure.traces().iter().filter_map(|trace| trace.code(failure));
    codes.any(|(code, _)| code.faults.iter().any(|(place, _)| *place == fault))
}
