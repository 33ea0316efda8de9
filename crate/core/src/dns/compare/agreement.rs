//! Do resolvers agree? Different addresses alone are no disagreement: many sites send each visitor to the nearest of
//! their servers.

use core::net::IpAddr;

use super::Lookups;
use super::opinion::{Gist, Opinion};
use crate::dns::address::shares_prefix;
use crate::dns::findings::{Finding, What};
use crate::rank::once;

/// Networks are assigned to one operator in blocks no smaller than this, so neighbours have the same owner.
const NEAR_V4: u32 = 20;
const NEAR_V6: u32 = 40;
/// Whoever steers visitors with answers keeps them short-lived, to be able to steer anew. An hour is out of the
/// question.
const LONG_TTL: u32 = 3600;
const SHORT_TTL: u32 = 300;

/// Some resolvers have something that others do not have yet, or no longer have.
pub(super) fn propagation(lookups: &Lookups) -> Option<Finding> {
    let (found, denied) = (lookups.found(), lookups.is_denied());
    let mut all = Vec::new();
    for opinion in &lookups.opinions {
        if opinion.gist == Gist::Found || opinion.is_frank() && opinion.says_none() {
            all.push(opinion);
        }
    }
    let (mut serials, mut ttl) = (Vec::new(), None);
    for opinion in &all {
        ttl = ttl.max(opinion.ttl);
        if let Some(soa) = opinion.soa {
            once(&mut serials, soa.serial);
        }
    }
    let changed = all.iter().any(|one| all.iter().any(|other| one.is_of_other_version(other)));
    let propagation = |sure| Some(Finding { serials, ttl, ..Finding::new(What::Propagation, sure) });
    if !found.is_empty() && denied {
        return propagation(changed);
    }
    let (one, other) = disjoint(&found)?;
    let name = shared_service(one, other, &lookups.host);
    if name.is_some() || neighbours(one, other) {
        return Some(Finding { name, ..Finding::new(What::Steered, false) });
    }
    if one.is_of_other_version(other) {
        return propagation(true);
    }
    let lowered = matches!((one.ttl, other.ttl), (Some(a), Some(b)) if a.max(b) > LONG_TTL && a.min(b) <= SHORT_TTL);
    if lowered { propagation(false) } else { Some(Finding::new(What::Steered, false)) }
}

/// All resolvers that could be asked find the name, and nothing speaks against it. If the browser's address is known,
/// the check of that address says more.
pub(super) fn fine(lookups: &Lookups, findings: &[Finding]) -> Option<Finding> {
    let bad = [Gist::Broken, Gist::Inside].iter().any(|gist| lookups.count(*gist) > 0) || lookups.is_denied();
    let changed = findings.iter().any(|finding| finding.what == What::Propagation);
    if lookups.count(Gist::Found) == 0
        || bad
        || changed
        || lookups.browser.could_not()
        || lookups.browser.used().is_some()
    {
        return None;
    }
    Some(Finding::new(What::Fine, false))
}

/// Who hides the name on purpose: of interest if the browser could not find it, or may have been led elsewhere.
pub(super) fn blocked_elsewhere(lookups: &Lookups, findings: &mut Vec<Finding>) {
    let led = lookups.browser.used_kind().map_or(lookups.browser.met_a_stranger(), |kind| !kind.is_public());
    let odd = lookups.browser.could_not() || led;
    let sure = odd && !lookups.found().is_empty();
    for opinion in lookups.with(Gist::Blocked) {
        let (resolvers, codes) = (vec![opinion.by.name.to_string()], Vec::from_iter(opinion.hidden_by()));
        let addresses = if codes.is_empty() { opinion.addresses.clone() } else { Vec::new() };
        findings.push(Finding { resolvers, addresses, codes, ..Finding::new(What::BlockedElsewhere, sure) });
    }
}

/// Are these two neighbours in the address space?
pub(super) fn near(one: IpAddr, other: IpAddr) -> bool {
    shares_prefix(one, other, if one.is_ipv4() { NEAR_V4 } else { NEAR_V6 })
}

/// Does the name lead on to somebody else's service, which may send each visitor to another place?
pub(super) fn steered(opinion: &Opinion, host: &str) -> bool {
    opinion.chain.iter().any(|target| operator(target) != operator(host))
}

/// The first two that have no address in common.
fn disjoint<'o, 'a>(found: &[&'o Opinion<'a>]) -> Option<(&'o Opinion<'a>, &'o Opinion<'a>)> {
    for (at, one) in found.iter().enumerate() {
        for other in found.iter().skip(at + 1) {
            if !one.shares_address(other) {
                return Some((one, other));
            }
        }
    }
    None
}

/// What two different answers both lead to: an alias, or aliases under one operator's suffix.
fn shared_service(one: &Opinion, other: &Opinion, host: &str) -> Option<String> {
    if let Some(shared) = one.chain.iter().find(|target| other.chain.contains(target)) {
        return Some(shared.clone());
    }
    let (one, other) = (operator(one.chain.last()?), operator(other.chain.last()?));
    (one == other && one != operator(host)).then(|| one.to_owned())
}

fn neighbours(one: &Opinion, other: &Opinion) -> bool {
    one.addresses.iter().any(|a| other.addresses.iter().any(|b| near(*a, *b)))
}

/// The last two labels of a name, or three if the last but one is short (`co.uk`). That is close enough to whoever runs
/// it; if not, it is too long, and then only finds less in common.
fn operator(name: &str) -> &str {
    let (mut dots, mut last) = (0, name.len());
    for (at, byte) in name.bytes().enumerate().rev() {
        if byte == b'.' {
            dots += 1;
            if dots == 3 || dots == 2 && last - at > 4 {
                return name.get(at + 1..).unwrap_or(name);
            }
            last = at;
        }
    }
    name
}

impl Opinion<'_> {
    /// Is there an address that both give? A version that only one of them was asked for is no difference.
    pub(super) fn shares_address(&self, other: &Self) -> bool {
        let comparable = self.addresses.iter().any(|a| other.addresses.iter().any(|b| a.is_ipv4() == b.is_ipv4()));
        !comparable || self.addresses.iter().any(|address| other.addresses.contains(address))
    }

    /// Does it say that the name, or an address for it, does not exist?
    pub(super) fn says_none(&self) -> bool {
        matches!(self.gist, Gist::NoSuchName | Gist::NoAddress)
    }

    /// Do both know the zone, in different versions?
    fn is_of_other_version(&self, other: &Self) -> bool {
        matches!((self.soa, other.soa), (Some(one), Some(other)) if one.apex == other.apex && one.serial != other.serial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_is_the_end_of_a_name() {
        for (name, expected) in [
            ("d111.cloudfront.net", "cloudfront.net"),
            ("a.b.elb.amazonaws.com", "amazonaws.com"),
            ("www.shop.co.uk", "shop.co.uk"),
            ("co.uk", "co.uk"),
            ("net", "net"),
            ("", ""),
        ] {
            assert_eq!(operator(name), expected, "{name}");
        }
    }

    #[test]
    fn neighbours_are_near() {
        let near = |one: &str, other: &str| near(one.parse().unwrap(), other.parse().unwrap());
        assert!(near("151.101.1.1", "151.101.15.200") && !near("151.101.1.1", "151.101.16.1"));
        assert!(near("2606:4700:10::1", "2606:4700:1f::2") && !near("2606:4700:10::1", "2606:4701::1"));
    }
}
