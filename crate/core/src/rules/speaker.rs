//! Who speaks in a header field that any program on the way may write: a product we know, or somebody.
//!
//! This is not a rule; the rules on such fields share it.

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::vendor::{Vendor, vendors};
use crate::words::{Fault, Layer};

/// It says itself that it got this error from behind.
const PASSED_ON: f32 = -3.0;
/// Somebody behind it wrote the answer: usually the application, though it could be another gateway.
const BEHIND: f32 = 1.0;
/// An edge that passes an error on works.
const EDGE_WORKS: f32 = -2.0;

/// A program that calls itself by a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker(pub(super) Option<&'static Vendor>);

impl Speaker {
    /// The product whose name this is, or one of whose words stands in it: `a1b2.cloudfront.net`.
    pub(super) fn named(name: &str) -> Self {
        let is = |part: &str, vendor: &Vendor| part.eq_ignore_ascii_case(vendor.id);
        let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
        let by_name = vendors().iter().find(|vendor| vendor.name.eq_ignore_ascii_case(name));
        Self(by_name.or_else(|| words.find_map(|word| vendors().iter().find(|vendor| is(word, vendor)))))
    }

    /// The candidate it is. An unknown program is taken for a gateway, as it is mostly gateways that write these
    /// fields.
    pub(super) fn writer(self) -> Writer {
        let layer = self.0.map_or(Layer::ReverseProxy, |vendor| vendor.layer);
        Writer { layer, vendor: self.0 }
    }

    /// It passed the failure on: somebody behind it wrote it, and an edge would not be to blame.
    pub(super) fn passed_on(self, rule: &'static str, failure: &Failure, evidence: &mut Vec<Evidence>) {
        let behind = || match self.0 {
            Some(vendor) => Message::new("evidence_behind").with(vendor.name),
            None => Message::new("evidence_behind_somebody"),
        };
        let mut add = |points_to, weight, text| {
            evidence.push(Evidence::new(rule, points_to, weight, failure.headers_how(), text));
        };
        if let Some(vendor) = self.0 {
            let text = Message::new("evidence_relayed").with(vendor.name);
            add(PointsTo::Generator(self.writer()), PASSED_ON, text);
        }
        add(PointsTo::Generator(Writer::kind(Layer::AppRuntime)), BEHIND, behind());
        if self.0.is_none_or(|vendor| vendor.layer == Layer::CdnEdge) {
            add(PointsTo::Fault(Fault::Cdn), EDGE_WORKS, behind());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_known_by_its_name_or_by_a_word_of_it() {
        let named = |name: &str| Speaker::named(name).0.map(|vendor| vendor.id);
        assert_eq!(named("Amazon CloudFront"), Some("cloudfront"));
        assert_eq!(named("a1b2.cloudfront.net"), Some("cloudfront"));
        assert_eq!(named("Varnish/7.1"), Some("varnish"));
        assert_eq!(named("cloudfrontier.example"), None);
        assert_eq!(named(""), None);
        assert_eq!(named("é"), None);
    }
}
