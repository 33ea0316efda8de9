//! Which checks make sense for a failure, whoever may run them.

use super::meaning::{self, Row};
use super::{Answer, Asks, Case, Check};
use crate::dns::Host;
use crate::failure::{Failure, Nearby};
use crate::observation::{Observation, is_form};
use crate::vendor::Vendor;
use crate::words::{Cause, Layer};

/// What decides it.
pub(super) struct Facts<'a> {
    pub(super) case: &'a Case,
    pub(super) failure: Failure<'a>,
    host: Host,
    /// What the browser met, if there was no answer.
    cause: Option<Cause>,
    /// Where answers mean something else than usual.
    pub(super) special: &'static [Row],
}

impl<'a> Facts<'a> {
    pub(super) fn of(failure: Failure<'a>, case: &'a Case) -> Self {
        let error = case.observations.iter().find(|o| o.error.is_some()).and_then(Observation::net_error);
        let met = failure.first.net_error().filter(|_| failure.status().is_none());
        // A certificate that looks out of date may be a clock that is.
        let is_dated = error.is_some_and(|error| error.cause == Cause::ExpiredCertificate);
        let special = if is_dated {
            meaning::DATED
        } else if failure.may_be_from_nearby() == Some(Nearby::Failed) {
            meaning::NEARBY
        } else {
            &[]
        };
        Self { host: Host::of(failure.first.host()), cause: met.map(|error| error.cause), special, case, failure }
    }

    /// May the outside world hear of this address? A password in it shows that it is nobody else's business.
    fn may_leave(&self) -> bool {
        let has_user = self.failure.first.address().is_none_or(|address| address.has_user);
        !has_user && self.host.may_leave() && !self.case.was_inside()
    }

    /// Was one of the observations like this?
    fn seen(&self, is_like: fn(&Observation) -> bool) -> bool {
        self.case.observations.iter().any(is_like)
    }

    /// Did anybody accept the connection, so that one address may fail while another works?
    fn was_reached(&self) -> bool {
        let hung_up = matches!(
            self.cause,
            Some(
                Cause::NoAnswer
                    | Cause::ClosedEarly
                    | Cause::BadAnswer
                    | Cause::CutShort
                    | Cause::AnswerTooBig
                    | Cause::Loop
            )
        );
        self.failure.status().is_some() || hung_up
    }

    /// Did it fail at the name, the connection or the certificate, where a variant of the address may do better?
    fn failed_early(&self) -> bool {
        let is_early = |cause: Cause| cause.is_lookup() || cause.is_connecting() || cause.is_certificate();
        self.cause.is_some_and(is_early)
    }

    /// Did this device or its proxy end the request before the name and the site came into play?
    pub(super) fn stayed_here(&self) -> bool {
        matches!(
            self.cause,
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

    /// Does this check make sense, whoever may run it, given what became of the others?
    pub(super) fn call_for(&self, check: Check) -> bool {
        let (failure, first) = (&self.failure, self.failure.first);
        let (status, answer) = (failure.status(), |check| self.case.outcomes.answer(check));
        // What no browser would send fails the same way for everybody. A proxy that wants a password makes the browser
        // ask for it once more with every request, whoever it is meant for.
        if self.cause == Some(Cause::BadRequest) || status == Some(407) {
            return false;
        }
        if check.limits().asks == Asks::ToldTheName && !self.may_leave() {
            return false;
        }
        let edge = |has: fn(&Vendor) -> bool| edges(failure).any(has);
        match check {
            // The browser would ask for name and password, and answer nobody before it has them. And the address of a
            // form that is requested with GET may well answer, which says nothing about the form.
            Check::Again | Check::Several | Check::WithoutCookies
                if first.asks_to_sign_in() || is_form(&self.case.observations) =>
            {
                false
            }
            // A shorter address is another one, and works even if this one is too long.
            Check::Again | Check::Several | Check::WithoutCookies | Check::EdgeExplains if first.is_cut_off() => false,
            // One request turned out differently: does it come and go? Redirects in circles cannot be counted.
            Check::Several => {
                let again = answer(Check::Again);
                let bare = answer(Check::WithoutCookies);
                matches!(again, Some(Answer::AgainGood | Answer::AgainOther))
                    || bare == Some(Answer::WithoutCookiesGood) && self.cause != Some(Cause::Loop)
            }
            Check::WithoutCookies if answer(Check::Several) == Some(Answer::SeveralFlaps) => false,
            // A server that complains of too many requests gets no more of them, except one if nobody saw how long to
            // wait.
            Check::Again if status == Some(429) => !self.seen(|o| o.headers.is_some()),
            Check::WithoutCookies | Check::Root | Check::Sibling if status == Some(429) => false,
            // Only an answer can be about cookies, and only if the browser may have some.
            Check::WithoutCookies => {
                let answered = status.is_some() || self.cause == Some(Cause::Loop);
                answered && self.case.settings.cookies != Some(false)
            }
            Check::Root => self.was_reached() && first.address().is_some_and(|address| !address.is_root()),
            Check::Sibling => self.was_reached(),
            Check::OtherScheme | Check::OtherName => self.failed_early() && matches!(self.host, Host::Name(_)),
            Check::EdgeExplains => edge(|vendor| vendor.explain.is_some()),
            Check::EdgeAlive => edge(|vendor| vendor.alive.is_some()),
            // An answer over TLS has come through this network, unless a proxy on this side made it.
            Check::Control => status.is_none() || !first.is_secure() || failure.is_marked_by(Layer::ClientProxy),
            // If there was an answer, the address it came from can be compared.
            Check::Names => {
                let named = matches!(self.host, Host::Name(_));
                named && !self.stayed_here() && (status.is_none() || self.seen(|o| o.ip.is_some()))
            }
            Check::VendorStatus => edge(|vendor| vendor.status_form.is_some()),
            Check::SiteStatus => matches!(self.host, Host::Name(_)) && !self.stayed_here(),
            Check::Outside => !self.stayed_here(),
            // What the browser stopped is this page alone: other requests by this extension get past it and prove
            // nothing.
            Check::Again => self.cause != Some(Cause::BrowserBlocked),
            Check::Archive => true,
        }
    }
}

/// The delivery networks on the way of the failure.
pub(super) fn edges<'f>(failure: &'f Failure) -> impl Iterator<Item = &'static Vendor> + use<'f> {
    failure.path().filter(|trace| trace.layer() == Layer::CdnEdge).map(|trace| trace.vendor)
}
