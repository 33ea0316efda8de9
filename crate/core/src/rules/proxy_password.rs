//! A 407 asks for the password of the browser's own proxy. Browsers show it only if a proxy is set; coming from a site,
//! it is an error.

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::words::{Cause, Fault, Layer};

/// Nothing else that is seen speaks as clearly.
const BY_DEFINITION: f32 = 6.0;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    // The product that signed the answer knows better what its status means.
    if failure.status() != Some(407) || failure.is_signed() {
        return;
    }
    let places: [PointsTo; 2] = [Writer::kind(Layer::ClientProxy).into(), Fault::LocalNetwork.into()];
    evidence.extend(places.map(|place| {
        let text = Message::of("evidence_error", Fault::LocalNetwork.word()).with("407");
        Evidence::new("proxy-password/asked", place, BY_DEFINITION, failure.first.how, text)
            .because(Cause::ProxyRefused)
    }));
}
