//! What the status alone says, by definition (RFC 9110, section 15) and by custom.

use crate::body::Body;
use crate::evidence::{Evidence, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::words::{Cause, Fault, Layer};

/// What a status hints at when nothing else is known.
struct Hint {
    statuses: &'static [u16],
    cause: Cause,
    faults: &'static [(Fault, f32)],
}

/// The weights follow what real gateways answer when what is behind them fails: a gateway's 502, 503 or 504 is far
/// more often about the application than about anything else.
const HINTS: &[Hint] = &[
    Hint { statuses: &[500, 507, 508], cause: Cause::InternalError, faults: &[] },
    Hint { statuses: &[501, 505], cause: Cause::Misconfigured, faults: &[(Fault::SiteConfig, 2.0)] },
    Hint { statuses: &[502], cause: Cause::BadAnswer, faults: &[] },
    Hint { statuses: &[503], cause: Cause::Overloaded, faults: &[] },
    Hint { statuses: &[504], cause: Cause::NoAnswer, faults: &[] },
    // 52x and 530 are Cloudflare's, and Tencent's; both mean that the edge had trouble with the site's server.
    Hint { statuses: &[520], cause: Cause::BadAnswer, faults: &[(Fault::App, 2.0), (Fault::Origin, 1.5)] },
    Hint { statuses: &[521], cause: Cause::Refused, faults: &[(Fault::Origin, 2.5)] },
    Hint { statuses: &[522, 523], cause: Cause::Unreachable, faults: &[(Fault::OriginUnreachableFromCdn, 2.5)] },
    Hint { statuses: &[524], cause: Cause::NoAnswer, faults: &[(Fault::App, 2.5)] },
    Hint { statuses: &[525, 526], cause: Cause::TlsHandshake, faults: &[(Fault::SiteConfig, 2.5)] },
    Hint { statuses: &[530], cause: Cause::Misconfigured, faults: &[(Fault::SiteConfig, 2.0)] },
    Hint { statuses: &[401, 403, 451], cause: Cause::Blocked, faults: &[] },
    Hint { statuses: &[400, 405, 406, 409, 411, 412, 415, 416, 417, 422, 428], cause: Cause::BadRequest, faults: &[] },
    Hint { statuses: &[404, 410], cause: Cause::NotFound, faults: &[] },
    Hint { statuses: &[413], cause: Cause::RequestTooBig, faults: &[] },
    Hint { statuses: &[414, 431], cause: Cause::RequestTooBig, faults: &[(Fault::LocalBrowser, 1.5)] },
    Hint { statuses: &[429], cause: Cause::RateLimited, faults: &[] },
];

/// 502 and 504 say "I am a gateway and what is behind me failed", so whoever wrote one is not the application.
const GATEWAY_BY_DEFINITION: f32 = 1.5;
const SILENT_GATEWAY: f32 = 3.0;
const GATEWAY: &str = "evidence_status_gateway";
/// By custom it is a delivery network that says 520 to 526; a few applications and gateways say one of them, too.
const EDGE_BY_CUSTOM: f32 = 3.0;
/// 500 is what programs say when they break, and a gateway that breaks mostly leaves its name.
const APP_BY_CUSTOM: f32 = 1.2;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let Some(status) = failure.status() else { return };
    // Whoever signed the answer knows better what its status means.
    for hint in HINTS.iter().filter(|hint| hint.statuses.contains(&status) && !failure.is_signed()) {
        evidence.extend(hint.faults.iter().map(|&(fault, weight)| blame(failure, status, fault, weight)));
    }
    // A gateway that finds nobody to ask says so in a few words.
    let breaks = status == 500 || (status == 503 && failure.body().is_some_and(Body::is_empty));
    if breaks && !failure.is_signed() {
        evidence.push(by_definition(failure, status, Layer::AppRuntime, APP_BY_CUSTOM, "evidence_status_application"));
    }
    // Where the headers were seen, an edge would have left its name there.
    if matches!(status, 520..=526) && failure.headers().is_none() && !failure.is_signed() {
        evidence.push(by_definition(failure, status, Layer::CdnEdge, EDGE_BY_CUSTOM, GATEWAY));
    }
    if matches!(status, 502 | 504) {
        evidence.push(by_definition(failure, status, Layer::AppRuntime, -GATEWAY_BY_DEFINITION, GATEWAY));
        // An application that says 502 has something to say about it; a gateway that nobody can name often has not.
        if failure.body().is_some_and(Body::is_empty) && !failure.is_signed() {
            evidence.push(by_definition(failure, status, Layer::ReverseProxy, SILENT_GATEWAY, GATEWAY));
        }
    }
}

fn by_definition(failure: &Failure, status: u16, layer: Layer, weight: f32, key: &'static str) -> Evidence {
    let text = Message::new(key).with(status.to_string());
    Evidence::new("status/gateway", Writer::kind(layer), weight, failure.first.how, text)
}

/// What the status alone says went wrong.
pub(crate) fn cause(status: u16) -> Option<Cause> {
    HINTS.iter().find(|hint| hint.statuses.contains(&status)).map(|hint| hint.cause)
}

/// A vendor's code knows the cause better; what the status alone says is only the last resort, and so no part of this.
fn blame(failure: &Failure, status: u16, fault: Fault, weight: f32) -> Evidence {
    let text = Message::of("evidence_status", fault.word()).with(status.to_string());
    Evidence::new("status/custom", fault, weight, failure.first.how, text)
}
