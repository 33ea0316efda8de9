//! All that is known of one failed page, and which checks make sense for it.

use super::{Answer, Asks, Check, Outcomes, Why};
use crate::address::Address;
use crate::dns::address::{AddressKind, kind};
use crate::dns::{DEFAULTS, Host, MOST_RESOLVERS, Resolver};
use crate::failure::Failure;
use crate::net_error::NetError;
use crate::observation::Observation;
use crate::vendor::Vendor;
use crate::words::{Cause, Layer, words};

words! {
    /// What the browser lets this extension do.
    Tier {
        /// It has access to every site.
        Access = "access",
        /// Only what a click opens, in Chromium.
        Click = "click",
        /// Only what a click opens, in Firefox.
        FirefoxClick = "firefox-click",
    }
}

/// What the visitor and the browser allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What the browser lets this extension do.
    pub tier: Tier,
    /// The visitor has read who is asked beside the site, and said yes.
    pub others: bool,
    /// Checks that tell a third party the host's name, to which the visitor agreed.
    pub consent: Vec<Check>,
    /// Checks that the visitor switched off.
    pub off: Vec<Check>,
    /// Does the browser hold cookies of the site? Not always known.
    pub cookies: Option<bool>,
    /// Who is asked for names.
    pub resolvers: Vec<Resolver>,
    /// May those who look from elsewhere hear of the page's path, or of its host alone?
    pub path: bool,
    /// The number of the visitor's own network (its ASN), where it is known.
    pub asn: Option<u32>,
}

/// All that is known of one failed page.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// What was seen, the visitor's own first.
    pub observations: Vec<Observation>,
    /// What became of the checks.
    pub outcomes: Outcomes,
    /// What is allowed.
    pub settings: Settings,
    /// Milliseconds since the click.
    pub elapsed_ms: u32,
}

impl Settings {
    /// Those of them that are asked.
    pub fn resolvers(&self) -> &[Resolver] {
        self.resolvers.get(..MOST_RESOLVERS).unwrap_or(&self.resolvers)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tier: Tier::Access,
            others: true,
            consent: Vec::new(),
            off: Vec::new(),
            cookies: None,
            resolvers: DEFAULTS.to_vec(),
            path: false,
            asn: None,
        }
    }
}

/// What decides whether a check makes sense.
pub(super) struct Facts<'a> {
    /// Where it is one of the web.
    address: Option<Address<'a>>,
    host: Host,
    status: Option<u16>,
    error: Option<&'static NetError>,
    edges: Vec<&'static Vendor>,
    by_proxy: bool,
    is_form: bool,
    is_inside: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of(case: &'a Case) -> Option<Self> {
        let failure = Failure::assemble(&case.observations)?;
        Some(Self {
            address: failure.first.address(),
            host: Host::of(failure.first.host()),
            status: failure.status(),
            error: failure.first.net_error(),
            edges: edges(&failure),
            by_proxy: failure.traces().iter().any(|trace| trace.layer() == Layer::ClientProxy),
            is_form: case.observations.iter().any(Observation::sends_a_form),
            is_inside: case.was_inside(),
        })
    }

    /// May somebody outside hear of this address? A password in it shows that it is nobody else's business.
    fn may_leave(&self) -> bool {
        !self.is_inside && self.host.may_leave() && self.address.is_some_and(|address| !address.has_user)
    }

    fn cause(&self) -> Option<Cause> {
        self.error.filter(|_| self.status.is_none()).map(|error| error.cause)
    }

    /// Did somebody take the connection, so that one address may fail where another works?
    fn was_reached(&self) -> bool {
        let hung_up = matches!(
            self.cause(),
            Some(
                Cause::NoAnswer
                    | Cause::ClosedEarly
                    | Cause::BadAnswer
                    | Cause::CutShort
                    | Cause::AnswerTooBig
                    | Cause::Loop
            )
        );
        self.status.is_some() || hung_up
    }

    /// Did it fail at the name, the connection or the certificate, where a variant of the address may do better?
    fn failed_early(&self) -> bool {
        let is_early = |cause: Cause| {
            let connecting =
                matches!(cause, Cause::Refused | Cause::ConnectTimeout | Cause::Unreachable | Cause::TlsHandshake);
            connecting || cause.is_lookup() || cause.is_certificate()
        };
        self.cause().is_some_and(is_early)
    }

    /// Did this device or its proxy end the request before the name and the site came into it?
    pub(super) fn stayed_here(&self) -> bool {
        matches!(
            self.cause(),
            Some(
                Cause::Offline
                    | Cause::NetworkChanged
                    | Cause::ProxyDown
                    | Cause::ProxyRefused
                    | Cause::BrowserBlocked
                    | Cause::BrowserLimit
            )
        )
    }

    fn is_secure(&self) -> bool {
        self.address.is_some_and(|address| address.is_secure)
    }
}

/// The delivery networks on the way of the failure.
pub(super) fn edges(failure: &Failure) -> Vec<&'static Vendor> {
    let mut edges = Vec::new();
    for trace in failure.traces() {
        if trace.in_path() && trace.layer() == Layer::CdnEdge {
            edges.push(trace.vendor);
        }
    }
    edges
}

impl Case {
    /// Does this check make sense here at all, whoever may run it?
    pub fn applies(&self, check: Check) -> bool {
        Facts::of(self).is_some_and(|facts| self.makes_sense(check, &facts))
    }

    /// All checks that do, in their order. It costs as much as asking of one: what decides is found once.
    pub fn sensible(&self) -> Vec<Check> {
        let Some(facts) = Facts::of(self) else { return Vec::new() };
        Check::ALL.iter().copied().filter(|check| self.makes_sense(*check, &facts)).collect()
    }

    /// May it be run: does the browser let it, and does the visitor?
    pub fn allows(&self, check: Check) -> bool {
        self.barrier(check).is_none()
    }

    /// What keeps this check from being run. Nobody is asked to agree to what the browser would not let happen.
    pub fn barrier(&self, check: Check) -> Option<Why> {
        let Settings { tier, others, consent, off, .. } = &self.settings;
        let limits = check.limits();
        let agreed = limits.asks != Asks::ToldTheName || consent.contains(&check);
        if off.contains(&check) {
            Some(Why::SwitchedOff)
        } else if !limits.tiers.contains(tier) {
            Some(Why::NoAccess)
        } else if !agreed || (check.asks_others() && !others) {
            Some(Why::NoConsent)
        } else {
            None
        }
    }

    /// Was it a place of the inside that answered to this name, and not a proxy? Then the name is nobody else's business.
    /// What filters answer with, and what programs make up for every name (198.18.0.0/15), says nothing of it.
    pub(super) fn was_inside(&self) -> bool {
        self.observations.iter().any(|seen| match seen.ip.as_deref().and_then(|ip| ip.parse().ok()).map(kind) {
            Some(AddressKind::Private | AddressKind::Shared | AddressKind::LinkLocal) => seen.proxied != Some(true),
            // Where the browser does not tell, it is as likely a proxy on this device.
            Some(AddressKind::Loopback) => seen.proxied == Some(false),
            _ => false,
        })
    }

    /// Is it a certificate that looks out of date?
    pub(super) fn is_dated(&self) -> bool {
        let failed = self.observations.iter().find(|seen| seen.error.is_some());
        failed.and_then(Observation::net_error).is_some_and(|error| error.cause == Cause::ExpiredCertificate)
    }

    pub(super) fn makes_sense(&self, check: Check, facts: &Facts) -> bool {
        // What no browser would send fails the same way whoever asks.
        if facts.cause() == Some(Cause::BadRequest) {
            return false;
        }
        if check.limits().asks.hears_of_the_name() && !facts.may_leave() {
            return false;
        }
        let edge = |has: fn(&Vendor) -> bool| facts.edges.iter().any(|vendor| has(vendor));
        match check {
            // The browser would ask for name and password, and answer to nobody before it has them. And the address of a form
            // that is asked with GET may well answer, which says nothing of the form.
            Check::Again | Check::Several | Check::WithoutCookies if facts.status == Some(401) || facts.is_form => {
                false
            }
            // It came otherwise once: does it come and go?
            Check::Several => {
                let again = self.outcomes.answer(Check::Again);
                let bare = self.outcomes.answer(Check::WithoutCookies);
                matches!(again, Some(Answer::AgainGood | Answer::AgainOther))
                    || bare == Some(Answer::WithoutCookiesGood)
            }
            // Only an answer can be about cookies, and only where there may be some.
            Check::WithoutCookies if self.outcomes.answer(Check::Several) == Some(Answer::SeveralFlaps) => false,
            // Whoever gets too many requests gets no more of them, but one where nobody saw how long to wait.
            Check::Again if facts.status == Some(429) => self.observations.iter().all(|o| o.headers.is_none()),
            Check::WithoutCookies | Check::Root | Check::Sibling if facts.status == Some(429) => false,
            Check::WithoutCookies => {
                let answered = facts.status.is_some() || facts.cause() == Some(Cause::Loop);
                answered && self.settings.cookies != Some(false)
            }
            Check::Root => facts.was_reached() && facts.address.is_some_and(|address| !address.is_root()),
            Check::Sibling => facts.was_reached(),
            Check::OtherScheme | Check::OtherName => facts.failed_early() && matches!(facts.host, Host::Name(_)),
            Check::EdgeExplains => edge(|vendor| vendor.explain.is_some()),
            Check::EdgeAlive => edge(|vendor| vendor.alive.is_some()),
            // An answer over TLS has come through this network, unless a proxy of this side made it.
            Check::Control => facts.status.is_none() || !facts.is_secure() || facts.by_proxy,
            // Where there was an answer, the address it came from is what can be compared.
            Check::Names => {
                let named = matches!(facts.host, Host::Name(_));
                named
                    && !facts.stayed_here()
                    && (facts.status.is_none() || self.observations.iter().any(|o| o.ip.is_some()))
            }
            Check::VendorStatus => edge(|vendor| vendor.status_form.is_some()),
            Check::SiteStatus => matches!(facts.host, Host::Name(_)) && !facts.stayed_here(),
            Check::Outside => !facts.stayed_here(),
            // What the browser stopped is the page alone: other requests of this extension get past it and prove nothing.
            Check::Again => facts.cause() != Some(Cause::BrowserBlocked),
            Check::Archive => true,
        }
    }
}
