//! Which check comes next, when enough is known, and which check would settle what is still open.
//!
//! The next check is the one that promises most information for its cost: how much less would be open, on average over
//! its answers, about the place, the side and whether the failure lasts. It is run only while the verdict is open, or
//! if a likely enough answer would change it.

use super::facts::Facts;
use super::meaning::{self, Places, Row};
use super::state::state;
use super::{Answer, Asks, Check, Outcome, Settings, Why, budget, scope};
use crate::diagnosis::{self, Diagnosis};
use crate::words::{Fault, Scope, Side, State, words};

words! {
    /// Why no check is run any more.
    Stop {
        /// Nothing failed, or nothing is known of a failure.
        NothingFailed = "nothing-failed",
        /// It works again.
        Over = "over",
        /// No check that is left could change the verdict.
        Settled = "settled",
        /// It is open, and no check that is left would tell enough.
        NothingTellsMore = "nothing-tells-more",
        /// Every check that makes sense and is allowed was run.
        NothingLeft = "nothing-left",
        /// Time or requests are used up.
        Budget = "budget",
    }
}

/// An answer less probable than this is not worth waiting for.
const POSSIBLE: f32 = 0.05;
/// Less information than this, in nats, is not worth a request.
const WORTH_A_REQUEST: f32 = 0.02;

/// All that the choice of a check rests on.
pub(super) struct Plan<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) settings: &'a Settings,
    pub(super) diagnosis: &'a Diagnosis,
}

impl Plan<'_> {
    /// The check to run next, this many milliseconds after the click, or why there is none.
    pub(super) fn next(&self, elapsed_ms: u32) -> Result<Check, Stop> {
        let state = self.diagnosis.state;
        if !matches!(state, State::Failed | State::Recovered) {
            return Err(Stop::NothingFailed);
        }
        let (mut left, mut affordable) = (false, false);
        for &check in Check::ALL {
            if self.is_left(check) {
                left = true;
                affordable |= self.is_affordable(check);
            }
        }
        if !left {
            return Err(if state == State::Recovered { Stop::Over } else { Stop::NothingLeft });
        }
        let open = self.diagnosis.is_open();
        let late = elapsed_ms >= budget::HARD_MS || elapsed_ms >= budget::USUAL_MS && !open;
        if late || !affordable {
            return Err(Stop::Budget);
        }
        let mut best = Best::default();
        for &check in Check::ALL {
            if self.is_left(check) && self.is_affordable(check) {
                let promise = self.promise(check);
                if promise.changes || open && promise.nats() >= WORTH_A_REQUEST {
                    best.offer(check, promise.nats() / check.limits().cost);
                }
            }
        }
        best.check.ok_or(if open { Stop::NothingTellsMore } else { Stop::Settled })
    }

    /// See [`super::Assessment::bears_on_the_side`].
    pub(super) fn bears_on_the_side(&self, check: Check) -> bool {
        self.diagnosis.confidence < diagnosis::VERY_SURE || self.promise(check).turns
    }

    /// The check that would best settle an open case, whether it is allowed or not; `None` if nothing is open.
    pub(super) fn deciding(&self) -> Option<Check> {
        let mut best = Best::default();
        for check in Check::ALL.iter().copied().filter(|_| self.diagnosis.is_open()) {
            // A check that has told something would tell the same again.
            let has_told = self.facts.case.outcomes.answer(check).is_some_and(meaning::tells);
            if check != Check::Archive && !has_told && self.facts.call_for(check) {
                best.offer(check, self.promise(check).place);
            }
        }
        best.check
    }

    fn is_left(&self, check: Check) -> bool {
        // Once it works again, the only question worth asking is whether that lasts.
        let matters = self.diagnosis.state != State::Recovered || check == Check::Several;
        let new = check != Check::Archive && self.facts.case.outcomes.get(check).is_none();
        matters && new && self.settings.allows(check) && self.facts.call_for(check)
    }

    /// Do its requests fit into what is left of the budget?
    fn is_affordable(&self, check: Check) -> bool {
        let more = u16::from(check.limits().requests);
        let (mut used, mut used_of_site) = (more, if check.limits().asks == Asks::Site { more } else { 0 });
        for (run, outcome) in self.facts.case.outcomes.iter() {
            let sent = if was_sent(outcome) { u16::from(run.limits().requests) } else { 0 };
            used += sent;
            used_of_site += if run.limits().asks == Asks::Site { sent } else { 0 };
        }
        used <= budget::REQUESTS && used_of_site <= budget::REQUESTS_TO_SITE
    }

    fn promise(&self, check: Check) -> Promise {
        let d = self.diagnosis;
        let (places, special) = (in_order(&d.fault.ranked), self.facts.special);
        let now = Told { state: d.state, side: d.side, scope: d.scope, at: d.fault.at };
        let (mut left, mut changes, mut turns) = (0.0, false, false);
        for answer in Answer::all_of(check) {
            let probability = meaning::expected(answer, &places, special);
            let after = after(&places, answer, special);
            left += probability * open_about(&after);
            let told = self.told(&after, answer);
            changes |= probability >= POSSIBLE && told != now;
            turns |= probability >= POSSIBLE && told.side != now.side;
        }
        Promise { place: (open_about(&places) - left).max(0.0), time: about_time(check, &places), changes, turns }
    }

    /// What people would be told after this answer.
    fn told(&self, places: &Places, new: Answer) -> Told {
        let ranked = diagnosis::ranked(Fault::ALL.iter().copied().zip(*places));
        let (side, _) = diagnosis::side(&ranked);
        let at = ranked.first().filter(|(_, p)| *p >= diagnosis::NAMED).map(|(fault, _)| *fault);
        let answered = |answer| answer == new || self.facts.case.outcomes.gave(answer);
        let scope = scope::scope(side, &ranked, answered);
        Told { state: state(self.diagnosis.state, answered), side, scope, at }
    }
}

/// The check with most to offer; among equals, the first.
#[derive(Default)]
struct Best {
    check: Option<Check>,
    offers: f32,
}

impl Best {
    fn offer(&mut self, check: Check, nats: f32) {
        if self.check.is_none() || nats > self.offers {
            *self = Self { check: Some(check), offers: nats };
        }
    }
}

/// Was anything sent for this outcome?
const fn was_sent(outcome: &Outcome) -> bool {
    !matches!(outcome, Outcome::CouldNotRun(Why::NoAccess | Why::NoConsent | Why::SwitchedOff))
}

/// What a check promises before it is run.
struct Promise {
    /// The information about place and side expected of it, in nats.
    place: f32,
    /// The information about whether it lasts.
    time: f32,
    /// One of its possible answers changes the verdict.
    changes: bool,
    /// One of them makes it somebody else's problem.
    turns: bool,
}

/// What people are told.
#[derive(PartialEq)]
struct Told {
    state: State,
    side: Side,
    scope: Scope,
    at: Option<Fault>,
}

impl Promise {
    fn nats(&self) -> f32 {
        self.place + self.time
    }
}

/// How much is open about the place and the side.
fn open_about(places: &Places) -> f32 {
    let mut open = entropy(places);
    for &side in Side::ALL {
        let mut of_side = 0.0;
        for (fault, probability) in Fault::ALL.iter().zip(places) {
            of_side += if fault.side() == side { *probability } else { 0.0 };
        }
        open += entropy(&[of_side]);
    }
    open
}

/// Whether it lasts is a question of its own, and only asking again answers it.
fn about_time(check: Check, places: &Places) -> f32 {
    let over = match check {
        Check::Again => Answer::AgainGood,
        Check::Several => Answer::SeveralGood,
        _ => return 0.0,
    };
    let probability = meaning::expected(over, places, &[]);
    entropy(&[probability, 1.0 - probability])
}

fn entropy(parts: &[f32]) -> f32 {
    let mut entropy = 0.0;
    for p in parts.iter().filter(|p| **p > 0.0) {
        entropy -= p * p.ln();
    }
    entropy
}

/// The probabilities in the order of [`Fault::ALL`].
fn in_order(ranked: &[(Fault, f32)]) -> Places {
    let mut places = Places::default();
    for (place, fault) in places.iter_mut().zip(Fault::ALL) {
        *place = diagnosis::probability(ranked, *fault);
    }
    places
}

/// The probabilities as they would be after this answer.
fn after(places: &Places, answer: Answer, special: &[Row]) -> Places {
    let mut after = *places;
    let mut sum = 0.0;
    for (p, weight) in after.iter_mut().zip(meaning::weights(answer, special)) {
        *p *= (weight / diagnosis::TEMPERATURE).exp();
        sum += *p;
    }
    for p in &mut after {
        *p = if sum > 0.0 { *p / sum } else { 0.0 };
    }
    after
}
