//! A 503 that says when to come back is sent on purpose, and so by somebody who is there.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::standard::retry_after::wait_ms;
use crate::words::Fault;

/// A delivery network may also say it on behalf of a server that is not there, so this is a hint.
const ON_PURPOSE: f32 = -0.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let said = failure.headers().and_then(|headers| wait_ms(headers, failure.first.at_ms));
    if failure.status() != Some(503) || said.is_none() {
        return;
    }
    evidence.extend([Fault::Origin, Fault::OriginUnreachableFromCdn].map(|fault| {
        let text = Message::new("evidence_retry_after");
        Evidence::new("retry-after/on-purpose", fault, ON_PURPOSE, failure.headers_how(), text)
    }));
}
