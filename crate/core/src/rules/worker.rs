//! The site's own service worker answered: the network may never have been asked.

use crate::evidence::{Evidence, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::words::Layer;

/// The browser itself says that a service worker handled the request, and only the site can install one.
const WORKER_ANSWERED: f32 = 3.0;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if failure.first.from_worker {
        let text = Message::new("evidence_worker");
        evidence.push(Evidence::new(
            "worker/answered",
            Writer::kind(Layer::AppRuntime),
            WORKER_ANSWERED,
            failure.first.how,
            text,
        ));
    }
}
