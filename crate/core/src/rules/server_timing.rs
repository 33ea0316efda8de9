//! Server-Timing: an edge that measured how long the site's own server took did ask it.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::standard::server_timing::origin_ms;
use crate::words::Fault;

/// The time may be that of a connection that was never established, so this clears the edge only a little.
const ORIGIN_ASKED: f32 = -1.0;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if failure.headers().and_then(origin_ms).is_some() {
        let text = Message::new("evidence_origin_timed");
        evidence.push(Evidence::new("server-timing/origin", Fault::Cdn, ORIGIN_ASKED, failure.headers_how(), text));
    }
}
