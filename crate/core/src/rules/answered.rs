//! An answer came at all: the name was found, a connection was made, and somebody spoke HTTP.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::words::{Fault, Layer};

/// What an answer speaks against, and how strongly. Over plain `http://`, a box on the visitor's side can answer in the
/// site's name, so there the network is cleared less surely.
const CLEARED: &[(Fault, f32)] = &[(Fault::DnsLocal, -2.0), (Fault::DnsZone, -2.0), (Fault::LocalBrowser, -1.0)];
const NETWORK_OVER_TLS: f32 = -2.5;
const NETWORK_IN_CLEAR: f32 = -1.2;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if failure.status().is_none() {
        return;
    }
    let network = if failure.first.is_secure() { NETWORK_OVER_TLS } else { NETWORK_IN_CLEAR };
    let all = CLEARED.iter().copied().chain([(Fault::LocalNetwork, network)]);
    // What a proxy of the visitor wrote came from no further away than that proxy.
    let from_nearby = failure.is_signed_by(Layer::ClientProxy);
    // Nor did what anybody in this network may have written.
    let may_be_from_nearby = failure.may_be_from_nearby().is_some();
    let all = all.filter(|(fault, _)| match fault {
        // A server that asks for a name and a password says what the browser did not send.
        Fault::LocalBrowser => !failure.first.asks_to_sign_in(),
        Fault::LocalNetwork => !from_nearby && !failure.may_be_cut_nearby() && !may_be_from_nearby,
        _ => !from_nearby,
    });
    evidence.extend(all.map(|(fault, weight)| {
        let text = Message::of("evidence_answered", fault.word());
        Evidence::new("answered/reached", fault, weight, failure.first.how, text)
    }));
}
