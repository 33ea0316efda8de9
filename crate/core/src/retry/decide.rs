//! The decision: ask again, and when; or not, and why not.

use super::GiveUp;
use super::bucket::Bucket;
use super::figures::{Figures, Interval};
use super::symptom::{Pace, Symptom};

/// One request that was made to see whether the site is back, or to load the page once it seemed to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// When, in milliseconds since 1970.
    pub at_ms: f64,
    /// Did the site seem to be back?
    pub was_good: bool,
}

/// The course of one outage so far, as it was seen here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// When the first page failed, in milliseconds since 1970.
    pub began_ms: f64,
    /// The requests since then.
    pub attempts: Vec<Attempt>,
}

/// What else bears on the decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Around {
    /// Nobody sees the tab.
    pub is_hidden: bool,
    /// Until when the origin is left alone after giving up, whichever page of it fails; in milliseconds since 1970.
    pub rests_until_ms: f64,
    /// What may still be asked of the origin.
    pub origin: Bucket,
    /// What may still be asked of all origins.
    pub all: Bucket,
    /// Now, in milliseconds since 1970.
    pub now_ms: f64,
    /// Chance, where an interval leaves room for it: the same seed decides the same.
    pub seed: u64,
}

/// When to ask about a failure that was just seen, by these figures, in milliseconds since 1970.
///
/// # Errors
/// Says why the site is not asked any more.
pub fn decide(figures: &Figures, course: &Course, symptom: Symptom, around: &Around) -> Result<f64, GiveUp> {
    let &Around { now_ms, seed, .. } = around;
    if now_ms < around.rests_until_ms {
        return Err(GiveUp::Resting);
    }
    let wait = next_wait(figures, course, symptom.pace).ok_or(GiveUp::Questions)?;
    let drawn_ms =
        now_ms + wait.draw(seed, course.attempts.len() as u64) * if around.is_hidden { figures.hidden } else { 1.0 };
    let told_ms = told(figures, symptom, now_ms, seed);
    // A visitor who was told when to come back, and has no other reason to wait, comes then.
    let at_ms = match told_ms {
        Some(told_ms) if symptom.pace == Pace::WhenTold => told_ms,
        Some(told_ms) => told_ms.max(drawn_ms),
        None => drawn_ms,
    };
    let at_ms = around.all.ready_ms(&figures.all, around.origin.ready_ms(&figures.origin, at_ms));
    match at_ms - course.began_ms {
        late_ms if late_ms <= figures.lifetime_ms => Ok(at_ms),
        _ if told_ms.is_some_and(|told_ms| told_ms - course.began_ms > figures.lifetime_ms) => Err(GiveUp::ToldLater),
        _ => Err(GiveUp::Time),
    }
}

/// When to come back, if the answer says so: each visitor a little later, at a moment of their own.
pub(super) fn told(figures: &Figures, symptom: Symptom, now_ms: f64, seed: u64) -> Option<f64> {
    symptom.told_ms.map(|told_ms| told_ms.max(now_ms) + figures.told.draw(seed, u64::MAX))
}

/// How many questions may be asked about a failure of this pace.
pub fn questions(figures: &Figures, pace: Pace) -> usize {
    match pace {
        Pace::Usual | Pace::Slower => figures.waits.len(),
        Pace::Rare | Pace::WhenTold => figures.rare_questions,
    }
}

/// The wait before the next question; `None` when there is none left. The page itself must still fit into the budget.
fn next_wait(figures: &Figures, course: &Course, pace: Pace) -> Option<Interval> {
    // A question with a good answer, and the page that failed after it, failed once and not twice.
    let failed = course.attempts.iter().filter(|attempt| !attempt.was_good).count();
    if failed >= questions(figures, pace) || course.attempts.len() + 2 > figures.requests {
        return None;
    }
    match pace {
        Pace::Usual | Pace::WhenTold => figures.waits.get(failed).copied(),
        Pace::Slower => figures.waits.get(failed).map(|wait| Interval { to_ms: wait.to_ms * figures.slower, ..*wait }),
        Pace::Rare => Some(figures.rare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retry::figures::FIGURES;

    const BEGAN: f64 = 1_000_000.0;
    const SEEDS: u64 = 2_000;

    fn course(attempts: usize) -> Course {
        Course { began_ms: BEGAN, attempts: vec![Attempt { at_ms: BEGAN, was_good: false }; attempts] }
    }

    fn around() -> Around {
        Around {
            is_hidden: false,
            rests_until_ms: 0.0,
            origin: Bucket::full(&FIGURES.origin),
            all: Bucket::full(&FIGURES.all),
            now_ms: BEGAN,
            seed: 1,
        }
    }

    fn seen(pace: Pace) -> Symptom {
        Symptom { status: 502, pace, told_ms: None }
    }

    fn decided(attempts: usize, symptom: Symptom, around: &Around, seed: u64) -> Result<f64, GiveUp> {
        decide(&FIGURES, &course(attempts), symptom, &Around { seed, ..*around })
    }

    /// The shortest and the longest wait among many seeds, in seconds.
    fn waits(attempts: usize, symptom: Symptom, around: &Around) -> (f64, f64) {
        let wait = |seed| (decided(attempts, symptom, around, seed).unwrap() - BEGAN) / 1000.0;
        (0..SEEDS).map(wait).fold((f64::INFINITY, 0.0), |(low, high), it| (low.min(it), high.max(it)))
    }

    fn assert_waits(seen: (f64, f64), from: f64, to: f64) {
        let slack = (to - from) * 0.02;
        assert!(seen.0 >= from && seen.0 < from + slack, "{seen:?} from {from}");
        assert!(seen.1 <= to && seen.1 > to - slack, "{seen:?} to {to}");
    }

    #[test]
    fn each_wait_is_drawn_from_the_whole_of_its_interval() {
        for (made, wait) in FIGURES.waits.iter().enumerate() {
            assert_waits(waits(made, seen(Pace::Usual), &around()), wait.from_ms / 1000.0, wait.to_ms / 1000.0);
        }
        assert_waits(waits(0, seen(Pace::Slower), &around()), 4.0, 96.0);
        assert_waits(waits(0, seen(Pace::Rare), &around()), 120.0, 240.0);
        assert_waits(waits(0, seen(Pace::Usual), &Around { is_hidden: true, ..around() }), 8.0, 96.0);
    }

    #[test]
    fn the_page_itself_still_fits_into_the_budget_after_the_last_question() {
        for made in 0..20 {
            let may_ask = decided(made, seen(Pace::Usual), &around(), 1).is_ok();
            assert_eq!(may_ask, made + 2 <= FIGURES.requests, "{made}");
        }
        assert_eq!(decided(5, seen(Pace::Usual), &around(), 1), Err(GiveUp::Questions));
        assert_eq!(decided(2, seen(Pace::Rare), &around(), 1), Err(GiveUp::Questions));
    }

    #[test]
    fn a_page_that_fails_after_a_good_answer_costs_two_requests_and_one_wait() {
        let attempts = vec![Attempt { at_ms: BEGAN, was_good: true }, Attempt { at_ms: BEGAN, was_good: false }];
        let course = Course { began_ms: BEGAN, attempts: attempts.clone() };
        let decision = decide(&FIGURES, &course, seen(Pace::Usual), &around());
        assert!(decision.is_ok_and(|at_ms| (45_000.0..=60_000.0).contains(&(at_ms - BEGAN))));
        let course = Course { began_ms: BEGAN, attempts: attempts.repeat(3) };
        let decision = decide(&FIGURES, &course, seen(Pace::Usual), &around());
        assert_eq!(decision, Err(GiveUp::Questions));
    }

    #[test]
    fn retry_after_is_obeyed_and_nobody_comes_at_the_very_moment() {
        let told = |seconds: f64, pace| Symptom { told_ms: Some(BEGAN + seconds * 1000.0), ..seen(pace) };
        assert_waits(waits(0, told(300.0, Pace::Usual), &around()), 301.0, 348.0);
        assert_waits(waits(0, told(300.0, Pace::WhenTold), &around()), 301.0, 348.0);
        let (shortest, _) = waits(0, told(0.0, Pace::Usual), &around());
        assert!(shortest >= 4.0, "a site that says 0 is still not mashed: {shortest}");
        let day = told(86_400.0, Pace::Usual);
        assert_eq!(decided(0, day, &around(), 1), Err(GiveUp::ToldLater));
    }

    #[test]
    fn an_old_incident_is_left_alone() {
        let late = Around { now_ms: BEGAN + FIGURES.lifetime_ms, ..around() };
        let decision = decide(&FIGURES, &course(0), seen(Pace::Usual), &late);
        assert_eq!(decision, Err(GiveUp::Time));
    }

    #[test]
    fn an_origin_that_is_left_alone_is_asked_nothing_until_then() {
        let alone = Around { rests_until_ms: BEGAN + 1.0, ..around() };
        assert_eq!(decided(0, seen(Pace::Usual), &alone, 1), Err(GiveUp::Resting));
        let over = Around { rests_until_ms: BEGAN, ..around() };
        assert!(decided(0, seen(Pace::Usual), &over, 1).is_ok());
    }

    #[test]
    fn an_empty_bucket_puts_the_question_off() {
        let empty = Bucket { tokens: 0.0, at_ms: BEGAN };
        let (shortest, _) = waits(0, seen(Pace::Usual), &Around { origin: empty, ..around() });
        assert!(shortest >= 60.0, "{shortest}");
        let (shortest, _) = waits(0, seen(Pace::Usual), &Around { all: empty, ..around() });
        assert!(shortest >= 10.0, "{shortest}");
    }
}
