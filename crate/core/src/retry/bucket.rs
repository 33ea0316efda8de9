//! A token bucket: for what may happen often for a moment, but not in the long run.

use super::figures::Rate;

/// The tokens as they were at some moment; what has been added since is worked out when somebody looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Tokens at that moment.
    pub tokens: f64,
    /// That moment, in milliseconds since 1970.
    pub at_ms: f64,
}

impl Bucket {
    /// A full one.
    pub const fn full(rate: &Rate) -> Self {
        Self { tokens: rate.tokens, at_ms: 0.0 }
    }

    /// How many tokens there are now. A clock that went backwards adds none and takes none.
    fn now(&self, rate: &Rate, now_ms: f64) -> f64 {
        (self.tokens + (now_ms - self.at_ms).max(0.0) / rate.each_ms).min(rate.tokens)
    }

    /// Takes one token, even if there is none: whoever asks all the same, because a person wants it, pays later.
    #[must_use]
    pub fn taken(self, rate: &Rate, now_ms: f64) -> Self {
        Self { tokens: self.now(rate, now_ms) - 1.0, at_ms: now_ms }
    }

    /// Is it as if nothing had been taken?
    pub(crate) fn is_full(&self, rate: &Rate, now_ms: f64) -> bool {
        self.now(rate, now_ms) >= rate.tokens
    }

    /// The moment, from `now_ms` on, at which there is a token.
    pub(crate) fn ready_ms(&self, rate: &Rate, now_ms: f64) -> f64 {
        now_ms + (1.0 - self.now(rate, now_ms)).max(0.0) * rate.each_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { tokens: 2.0, each_ms: 60_000.0 };

    #[test]
    fn a_few_at_once_and_then_one_in_a_while() {
        let (full, empty) = (Bucket::full(&RATE), Bucket::full(&RATE).taken(&RATE, 1_000.0).taken(&RATE, 1_000.0));
        let ready = |bucket: Bucket, now_ms: f64| Some(bucket.ready_ms(&RATE, now_ms));
        assert_eq!(ready(full, 5.0), Some(5.0));
        assert_eq!((ready(empty, 1_000.0), ready(empty, 31_000.0)), (Some(61_000.0), Some(61_000.0)));
        assert_eq!(ready(empty, 500_000.0), Some(500_000.0));
        let long_after = empty.taken(&RATE, 600_000.0).taken(&RATE, 600_000.0);
        assert_eq!(ready(long_after, 600_000.0), Some(660_000.0), "no more is saved up than a full bucket holds");
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing() {
        let bucket = Bucket::full(&RATE).taken(&RATE, 900_000.0).taken(&RATE, 900_000.0);
        assert_eq!(Some(bucket.ready_ms(&RATE, 100.0)), Some(60_100.0));
    }
}
