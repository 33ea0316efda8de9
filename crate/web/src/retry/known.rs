//! What auto-retry knows, as it is stored in the browser's session storage.

use is_it_me_core::retry::bucket::Bucket;
use is_it_me_core::retry::life::{Books, End, Incident, Ledger, Phase, Retries, Run};
use is_it_me_core::retry::{Attempt, Course, GiveUp, Pace, Symptom};
use wasm_bindgen::JsValue;

use crate::fields::{field, object};
use crate::storage::Area;
use crate::stored::{self, Stored, found, stored, stored_words};

/// The name it is stored under.
pub(crate) const KEY: &str = "retry";

/// What is stored.
pub(crate) async fn load() -> Retries {
    stored::read(&Area::Session.get(KEY).await).unwrap_or_default()
}

stored! {
    Retries { incidents, books, heard }
    Books { ledgers, all }
    Bucket { tokens, at_ms }
    Ledger { origin, bucket, rests_until_ms }
    Symptom { status, pace, told_ms }
    Incident { origin, status, last, course, phase, runs, back_ms, is_told, has_other_cookies }
    Course { began_ms, attempts }
    Attempt { at_ms, was_good }
    Run { tab, url, has_other_cookies, relapses, due_ms, sent_ms, has_gone }
}

stored_words!(Pace or Usual, GiveUp or Time);

impl Stored for Phase {
    fn write(&self) -> JsValue {
        let (word, at_ms, why) = match self {
            Self::Waiting(at_ms) => ("waiting", Some(*at_ms), ""),
            Self::Asking(at_ms) => ("asking", Some(*at_ms), ""),
            Self::Returning => ("returning", None, ""),
            Self::Over(End::Stopped) => ("stopped", None, ""),
            Self::Over(End::GaveUp(why)) => ("gave-up", None, why.word()),
            Self::Over(End::Changed) => ("changed", None, ""),
        };
        object().with("word", word).with("at", at_ms).with("why", why).into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        let (at, why) = (field(stored, "at"), field(stored, "why"));
        match String::read(&field(stored, "word"), fits).as_str() {
            "waiting" => Self::Waiting(f64::read(&at, fits)),
            "asking" => Self::Asking(f64::read(&at, fits)),
            "returning" => Self::Returning,
            "stopped" => Self::Over(End::Stopped),
            "gave-up" => Self::Over(End::GaveUp(GiveUp::read(&why, fits))),
            "changed" => Self::Over(End::Changed),
            _ => found(None, Self::Returning, fits),
        }
    }
}
