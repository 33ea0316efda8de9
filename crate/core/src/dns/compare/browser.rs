//! What the browser itself met: no address, a filter's address, an internal one, one that nobody else gives.

use core::net::IpAddr;

use super::agreement::{near, steered};
use super::opinion::Gist;
use super::{AddressKind, Lookups};
use crate::dns::findings::{Finding, What};
use crate::ip;

/// The browser got what filters answer with, or was told that the name is hidden, or got its own device's address for
/// what others see as a site.
pub(super) fn blocked(lookups: &Lookups) -> Option<Finding> {
    let others = lookups.all_found();
    if lookups.browser.was_told() && !others.is_empty() {
        let sign = Some(lookups.browser.word());
        return Some(Finding { sign, ..Finding::new(What::Blocked, lookups.found().len() > 1) });
    }
    let (used, kind) = (lookups.browser.used()?, lookups.browser.used_kind()?);
    let hides = |sure| Some(Finding { sign: Some(ip::text(used)), ..Finding::new(What::Blocked, sure) });
    // What the zone itself says is not a filter's doing.
    let published = lookups.frank(Gist::Inside).iter().any(|opinion| opinion.addresses.contains(&used));
    match kind {
        kind if kind.is_block() && !(kind == AddressKind::Unspecified && published) => {
            hides(true).map(|finding| Finding { how: lookups.browser.how, ..finding })
        }
        // A proxy on this device looks the same, unless it is known that there is none.
        AddressKind::Loopback if !others.is_empty() => hides(lookups.browser.proxied == Some(false)),
        // An internal address may have many reasons, but if others hide the name, this is the likeliest one.
        kind if !kind.is_public() && !others.is_empty() && lookups.count(Gist::Blocked) > 0 => hides(false),
        _ => None,
    }
}

/// The browser could not, and others can.
pub(super) fn resolver_fails(lookups: &Lookups) -> Option<Finding> {
    let found = lookups.found();
    if found.is_empty() || !lookups.browser.could_not() || lookups.browser.was_told() {
        return None;
    }
    let sure = found.len() > 1 && !lookups.is_denied() && lookups.count(Gist::Broken) == 0;
    // On an IPv4-only network, a browser finds nothing for a name without an `IPv4` address, and rightly so.
    if !lookups.all_found().iter().any(IpAddr::is_ipv4) {
        return Some(Finding::new(What::Fine, sure));
    }
    let mut resolvers = Vec::new();
    for opinion in &found {
        resolvers.push(opinion.by.name.to_string());
    }
    Some(Finding { resolvers, ..Finding::new(What::ResolverFails, sure) })
}

/// The browser used a public address: the right one, one as good, or one that nobody gives any more.
pub(super) fn address(lookups: &Lookups) -> Option<Finding> {
    let used = lookups.browser.used().filter(|_| lookups.browser.used_kind().is_some_and(AddressKind::is_public))?;
    let now = lookups.all_found();
    if now.contains(&used) {
        return Some(Finding { used: Some(used), ..Finding::new(What::Fine, true) });
    }
    if now.is_empty() {
        return lookups.is_denied().then(|| Finding { used: Some(used), ..Finding::new(What::Stale, false) });
    }
    // Nothing can be said about an address of a version that was not asked for.
    if !now.iter().any(|address| address.is_ipv4() == used.is_ipv4()) {
        return None;
    }
    let found = lookups.found();
    let many =
        found.iter().any(|one| steered(one, &lookups.host) || found.iter().any(|other| !one.shares_address(other)));
    if many || now.iter().any(|address| near(*address, used)) {
        return Some(Finding::new(What::Steered, false));
    }
    // It may be a proxy's, unless it is known that there is none.
    let sure = found.len() > 1 && lookups.browser.proxied == Some(false);
    Some(Finding { used: Some(used), addresses: now, ..Finding::new(What::Stale, sure) })
}

/// The browser used an internal address, and nobody else hides the name.
pub(super) fn inner_address(lookups: &Lookups) -> Option<Finding> {
    let (used, kind) = (lookups.browser.used()?, lookups.browser.used_kind()?);
    let inner = !kind.is_public() && !kind.is_block() && kind != AddressKind::Loopback;
    if !inner || lookups.count(Gist::Blocked) > 0 {
        return None;
    }
    let addresses = lookups.all_found();
    let unknown_outside = !lookups.frank(Gist::NoSuchName).is_empty();
    if addresses.is_empty() && !unknown_outside {
        return None;
    }
    let sure = lookups.found().len() > 1 && lookups.browser.proxied == Some(false);
    Some(Finding { used: Some(used), addresses, ..Finding::new(What::Split, sure) })
}

/// The browser could not look it up, and nobody else could be asked either.
pub(super) fn nobody(lookups: &Lookups) -> Option<Finding> {
    let asked = lookups.opinions.len();
    if asked == 0 || lookups.count(Gist::Silent) < asked {
        return None;
    }
    let unreached = lookups.opinions.iter().all(|opinion| opinion.unreached);
    let sure = asked > 1 && unreached && lookups.browser.could_not();
    Some(Finding { asked: Some(asked), ..Finding::new(What::Nobody, sure) })
}
