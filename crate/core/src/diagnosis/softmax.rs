//! Scores and probabilities.

use crate::rank::heaviest_first;

/// Scores in nats to probabilities that sum to one, likeliest first. A temperature above one makes them modest: two
/// rules that see the same thing from different sides count it twice, and this makes up for that.
pub(super) fn normalised<T>(scores: Vec<(T, f32)>, temperature: f32) -> Vec<(T, f32)> {
    let best = scores.iter().map(|(_, score)| *score).fold(f32::NEG_INFINITY, f32::max);
    let odds = |score: f32| ((score - best) / temperature).exp();
    let mut likely: Vec<_> = scores.into_iter().map(|(candidate, score)| (candidate, odds(score))).collect();
    let sum: f32 = likely.iter().map(|(_, p)| p).sum();
    for (_, p) in &mut likely {
        *p /= sum;
    }
    heaviest_first(likely, |(_, p)| *p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_whatever_the_weights() {
        for weights in [[0.0, 0.0], [1e30, -1e30], [80.0, 90.0]] {
            let p = normalised(vec![("a", weights[0]), ("b", weights[1])], 1.5);
            assert!((p.iter().map(|(_, p)| p).sum::<f32>() - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn a_temperature_makes_modest() {
        let sure = |temperature| normalised(vec![("a", 3.0), ("b", 0.0)], temperature)[0].1;
        assert!(sure(1.0) > sure(2.0) && sure(2.0) > 0.5);
    }
}
