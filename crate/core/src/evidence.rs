//! Evidence: what one rule concludes from one failure.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::message::Message;
use crate::observation::How;
use crate::vendor::Vendor;
use crate::words::{Cause, Fault, Layer};

/// One conclusion of one rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// The stable name of the rule, `group/sign`, or of a vendor's sign, `vendor/sign`.
    pub rule: Cow<'static, str>,
    /// What it speaks for or, with a negative weight, against.
    pub points_to: PointsTo,
    /// The log-likelihood ratio in nats.
    pub weight: f32,
    /// What went wrong, where the rule can tell.
    pub cause: Option<Cause>,
    /// How the fact was obtained.
    pub how: How,
    /// The sentence for people.
    pub text: Message,
}

impl Evidence {
    /// A conclusion that names no cause.
    pub(crate) fn new(
        rule: impl Into<Cow<'static, str>>,
        points_to: impl Into<PointsTo>,
        weight: f32,
        how: How,
        text: Message,
    ) -> Self {
        Self { rule: rule.into(), points_to: points_to.into(), weight, cause: None, how, text }
    }

    /// The same with what went wrong, if that is known.
    #[must_use]
    pub(crate) fn because(self, cause: impl Into<Option<Cause>>) -> Self {
        Self { cause: cause.into(), ..self }
    }
}

/// What a piece of evidence speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointsTo {
    /// Who wrote the failure.
    Generator(Writer),
    /// Who is to blame.
    Fault(Fault),
}

/// A candidate for having written the failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The kind of program.
    pub layer: Layer,
    /// The product, when it is known.
    pub vendor: Option<&'static Vendor>,
}

impl Writer {
    /// Some program of this kind.
    pub(crate) const fn kind(layer: Layer) -> Self {
        Self { layer, vendor: None }
    }
}

impl PointsTo {
    /// One word: the fault's, the vendor's, or the layer's.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.word(),
            Self::Generator(writer) => writer.vendor.map_or(writer.layer.word(), |vendor| vendor.id),
        }
    }
}

impl From<Fault> for PointsTo {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Writer> for PointsTo {
    fn from(writer: Writer) -> Self {
        Self::Generator(writer)
    }
}

impl Serialize for PointsTo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
