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
pub use decide::{Around, Attempt, Circuit, Course, Decision, decide, questions};
pub use symptom::{Pace, Symptom, symptom};

use crate::words::words;

words! {
    /// Why a failure is never asked about.
    NotEligible {
        /// The page was the answer to a form, or to anything but a plain visit.
        Method = "method",
        /// No answer came. Then either the browser loads the page again by itself, or trying again is no use.
        Browser = "browser",
        /// The status does not stand for an outage.
        Status = "status",
        /// Somebody has to change a setting.
        Configuration = "configuration",
        /// A rule refuses this visitor.
        Blocked = "blocked",
        /// A check that a person is asking.
        Challenge = "challenge",
        /// Too many requests, and the answer does not say until when.
        RateLimited = "rate-limited",
        /// It may be an outage or a setting.
        Unclear = "unclear",
        /// The browser kept this answer and shows it again, whatever the site says by now.
        Kept = "kept",
        /// The page works.
        Works = "works",
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
