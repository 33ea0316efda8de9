//! What the vendor files say: who wrote the answer, who only passed it on, and what a code means.

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::observation::How;
use crate::vendor::{Sign, VENDORS, Vendor, Weighed};
use crate::words::{Cause, Layer};

/// Having passed the answer on makes a product a candidate for having written it, no more.
const PRESENT: f32 = 0.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if failure.headers().is_none() && failure.body().is_none() && failure.status().is_none() {
        return;
    }
    for vendor in VENDORS {
        signs(vendor, failure, evidence);
    }
}

fn signs(vendor: &'static Vendor, failure: &Failure, evidence: &mut Vec<Evidence>) {
    let layer = layer(vendor, failure);
    let made = strongest(vendor.made(), failure);
    let relayed = strongest(vendor.relayed(), failure);
    if let Some((sign, how)) = made {
        evidence.push(wrote(vendor, layer, (sign.rule(), sign.weight(), how), "evidence_made"));
        evidence.extend(code(vendor, failure));
    } else if relayed.is_none() && vendor.in_path(failure) {
        evidence.push(wrote(vendor, layer, ("vendor/present", PRESENT, failure.headers_how()), "evidence_present"));
    }
    if let Some((sign, how)) = relayed {
        evidence.push(wrote(vendor, layer, (sign.rule(), -sign.weight(), how), "evidence_relayed"));
        evidence.push(behind(vendor, sign, how));
    }
}

/// Only the strongest sign of a kind counts: a page's title and its footer are one page, not two witnesses.
fn strongest(signs: &'static [Sign], failure: &Failure) -> Option<(&'static Sign, How)> {
    let seen = signs.iter().filter_map(|sign| sign.seen(failure).map(|how| (sign, how)));
    seen.max_by(|(a, _), (b, _)| a.weight().total_cmp(&b.weight()))
}

/// Where it stands: some programs serve on either side, and some answers tell on which.
fn layer(vendor: &'static Vendor, failure: &Failure) -> Layer {
    if strongest(vendor.forward(), failure).is_some() { Layer::ClientProxy } else { vendor.layer }
}

fn wrote(vendor: &Vendor, layer: Layer, (rule, weight, how): (&'static str, f32, How), key: &str) -> Evidence {
    Evidence {
        rule,
        points_to: PointsTo::Generator(Writer { layer, vendor: Some(vendor.id) }),
        weight,
        cause: None,
        how,
        text: Message::new(key).with(vendor.name),
    }
}

/// Somebody behind a relay wrote the answer: most often the application.
fn behind(vendor: &Vendor, sign: &'static Sign, how: How) -> Evidence {
    Evidence {
        rule: sign.rule(),
        points_to: PointsTo::Generator(Writer { layer: Layer::AppRuntime, vendor: None }),
        weight: sign.weight() / 2.0,
        cause: None,
        how,
        text: Message::new("evidence_behind").with(vendor.name),
    }
}

fn code(vendor: &Vendor, failure: &Failure) -> Vec<Evidence> {
    let Some((code, how)) = vendor.code(failure) else { return Vec::new() };
    code.faults().iter().map(|place| blame(vendor, place, code.cause, how)).collect()
}

fn blame(vendor: &Vendor, place: &Weighed, cause: Cause, how: How) -> Evidence {
    Evidence {
        rule: "vendor/code",
        points_to: PointsTo::Fault(place.fault),
        weight: place.weight(),
        cause: Some(cause),
        how,
        text: Message::new(format!("evidence_code_{cause}")).with(vendor.name),
    }
}
