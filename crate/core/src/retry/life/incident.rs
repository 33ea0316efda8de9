//! One outage of one origin, and the tabs that wait for it.

use super::Facts;
use crate::address::host_of;
use crate::retry::{Attempt, Course, GiveUp, Symptom};
use crate::words::words;

/// One outage of one origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Scheme, host and port.
    pub origin: String,
    /// The status of the page that failed first.
    pub status: u16,
    /// What was seen last.
    pub last: Symptom,
    /// When it began, and what was asked since.
    pub course: Course,
    /// Where it stands.
    pub phase: Phase,
    /// The tabs that wait.
    pub runs: Vec<Run>,
    /// The moment at which the site was found to be back.
    pub back_ms: Option<f64>,
    /// Somebody saw that it is back, or was told so: one notification is enough for all its tabs.
    pub is_told: bool,
    /// Only tabs with other cookies wait, so nothing of it is kept.
    pub has_other_cookies: bool,
}

/// Where an incident stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    /// The next question is asked at this moment.
    Waiting(f64),
    /// A question was asked at this moment and is not answered yet.
    Asking(f64),
    /// The site is back, and so are its tabs, one after the other.
    Returning,
    /// Nobody asks any more.
    Over(End),
}

/// Why nobody asks any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The policy says so.
    GaveUp(GiveUp),
    /// The site answers something else now.
    Changed,
    /// Somebody stopped it.
    Stopped,
}

/// One tab that waits for its page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The tab.
    pub tab: i32,
    /// The address that failed.
    pub url: String,
    /// Its cookies are not those of the ordinary profile, as in a private window or a container of Firefox: it appears
    /// in no history and no notification.
    pub has_other_cookies: bool,
    /// How often it failed again after the site had seemed to be back.
    pub relapses: u32,
    /// When it loads again, once the site is back.
    pub due_ms: f64,
    /// When it was told to.
    pub sent_ms: Option<f64>,
    /// It is known to have done so.
    pub has_gone: bool,
}

words! {
    /// How an outage ended, for the history.
    Ending {
        /// The site was back.
        Back = "back",
        /// It was not, and nobody asked any more.
        GaveUp = "gave-up",
        /// Somebody stopped it.
        Stopped = "stopped",
        /// Nobody waited for it any more.
        Left = "left",
    }
}

/// One outage as the history keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// The host.
    pub host: String,
    /// The status of the page that failed first.
    pub status: u16,
    /// When, in milliseconds since 1970.
    pub began_ms: f64,
    /// The requests since then.
    pub attempts: Vec<Attempt>,
    /// When it ended.
    pub ended_ms: f64,
    /// How.
    pub ending: Ending,
}

impl Incident {
    /// The tab's part in it.
    pub fn run(&self, tab: i32) -> Option<&Run> {
        self.runs.iter().find(|run| run.tab == tab)
    }

    /// The host, for switches and histories.
    pub fn host(&self) -> &str {
        host_of(&self.origin)
    }

    /// Does nobody see any of its tabs?
    pub(super) fn is_hidden(&self, facts: &Facts) -> bool {
        !self.runs.iter().any(|run| facts.is_active(run.tab))
    }

    /// The outage so far.
    pub(super) fn outage(&self, now_ms: f64) -> Option<Outage> {
        if self.has_other_cookies {
            return None;
        }
        let ending = match (self.back_ms, self.phase) {
            (Some(_), _) => Ending::Back,
            (None, Phase::Over(End::Stopped)) => Ending::Stopped,
            (None, Phase::Over(_)) => Ending::GaveUp,
            (None, _) => Ending::Left,
        };
        Some(Outage {
            host: self.host().to_owned(),
            status: self.status,
            began_ms: self.course.began_ms,
            attempts: self.course.attempts.clone(),
            ended_ms: self.back_ms.unwrap_or(now_ms),
            ending,
        })
    }
}
