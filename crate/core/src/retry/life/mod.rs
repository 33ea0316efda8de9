//! The life of an incident, in steps that touch nothing else: each takes in what happened, and says what to do.
//!
//! The shell keeps [`Retries`] in the browser's session storage. For each [`Event`] it calls [`step()`], sets the
//! alarm, saves, and carries out the [`Effect`]s, in this order. It may be ended between any two of these and start
//! again with what it saved last, so every effect may be lost, or may have happened without anybody knowing. What
//! follows from that:
//!
//! - A question is counted before it is asked. If its answer never comes, it counts as failed.
//! - A tab is told to load again until it is known to have heard; the shell first checks whether it still shows the
//!   page that failed.
//! - Nothing is ever under way twice, because what is under way is part of what is saved.

mod books;
mod due;
mod events;
mod incident;
mod sweep;

pub use books::{Books, Ledger};
pub use events::step;
pub use incident::{End, Ending, Incident, Outage, Phase, Run};

use super::Symptom;

/// All that auto-retry knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retries {
    /// The outages under way, one an origin.
    pub incidents: Vec<Incident>,
    /// What may still be asked.
    pub books: Books,
    /// Each open tab with the moment of the last failure heard of there, whatever became of it, in milliseconds since
    /// 1970. If a different one is stored, its event was lost.
    pub heard: Vec<(i32, f64)>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The worker has started: whatever was under way is lost.
    Started,
    /// Time has passed, or a setting has changed.
    Tick,
    /// A page failed in a tab, where auto-retry is on.
    Failed {
        /// The tab.
        tab: i32,
        /// The address that failed.
        url: String,
        /// When it failed, in milliseconds since 1970.
        at_ms: f64,
        /// Its cookies are not those of the ordinary profile, as in a private window or a container of Firefox.
        has_other_cookies: bool,
        /// What failed, if it is to be asked about.
        symptom: Option<Symptom>,
    },
    /// A page worked in a tab.
    Works {
        /// The tab.
        tab: i32,
    },
    /// A question was answered.
    Answered {
        /// The origin that was asked.
        origin: String,
        /// When it was asked: only the answer to the last question counts.
        asked_ms: f64,
        /// What came.
        answer: Answer,
    },
    /// A tab was told to load again, or was not.
    Returned {
        /// The tab.
        tab: i32,
        /// What came of it.
        outcome: Outcome,
    },
    /// Access to the site in a tab was taken back.
    Withdrawn {
        /// The tab.
        tab: i32,
    },
    /// Somebody wants no more of it.
    Stop {
        /// The tab they look at.
        tab: i32,
    },
    /// Somebody wants to know now.
    Now {
        /// The tab they look at.
        tab: i32,
    },
}

/// What the answer to a question shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// The page is there.
    Good,
    /// It still fails, like this.
    Fails(Symptom),
    /// Something else is there now, which waiting does not mend.
    Else,
    /// Nothing came.
    Silence,
}

/// What came of telling a tab to load again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It loads.
    Sent,
    /// Somebody has begun to use the page, so it was left alone.
    Touched,
    /// It does not show the failed page any more.
    Elsewhere,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for this address.
    Ask {
        /// The origin, to say whose answer it is.
        origin: String,
        /// The address.
        url: String,
        /// Without any cookies, if those of the ordinary profile are not the tab's.
        has_other_cookies: bool,
        /// Comes back with the answer.
        asked_ms: f64,
    },
    /// Have a tab load this address again, unless it shows another page by now or somebody has begun to use it.
    Return {
        /// The tab.
        tab: i32,
        /// The address it must still show.
        url: String,
    },
    /// Say that a page is back.
    Tell {
        /// The tab.
        tab: i32,
        /// Its address.
        url: String,
        /// For how long it was away, in milliseconds.
        after_ms: f64,
        /// Not by the badge alone: nobody has seen or been told yet that the site is back. The system must not hear of
        /// a tab with other cookies.
        is_aloud: bool,
    },
    /// The tab is not looked after any more, and as far as is known its page still fails.
    Drop {
        /// The tab.
        tab: i32,
    },
    /// The tab is not looked after any more, and nothing else is said about it.
    Leave {
        /// The tab.
        tab: i32,
    },
    /// Write the outage into the site's history, in place of what was written about it before.
    Keep(Outage),
}

/// What a step sees of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Now, in milliseconds since 1970.
    pub now_ms: f64,
    /// Chance.
    pub seed: u64,
    /// There is a network.
    pub is_online: bool,
    /// The open tabs.
    pub tabs: Vec<Tab>,
    /// Where it is switched on.
    pub switches: Switches,
}

/// Where auto-retry is switched on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Switches {
    /// On all sites without a setting of their own.
    pub all: bool,
    /// The hosts with a setting of their own.
    pub sites: Vec<(String, bool)>,
}

impl Switches {
    /// Is it on for this host?
    pub fn is_on(&self, host: &str) -> bool {
        self.sites.iter().find(|(site, _)| site == host).map_or(self.all, |(_, on)| *on)
    }

    /// Is it off everywhere?
    pub fn are_off(&self) -> bool {
        !self.all && self.sites.iter().all(|(_, on)| !on)
    }
}

/// A tab as the browser shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tab {
    /// Its number.
    pub id: i32,
    /// Its address, where access was granted.
    pub url: Option<String>,
    /// It is in front in its window.
    pub is_active: bool,
    /// And that window has the keyboard.
    pub is_seen: bool,
    /// Something is being loaded into it.
    pub is_loading: bool,
}

impl Retries {
    /// The incident that looks after this tab.
    pub fn of_tab(&self, tab: i32) -> Option<&Incident> {
        self.incidents.iter().find(|incident| incident.run(tab).is_some())
    }

    /// Was this failure of the tab heard of? The one that is stored is always the newest, whatever its time: a clock
    /// can be set back.
    pub fn has_heard(&self, tab: i32, failed_ms: f64) -> bool {
        self.heard.contains(&(tab, failed_ms))
    }

    /// This failure of the tab was heard of.
    pub fn hear(&mut self, tab: i32, failed_ms: f64) {
        self.heard.retain(|(known, _)| *known != tab);
        self.heard.push((tab, failed_ms));
    }
}

impl Facts {
    fn tab(&self, id: i32) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.id == id)
    }

    /// Is this tab in front in its window?
    fn is_active(&self, id: i32) -> bool {
        self.tab(id).is_some_and(|tab| tab.is_active)
    }

    /// Is something being loaded into this tab?
    fn is_loading(&self, id: i32) -> bool {
        self.tab(id).is_some_and(|tab| tab.is_loading)
    }
}
