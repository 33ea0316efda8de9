//! Whether the request got as far as the site's own server, in whose logs it can then be found.

use crate::diagnosis::Diagnosis;
use crate::observation::Observation;
use crate::words::{Cause, Fault, Layer, Side};

/// Did the request get as far as a program of the site's own, as far as that can be known? It did if such a program
/// wrote the answer. It did not if it never left the visitor's network, nor if an edge, or the browser itself, reports
/// that the name, the connection or the certificate failed, or that it turned the visitor away.
#[inline(never)]
pub(crate) fn reached_the_server(d: &Diagnosis, first: Option<&Observation>) -> bool {
    if d.generator.layer.is_gateway() || d.generator.layer == Layer::AppRuntime {
        return true;
    }
    let is_near = matches!(d.side, Side::You | Side::Network | Side::Resolver);
    // What a site says about its own cookies was written by a server of the site.
    if is_near && d.cause != Cause::Cookies {
        return false;
    }
    let answered = first.is_some_and(|first| first.status.is_some());
    let told_from_outside = !answered || matches!(d.generator.layer, Layer::CdnEdge | Layer::ClientProxy);
    !(told_from_outside && ended_outside(d))
}

/// Does this end a request before the site's own server gets it?
fn ended_outside(d: &Diagnosis) -> bool {
    let at_zone = d.fault.at == Some(Fault::DnsZone) || d.cause.is_lookup();
    let connecting = d.cause.is_connecting() || d.cause.is_certificate();
    at_zone || connecting || d.cause.is_refusal() || d.cause == Cause::NotDeployed
}
