//! Evidence: what one rule concludes from one failure.

use serde::{Serialize, Serializer};

use crate::message::Message;
use crate::observation::How;
use crate::words::{Cause, Fault, Layer};

/// One conclusion of one rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// The stable name of the rule, `group/sign`, or of a vendor's sign, `vendor/sign`.
    pub rule: String,
    /// What it speaks for, or with a negative weight against.
    pub points_to: PointsTo,
    /// The log-likelihood ratio in nats.
    pub weight: f32,
    /// What went wrong, where the rule can tell.
    pub cause: Option<Cause>,
    /// How the fact was got.
    pub how: How,
    /// The sentence for people.
    pub text: Message,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Writer {
    /// The kind of program.
    pub layer: Layer,
    /// The product's word, when it is known.
    pub vendor: Option<&'static str>,
}

impl Serialize for PointsTo {
    /// One word: the fault's, the vendor's, or the layer's.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Fault(fault) => fault.word(),
            Self::Generator(writer) => writer.vendor.unwrap_or(writer.layer.word()),
        })
    }
}
