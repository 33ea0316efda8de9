//! What people are told of an outage: on the badge, in the popup, in the history.

use super::figures::{FIGURES, RETURN_MS};
use super::life::{End, Ending, Incident, Outage, Phase};
use super::{GiveUp, questions};
use crate::clock;
use crate::message::Message;
use crate::observation::Zone;
use crate::quantity::{decimal, span, whole};
use crate::words::words;

words! {
    /// What a person can do about it.
    Choice {
        /// Ask no more.
        Stop = "stop",
        /// Ask now.
        Now = "now",
        /// After the end: begin anew.
        Again = "again",
    }
}

/// The popup's line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it says.
    pub text: Message,
    /// What can be done.
    pub choices: &'static [Choice],
}

/// How many seconds a badge counts one by one; longer waits are given in minutes.
pub const COUNTED_S: f64 = 99.0;

/// What fits on a badge: `42`, `4m`, or a sign. Empty while nothing is under way.
pub fn badge(incident: &Incident, is_online: bool, now_ms: f64) -> String {
    match incident.phase {
        // Without a network, nothing happens when the time has come.
        Phase::Waiting(_) if !is_online => PENDING.into(),
        Phase::Waiting(due_ms) => match ((due_ms - now_ms) / 1000.0).ceil().max(0.0) {
            seconds if seconds <= COUNTED_S => whole(seconds),
            seconds => whole((seconds / 60.0).ceil()) + "m",
        },
        Phase::Asking(_) | Phase::Returning => PENDING.into(),
        Phase::Over(_) => FAILED.into(),
    }
}

/// The badge while nobody knows how long it takes.
const PENDING: &str = "…";

/// The badge of a page that failed, as the background script sets it.
pub const FAILED: &str = "!";

/// What fits on the badge of a page that is back.
pub const BACK: &str = "✓";

/// What a notification says about a page that was away for this long.
pub fn after(ms: f64) -> Message {
    Message::new("retry_back_after").with(span(ms))
}

/// What the popup says about a page that works, if its site was found to be back shortly before the page was loaded.
pub fn back(outages: &[Outage], loaded_ms: f64) -> Option<Message> {
    let last = outages.last().filter(|last| last.ending == Ending::Back)?;
    let is_soon = (0.0..RETURN_MS).contains(&(loaded_ms - last.ended_ms));
    is_soon.then(|| after(last.ended_ms - last.began_ms))
}

/// What the popup says of it.
pub fn line(incident: &Incident, is_online: bool, now_ms: f64) -> Line {
    match incident.phase {
        Phase::Waiting(_) if !is_online => Line { text: Message::new("retry_offline"), choices: &[Choice::Stop] },
        Phase::Waiting(due_ms) => Line {
            text: counted("retry_waiting", incident, Some(span((due_ms - now_ms).max(0.0)))),
            choices: &[Choice::Now, Choice::Stop],
        },
        Phase::Asking(_) => Line { text: counted("retry_asking", incident, None), choices: &[Choice::Stop] },
        Phase::Returning => Line { text: Message::new("retry_returning"), choices: &[Choice::Stop] },
        // A site that asked to be left alone is not asked again.
        Phase::Over(End::GaveUp(GiveUp::ToldLater)) => Line { text: Message::new("retry_told_later"), choices: &[] },
        Phase::Over(end) => Line { text: Message::new(over(end)), choices: &[Choice::Again] },
    }
}

/// The message, with the number of this question and of all of them.
fn counted(key: &'static str, incident: &Incident, first: Option<String>) -> Message {
    let most = questions(&FIGURES, incident.last.pace);
    let next = incident.course.attempts.iter().filter(|attempt| !attempt.was_good).count() + 1;
    let mut message = Message::new(key);
    message.params.extend(first);
    message.with(decimal(next.min(most))).with(decimal(most))
}

const fn over(end: End) -> &'static str {
    match end {
        End::Stopped => "retry_stopped",
        End::GaveUp(_) => "retry_gave_up",
        End::Changed => "retry_changed",
    }
}

words! {
    /// What a mark on a timeline stands for.
    MarkKind {
        /// The page failed.
        Failed = "failed",
        /// It was asked for, and still failed.
        Asked = "asked",
        /// The site was back.
        Back = "back",
        /// Nobody asked any more.
        End = "end",
    }
}

/// One outage as a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The same in words.
    pub text: Message,
    /// Where the marks stand, in thousandths from the beginning to the end of the line.
    pub marks: Vec<(u32, MarkKind)>,
}

/// The picture of an outage that is over. Lengths are square roots of times, so that the first seconds can be told
/// apart and the longest outage that is looked after still fits.
pub fn timeline(outage: &Outage, zone: &Zone) -> Timeline {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let place = |at_ms: f64| {
        let share = (at_ms - outage.began_ms).clamp(0.0, FIGURES.lifetime_ms) / FIGURES.lifetime_ms;
        (share.sqrt() * 1000.0) as u32
    };
    let asked = outage.attempts.iter().filter(|attempt| !attempt.was_good);
    let mut marks = vec![(0, MarkKind::Failed)];
    marks.extend(asked.map(|attempt| (place(attempt.at_ms), MarkKind::Asked)));
    let end = if outage.ending == Ending::Back { MarkKind::Back } else { MarkKind::End };
    marks.push((place(outage.ended_ms), end));
    let moment = clock::local(Some(outage.began_ms), zone).get(..16).unwrap_or_default().to_owned();
    let lasted = span((outage.ended_ms - outage.began_ms).max(0.0));
    let (ending, status) = (outage.ending, decimal(outage.status));
    let text = Message::of("retry_record", ending.word()).with(moment).with(status).with(lasted);
    Timeline { text, marks }
}

/// Outages of one host that are kept.
pub(crate) const MOST_OUTAGES: usize = 8;
/// Hosts whose outages are kept.
pub const MOST_HOSTS: usize = 40;

/// Puts an outage at the end of its host's history, in place of an earlier version of it; the oldest make room.
pub fn remember(history: &mut Vec<Outage>, outage: Outage) {
    history.retain(|known| (known.began_ms - outage.began_ms).abs() > f64::EPSILON);
    history.push(outage);
    let surplus = history.len().saturating_sub(MOST_OUTAGES);
    history.drain(..surplus);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retry::{Attempt, Course, Pace, Symptom};

    fn incident(phase: Phase, attempts: usize) -> Incident {
        let symptom = Symptom { status: 502, pace: Pace::Usual, told_ms: None };
        Incident {
            origin: "https://shop.example".into(),
            status: 502,
            last: symptom,
            course: Course { began_ms: 0.0, attempts: vec![Attempt { at_ms: 0.0, was_good: false }; attempts] },
            phase,
            runs: Vec::new(),
            back_ms: None,
            is_told: false,
            has_other_cookies: false,
        }
    }

    fn outage(began_ms: f64, ending: Ending) -> Outage {
        Outage {
            host: "shop.example".into(),
            status: 502,
            began_ms,
            attempts: [(18_000.0, false), (72_000.0, true)]
                .map(|(ms, was_good)| Attempt { at_ms: began_ms + ms, was_good })
                .into(),
            ended_ms: began_ms + 72_000.0,
            ending,
        }
    }

    #[test]
    fn who_asked_to_be_left_alone_is_not_asked_again() {
        let choices = |end| line(&incident(Phase::Over(end), 1), true, 0.0).choices;
        assert!(choices(End::GaveUp(GiveUp::ToldLater)).is_empty());
        assert_eq!(choices(End::GaveUp(GiveUp::Questions)), [Choice::Again]);
    }

    #[test]
    fn a_page_is_back_that_was_loaded_when_its_site_was() {
        let away = outage(1_000.0, Ending::Back);
        let (ended_ms, said) = (away.ended_ms, Message::new("retry_back_after").with("72 s"));
        let told = |outages: &[Outage], after_ms: f64| super::back(outages, ended_ms + after_ms);
        assert_eq!(told(std::slice::from_ref(&away), 1_500.0), Some(said));
        assert_eq!(told(std::slice::from_ref(&away), -1.0), None, "what was there before was not away");
        assert_eq!(told(&[away], 3_600_000.0), None);
        assert_eq!(told(&[outage(1_000.0, Ending::Back), outage(1_000.0, Ending::Left)], 1_500.0), None);
        assert_eq!(told(&[], 0.0), None);
    }

    #[test]
    fn a_badge_counts_down() {
        let at = |seconds: f64| badge(&incident(Phase::Waiting(seconds * 1000.0), 0), true, 0.0);
        assert_eq!([at(41.2), at(0.0), at(-5.0), at(99.0), at(100.0), at(600.0)], ["42", "0", "0", "99", "2m", "10m"]);
        assert_eq!(badge(&incident(Phase::Asking(0.0), 0), true, 0.0), "…");
        assert_eq!(badge(&incident(Phase::Waiting(41_200.0), 0), false, 0.0), "…", "a network is waited for");
    }

    #[test]
    fn the_line_says_when_and_which_of_how_many() {
        let waiting = line(&incident(Phase::Waiting(12_000.0), 2), true, 0.0);
        assert_eq!(waiting.text, Message::new("retry_waiting").with("12 s").with("3").with("5"));
        assert_eq!(waiting.choices, [Choice::Now, Choice::Stop]);
        let begun = line(&incident(Phase::Waiting(11_200.0), 2), true, 0.0);
        assert_eq!(begun.text.params[0], "12 s", "a wait is not over before it is, as on the badge");
        assert_eq!(line(&incident(Phase::Waiting(12_000.0), 2), false, 0.0).text, Message::new("retry_offline"));
        let over = line(&incident(Phase::Over(End::Stopped), 2), true, 0.0);
        assert_eq!((&*over.text.key, over.choices), ("retry_stopped", [Choice::Again].as_slice()));
    }

    #[test]
    fn a_timeline_has_a_mark_for_each_request_and_stays_on_its_line() {
        let picture = timeline(&outage(784_111_777_000.0, Ending::Back), &Zone::default());
        assert_eq!(picture.marks, [(0, MarkKind::Failed), (100, MarkKind::Asked), (200, MarkKind::Back)]);
        assert_eq!(picture.text.params, ["1994-11-06 08:49", "502", "72 s"]);
        let long = Outage { ended_ms: 1e12, ..outage(0.0, Ending::GaveUp) };
        assert_eq!(timeline(&long, &Zone::default()).marks.last(), Some(&(1000, MarkKind::End)));
    }

    #[test]
    fn a_history_is_bounded_and_tells_each_outage_once() {
        let mut history = Vec::new();
        for n in 0..20 {
            remember(&mut history, outage(f64::from(n), Ending::GaveUp));
        }
        remember(&mut history, outage(19.0, Ending::Back));
        assert_eq!(history.len(), MOST_OUTAGES);
        assert_eq!(history.last().map(|outage| outage.ending), Some(Ending::Back));
        assert!(history.iter().all(|outage| outage.began_ms >= 12.0));
    }
}
