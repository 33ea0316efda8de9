//! What is known about the request, cleaned of secrets.

use crate::clock;
use crate::diagnosis::Diagnosis;
use crate::message::Message;
use crate::net_error::canonical;
use crate::observation::{Observation, Redirect, Timings};
use crate::quantity::{decimal, whole};
use crate::redact::Cleaner;
use crate::text::join;
use crate::view::answer;
use crate::view::fact::{Fact, Facts};
use crate::view::ids::ids;
use crate::view::path::HopView;
use crate::words::{Hop, HopState};

/// The facts of the first observation, completed by later ones where it is silent.
pub(super) fn facts(
    observations: &[Observation],
    diagnosis: &Diagnosis,
    path: &[HopView],
    cleaner: &mut Cleaner,
) -> Vec<Fact> {
    let Some(first) = observations.first() else { return Vec::new() };
    let mut facts = Facts::default();
    let nearest = Some(nearest(path));
    let failed = path.iter().find(|station| station.state == HopState::Failed).map(|station| station.hop);
    let known = |part: fn(&Observation) -> Option<String>| observations.iter().find_map(part).unwrap_or_default();
    facts.add("fact_url", None, cleaner.url(&first.url));
    // If the clock shows UTC, that is said once.
    if first.zone.offset_minutes != 0 {
        facts.add("fact_local_time", None, clock::local(first.at_ms, &first.zone));
    }
    facts.add("fact_utc", None, clock::utc(first.at_ms));
    let status = cleaner.text(&fullest_status_line(first, observations));
    facts.add("fact_status", diagnosis.generator.layer.hop(), status);
    facts.add("fact_error", failed, first.error.as_deref().map(canonical).unwrap_or_default().to_owned());
    facts.add("fact_method", None, first.method.clone());
    let by_proxy = observations.iter().any(|o| o.proxied == Some(true));
    let (ip, at) = if by_proxy { ("fact_ip_proxy", Some(Hop::Network)) } else { ("fact_ip", nearest) };
    facts.add(ip, at, known(|o| o.ip.clone()));
    facts.add("fact_protocol", nearest, known(|o| o.protocol.clone()));
    add_of_vendors(&mut facts, observations, diagnosis, path, cleaner);
    answer::add(&mut facts, observations, nearest, cleaner);
    facts.add("fact_title", None, cleaner.text(&known(|o| o.body.as_ref()?.title().map(str::to_owned))));
    facts.add("fact_redirects", None, redirects(first, cleaner));
    for (key, at, ms) in timings(&first.timings, nearest) {
        facts.add(key, at, ms.map(|ms| whole(ms) + " ms").unwrap_or_default());
    }
    facts.0
}

/// The first of the site's servers, to which the browser connects.
fn nearest(path: &[HopView]) -> Hop {
    let has_edge = path.iter().any(|station| station.hop == Hop::Edge && !station.products.is_empty());
    if has_edge { Hop::Edge } else { Hop::Gateway }
}

/// `502 Bad Gateway`, or only the number if the protocol has no reason phrase.
pub(crate) fn status_line(o: &Observation) -> String {
    let Some(status) = o.status else { return String::new() };
    let reason = o.reason.as_deref().filter(|reason| !reason.is_empty());
    reason.map_or_else(|| decimal(status), |reason| join(&[&decimal(status), reason], " "))
}

/// The status with its reason phrase, if any look at the same answer showed one.
fn fullest_status_line(first: &Observation, observations: &[Observation]) -> String {
    let named = observations.iter().find(|o| o.status == first.status && o.reason.is_some());
    status_line(named.unwrap_or(first))
}

/// Request IDs and places, each product's together.
fn add_of_vendors(
    facts: &mut Facts,
    observations: &[Observation],
    diagnosis: &Diagnosis,
    path: &[HopView],
    cleaner: &mut Cleaner,
) {
    let ids = ids(observations, diagnosis);
    let headers = observations.iter().find_map(|o| o.headers.as_ref());
    for vendor in &diagnosis.in_path {
        let at = path.iter().find(|station| station.products.contains(&vendor.name)).map(|station| station.hop);
        for id in ids.iter().filter(|id| id.vendor == Some(vendor)) {
            facts.push(id.label(), at, cleaner.text(&id.value));
        }
        if let Some(place) = headers.and_then(|headers| vendor.location(headers)) {
            facts.push(Message::new("fact_location").with(vendor.name), at, cleaner.text(place));
        }
    }
    for id in ids.iter().filter(|id| id.vendor.is_none()) {
        facts.push(id.label(), None, cleaner.text(&id.value));
    }
}

fn redirects(o: &Observation, cleaner: &mut Cleaner) -> String {
    let status = |redirect: &Redirect| redirect.status.map(|status| decimal(status) + " ").unwrap_or_default();
    let each = o.redirects.iter().map(|redirect| status(redirect) + &cleaner.url(&redirect.url));
    join(&each.collect::<Vec<_>>(), " → ")
}

const fn timings(t: &Timings, nearest: Option<Hop>) -> [(&'static str, Option<Hop>, Option<f64>); 4] {
    [
        ("fact_time_lookup", Some(Hop::Dns), t.dns_ms),
        ("fact_time_connect", nearest, t.connect_ms),
        ("fact_time_first_byte", nearest, t.first_byte_ms),
        ("fact_time_total", None, t.total_ms),
    ]
}
