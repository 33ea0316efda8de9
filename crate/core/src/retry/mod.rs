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

use crate::words::words;

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
