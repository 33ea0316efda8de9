//! One scenario from its first visitor to the last who still tries.

use is_it_me_core::retry::Course;
use is_it_me_core::retry::chance::chance;

use crate::calendar::Calendar;
use crate::outcome::{Outcome, Tally};
use crate::policy::Policy;
use crate::site::{Answer, PARTS, Site, Want};
use crate::visitor::Visitor;

/// An outage of a site, and who wants it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scenario {
    /// Seconds that the site is down.
    pub outage_s: u32,
    /// The share of the site's capacity that its visitors ask for on an ordinary day: near 0 it is idle, near 1
    /// saturated.
    pub load: f64,
    /// How many visitors arrive in all, evenly from a little before the outage to some minutes after it.
    pub visitors: u32,
    /// What a page brings along besides its document.
    pub parts: u32,
}

/// When the outage begins, in milliseconds.
const DOWN_FROM_MS: u32 = 10_000;
/// Seconds after it in which new visitors still arrive.
const TAIL_S: u32 = 300;
/// Nobody is watched longer than this after the outage.
const LIMIT_S: u32 = 3_600;

impl Scenario {
    /// An outage of a site whose pages have the usual parts, with this many visitors in all.
    pub const fn new(outage_s: u32, load: f64, visitors: u32) -> Self {
        Self { outage_s, load, visitors, parts: PARTS }
    }

    /// The same with this many visitors a second: then chance shows as little after a long outage as after a short one.
    pub const fn steady(outage_s: u32, load: f64, a_second: u32) -> Self {
        let seconds = Self::new(outage_s, load, 0).arrivals_ms() / 1000;
        Self::new(outage_s, load, a_second * seconds)
    }

    const fn down_until_ms(&self) -> u32 {
        DOWN_FROM_MS + self.outage_s * 1000
    }

    const fn arrivals_ms(&self) -> u32 {
        self.down_until_ms() + TAIL_S * 1000
    }

    /// Requests a second on an ordinary day, the parts of pages included.
    pub fn ordinary(&self) -> f64 {
        f64::from(self.visitors) * f64::from(1 + self.parts) * 1000.0 / f64::from(self.arrivals_ms())
    }
}

/// Plays the scenario with everybody coming back in this way.
pub fn run(scenario: &Scenario, policy: &Policy) -> Outcome {
    let end_ms = scenario.down_until_ms() + LIMIT_S * 1000;
    let (from_ms, until_ms) = (DOWN_FROM_MS, scenario.down_until_ms());
    let mut site = Site::new(from_ms, until_ms, scenario.ordinary() / scenario.load, scenario.parts);
    let mut visitors = vec![Visitor::new(); scenario.visitors as usize];
    let mut calendar = arrivals(scenario, end_ms);
    let mut tally = Tally::new(from_ms, until_ms, end_ms);
    while let Some((slot_ms, turn)) = calendar.next() {
        for id in turn {
            let Some(visitor) = visitors.get_mut(id as usize) else { continue };
            let (answer, requests) = site.answer(slot_ms, visitor.want);
            tally.count(slot_ms, requests, answer == Answer::Good);
            if let Some((at_ms, want)) = act(visitor, answer, policy, slot_ms, u64::from(id)) {
                visitor.want = want;
                calendar.add(at_ms, id);
            }
        }
    }
    tally.outcome(scenario, &visitors)
}

/// Evenly spread, so that what is uneven in the end is the policy's doing.
fn arrivals(scenario: &Scenario, end_ms: u32) -> Calendar {
    let mut calendar = Calendar::until(end_ms);
    for id in 0..scenario.visitors {
        let at_ms = u64::from(scenario.arrivals_ms()) * u64::from(id) / u64::from(scenario.visitors);
        calendar.add(u32::try_from(at_ms).unwrap_or(u32::MAX), id);
    }
    calendar
}

fn act(visitor: &mut Visitor, answer: Answer, policy: &Policy, slot_ms: u32, id: u64) -> Option<(u32, Want)> {
    let is_first = visitor.course.is_none();
    if !is_first {
        visitor.again += 1;
    }
    if answer == Answer::Good && visitor.want == Want::Page {
        visitor.served_ms = Some(slot_ms);
        return None;
    }
    let course = visitor.course.get_or_insert_with(|| Box::new(Course::default()));
    // Everybody has random numbers of their own, and so has each of a visitor's questions.
    let seed = id << 8 | u64::from(visitor.again & 0xFF);
    // The act lies somewhere within its slot.
    let within_ms = chance(seed, 77) * 99.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below a hundred")]
    policy.next(visitor.want, answer, course, slot_ms + within_ms as u32, seed)
}
