//! What everything known about a case amounts to.

use super::facts::Facts;
use super::plan::{Plan, Stop};
use super::state::state;
use super::{Answer, Case, Check, Settings, meaning, scope};
use crate::diagnosis::{self, Diagnosis, VERY_SURE};
use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::observation::is_form;
use crate::words::{Cause, Side};

/// A case and what it amounts to. The failure is assembled once for everything that is asked about it.
pub struct Assessment<'a> {
    /// What is known.
    pub case: &'a Case,
    /// The diagnosis from what was seen and from what the checks answered.
    pub diagnosis: Diagnosis,
    /// `None` if nothing failed.
    facts: Option<Facts<'a>>,
}

impl<'a> Assessment<'a> {
    /// Of a case as it stands.
    pub fn of(case: &'a Case) -> Self {
        let mut all = Self::believed(case);
        if !case.outcomes.is_empty() {
            all.diagnosis.would_decide = all.deciding().map(|check| Message::of("check_would", check.word()));
        }
        all
    }

    /// The same without the check that would decide, which is found from it.
    fn believed(case: &'a Case) -> Self {
        let facts = Failure::assemble(&case.observations).map(|failure| Facts::of(failure, case));
        let elsewhere = facts.as_ref().map(evidence).unwrap_or_default();
        let failure = facts.as_ref().map(|facts| &facts.failure);
        let mut diagnosis = diagnosis::with(failure, &case.observations, elsewhere);
        if !case.outcomes.is_empty() {
            take_in(&mut diagnosis, case);
        }
        Self { case, diagnosis, facts }
    }

    /// The check to run next with these settings, after so much time.
    pub(super) fn next(&self, settings: &Settings, elapsed_ms: u32) -> Result<Check, Stop> {
        let facts = self.facts.as_ref().ok_or(Stop::NothingFailed)?;
        self.plan(facts, settings).next(elapsed_ms)
    }

    /// The check that would best settle an open case, whether it is allowed or not; `None` if nothing is open.
    pub fn deciding(&self) -> Option<Check> {
        self.plan(self.facts.as_ref()?, &self.case.settings).deciding()
    }

    /// Is it open whose problem it is, or may this check show that it is somebody else's?
    pub(super) fn bears_on_the_side(&self, check: Check) -> bool {
        let bears = |facts| self.plan(facts, &self.case.settings).bears_on_the_side(check);
        self.facts.as_ref().is_some_and(bears)
    }

    fn plan<'p>(&'p self, facts: &'p Facts<'a>, settings: &'p Settings) -> Plan<'p> {
        Plan { facts, settings, diagnosis: &self.diagnosis }
    }

    /// Does this check make sense here at all, whoever may run it?
    pub fn calls_for(&self, check: Check) -> bool {
        self.facts.as_ref().is_some_and(|facts| facts.call_for(check))
    }
}

/// The diagnosis from what was seen and from what the checks answered.
pub fn diagnose_case(case: &Case) -> Diagnosis {
    Assessment::of(case).diagnosis
}

/// The check to run next, or why there is none.
///
/// # Errors
/// Says why no check is run any more.
pub fn next(case: &Case) -> Result<Check, Stop> {
    Assessment::believed(case).next(&case.settings, case.elapsed_ms)
}

/// What the answers change beyond the probabilities.
fn take_in(d: &mut Diagnosis, case: &Case) {
    let answered = |answer| case.outcomes.gave(answer);
    // If answers contradict each other, nobody is told whose problem it is unless one side outweighs all doubt.
    if meaning::contradicts(&case.outcomes) && d.confidence < VERY_SURE {
        d.side = Side::Unknown;
    }
    d.scope = scope::scope(d.side, &d.fault.ranked, answered);
    if !is_form(&case.observations) {
        d.state = state(d.state, answered);
    }
    d.cause = told(d.side, answered).unwrap_or(d.cause);
}

/// What a check found to be wrong, if that says more than what the browser met.
fn told(side: Side, answered: impl Fn(Answer) -> bool) -> Option<Cause> {
    match side {
        Side::Site | Side::Unknown if answered(Answer::SeveralFlaps) => Some(Cause::ComesAndGoes),
        Side::Network if answered(Answer::ControlCaptive) => Some(Cause::Challenge),
        Side::You if answered(Answer::ControlClock) => Some(Cause::WrongClock),
        _ => None,
    }
}

/// What the outcomes say about who is to blame. If this device or its proxy ended the request, asking again meets the
/// same device, so a second failure says nothing about the place.
fn evidence(facts: &Facts) -> Vec<Evidence> {
    let outcomes = &facts.case.outcomes;
    if facts.stayed_here() {
        return meaning::evidence(&outcomes.clone().without(Check::Again), &[]);
    }
    meaning::evidence(outcomes, facts.special)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_check_found_is_the_cause_only_on_the_side_that_it_is_about() {
        let of = |side, found: Answer| told(side, |answer| answer == found);
        for (side, found, cause) in [
            (Side::Site, Answer::SeveralFlaps, Some(Cause::ComesAndGoes)),
            (Side::Unknown, Answer::SeveralFlaps, Some(Cause::ComesAndGoes)),
            (Side::You, Answer::SeveralFlaps, None),
            (Side::Network, Answer::ControlCaptive, Some(Cause::Challenge)),
            (Side::Site, Answer::ControlCaptive, None),
        ] {
            assert_eq!(of(side, found), cause, "{side} {found}");
        }
    }
}
