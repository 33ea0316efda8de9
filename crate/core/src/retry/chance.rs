//! Chance that is passed in, not drawn: the same seed gives the same outcome.

use super::figures::Interval;

/// A number from 0 up to 1, evenly distributed, for this seed and this use of it.
///
/// The mixing is that of `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014): neighbouring seeds give numbers that have
/// nothing to do with each other.
pub fn chance(seed: u64, usage: u64) -> f64 {
    let mut mixed = seed.wrapping_add(usage.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    // 32 bits split a second more finely than any clock does, and fit into the number without loss.
    f64::from(u32::try_from(mixed >> 32).unwrap_or_default()) / 4_294_967_296.0
}

impl Interval {
    /// A random moment in the interval.
    pub fn draw(self, seed: u64, usage: u64) -> f64 {
        self.from_ms + chance(seed, usage) * (self.to_ms - self.from_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_the_same_again() {
        let draws: Vec<f64> = (0..100_000).map(|seed| chance(seed, 3)).collect();
        let mean = draws.iter().sum::<f64>() / 100_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        for tenth in 0..10 {
            let low = f64::from(tenth) / 10.0;
            let count = draws.iter().filter(|draw| (low..low + 0.1).contains(*draw)).count();
            assert!((9_500..10_500).contains(&count), "{tenth}: {count}");
        }
        assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
        assert_eq!(Some(chance(7, 1)), Some(chance(7, 1)));
        assert_ne!(Some(chance(7, 1)), Some(chance(7, 2)));
    }
}
