//! Who is to blame: what the writer's kind makes likely beforehand, and what the evidence adds.

use super::prior;
use super::softmax::normalised;
use super::written::Written;
use super::{Blame, NAMED};
use crate::evidence::{Evidence, PointsTo};
use crate::failure::Failure;
use crate::words::Fault;

/// Fitted so that the confidence comes true (`./build.sh eval`).
pub(crate) const TEMPERATURE: f32 = 1.1;

pub(super) fn blame(evidence: &[Evidence], written: &Written, failure: Option<&Failure>) -> Blame {
    let class = failure.and_then(prior::class);
    let nearby = failure.and_then(prior::nearby);
    let prior = |fault| written.layers().map(|(layer, p)| p * prior::of(fault, layer, class, nearby)).sum::<f32>().ln();
    let about = |fault| evidence.iter().filter(move |item| item.points_to == PointsTo::Fault(fault));
    let score = |fault| about(fault).fold(prior(fault), |score, item| score + item.weight);
    let scores = Fault::ALL.iter().map(|&fault| (fault, score(fault))).collect();
    let ranked = normalised(scores, TEMPERATURE);
    let (at, confidence) = ranked.first().map_or((None, 0.0), |&(fault, p)| (Some(fault), p));
    Blame { at: at.filter(|_| confidence >= NAMED), confidence, ranked }
}
