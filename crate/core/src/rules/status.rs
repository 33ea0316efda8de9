//! What the status alone says, by definition (RFC 9110, section 15) and by custom.

use crate::evidence::{Evidence, PointsTo, Writer};
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
    Hint { statuses: &[404, 410], cause: Cause::NotFound, faults: &[] },
    Hint { statuses: &[413, 414, 431], cause: Cause::RequestTooBig, faults: &[(Fault::LocalBrowser, 1.5)] },
    Hint { statuses: &[429], cause: Cause::RateLimited, faults: &[] },
];

/// 502 and 504 say "I am a gateway and what is behind me failed", so whoever wrote one is not the application.
const GATEWAY_BY_DEFINITION: f32 = 1.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let Some(status) = failure.status() else { return };
    // Whoever signed the answer knows better what its status means.
    for hint in HINTS.iter().filter(|hint| hint.statuses.contains(&status) && !failure.is_signed()) {
        evidence.extend(hint.faults.iter().map(|&(fault, weight)| blame(failure, status, fault, weight)));
    }
    if matches!(status, 502 | 504) {
        evidence.push(Evidence {
            rule: "status/gateway".into(),
            points_to: PointsTo::Generator(Writer { layer: Layer::AppRuntime, vendor: None }),
            weight: -GATEWAY_BY_DEFINITION,
            cause: None,
            how: failure.first.how,
            text: Message::new("evidence_status_gateway").with(status.to_string()),
        });
    }
}

/// What the status alone says went wrong.
pub(crate) fn cause(status: u16) -> Option<Cause> {
    HINTS.iter().find(|hint| hint.statuses.contains(&status)).map(|hint| hint.cause)
}

fn blame(failure: &Failure, status: u16, fault: Fault, weight: f32) -> Evidence {
    Evidence {
        rule: "status/custom".into(),
        points_to: PointsTo::Fault(fault),
        weight,
        // A vendor's code knows the cause better; what the status alone says is only the last resort.
        cause: None,
        how: failure.first.how,
        text: Message::new(format!("evidence_status_{fault}")).with(status.to_string()),
    }
}
