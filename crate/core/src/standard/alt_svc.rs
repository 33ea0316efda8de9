//! Alt-Svc: in which other ways the site can be reached (RFC 7838).

use super::elements::{Holds, elements};
use crate::headers::Headers;

/// Does the site offer HTTP/3, in its final form or in that of a draft?
pub fn offers_h3(headers: &Headers) -> bool {
    elements(headers, "alt-svc", Holds::Quotes).iter().filter_map(|offer| offer.split_once('=')).any(|(protocol, _)| {
        let protocol = protocol.trim();
        protocol == "h3" || protocol.starts_with("h3-")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_3_is_found_among_the_offers() {
        let offers = |value: &str| offers_h3(&Headers::from([("Alt-Svc", value)]));
        for value in ["h3=\":443\"; ma=86400", "h2=\"a:1,h2\", h3-29=\":443\"", "h2=\":1\"\nh3=\":443\""] {
            assert!(offers(value), "{value}");
        }
        for value in ["", "clear", "h2=\",h3=\"", "h3", "h33=\":443\"", "quic=\":443\""] {
            assert!(!offers(value), "{value}");
        }
    }
}
