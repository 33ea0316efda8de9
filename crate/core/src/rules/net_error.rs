//! No answer at all: the browser's own word for what ended the connection.

use crate::dns::name::{Host, is_of_network, plain};
use crate::evidence::{Evidence, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::net_error::{NetError, Places, canonical};
use crate::words::{Cause, Fault, Layer};

/// How surely each place of the table is where the trouble is, by its rank: if one is named, or two, or three.
const BY_RANK: [&[f32]; 3] = [&[4.44], &[3.27, 1.96], &[3.09, 2.22, 1.35]];
/// The places of an error that only this device can be blamed for.
const DEVICE: Places = [Some(Fault::LocalBrowser), None, None];
/// Without a status there was no answer: the browser's page reports what went wrong on this device, what it found out
/// about others, or what somebody did. What it found out is often the doing of somebody who left no name: more than
/// half of the published cases were.
const ON_THIS_DEVICE: f32 = 3.15;
const FOUND_OUT: f32 = 2.8;
const ENDED: f32 = 5.0;
const REPORTED: f32 = 4.2;
/// A proxy that the browser itself asked is known to have spoken.
const ASKED: f32 = 3.3;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let Some(error) = failure.first.error.as_deref() else { return };
    // If a status came, the way to the server works, and what broke off did so behind it.
    if failure.status().is_some() {
        return;
    }
    let known = failure.first.net_error();
    let places = known.map(|known| places(failure, known)).unwrap_or_default();
    ended(failure, error, known, places, evidence);
    if let Some(known) = known {
        blame(failure, error, known, places, evidence);
    }
}

/// Where the trouble is, most likely first. Who is refused by the very device that asks has nothing running there, and
/// where no gateway stands in front, the server itself comes before an application behind it.
fn places(failure: &Failure, known: NetError) -> Places {
    let is_here = || failure.first.address().is_some_and(|address| address.is_on_this_device());
    match known.places {
        _ if known.cause == Cause::Refused && is_here() => DEVICE,
        [Some(Fault::App), Some(Fault::App), rest] if failure.first.is_past_gateways() => {
            [Some(Fault::Origin), Some(Fault::App), rest]
        }
        places => places,
    }
}

/// The kind of program whose doing it is. No edge stands in front of a name that is not public.
fn writer(failure: &Failure, known: NetError) -> Layer {
    match (known.writer, Host::of(failure.first.host())) {
        (Layer::CdnEdge, Host::Inside | Host::Address(_)) => Layer::Browser,
        (writer, _) => writer,
    }
}

/// Who ended it and, with less weight, the browser, which only reports it.
fn ended(failure: &Failure, error: &str, known: Option<NetError>, places: Places, evidence: &mut Vec<Evidence>) {
    let mut say = |layer, weight| {
        let text = Message::new("evidence_no_answer").with(canonical(error));
        evidence.push(Evidence::new("net-error/no-answer", Writer::kind(layer), weight, failure.first.how, text));
    };
    let writer = known.map_or(Layer::Browser, |known| writer(failure, known));
    let (weight, reported) = match writer {
        Layer::Browser => return say(writer, if places == DEVICE { ON_THIS_DEVICE } else { FOUND_OUT }),
        Layer::ClientProxy => (ENDED, ASKED),
        // It may have been anybody: the server itself, or a proxy on the way.
        Layer::ReverseProxy if failure.first.is_past_gateways() => (REPORTED, REPORTED),
        _ => (ENDED, REPORTED),
    };
    say(writer, weight);
    say(Layer::Browser, reported);
}

fn blame(failure: &Failure, error: &str, known: NetError, places: Places, evidence: &mut Vec<Evidence>) {
    // A name that only this network knows is in nobody's zone.
    let is_of_network = plain(failure.first.host()).is_some_and(|name| is_of_network(&name));
    for (fault, weight) in faults(places) {
        if is_of_network && fault == Fault::DnsZone {
            continue;
        }
        let text = Message::of("evidence_error", fault.word()).with(canonical(error));
        let one = Evidence::new("net-error/place", fault, weight, failure.first.how, text);
        evidence.push(one.because(known.cause));
    }
}

/// The faults that the places of an error mean. Two places with the same fault are two chances of it rather than two
/// witnesses: their probabilities are added, not the logarithms.
fn faults(places: Places) -> Vec<(Fault, f32)> {
    let by_rank = BY_RANK.iter().find(|weights| weights.len() == places.iter().flatten().count());
    let mut faults: Vec<(Fault, f32)> = Vec::new();
    for (fault, &weight) in places.into_iter().flatten().zip(by_rank.copied().unwrap_or_default()) {
        match faults.iter_mut().find(|(met, _)| *met == fault) {
            Some((_, met)) => *met = (met.exp() + weight.exp()).ln(),
            None => faults.push((fault, weight)),
        }
        if fault == Fault::DnsZone {
            faults.push((Fault::DnsLocal, weight));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::diagnose;
    use crate::evidence::PointsTo;
    use crate::observation::Observation;
    use crate::words::Side;

    #[test]
    fn a_name_that_only_this_network_knows_is_in_nobodys_zone() {
        let blames_the_zone = |host: &str| {
            let url = format!("http://{host}/");
            let seen =
                [Observation { error: Some("net::ERR_NAME_NOT_RESOLVED".into()), url, ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            evidence.iter().any(|item| item.points_to == PointsTo::Fault(Fault::DnsZone))
        };
        assert_eq!(["intranet", "printer.local"].map(blames_the_zone), [false, false]);
        assert_eq!(["shop.example.com", "shop.onion"].map(blames_the_zone), [true, true]);
    }

    #[test]
    fn what_the_browser_found_out_about_others_is_less_surely_its_own() {
        let weight = |error: &str| {
            let seen = [Observation { error: Some(error.into()), ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            let writer = |item: &&Evidence| matches!(item.points_to, PointsTo::Generator(_));
            evidence.iter().find(writer).map(|item| item.weight)
        };
        assert!(weight("net::ERR_CONNECTION_REFUSED") < weight("net::ERR_BLOCKED_BY_CLIENT"));
    }

    #[test]
    fn who_is_refused_by_this_very_device_has_nothing_running_there() {
        let blamed = |error: &str, url: &str| {
            let seen = [Observation { error: Some(error.into()), url: url.into(), ..Observation::default() }];
            diagnose(&seen).fault.at
        };
        for url in ["http://localhost:3000/", "https://app.localhost/", "http://127.0.0.1:8000/", "http://[::1]:5173/"]
        {
            assert_eq!(blamed("net::ERR_CONNECTION_REFUSED", url), Some(Fault::LocalBrowser), "{url}");
        }
        assert_eq!(blamed("net::ERR_CONNECTION_REFUSED", "http://192.168.1.7/"), Some(Fault::Origin));
        assert_ne!(blamed("net::ERR_CONNECTION_RESET", "http://localhost:3000/"), Some(Fault::LocalBrowser));
    }

    #[test]
    fn what_a_certificate_promises_may_be_left_out_by_a_scanner_on_this_side() {
        let error = Some("MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING".into());
        let ranked =
            diagnose(&[Observation { error, url: "https://a.example/".into(), ..Observation::default() }]).fault.ranked;
        let places: Vec<_> = ranked.iter().take(2).map(|(fault, _)| *fault).collect();
        assert_eq!(places, [Fault::SiteConfig, Fault::LocalNetwork]);
    }

    #[test]
    fn whoever_hangs_up_may_stand_on_either_side() {
        let side = |error: &str| {
            let url = "https://shop.example/".into();
            diagnose(&[Observation { error: Some(error.into()), url, ..Observation::default() }]).side
        };
        for error in ["net::ERR_CONNECTION_RESET", "PR_END_OF_FILE_ERROR", "net::ERR_HTTP2_PROTOCOL_ERROR"] {
            assert_eq!(side(error), Side::Unknown, "{error}");
        }
        assert_eq!(side("net::ERR_EMPTY_RESPONSE"), Side::Site);
    }

    #[test]
    fn what_the_browser_found_out_itself_it_is_named_for_once() {
        let named = |error: &str| {
            let seen =
                [Observation { error: Some(error.into()), url: "https://a.example/".into(), ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            let writers = evidence.iter().filter_map(|item| match item.points_to {
                PointsTo::Generator(writer) => Some(writer.layer),
                PointsTo::Fault(_) => None,
            });
            writers.collect::<Vec<_>>()
        };
        assert_eq!(named("net::ERR_CERT_DATE_INVALID"), [Layer::Browser]);
        let ended = named("net::ERR_CONNECTION_RESET");
        assert!(ended.len() == 2 && ended.first() != Some(&Layer::Browser), "somebody ended it: {ended:?}");
        assert_eq!(named("DNS_PROBE_POSSIBLE"), named("net::ERR_NAME_NOT_RESOLVED"), "both are the lookup");
    }

    #[test]
    fn a_gateway_is_blamed_for_hanging_up_only_where_one_may_stand() {
        let hung_up = |url: &str| {
            let d = diagnose(&[Observation {
                error: Some("net::ERR_EMPTY_RESPONSE".into()),
                url: url.into(),
                ..Observation::default()
            }]);
            (d.generator.layer, d.fault.likeliest())
        };
        assert_eq!(hung_up("http://shop.example/"), (Layer::ReverseProxy, Some(Fault::App)));
        assert_eq!(hung_up("http://shop.example:8080/"), (Layer::Unknown, Some(Fault::Origin)));
    }
}
