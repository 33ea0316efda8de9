//! The ways to come back to a page that failed.

use is_it_me_core::retry::bucket::Bucket;
use is_it_me_core::retry::figures::{FIGURES, Figures};
use is_it_me_core::retry::{Around, Attempt, Course, Pace, Symptom, decide};

use crate::site::{Answer, Want};

/// A way to come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Policy {
    /// The key is pressed again every two seconds, for as long as it takes.
    Mashing,
    /// A reload extension with a fixed interval of this many seconds.
    Every(u32),
    /// A patient person: a reload by hand once a minute, for as long as it takes.
    ByHand,
    /// What Chromium does after a net error, and would do if it did so after a 502.
    Chromium,
    /// The usual backoff without jitter: 1 s, doubled each time, at most a minute.
    Exponential,
    /// This extension.
    Ours(Figures),
}

/// `net_error_auto_reloader.cc`: the last one for ever.
const CHROMIUM_S: [u32; 7] = [1, 5, 30, 60, 300, 600, 1_800];
const EXPONENTIAL_S: [u32; 7] = [1, 2, 4, 8, 16, 32, 60];
const MASHING_S: u32 = 2;
const BY_HAND_S: u32 = 60;

impl Policy {
    /// Every way that is compared, the extension's last.
    pub const ALL: [Self; 7] = [
        Self::Mashing,
        Self::Every(3),
        Self::Every(30),
        Self::Chromium,
        Self::Exponential,
        Self::ByHand,
        Self::Ours(FIGURES),
    ];

    /// The name as the table has it.
    pub fn name(&self) -> String {
        match self {
            Self::Mashing => format!("F5 every {MASHING_S} s"),
            Self::Every(seconds) => format!("fixed {seconds} s"),
            Self::ByHand => format!("by hand, {BY_HAND_S} s"),
            Self::Chromium => "Chromium's net errors".into(),
            Self::Exponential => "exponential, no jitter".into(),
            Self::Ours(_) => "Is It Me?".into(),
        }
    }

    /// What somebody does after this answer to that: when, and what they want then. `None` if they do nothing.
    pub(crate) fn next(
        &self,
        wanted: Want,
        answer: Answer,
        course: &mut Course,
        now_ms: u32,
        seed: u64,
    ) -> Option<(u32, Want)> {
        if let Self::Ours(figures) = self {
            return ours(figures, wanted, answer, course, now_ms, seed);
        }
        if answer == Answer::Good {
            return None;
        }
        let tries = course.attempts.len();
        let seconds = match self {
            Self::Mashing => MASHING_S,
            Self::Every(seconds) => *seconds,
            Self::Chromium => last(&CHROMIUM_S, tries),
            Self::Exponential => last(&EXPONENTIAL_S, tries),
            Self::ByHand | Self::Ours(_) => BY_HAND_S,
        };
        // Only the schedules that grow must know how often it was.
        if matches!(self, Self::Chromium | Self::Exponential) {
            course.attempts.push(Attempt { at_ms: f64::from(now_ms), was_good: false });
        }
        Some((now_ms + seconds * 1000, Want::Page))
    }
}

fn last(schedule: &[u32], at: usize) -> u32 {
    schedule.get(at).or(schedule.last()).copied().unwrap_or_default()
}

/// A good answer to a question brings the page; whatever failed is for the policy to decide.
fn ours(
    figures: &Figures,
    wanted: Want,
    answer: Answer,
    course: &mut Course,
    now_ms: u32,
    seed: u64,
) -> Option<(u32, Want)> {
    let (status, pace) = match answer {
        Answer::Good => (200, Pace::Usual),
        Answer::Down => (502, Pace::Usual),
        Answer::Overloaded => (503, Pace::Slower),
    };
    let now = f64::from(now_ms);
    if course.began_ms == 0.0 {
        course.began_ms = now;
    } else {
        course.attempts.push(Attempt { at_ms: now, was_good: answer == Answer::Good });
    }
    if answer == Answer::Good {
        return (wanted == Want::Question).then_some((now_ms, Want::Page));
    }
    let around = Around {
        is_hidden: false,
        rests_until_ms: 0.0,
        origin: Bucket::full(&figures.origin),
        all: Bucket::full(&figures.all),
        now_ms: now,
        seed,
    };
    let symptom = Symptom { status, pace, told_ms: None };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a scenario lasts less than a day")]
    decide(figures, course, symptom, &around).ok().map(|at_ms| (at_ms as u32, Want::Question))
}
