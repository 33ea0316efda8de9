//! Who else meets the failure. What was seen elsewhere decides it; only if nobody looked does it follow from the side.

use super::Answer;
use crate::diagnosis::{SURE, probability};
use crate::words::{Fault, Scope, Side};

/// From this probability of a cause on the visitor's side, a failure that others meet as well is a contradiction.
const CONTRADICTS: f32 = 0.4;

/// The scope of a failure on this side, given what the checks answered.
pub(super) fn scope(side: Side, ranked: &[(Fault, f32)], answered: impl Fn(Answer) -> bool) -> Scope {
    let near = probability_near(ranked);
    // If the page comes and goes, one good answer without cookies is chance.
    if answered(Answer::WithoutCookiesGood) && !answered(Answer::SeveralFlaps) {
        // Those who look from elsewhere have no cookies of this browser either.
        return if answered(Answer::OutsideFails) { Scope::Unknown } else { Scope::Local };
    }
    if answered(Answer::OutsideFails) || (answered(Answer::SeveralFlaps) && !answered(Answer::OutsideWorks)) {
        return if near < CONTRADICTS { Scope::Public } else { Scope::Unknown };
    }
    if answered(Answer::OutsideWorks) {
        return near_scope(side, ranked, near);
    }
    if answered(Answer::OutsideMixed) && near >= CONTRADICTS {
        return Scope::Unknown;
    }
    side.scope()
}

/// It works elsewhere, so the trouble is here: in this browser or on this network, as far as the rest tells them apart.
fn near_scope(side: Side, ranked: &[(Fault, f32)], near: f32) -> Scope {
    match side {
        Side::You | Side::Network | Side::Resolver => side.scope(),
        Side::Cdn | Side::Site => Scope::Unknown,
        Side::Unknown => {
            // The network and its resolver are two sides of one scope.
            let local = probability(ranked, Fault::LocalBrowser);
            let most = |part: f32| part >= SURE * near && near >= CONTRADICTS;
            if most(local) {
                Scope::Local
            } else if most(near - local) {
                Scope::Network
            } else {
                Scope::Unknown
            }
        }
    }
}

/// The probability that the cause lies in this browser, this network or its resolver.
fn probability_near(ranked: &[(Fault, f32)]) -> f32 {
    probability(ranked, Fault::LocalBrowser)
        + probability(ranked, Fault::LocalNetwork)
        + probability(ranked, Fault::DnsLocal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_places_elsewhere_and_a_series_say_is_weighed_against_what_is_likely_here() {
        let of = |side, near: f32, answers: &[Answer]| {
            let ranked = [(Fault::LocalBrowser, near), (Fault::Origin, 1.0 - near)];
            scope(side, &ranked, |answer| answers.contains(&answer))
        };
        assert_eq!(of(Side::You, 0.7, &[Answer::OutsideMixed]), Scope::Unknown);
        assert_eq!(of(Side::Site, 0.1, &[Answer::OutsideMixed]), Scope::Public);
        assert_eq!(of(Side::Unknown, 0.5, &[Answer::OutsideWorks]), Scope::Local);
        assert_eq!(of(Side::Unknown, 0.3, &[Answer::OutsideWorks]), Scope::Unknown);
        assert_eq!(of(Side::Site, 0.1, &[Answer::WithoutCookiesGood, Answer::SeveralFlaps]), Scope::Public);
    }
}
