//! Right or wrong: one question each, asked of one case.

use crate::corpus::Case;
use is_it_me_core::words::Layer;

/// A question about a case; `None` if the label does not know the answer.
pub(crate) type Question = fn(&Case) -> Option<bool>;

/// Was it a program of this kind?
pub(crate) fn layer(case: &Case) -> Option<bool> {
    case.label.layer.map(|layer| layer == case.said.generator.layer)
}

fn named(case: &Case) -> Option<&'static str> {
    case.said.generator.vendor.map(|vendor| vendor.id)
}

/// Was it this product? Asked only where the label names one.
pub(crate) fn vendor(case: &Case) -> Option<bool> {
    case.label.vendor.as_deref().map(|vendor| named(case) == Some(vendor))
}

/// Is the named product another than the label's? Asked only where one is named.
pub(crate) fn wrong_vendor(case: &Case) -> Option<bool> {
    named(case).map(|named| case.label.vendor.as_deref() != Some(named))
}

pub(crate) fn side(case: &Case) -> Option<bool> {
    case.label.side().map(|side| side == case.said.side)
}

/// Is the label's place the likeliest?
pub(crate) fn fault(case: &Case) -> Option<bool> {
    within(case, 1)
}

/// Is the label's place one of the two likeliest?
pub(crate) fn fault_of_two(case: &Case) -> Option<bool> {
    within(case, 2)
}

fn within(case: &Case, first: usize) -> Option<bool> {
    let label = case.label.fault?;
    Some(case.said.fault.ranked.iter().take(first).any(|(fault, _)| *fault == label))
}

/// The writer as it is stated: the product where one is named, else the kind of program.
pub(crate) fn writer(case: &Case) -> Option<bool> {
    let named = named(case);
    let product = named.is_none() || named == case.label.vendor.as_deref();
    layer(case).map(|layer| layer && product)
}

/// How many of the cases that have an answer are answered correctly.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rate {
    pub(crate) right: usize,
    pub(crate) of: usize,
}

impl Rate {
    pub(crate) fn of<'c>(question: Question, cases: impl IntoIterator<Item = &'c Case>) -> Self {
        let mut rate = Self::default();
        for right in cases.into_iter().filter_map(question) {
            rate.right += usize::from(right);
            rate.of += 1;
        }
        rate
    }

    pub(crate) fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * count(self.right) / count(self.of))
    }
}

/// A count as a number to calculate with.
pub(crate) fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::INFINITY, f64::from)
}

/// Did anything answer?
pub(crate) fn has_response(case: &Case) -> bool {
    case.seen.status.is_some()
}

/// Is something about the case different from what the label says?
pub(crate) fn missed(case: &Case) -> bool {
    [layer(case), vendor(case), side(case), fault(case)].contains(&Some(false)) || wrong_vendor(case) == Some(true)
}

/// The kind of program the label names, or "unknown".
pub(crate) fn labelled_layer(case: &Case) -> Layer {
    case.label.layer.unwrap_or(Layer::Unknown)
}
