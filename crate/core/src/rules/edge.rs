//! The headers were seen and no delivery network left a trace: then its edge can hardly be to blame.

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
    evidence.extend([Fault::Cdn, Fault::OriginUnreachableFromCdn].map(|fault| {
        Evidence::new("edge/no-trace", fault, NO_TRACE, failure.headers_how(), Message::new("evidence_no_edge"))
    }));
}
