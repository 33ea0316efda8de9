//! The parts of a diagnosis as every command prints them in JSON.

use is_it_me_core::diagnosis::Blame;
use is_it_me_core::evidence::{Evidence, PointsTo};
use is_it_me_core::message::Words;
use is_it_me_core::words::Fault;
use serde::Serialize;

use crate::english::English;

/// Who is to blame; "unknown" where no place is probable enough to be named.
#[derive(Serialize)]
pub(crate) struct Blamed<'a> {
    at: &'static str,
    confidence: f32,
    ranked: &'a [(Fault, f32)],
}

/// One piece of evidence, in English.
#[derive(Serialize)]
pub(crate) struct Reason<'a> {
    rule: &'a str,
    points_to: &'a PointsTo,
    weight: f32,
    text: String,
}

impl<'a> From<&'a Blame> for Blamed<'a> {
    fn from(blame: &'a Blame) -> Self {
        Self { at: blame.at.map_or("unknown", Fault::word), confidence: blame.confidence, ranked: &blame.ranked }
    }
}

impl<'a> From<&'a Evidence> for Reason<'a> {
    fn from(e: &'a Evidence) -> Self {
        Self { rule: &e.rule, points_to: &e.points_to, weight: e.weight, text: English.say(&e.text) }
    }
}
