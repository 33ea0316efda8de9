//! Proxy-Status (RFC 9209): programs on the way say explicitly what failed, and who produced the answer.
//!
//! An application must not send this field, so whoever wrote a member is a gateway, an edge or a proxy.

use super::speaker::Speaker;
use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::standard::proxy_status::{ErrorType, Intermediary, intermediaries};
use crate::words::{Cause, Fault, Layer};

/// By the standard, only the intermediary itself produces an answer with this error.
const MADE: f32 = 5.0;
/// The answer may have been passed on in part, but something went wrong here in the process.
const HAD_TROUBLE: f32 = 1.5;
/// It got an answer from what is behind it, so the way there is open.
const WAY_IS_OPEN: f32 = -2.0;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let all = failure.headers().map(intermediaries).unwrap_or_default();
    // What went wrong first went wrong nearest to the site.
    if let Some((nearest, error)) = all.iter().find_map(|member| Some((member, member.error?))) {
        evidence.push(blame(nearest, error, failure));
    }
    if failure.status().is_none_or(|status| status < 400) {
        return;
    }
    // If several produced an answer each, the visitor sees the last one's.
    let made = |member: &&Intermediary| member.error.is_some_and(|error| error.only_intermediary);
    let troubled = |member: &&Intermediary| member.error.is_some();
    if let Some(member) = all.iter().rfind(made).or_else(|| all.iter().rfind(troubled)) {
        evidence.push(wrote(member, failure));
    }
    for member in all.iter().filter(|member| member.error.is_none() && member.received.is_some()) {
        received(member, failure, evidence);
    }
}

fn wrote(member: &Intermediary, failure: &Failure) -> Evidence {
    let speaker = Speaker::named(&member.name);
    let only = member.error.is_some_and(|error| error.only_intermediary);
    let text = match (speaker.0, only) {
        (Some(vendor), true) => Message::new("evidence_says_made").with(vendor.name),
        (None, true) => Message::new("evidence_somebody_says_made"),
        (_, false) => Message::new("evidence_says_trouble"),
    };
    Evidence::new(
        if only { "proxy-status/made" } else { "proxy-status/trouble" },
        speaker.writer(),
        if only { MADE } else { HAD_TROUBLE },
        failure.headers_how(),
        text,
    )
}

fn blame(member: &Intermediary, error: &'static ErrorType, failure: &Failure) -> Evidence {
    let text = Message::new("evidence_proxy_status").with(error.name);
    Evidence::new(
        "proxy-status/error",
        fault(Speaker::named(&member.name).writer().layer, error),
        error.weight,
        failure.headers_how(),
        text,
    )
    // If the type does not say why, the status may.
    .because(Some(error.cause).filter(|cause| *cause != Cause::Unknown))
}

/// The place behind a program depends on where the program stands. A proxy on the visitor's side has settings of its
/// own, and the site's server behind it.
fn fault(layer: Layer, error: &ErrorType) -> Fault {
    match (layer, error.fault) {
        (Layer::CdnEdge, _) => error.at_edge,
        (Layer::ClientProxy, Fault::SiteConfig) => Fault::LocalNetwork,
        (Layer::ClientProxy, Fault::App) => Fault::Origin,
        (_, fault) => fault,
    }
}

fn received(member: &Intermediary, failure: &Failure, evidence: &mut Vec<Evidence>) {
    let speaker = Speaker::named(&member.name);
    if speaker.0.is_none_or(|vendor| vendor.layer == Layer::CdnEdge) {
        let text = Message::new("evidence_next_hop_answered");
        evidence.push(Evidence::new(
            "proxy-status/received",
            Fault::OriginUnreachableFromCdn,
            WAY_IS_OPEN,
            failure.headers_how(),
            text,
        ));
    }
    if member.received == failure.status() {
        speaker.passed_on("proxy-status/received", failure, evidence);
    }
}
