//! The zone: does the name exist, has it an address, do the zone's servers and signatures work?

use super::Lookups;
use super::opinion::{Gist, OLD, Opinion, SERVERS, SIGNATURES};
use crate::dns::findings::{Finding, What};
use crate::rank::once;
use crate::text::{has, place};

/// Nobody finds the name, and a resolver that hides nothing says that it does not exist.
pub(super) fn no_such_name(lookups: &Lookups) -> Option<Finding> {
    let none = lookups.frank(Gist::NoSuchName);
    if none.is_empty() || somewhere(lookups) {
        return None;
    }
    let mut target = None;
    for opinion in &none {
        target = opinion.chain.last().cloned().or(target);
    }
    let zone = zone_of(&none);
    let against = !lookups.frank(Gist::NoAddress).is_empty() || lookups.count(Gist::Broken) > 0;
    let sure = none.len() > 1 && !against && lookups.browser.used().is_none();
    // If only a registry or the root can say "no", nobody has registered the domain below it.
    let registered = zone.as_ref().is_none_or(|zone| has(zone, b'.') && !is_registry(zone));
    let what = match target {
        Some(_) => What::DeadAlias,
        None if registered => What::NoSuchName,
        None => What::NoSuchZone,
    };
    Some(Finding { name: target.or(zone), ..Finding::new(what, sure) })
}

/// The name exists, and nobody finds an address.
pub(super) fn no_address(lookups: &Lookups) -> Option<Finding> {
    let none = lookups.frank(Gist::NoAddress);
    if none.is_empty() || somewhere(lookups) || !lookups.frank(Gist::NoSuchName).is_empty() {
        return None;
    }
    let whole = none.iter().all(|opinion| opinion.is_whole() && opinion.is_even());
    let sure = none.len() > 1 && whole && lookups.count(Gist::Broken) == 0 && lookups.browser.used().is_none();
    Some(Finding { name: zone_of(&none), ..Finding::new(What::NoAddress, sure) })
}

/// Resolvers tried and could not find out.
pub(super) fn broken(lookups: &Lookups) -> Option<Finding> {
    let broken = lookups.with(Gist::Broken);
    let gives = |codes: &[u16]| broken.iter().any(|opinion| opinion.gives_reason(codes));
    let answered = lookups
        .opinions
        .iter()
        .any(|opinion| matches!(opinion.gist, Gist::Found | Gist::Inside) || opinion.is_frank() && opinion.says_none());
    // If one resolver has trouble and others found out, the trouble is its own, unless it says whose it is.
    if broken.is_empty() || answered && !gives(SIGNATURES) && !gives(SERVERS) {
        return None;
    }
    let mut resolvers = Vec::new();
    for opinion in lookups.unchecked.iter().filter(|opinion| !matches!(opinion.gist, Gist::Broken | Gist::Silent)) {
        resolvers.push(opinion.by.name.to_string());
    }
    let still_broken = lookups.unchecked.iter().any(|opinion| opinion.gist == Gist::Broken);
    let frank = broken.iter().any(|opinion| opinion.is_frank());
    let same = broken.iter().all(|opinion| opinion.is_even());
    let agree = broken.len() > 1 && frank && same && !answered && lookups.browser.used().is_none();
    let codes = reasons(&broken);
    if !resolvers.is_empty() || gives(SIGNATURES) {
        let contradicted = resolvers.is_empty() && (still_broken || gives(SERVERS));
        return Some(Finding { resolvers, codes, ..Finding::new(What::BadSignatures, agree && !contradicted) });
    }
    Some(Finding { codes, ..Finding::new(What::ZoneFails, agree) })
}

/// A resolver gives an old answer because the zone's servers did not answer.
pub(super) fn served_stale(lookups: &Lookups) -> Option<Finding> {
    if lookups.count(Gist::Broken) > 0 {
        return None;
    }
    let mut old = Vec::new();
    for opinion in lookups.opinions.iter().filter(|opinion| opinion.gives_reason(OLD)) {
        old.push(opinion);
    }
    (!old.is_empty()).then(|| Finding { codes: reasons(&old), ..Finding::new(What::ZoneFails, false) })
}

/// The zone gives everybody an address that only works inside.
pub(super) fn private(lookups: &Lookups) -> Option<Finding> {
    let inside = lookups.frank(Gist::Inside);
    let addresses = inside.first()?.addresses.clone();
    let alone = lookups.found().is_empty() && lookups.frank(Gist::NoSuchName).is_empty();
    Some(Finding { addresses, ..Finding::new(What::Private, inside.len() > 1 && alone) })
}

/// Does anybody know an address of this version?
fn somewhere(lookups: &Lookups) -> bool {
    lookups.count(Gist::Found) > 0 || lookups.count(Gist::Inside) > 0
}

/// Below these, many countries register domains, rather than directly below their own two letters.
const REGISTRIES: &str = "ac|co|com|edu|go|gob|gov|ltd|mil|ne|net|nom|or|org|plc|sch";

/// Is this the zone of a registry, as `co.uk`?
fn is_registry(zone: &str) -> bool {
    zone.split_once('.').is_some_and(|(kind, country)| country.len() == 2 && place(REGISTRIES, kind).is_some())
}

/// The zone named by all of those that name one.
fn zone_of(opinions: &[&Opinion]) -> Option<String> {
    let mut zone: Option<&String> = None;
    for soa in opinions.iter().filter_map(|opinion| opinion.soa) {
        if zone.is_some_and(|known| *known != soa.apex) {
            return None;
        }
        zone = Some(&soa.apex);
    }
    zone.cloned()
}

/// Every code once, in order.
fn reasons(opinions: &[&Opinion]) -> Vec<u16> {
    let mut codes = Vec::new();
    for opinion in opinions {
        for code in &opinion.reasons {
            once(&mut codes, *code);
        }
    }
    codes
}
