//! What each check asks, and what the answers amount to: one file per check, or per family of checks with the same
//! idea.
//!
//! [`step`] is called with everything a check has sent so far. It names the requests to send next, all at the same
//! time, or says what became of the check. It keeps nothing between calls, so an interrupted investigation resumes from
//! its exchanges alone. Whatever is answered, no check sends more than its limit allows, and POST is used for nothing
//! but ordering a measurement.

mod again;
mod archive;
mod control;
mod edge;
mod json;
mod judge;
mod names;
mod outside;
mod place;
mod site;
mod status;
mod told_path;
mod variant;

use core::cell::OnceCell;

use super::{Answer, Asks, Case, Check, Exchange, Lost, Outcome, Request, Why};
use crate::address::Address;
use crate::body::Body;
use crate::diagnosis::{Diagnosis, diagnose};
use crate::failure::Failure;
pub use archive::archived_copy;
pub(crate) use names::NameFacts;
pub use names::to_resolver;
pub use place::Elsewhere;
pub(crate) use place::Place;
pub(crate) use status::site_status_page;
pub(crate) use told_path::outside_path;

/// What a check does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Send these, all at the same time.
    Send(Vec<Request>),
    /// It is over.
    Done(Outcome),
}

/// What this check does next, given all exchanges of the investigation so far, in the order in which they ended.
pub fn step(case: &Case, check: Check, exchanges: &[Exchange]) -> Step {
    let Some(asked) = Asked::of(case, check, exchanges) else { return Step::could_not(Why::Unknown) };
    // The plan runs no such check. What must never happen is prevented a second time where addresses are made.
    if check.limits().asks == Asks::ToldTheName && asked.public_host().is_none() {
        return Step::could_not(Why::Unknown);
    }
    let next = match check {
        Check::Again => again::again(&asked),
        Check::Several => again::several(&asked),
        Check::WithoutCookies => site::without_cookies(&asked),
        Check::Root => site::root(&asked),
        Check::Sibling => site::sibling(&asked),
        Check::OtherScheme => variant::other_scheme(&asked),
        Check::OtherName => variant::other_name(&asked),
        Check::EdgeExplains => edge::explains(&asked),
        Check::EdgeAlive => edge::alive(&asked),
        Check::Control => control::control(&asked),
        Check::Names => names::names(&asked),
        Check::VendorStatus => status::vendor(&asked),
        Check::SiteStatus => status::site(&asked),
        Check::Outside => outside::outside(&asked),
        Check::Archive => archive::archive(&asked),
    };
    asked.within_limits(next)
}

/// The request for the page at this address, for callers that have to send it before there is a case to plan for.
/// [`Check::Again`] sends the same, unless the page is known to send the browser round in circles.
pub fn page_again(url: &str) -> Option<Request> {
    Address::of(url).map(|address| page(address.page()))
}

/// What other resolvers say of the name: addresses, aliases and where they lead, the zone, and for how long that holds.
pub(crate) fn name_facts(case: &Case, exchanges: &[Exchange]) -> NameFacts {
    begun(case, Check::Names, exchanges).map(|asked| names::facts(&asked)).unwrap_or_default()
}

/// The places elsewhere that have answered, in the order in which they were asked.
pub(crate) fn places(case: &Case, exchanges: &[Exchange]) -> Vec<Place> {
    begun(case, Check::Outside, exchanges).map(|asked| outside::places(&asked)).unwrap_or_default()
}

/// A check that has sent something. There is nothing to say about any other, and no need to find out how the page
/// failed.
fn begun<'a>(case: &'a Case, check: Check, exchanges: &'a [Exchange]) -> Option<Asked<'a>> {
    let is_begun = exchanges.iter().any(|exchange| exchange.check == check);
    if is_begun { Asked::of(case, check, exchanges) } else { None }
}

/// Everything that a check knows.
struct Asked<'a> {
    case: &'a Case,
    check: Check,
    failure: Failure<'a>,
    address: Address<'a>,
    exchanges: &'a [Exchange],
    /// The diagnosis of what was seen, made when it is first needed.
    diagnosis: OnceCell<Diagnosis>,
}

impl<'a> Asked<'a> {
    /// `None` if nothing failed, or not at an address of the web.
    fn of(case: &'a Case, check: Check, exchanges: &'a [Exchange]) -> Option<Self> {
        let failure = Failure::assemble(&case.observations)?;
        let address = failure.first.address()?;
        Some(Self { case, check, failure, address, exchanges, diagnosis: OnceCell::new() })
    }

    /// The host's name or number, if the outside world may hear of it.
    fn public_host(&self) -> Option<String> {
        self.address.public_host().filter(|_| !self.case.was_inside())
    }

    /// What was seen, without what the checks have added.
    fn diagnosis(&self) -> &Diagnosis {
        self.diagnosis.get_or_init(|| diagnose(&self.case.observations))
    }

    /// What this check has sent so far.
    fn mine(&self) -> impl Iterator<Item = &'a Exchange> {
        self.exchanges.iter().filter(|exchange| exchange.check == self.check)
    }

    /// The last thing that came back, of a check that sends one request at a time.
    fn last(&self) -> Option<&'a Exchange> {
        self.mine().last()
    }

    /// Whatever a check wants, its limit applies.
    fn within_limits(&self, next: Step) -> Step {
        let Step::Send(mut requests) = next else { return next };
        let sent = self.mine().count();
        requests.truncate(usize::from(self.check.limits().requests).saturating_sub(sent));
        if requests.is_empty() { Step::could_not(Why::TimedOut) } else { Step::Send(requests) }
    }
}

impl Step {
    fn send(request: Request) -> Self {
        Self::Send(vec![request])
    }

    const fn answered(answer: Answer) -> Self {
        Self::Done(Outcome::Answered(answer))
    }

    const fn could_not(why: Why) -> Self {
        Self::Done(Outcome::CouldNotRun(why))
    }
}

/// A request that tells nobody more than it must: no cookies, and a redirect is an answer.
pub(super) const fn get(url: String, reads: usize) -> Request {
    Request { url, headers: Vec::new(), body: None, cookies: false, follows: false, reads, after_ms: 0 }
}

/// A page of the site, requested as a visit would: some servers answer programs differently.
fn page(url: String) -> Request {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8".to_owned();
    Request { headers: vec![("Accept", accept)], cookies: true, follows: true, ..get(url, Body::MAX) }
}

#[cfg(test)]
mod tests;
