//! Which checks make sense for a failure, whoever may run them.

use super::{Answer, Case, Check, Outcomes};
use crate::address::Address;
use crate::dns::Host;
use crate::failure::Failure;
use crate::net_error::NetError;
use crate::observation::{Observation, is_form};
use crate::vendor::Vendor;
use crate::words::{Cause, Layer};

/// What decides it.
#[allow(clippy::struct_excessive_bools, reason = "facts about a failure that have nothing to do with each other")]
pub(super) struct Facts<'a> {
    /// Where it is one of the web.
    address: Option<Address<'a>>,
    host: Host,
    status: Option<u16>,
    error: Option<&'static NetError>,
    edges: Vec<&'static Vendor>,
    by_proxy: bool,
    asks_to_sign_in: bool,
    is_form: bool,
    /// The address is too long to be known in full.
    is_cut_off: bool,
    is_inside: bool,
    /// Header fields were seen.
    has_headers: bool,
    /// The address that answered is known.
    has_ip: bool,
    /// It is a certificate that looks out of date.
    pub(super) is_dated: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of(failure: &Failure<'a>, case: &Case) -> Self {
        let seen = &case.observations;
        let error = seen.iter().find(|o| o.error.is_some()).and_then(Observation::net_error);
        Self {
            address: failure.first.address(),
            host: Host::of(failure.first.host()),
            status: failure.status(),
            error: failure.first.net_error(),
            edges: edges(failure),
            by_proxy: failure.is_marked_by(Layer::ClientProxy),
            asks_to_sign_in: failure.first.asks_to_sign_in(),
            is_form: is_form(seen),
            is_cut_off: failure.first.is_cut_off(),
            is_inside: case.was_inside(),
            has_headers: seen.iter().any(|o| o.headers.is_some()),
            has_ip: seen.iter().any(|o| o.ip.is_some()),
            is_dated: error.is_some_and(|error| error.cause == Cause::ExpiredCertificate),
        }
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
        let is_early = |cause: Cause| cause.is_lookup() || cause.is_connecting() || cause.is_certificate();
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

    /// Does this check make sense, whoever may run it, after what became of others?
    pub(super) fn call_for(&self, check: Check, outcomes: &Outcomes, cookies: Option<bool>) -> bool {
        // What no browser would send fails the same way whoever asks.
        if self.cause() == Some(Cause::BadRequest) {
            return false;
        }
        if check.limits().asks.hears_of_the_name() && !self.may_leave() {
            return false;
        }
        let edge = |has: fn(&Vendor) -> bool| self.edges.iter().any(|vendor| has(vendor));
        match check {
            // The browser would ask for name and password, and answer to nobody before it has them. And the address of a form
            // that is asked with GET may well answer, which says nothing of the form.
            Check::Again | Check::Several | Check::WithoutCookies if self.asks_to_sign_in || self.is_form => false,
            // A shorter address is another one, and works where this one is too long.
            Check::Again | Check::Several | Check::WithoutCookies | Check::EdgeExplains if self.is_cut_off => false,
            // It came otherwise once: does it come and go?
            Check::Several => {
                let again = outcomes.answer(Check::Again);
                let bare = outcomes.answer(Check::WithoutCookies);
                matches!(again, Some(Answer::AgainGood | Answer::AgainOther))
                    || bare == Some(Answer::WithoutCookiesGood)
            }
            Check::WithoutCookies if outcomes.answer(Check::Several) == Some(Answer::SeveralFlaps) => false,
            // Whoever gets too many requests gets no more of them, but one where nobody saw how long to wait.
            Check::Again if self.status == Some(429) => !self.has_headers,
            Check::WithoutCookies | Check::Root | Check::Sibling if self.status == Some(429) => false,
            // Only an answer can be about cookies, and only where the browser may have some.
            Check::WithoutCookies => {
                let answered = self.status.is_some() || self.cause() == Some(Cause::Loop);
                answered && cookies != Some(false)
            }
            Check::Root => self.was_reached() && self.address.is_some_and(|address| !address.is_root()),
            Check::Sibling => self.was_reached(),
            Check::OtherScheme | Check::OtherName => self.failed_early() && matches!(self.host, Host::Name(_)),
            Check::EdgeExplains => edge(|vendor| vendor.explain.is_some()),
            Check::EdgeAlive => edge(|vendor| vendor.alive.is_some()),
            // An answer over TLS has come through this network, unless a proxy of this side made it.
            Check::Control => self.status.is_none() || !self.is_secure() || self.by_proxy,
            // Where there was an answer, the address it came from is what can be compared.
            Check::Names => {
                let named = matches!(self.host, Host::Name(_));
                named && !self.stayed_here() && (self.status.is_none() || self.has_ip)
            }
            Check::VendorStatus => edge(|vendor| vendor.status_form.is_some()),
            Check::SiteStatus => matches!(self.host, Host::Name(_)) && !self.stayed_here(),
            Check::Outside => !self.stayed_here(),
            // What the browser stopped is the page alone: other requests of this extension get past it and prove nothing.
            Check::Again => self.cause() != Some(Cause::BrowserBlocked),
            Check::Archive => true,
        }
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
