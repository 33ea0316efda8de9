//! The six-hop picture: which hops answered, which one failed, and which leg is broken.

use serde::Serialize;

use crate::diagnosis::Diagnosis;
use crate::observation::Observation;
use crate::vendor::Vendor;
use crate::view::is_up;
use crate::words::{Fault, Hop, HopState, Layer, Side, State};

/// One hop of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HopView {
    /// Which hop.
    pub hop: Hop,
    /// How it did.
    pub state: HopState,
    /// The leg that leads here is the broken one.
    pub broken_leg: bool,
    /// The products known to stand here.
    pub products: Vec<&'static str>,
}

/// Where the trouble is drawn.
struct Break {
    hop: Hop,
    on_the_leg: bool,
}

pub(super) fn path(diagnosis: &Diagnosis, observations: &[Observation]) -> [HopView; 6] {
    let answered = observations.iter().any(|o| o.status.is_some());
    let writer = writer(diagnosis, answered);
    let broken = broken(diagnosis, writer);
    let headers_seen = observations.iter().any(|o| o.headers.is_some());
    [Hop::You, Hop::Network, Hop::Dns, Hop::Edge, Hop::Gateway, Hop::App].map(|hop| {
        let products = products(diagnosis, hop);
        let state = state(hop, diagnosis, broken.as_ref(), writer.max(answered.then_some(Hop::Dns)));
        HopView {
            hop,
            state: if hop == Hop::Edge && products.is_empty() { unseen_edge(state, headers_seen) } else { state },
            broken_leg: broken.as_ref().is_some_and(|b| b.on_the_leg && b.hop == hop),
            products,
        }
    })
}

/// Where the writer of the failure stands. Something that ended the request without an answer was not seen: then the
/// browser reports it, and can do so because it works.
const fn writer(diagnosis: &Diagnosis, answered: bool) -> Option<Hop> {
    if answered { diagnosis.generator.layer.hop() } else { Some(Hop::You) }
}

fn broken(diagnosis: &Diagnosis, writer: Option<Hop>) -> Option<Break> {
    // Whoever says no works.
    let unseen_failure = diagnosis.state != State::Failed || diagnosis.side == Side::Unknown || is_up(diagnosis);
    // If it is open which of a side's places it is, the likeliest is drawn, but no leg is said to be broken.
    let mut places = diagnosis.fault.ranked.iter().map(|(fault, _)| *fault);
    let fault = diagnosis.fault.at.or_else(|| places.find(|fault| fault.side() == diagnosis.side));
    let fault = fault.filter(|_| !unseen_failure)?;
    let written_by_app = diagnosis.generator.layer == Layer::AppRuntime;
    let (hop, on_the_leg) = match fault {
        Fault::LocalBrowser => (Hop::You, false),
        Fault::LocalNetwork => (Hop::Network, false),
        Fault::DnsLocal | Fault::DnsZone => (Hop::Dns, false),
        Fault::Cdn => (Hop::Edge, false),
        Fault::OriginUnreachableFromCdn | Fault::Origin => (Hop::Gateway, true),
        Fault::App => (Hop::App, !written_by_app),
        Fault::SiteConfig => (writer.filter(|hop| *hop >= Hop::Edge).unwrap_or(Hop::Gateway), false),
    };
    Some(Break { hop, on_the_leg: on_the_leg && diagnosis.fault.at.is_some() })
}

/// Hops before the break were passed. Without a break, whoever answered was reached, or at least everything up to the
/// site and to whatever left a trace in the answer; nothing is known beyond.
fn state(hop: Hop, diagnosis: &Diagnosis, broken: Option<&Break>, answerer: Option<Hop>) -> HopState {
    let works = matches!(diagnosis.state, State::Healthy | State::Recovered);
    let left_a_trace = diagnosis.in_path.iter().filter_map(|vendor| station(diagnosis, vendor));
    let reached = left_a_trace.chain(answerer).max();
    let is_known = diagnosis.state == State::Failed || answerer > Some(Hop::You);
    let passed = is_known && reached.is_some_and(|last| hop <= last);
    match broken {
        Some(b) if hop == b.hop => HopState::Failed,
        Some(b) if hop < b.hop => HopState::Ok,
        // What this device did wrong was still answered from there.
        Some(b) if b.hop == Hop::You && passed && diagnosis.generator.layer != Layer::Browser => HopState::Ok,
        None if works || passed => HopState::Ok,
        _ => HopState::Unknown,
    }
}

/// Nobody knows of an edge that left no trace: if headers were seen, there is none, otherwise there may be one.
fn unseen_edge(state: HopState, headers_seen: bool) -> HopState {
    match state {
        HopState::Failed => HopState::Failed,
        _ if headers_seen => HopState::Absent,
        _ => HopState::Unknown,
    }
}

fn products(diagnosis: &Diagnosis, hop: Hop) -> Vec<&'static str> {
    let here = diagnosis.in_path.iter().filter(|vendor| station(diagnosis, vendor) == Some(hop));
    here.map(|vendor| vendor.name).collect()
}

/// Where a product stands: for the writer, where it was found to stand, as some can stand on either side.
fn station(diagnosis: &Diagnosis, vendor: &'static Vendor) -> Option<Hop> {
    let wrote = diagnosis.generator.vendor == Some(vendor);
    if wrote { diagnosis.generator.layer.hop() } else { vendor.layer.hop() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::diagnose;
    use crate::headers::Headers;

    #[test]
    fn a_proxy_of_the_visitor_is_drawn_in_the_network_and_not_at_the_site() {
        let refused = Observation {
            url: "http://a.example/".into(),
            status: Some(503),
            headers: Some(Headers::from([("x-squid-error", "ERR_CONNECT_FAIL 111")])),
            ..Observation::default()
        };
        let hops = path(&diagnose(std::slice::from_ref(&refused)), &[refused]);
        let at = |hop: Hop| hops.iter().find(|view| view.hop == hop).map(|view| view.products.clone());
        assert_eq!((at(Hop::Network), at(Hop::Gateway)), (Some(vec!["Squid"]), Some(vec![])));
    }

    #[test]
    fn who_answered_a_bad_request_was_reached() {
        let too_big = Observation {
            url: "http://a.example/".into(),
            status: Some(431),
            headers: Some(Headers::from([("server", "nginx")])),
            ..Observation::default()
        };
        let states = path(&diagnose(std::slice::from_ref(&too_big)), &[too_big]).map(|view| view.state);
        assert_eq!(states[..3], [HopState::Failed, HopState::Ok, HopState::Ok]);
    }

    #[test]
    fn whoever_has_begun_to_answer_was_reached_while_the_rest_is_awaited() {
        let states = |status| {
            let awaited = Observation {
                url: "http://a.example/".into(),
                status,
                headers: status.map(|_| Headers::from([("server", "nginx")])),
                pending: true,
                ..Observation::default()
            };
            path(&diagnose(std::slice::from_ref(&awaited)), &[awaited]).map(|view| view.state)
        };
        let (passed, unknown) = (HopState::Ok, HopState::Unknown);
        assert_eq!(states(Some(200)), [passed, passed, passed, HopState::Absent, unknown, unknown]);
        assert_eq!(states(None), [unknown; 6]);
    }

    #[test]
    fn who_ended_it_without_an_answer_is_not_said_to_work() {
        let not_found = Observation {
            url: "http://a.example.com/".into(),
            error: Some("DNS_PROBE_FINISHED_NXDOMAIN".into()),
            ..Observation::default()
        };
        let states = path(&diagnose(std::slice::from_ref(&not_found)), &[not_found]).map(|view| view.state);
        assert_eq!(states[..3], [HopState::Ok, HopState::Unknown, HopState::Unknown]);
    }

    #[test]
    fn a_side_that_is_known_is_drawn_though_its_place_is_open() {
        let garbled = Observation {
            url: "http://a.example/".into(),
            error: Some("net::ERR_INVALID_HTTP_RESPONSE".into()),
            ..Observation::default()
        };
        let diagnosis = diagnose(std::slice::from_ref(&garbled));
        assert_eq!((diagnosis.side, diagnosis.fault.at), (Side::Site, None));
        let failed: Vec<_> =
            path(&diagnosis, &[garbled]).into_iter().filter(|view| view.state == HopState::Failed).collect();
        assert_eq!(failed.iter().map(|view| (view.hop, view.broken_leg)).collect::<Vec<_>>(), [(Hop::App, false)]);
    }
}
