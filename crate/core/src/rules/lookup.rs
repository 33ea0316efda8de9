//! A program that says it could not look up the very name that was visited stands between the visitor and the site: the site
//! would not ask for its own name.

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::text::{after_ignore_case, starts_ignore_case};
use crate::words::{Cause, Fault, Layer};

/// What the runtimes write before the name: Go, and Node.js of a name that is not there or that nobody answers for.
const BEFORE_THE_NAME: &[&str] = &["dial tcp: lookup ", "getaddrinfo ENOTFOUND ", "getaddrinfo EAI_AGAIN "];

/// An application that calls itself by its public name may fail like this too, but seldom.
const IS_A_PROXY: f32 = 5.0;
/// They weigh more than a vendor's code, because the proxy has answered and that alone speaks against the zone.
const WHERE: &[(Fault, f32)] = &[(Fault::DnsZone, 6.0), (Fault::DnsLocal, 4.5)];

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if !is_of_a_proxy(failure) {
        return;
    }
    let places = WHERE.iter().map(|&(fault, weight)| (PointsTo::Fault(fault), weight));
    // A product that signed is known by more than this.
    let writer = (!failure.is_signed()).then_some(Writer::kind(Layer::ClientProxy));
    let all = writer.map(|writer| (PointsTo::Generator(writer), IS_A_PROXY)).into_iter().chain(places);
    evidence.extend(all.map(|(points_to, weight)| {
        let text = Message::new("evidence_looked_up_itself").with(failure.first.host());
        Evidence::new("lookup/own-host", points_to, weight, failure.body_how(), text).because(Cause::LookupFailed)
    }));
}

/// Does a proxy on this side speak? It cannot put a page of its own into an encrypted connection without being noticed.
pub(super) fn is_of_a_proxy(failure: &Failure) -> bool {
    let in_clear = !failure.first.is_secure() && failure.status().is_some_and(|status| status >= 500);
    in_clear && names_the_host(failure)
}

/// Does the page say that the lookup of the visited host failed?
fn names_the_host(failure: &Failure) -> bool {
    let (host, text) = (failure.first.host(), failure.visible());
    let rest = BEFORE_THE_NAME.iter().find_map(|before| after_ignore_case(text, before)).unwrap_or_default();
    let goes_on = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let ends = rest.get(host.len()..).is_some_and(|after| !after.starts_with(goes_on));
    !host.is_empty() && starts_ignore_case(rest, host) && ends
}
