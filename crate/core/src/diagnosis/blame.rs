//! Who is to blame: what the writer's kind makes likely beforehand, and what the evidence adds.

use super::prior;
use super::softmax::{add, normalised};
use super::written::Written;
use super::{Blame, NAMED};
use crate::evidence::{Evidence, PointsTo};
use crate::failure::Failure;
use crate::words::Fault;

/// Fitted so that the confidence comes true (`./build.sh eval`).
pub(crate) const TEMPERATURE: f32 = 1.14;

pub(super) fn blame(evidence: &[Evidence], written: &Written, failure: Option<&Failure>) -> Blame {
    let class = failure.and_then(prior::class);
    let nearby = failure.and_then(prior::nearby);
    let prior = |fault| written.layers().map(|(layer, p)| p * prior::of(fault, layer, class, nearby)).sum::<f32>().ln();
    let mut scores: Vec<_> = Fault::ALL.iter().map(|&fault| (fault, prior(fault))).collect();
    for item in evidence {
        if let PointsTo::Fault(fault) = item.points_to {
            add(&mut scores, fault, item.weight, 0.0);
        }
    }
    let ranked = normalised(scores, TEMPERATURE);
    let (at, confidence) = ranked.first().map_or((None, 0.0), |&(fault, p)| (Some(fault), p));
    Blame { at: at.filter(|_| confidence >= NAMED), confidence, ranked }
}
