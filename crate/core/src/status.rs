//! What a status says by itself, by definition (RFC 9110, section 15) and by custom, as the table in `net_error` does for
//! the browsers' words. Whoever signed an answer knows better what its status means.

use crate::words::{Cause, Fault};

/// What statuses hint at when nothing else is known.
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

fn hint(status: u16) -> Option<&'static Hint> {
    HINTS.iter().find(|hint| hint.statuses.contains(&status))
}

/// What went wrong.
pub(crate) fn cause(status: u16) -> Option<Cause> {
    hint(status).map(|hint| hint.cause)
}

/// The places it points to, and how strongly.
pub(crate) fn faults(status: u16) -> &'static [(Fault, f32)] {
    hint(status).map_or(&[], |hint| hint.faults)
}

/// Does it find fault with the request itself, as too large or not understood?
pub(crate) fn blames_the_request(status: u16) -> bool {
    match status {
        // Filters say this to what they dislike more often than servers do to a format that they lack.
        406 => false,
        // Too slow in coming, and nginx's own word for headers that are too large.
        408 | 494 => true,
        _ => matches!(cause(status), Some(Cause::BadRequest | Cause::RequestTooBig)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_one_hint() {
        let mut statuses: Vec<_> = HINTS.iter().flat_map(|hint| hint.statuses).collect();
        let all = statuses.len();
        statuses.sort();
        statuses.dedup();
        assert_eq!(statuses.len(), all);
    }

    #[test]
    fn who_is_refused_or_finds_nothing_has_asked_well() {
        for refused in [401, 403, 404, 406, 410, 418, 429, 451, 500] {
            assert!(!blames_the_request(refused), "{refused}");
        }
        for blamed in [400, 405, 408, 413, 414, 417, 422, 431, 494] {
            assert!(blames_the_request(blamed), "{blamed}");
        }
    }
}
