//! Who wrote the failure: the kinds of program, and within a kind the products.

use super::softmax::normalised;
use super::{Generator, NAMED};
use crate::evidence::{Evidence, PointsTo, Writer};
use crate::words::Layer;

/// Candidates that need no evidence: a page the site wrote itself, and a program we do not know.
const OWN_PAGE: Writer = Writer::kind(Layer::AppRuntime);
const SOMEBODY: Writer = Writer::kind(Layer::Unknown);
/// Without evidence, not knowing is likelier than any guess.
const SOMEBODY_PRIOR: f32 = 0.5;
/// There are many products, so each starts behind the two candidates above.
const PRODUCT_PRIOR: f32 = -1.0;
/// Fitted so that the confidence comes true (`./build.sh eval`): the sums as they are were right more often than they
/// said.
const TEMPERATURE: f32 = 0.75;

/// Every candidate with its probability, likeliest first.
pub(super) struct Written(Vec<(Writer, f32)>);

impl Written {
    pub(super) fn by(evidence: &[Evidence]) -> Self {
        let mut scores = vec![(OWN_PAGE, 0.0), (SOMEBODY, SOMEBODY_PRIOR)];
        for item in evidence {
            if let PointsTo::Generator(writer) = item.points_to {
                match scores.iter_mut().find(|(known, _)| *known == writer) {
                    Some((_, score)) => *score += item.weight,
                    None => scores.push((writer, PRODUCT_PRIOR + item.weight)),
                }
            }
        }
        Self(normalised(scores, TEMPERATURE))
    }

    /// The kinds of program with their probabilities.
    pub(super) fn layers(&self) -> impl Iterator<Item = (Layer, f32)> {
        Layer::ALL.iter().map(|&layer| (layer, self.of(layer)))
    }

    fn of(&self, layer: Layer) -> f32 {
        self.0.iter().filter(|(writer, _)| writer.layer == layer).map(|(_, p)| p).sum()
    }

    /// The likeliest kind and, if one product has most of that kind's probability, the product. The confidence is that
    /// of everything that is said, so there is none if nobody is named.
    pub(super) fn generator(&self) -> Generator {
        let best = self.layers().max_by(|(_, a), (_, b)| a.total_cmp(b));
        let named = best.filter(|(layer, p)| *layer != Layer::Unknown && *p >= NAMED);
        let Some((layer, confidence)) = named else {
            return Generator { layer: Layer::Unknown, vendor: None, confidence: 0.0 };
        };
        let product = self.0.iter().find(|(writer, _)| writer.layer == layer).filter(|(_, p)| *p >= NAMED * confidence);
        match product {
            Some((Writer { vendor: Some(vendor), .. }, p)) => Generator { layer, vendor: Some(vendor), confidence: *p },
            _ => Generator { layer, vendor: None, confidence },
        }
    }
}
