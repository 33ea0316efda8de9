//! What each check asks, and what the answers amount to: one file a check.
//!
//! [`step`] is called with everything a check has sent so far. It names the requests to send next, all at the same time,
//! or says what became of the check. It keeps nothing between calls, so an investigation that was interrupted goes on from
//! its exchanges alone.

use super::{Case, Check, Exchange, Outcome, Request, Why};

/// What a check does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Send these, all at the same time.
    Send(Vec<Request>),
    /// It is over.
    Done(Outcome),
}

/// What this check does next, given all exchanges of the investigation so far, in the order in which they ended.
pub fn step(_case: &Case, _check: Check, _exchanges: &[Exchange]) -> Step {
    Step::Done(Outcome::CouldNotRun(Why::Unknown))
}
