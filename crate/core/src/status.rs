//! What a status says by itself, by definition (RFC 9110, section 15) and by custom, as `net_error` does for the
//! browsers' words. The product that signed an answer knows better what its status means.

use crate::words::{Cause, Fault};

/// Places, and how strongly each is pointed to.
type Places = &'static [(Fault, f32)];

/// What a status hints at if nothing else is known. The weights follow what real gateways answer when what is behind
/// them fails: a gateway's 502, 503 or 504 is far more often about the application than about anything else. 52x and
/// 530 are Cloudflare's, and Tencent's; they mean that the edge had trouble with the site's server.
const fn hint(status: u16) -> (Option<Cause>, Places) {
    let (cause, places): (Cause, Places) = match status {
        400 | 405 | 406 | 409 | 411 | 412 | 415 | 416 | 417 | 422 | 425 | 428 => (Cause::BadRequest, &[]),
        401 | 403 | 451 => (Cause::Blocked, &[]),
        404 | 410 => (Cause::NotFound, &[]),
        413 => (Cause::RequestTooBig, &[]),
        // Laravel's.
        419 => (Cause::FormExpired, &[]),
        414 | 431 => (Cause::RequestTooBig, &[(Fault::LocalBrowser, 1.5)]),
        429 => (Cause::RateLimited, &[]),
        500 | 507 | 508 => (Cause::InternalError, &[]),
        // The server has no such site for the name, or its certificate joins names that it does not serve together.
        421 | 501 | 505 | 530 => (Cause::Misconfigured, &[(Fault::SiteConfig, 2.0)]),
        502 => (Cause::BadAnswer, &[]),
        503 => (Cause::Overloaded, &[]),
        504 => (Cause::NoAnswer, &[]),
        520 => (Cause::BadAnswer, &[(Fault::App, 2.0), (Fault::Origin, 1.5)]),
        521 => (Cause::Refused, &[(Fault::Origin, 2.5)]),
        522 | 523 => (Cause::Unreachable, &[(Fault::OriginUnreachableFromCdn, 2.5)]),
        524 => (Cause::NoAnswer, &[(Fault::App, 2.5)]),
        525 | 526 => (Cause::TlsHandshake, &[(Fault::SiteConfig, 2.5)]),
        _ => return (None, &[]),
    };
    (Some(cause), places)
}

/// What went wrong.
pub(crate) const fn cause(status: u16) -> Option<Cause> {
    hint(status).0
}

/// The places it points to.
pub(crate) const fn faults(status: u16) -> Places {
    hint(status).1
}

/// Does it find fault with the request itself, as too large or not understood?
pub(crate) const fn blames_the_request(status: u16) -> bool {
    match status {
        // Filters say this to what they dislike more often than servers do about a format that they lack.
        406 => false,
        // Too slow to arrive, and nginx's own word for headers that are too large.
        408 | 494 => true,
        _ => matches!(cause(status), Some(Cause::BadRequest | Cause::RequestTooBig)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_refused_or_finds_nothing_has_asked_well() {
        for refused in [401, 403, 404, 406, 410, 418, 429, 451, 500] {
            assert!(!blames_the_request(refused), "{refused}");
        }
        for blamed in [400, 405, 408, 413, 414, 417, 422, 425, 431, 494] {
            assert!(blames_the_request(blamed), "{blamed}");
        }
    }
}
