//! The status alone: the places it points to, and who sends it by definition or by custom.

use crate::evidence::{Evidence, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::quantity::decimal;
use crate::status::faults;
use crate::words::{Fault, Layer};

/// 502 and 504 say "I am a gateway and what is behind me failed", so whoever wrote one is not the application.
const GATEWAY_BY_DEFINITION: f32 = 1.5;
const GATEWAY: &str = "evidence_status_gateway";
/// By custom it is a delivery network that sends 520 to 526; a few applications and gateways send one of them, too.
const EDGE_BY_CUSTOM: f32 = 3.0;
/// 500 is what programs say when they break, and a gateway that breaks usually leaves its name.
const APP_BY_CUSTOM: f32 = 1.2;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let Some(status) = failure.status() else { return };
    if !failure.is_signed() {
        evidence.extend(faults(status).iter().map(|&(fault, weight)| blame(failure, status, fault, weight)));
    }
    // A gateway that finds nobody to ask says so in a few words.
    let breaks = status == 500 || (status == 503 && failure.is_empty());
    if breaks && !failure.is_signed() {
        evidence.push(by_definition(failure, status, Layer::AppRuntime, APP_BY_CUSTOM, "evidence_status_application"));
    }
    // If the headers were seen, an edge would have left its name there.
    if matches!(status, 520..=526) && failure.headers().is_none() && !failure.is_signed() {
        evidence.push(by_definition(failure, status, Layer::CdnEdge, EDGE_BY_CUSTOM, GATEWAY));
    }
    if matches!(status, 502 | 504) {
        evidence.push(by_definition(failure, status, Layer::AppRuntime, -GATEWAY_BY_DEFINITION, GATEWAY));
    }
}

fn by_definition(failure: &Failure, status: u16, layer: Layer, weight: f32, key: &'static str) -> Evidence {
    let text = Message::new(key).with(decimal(status));
    Evidence::new("status/gateway", Writer::kind(layer), weight, failure.first.how, text)
}

/// A vendor's code knows the cause better; what the status says by itself is only the last resort, and so no part of
/// this.
fn blame(failure: &Failure, status: u16, fault: Fault, weight: f32) -> Evidence {
    let text = Message::of("evidence_status", fault.word()).with(decimal(status));
    Evidence::new("status/custom", fault, weight, failure.first.how, text)
}
