//! Is "90 %" right nine times in ten?

use crate::corpus::Case;
use crate::score::{Question, count};

/// Answers given with about the same confidence.
#[derive(Clone, Copy, Default)]
pub(crate) struct Bin {
    pub(crate) cases: usize,
    confidence: f64,
    right: usize,
}

impl Bin {
    /// The mean confidence.
    pub(crate) fn said(self) -> f64 {
        self.confidence / count(self.cases)
    }

    /// The share that was right.
    pub(crate) fn came_true(self) -> f64 {
        count(self.right) / count(self.cases)
    }
}

/// The reliability of one kind of answer.
pub(crate) struct Reliability {
    /// Ten bins of equal width, from 0 to 1.
    pub(crate) bins: [Bin; 10],
    /// How many were wrong with a confidence of 0.9 or more.
    pub(crate) sure_and_wrong: usize,
    pub(crate) cases: usize,
}

impl Reliability {
    pub(crate) fn of<'c>(
        question: Question,
        confidence: fn(&Case) -> f32,
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> Self {
        let mut all = Self { bins: [Bin::default(); 10], sure_and_wrong: 0, cases: 0 };
        for case in cases {
            if let Some(right) = question(case) {
                all.add(f64::from(confidence(case)), right);
            }
        }
        all
    }

    fn add(&mut self, confidence: f64, right: bool) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 9")]
        let at = (confidence * 10.0).clamp(0.0, 9.0) as usize;
        if let Some(bin) = self.bins.get_mut(at) {
            bin.cases += 1;
            bin.confidence += confidence;
            bin.right += usize::from(right);
        }
        self.cases += 1;
        self.sure_and_wrong += usize::from(confidence >= 0.9 && !right);
    }

    /// Expected calibration error: the mean distance between what was said and what came true, weighted by cases.
    pub(crate) fn error(&self) -> f64 {
        let filled = self.bins.iter().filter(|bin| bin.cases > 0);
        filled.map(|bin| (bin.said() - bin.came_true()).abs() * count(bin.cases)).sum::<f64>()
            / count(self.cases.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reliability(answers: &[(f64, bool)]) -> Reliability {
        let mut all = Reliability { bins: [Bin::default(); 10], sure_and_wrong: 0, cases: 0 };
        for &(confidence, right) in answers {
            all.add(confidence, right);
        }
        all
    }

    #[test]
    fn honest_confidence_has_no_error() {
        let honest = reliability(&[(0.5, true), (0.5, false), (1.0, true)]);
        assert!(honest.error().abs() < 1e-9);
        assert_eq!(honest.sure_and_wrong, 0);
    }

    #[test]
    fn boasting_is_counted() {
        let boasting = reliability(&[(0.95, false), (0.95, true)]);
        assert!((boasting.error() - 0.45).abs() < 1e-9);
        assert_eq!(boasting.sure_and_wrong, 1);
    }
}
