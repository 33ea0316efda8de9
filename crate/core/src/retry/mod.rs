//! Auto-retry: when to ask a failed site again, and when to leave it alone.
//!
//! Nothing here asks anybody. [`symptom()`] says whether a failure is one that passes by itself, and [`decide()`] when
//! the next question may be asked, according to the one table in [`figures`]. Chance comes in as a seed and time as a
//! number, so the simulation in `tests/simulation` runs this same code for a million visitors.

pub mod bucket;
pub mod chance;
mod decide;
pub mod figures;
pub mod life;
mod symptom;
pub mod tell;

use decide::told;
pub use decide::{Around, Attempt, Course, decide, questions};
pub use symptom::{Pace, Symptom, symptom};

use crate::words::{listed, words};

listed! {
    /// Why a failure is never asked about.
    pub enum NotEligible {
        /// The page was the answer to a form, or to anything but a plain visit.
        Method,
        /// No answer came. Then either the browser loads the page again by itself, or trying again is no use.
        Browser,
        /// The status does not stand for an outage.
        Status,
        /// Somebody has to change a setting.
        Configuration,
        /// A rule refuses this visitor.
        Blocked,
        /// A check that a person is asking.
        Challenge,
        /// Too many requests, and the answer does not say until when.
        RateLimited,
        /// It may be an outage or a setting.
        Unclear,
        /// The browser kept this answer and shows it again, whatever the site says by now.
        Kept,
        /// The page works.
        Works,
    }
}

words! {
    /// Why nobody asks any more.
    GiveUp {
        /// All questions were asked.
        Questions = "questions",
        /// It has lasted too long.
        Time = "time",
        /// The site asked to be left alone for longer than anybody waits.
        ToldLater = "told-later",
        /// This origin was given up on a while ago.
        Resting = "resting",
    }
}
