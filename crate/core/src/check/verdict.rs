//! What everything known of a case amounts to.

use super::case::Facts;
use super::{Answer, Case, Check, meaning, plan, scope};
use crate::diagnosis::{self, Diagnosis, VERY_SURE};
use crate::evidence::Evidence;
use crate::message::Message;
use crate::observation::Observation;
use crate::words::{Cause, Side, State};

/// The diagnosis from what was seen and from what the checks answered.
pub fn diagnose_case(case: &Case) -> Diagnosis {
    let d = believed(case);
    if case.outcomes.is_empty() {
        return d;
    }
    let would_decide = plan::deciding(case, &d).map(|check| Message::of("check_would", check.word()));
    Diagnosis { would_decide, ..d }
}

/// The same without the check that would decide, which rests on it.
pub(super) fn believed(case: &Case) -> Diagnosis {
    let mut d = diagnosis::with(&case.observations, evidence(case));
    if case.outcomes.is_empty() {
        return d;
    }
    let answered = |answer: Answer| case.outcomes.answer(answer.check()) == Some(answer);
    // Where answers contradict each other, nobody is told whose problem it is unless one side outweighs all doubt.
    if meaning::contradicts(&case.outcomes) && d.confidence < VERY_SURE {
        d.side = Side::Unknown;
    }
    d.scope = scope::scope(d.side, &d.fault.ranked, answered);
    if !case.observations.iter().any(Observation::sends_a_form) {
        d.state = state(d.state, answered);
    }
    d.cause = told(d.side, answered).unwrap_or(d.cause);
    d
}

/// What a check found to be wrong, where that says more than what the browser met.
fn told(side: Side, answered: impl Fn(Answer) -> bool) -> Option<Cause> {
    match side {
        Side::Site | Side::Unknown if answered(Answer::SeveralFlaps) => Some(Cause::ComesAndGoes),
        Side::Network if answered(Answer::ControlCaptive) => Some(Cause::Challenge),
        Side::You if answered(Answer::ControlClock) => Some(Cause::WrongClock),
        _ => None,
    }
}

/// What the outcomes say about who is to blame. Where this device or its proxy ended the request, asking again meets the
/// same device, and that it fails once more says nothing of the place.
fn evidence(case: &Case) -> Vec<Evidence> {
    let again = case.outcomes.get(Check::Again);
    if again.is_some() && Facts::of(case).is_some_and(|facts| facts.stayed_here()) {
        return meaning::evidence(&case.outcomes.clone().without(Check::Again), false);
    }
    meaning::evidence(&case.outcomes, case.is_dated())
}

/// A page that works now has recovered, unless asking a few times more shows that it does not.
pub(super) fn state(state: State, answered: impl Fn(Answer) -> bool) -> State {
    let fails_again = answered(Answer::SeveralFlaps) || answered(Answer::SeveralFail);
    match state {
        State::Failed if answered(Answer::AgainGood) && !fails_again => State::Recovered,
        State::Recovered if fails_again => State::Failed,
        _ => state,
    }
}

impl Case {
    /// The same case without this outcome: what would be known if the check had not been run.
    #[must_use]
    pub fn without(&self, check: Check) -> Self {
        Self { outcomes: self.outcomes.clone().without(check), ..self.clone() }
    }
}
