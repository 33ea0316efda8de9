//! What several resolvers say about one name, compared with what the browser met.
//!
//! Each check is a small function that looks at the whole case and reads no other check's result, except the last,
//! which says that all is well. Two voices that agree, with none against them, make a finding sure; anything less makes
//! it weak. A resolver that filters is believed when it finds something, but not when it finds nothing.

mod agreement;
mod browser;
mod opinion;
mod zone;

use core::net::IpAddr;

use super::address::{AddressKind, kind, unwrapped};
use super::answer::Answer;
use super::findings::Finding;
use super::name::Host;
use super::resolver::Resolver;
use crate::net_error::{NetError, canonical, lookup};
use crate::observation::How;
use crate::rank::once;
use crate::words::Cause;
use opinion::{Gist, Opinion};

/// What the browser met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browser {
    /// Its word for the failure, if it gave one.
    pub error: Option<String>,
    /// The address it used, where it is known.
    pub address: Option<IpAddr>,
    /// Did it use a proxy? Then the address is the proxy's, and the proxy looks names up. `None` if that is not known.
    pub proxied: Option<bool>,
    /// How these facts were got.
    pub how: How,
}

/// What one resolver said to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard<'a> {
    /// Who was asked.
    pub by: &'a Resolver,
    /// Its answer; none where it could not be reached, or not be understood.
    pub said: Option<Answer>,
}

/// Everything that is known.
struct Lookups<'a> {
    host: String,
    browser: &'a Browser,
    /// One opinion for each resolver.
    opinions: Vec<Opinion<'a>>,
    /// The same, for the answers with the signatures left unchecked.
    unchecked: Vec<Opinion<'a>>,
}

/// Every check that needs no other. Findings come in this order.
const CHECKS: &[fn(&Lookups) -> Option<Finding>] = &[
    browser::blocked,
    browser::resolver_fails,
    browser::address,
    browser::inner_address,
    browser::nobody,
    zone::no_such_name,
    zone::no_address,
    zone::broken,
    zone::served_stale,
    zone::private,
    agreement::propagation,
];

/// Compares what the browser met with what resolvers said about `host`: all `answers` together, and what was said with
/// the signatures left unchecked (`unchecked`). Says nothing about a host that is nobody's business outside.
pub fn compare(host: &str, browser: &Browser, answers: &[Heard], unchecked: &[Heard]) -> Vec<Finding> {
    let Host::Name(host) = Host::of(host) else { return Vec::new() };
    let lookups = Lookups { host, browser, opinions: opinion::gather(answers), unchecked: opinion::gather(unchecked) };
    let mut findings = Vec::new();
    for check in CHECKS {
        if let Some(finding) = check(&lookups) {
            findings.push(finding);
        }
    }
    findings.extend(agreement::fine(&lookups, &findings));
    agreement::blocked_elsewhere(&lookups, &mut findings);
    findings
}

impl Browser {
    fn net_error(&self) -> Option<NetError> {
        self.error.as_deref().and_then(lookup)
    }

    /// Could it not look the name up?
    fn could_not(&self) -> bool {
        self.net_error().is_some_and(NetError::is_of_lookup)
    }

    /// Did it arrive where the site is not, as one does with a wrong address?
    fn met_a_stranger(&self) -> bool {
        let led = |cause| {
            matches!(
                cause,
                Cause::Refused
                    | Cause::Unreachable
                    | Cause::ConnectTimeout
                    | Cause::WrongNameCertificate
                    | Cause::UntrustedCertificate
            )
        };
        self.proxied != Some(true) && self.net_error().is_some_and(|error| led(error.cause))
    }

    /// Did it get a reason, such as a filter's, or an address that leads nowhere?
    fn was_told(&self) -> bool {
        self.could_not() && self.net_error().is_some_and(|error| error.cause == Cause::Blocked)
    }

    /// The error without what browsers put around it.
    fn word(&self) -> String {
        self.error.as_deref().map(canonical).unwrap_or_default().to_owned()
    }

    /// The address it got for the name, unless it is known to be a proxy's.
    fn used(&self) -> Option<IpAddr> {
        self.address.filter(|_| self.proxied != Some(true)).map(unwrapped)
    }

    fn used_kind(&self) -> Option<AddressKind> {
        self.used().map(kind)
    }
}

impl Lookups<'_> {
    /// The opinions with this gist.
    fn with(&self, gist: Gist) -> Vec<&Opinion<'_>> {
        let mut all = Vec::new();
        for opinion in self.opinions.iter().filter(|opinion| opinion.gist == gist) {
            all.push(opinion);
        }
        all
    }

    /// Those among them that hide nothing: only they are believed when they find nothing.
    fn frank(&self, gist: Gist) -> Vec<&Opinion<'_>> {
        let mut all = self.with(gist);
        all.retain(|opinion| opinion.is_frank());
        all
    }

    /// Who found addresses where a site can be.
    fn found(&self) -> Vec<&Opinion<'_>> {
        self.with(Gist::Found)
    }

    /// Does anybody frank say that there is no such name, or no address?
    fn is_denied(&self) -> bool {
        self.opinions.iter().any(|opinion| opinion.is_frank() && opinion.says_none())
    }

    fn count(&self, gist: Gist) -> usize {
        self.with(gist).len()
    }

    /// Every address that anybody found, each once.
    fn all_found(&self) -> Vec<IpAddr> {
        let mut all = Vec::new();
        for opinion in self.found() {
            for &address in &opinion.addresses {
                once(&mut all, address);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
