//! Secrets stay: what leaves in a report is cleaned first.
//!
//! Cookies, credentials, tokens and e-mail addresses are replaced by [`REDACTED`]; what is left still tells a site's
//! owner which request it was.

use crate::text::{contains, contains_ignore_case, cut, join};

/// What stands in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Headers whose whole value is a secret, or tells where the visitor is.
const SECRET_HEADERS: &[&str] =
    &["authorization", "cookie", "proxy-authorization", "authentication-info", "x-forwarded-for", "forwarded"];
/// Parts of header and parameter names that mark a secret value.
const SECRET_NAMES: &[&str] = &[
    "token",
    "secret",
    "passw",
    "pwd",
    "apikey",
    "api-key",
    "api_key",
    "session",
    "sess_",
    "sid",
    "auth",
    "signature",
    "credential",
    "jwt",
    "email",
    "e-mail",
    "otp",
    "nonce",
    "csrf",
    "xsrf",
    "client-ip",
    "client_ip",
    "real-ip",
    "connecting-ip",
    "private",
];
/// Short parameter names that are secrets only as a whole name.
const SECRET_PARAMETERS: &[&str] = &["code", "key", "sig", "pass", "state", "ticket", "hash", "user", "pin"];
/// A run of this many letters and digits mixed is a token rather than a word.
const TOKEN_MIN: usize = 24;

/// A header's value without its secrets.
pub fn header(name: &str, value: &str) -> String {
    if name.eq_ignore_ascii_case("set-cookie") {
        // Firefox hands several fields over as one, a line each.
        return join(&value.lines().map(cookie).collect::<Vec<_>>(), "\n");
    }
    if name.eq_ignore_ascii_case("location") || name.eq_ignore_ascii_case("content-location") {
        return url(value);
    }
    let secret = SECRET_HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known));
    if secret || (names_a_secret(name) && !is_harmless(name)) {
        return REDACTED.to_owned();
    }
    text(value)
}

/// Headers that only ask for credentials, whose names would otherwise mark a secret.
fn is_harmless(name: &str) -> bool {
    ["www-authenticate", "proxy-authenticate"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A cookie's name and attributes help its owner; its value is nobody's business. Without an equals sign there is no
/// name, and all of it is the value (RFC 6265bis).
fn cookie(value: &str) -> String {
    let (pair, attributes) = value.split_once(';').map_or((value, ""), |(pair, rest)| (pair, rest));
    let name = pair.split_once('=').map_or("", |(name, _)| name.trim());
    let separator = if attributes.is_empty() { "" } else { ";" };
    format!("{name}={REDACTED}{separator}{attributes}")
}

/// An address without user name, password, fragment and secret parameters; long tokens in the path go too.
pub fn url(address: &str) -> String {
    let before_fragment = address.split('#').next().unwrap_or_default();
    let (front, query) = before_fragment.split_once('?').map_or((before_fragment, None), |(f, q)| (f, Some(q)));
    let clean = path(&without_user(front));
    let Some(query) = query else { return clean };
    // A second question mark most often begins the query of an address inside the first.
    let cleaned = by_word(query, |c| matches!(c, '&' | ';' | '?'), parameter);
    format!("{clean}?{cleaned}")
}

fn without_user(front: &str) -> String {
    let Some((scheme, authority, path)) = parts(front) else { return front.to_owned() };
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
}

/// Scheme, authority and path of a whole address without a query.
fn parts(front: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = cut(front, "://")?;
    let authority = rest.split('/').next().unwrap_or_default();
    Some((scheme, authority, rest.get(authority.len()..).unwrap_or_default()))
}

fn path(front: &str) -> String {
    let path = parts(front).map_or(front, |(_, _, path)| path);
    let origin = front.strip_suffix(path).unwrap_or_default();
    let parts: Vec<_> = path.split('/').map(|part| if is_token(part) { REDACTED } else { part }).collect();
    format!("{origin}{}", join(&parts, "/"))
}

fn parameter(pair: &str) -> String {
    let Some((name, value)) = pair.split_once('=') else {
        return if is_token(pair) { REDACTED.to_owned() } else { pair.to_owned() };
    };
    let whole = SECRET_PARAMETERS.iter().any(|known| name.eq_ignore_ascii_case(known));
    let secret = whole || names_a_secret(name) || is_token(value);
    if secret { format!("{name}={REDACTED}") } else { pair.to_owned() }
}

/// Any other text: addresses are cleaned, and e-mail addresses and signed tokens cut out, word by word.
pub fn text(value: &str) -> String {
    by_word(
        value,
        |c| c.is_whitespace() || is_bracket(c),
        |word| {
            let is_address = contains(word, "://") || word.starts_with('/');
            if is_address { url(word) } else { by_word(word, |c| matches!(c, '&' | '=' | '?'), plain) }
        },
    )
}

/// Does this stand around words rather than in them?
const fn is_bracket(c: char) -> bool {
    matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';')
}

/// The text with each word, as these edges divide it, cleaned by itself.
fn by_word(text: &str, is_edge: impl Fn(char) -> bool, clean: impl Fn(&str) -> String) -> String {
    let pieces = text.split_inclusive(&is_edge).map(|piece| {
        let word = piece.trim_end_matches(&is_edge);
        clean(word) + piece.get(word.len()..).unwrap_or_default()
    });
    pieces.collect()
}

fn plain(word: &str) -> String {
    if is_email(word) || is_jwt(word) { REDACTED.to_owned() } else { word.to_owned() }
}

fn names_a_secret(name: &str) -> bool {
    SECRET_NAMES.iter().any(|part| contains_ignore_case(name, part))
}

/// `name@host.tld`, also where the at sign is percent-encoded.
fn is_email(text: &str) -> bool {
    let split = text.split_once('@').or_else(|| cut(text, "%40"));
    split.is_some_and(|(name, host)| !name.is_empty() && contains(host, ".") && !host.starts_with('.'))
}

/// A JSON web token is three base64 parts, the first of which is JSON: `eyJ…`.
fn is_jwt(text: &str) -> bool {
    contains(text, "eyJ") && text.len() >= TOKEN_MIN
}

/// Long runs of letters and digits that no word looks like.
fn is_token(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%+=".contains(&b));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    is_email(text) || is_jwt(text) || (text.len() >= TOKEN_MIN && plain && digits >= 4 && digits < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_addresses_are_cut_out_and_the_rest_stays() {
        let cases = [
            ("https://u:pw@shop.example/a/b?page=2", "https://shop.example/a/b?page=2"),
            ("https://shop.example/?token=abc&q=shoes#frag", "https://shop.example/?token=[redacted]&q=shoes"),
            ("https://shop.example/reset/9f8e7d6c5b4a39281706f5e4d3c2b1a0", "https://shop.example/reset/[redacted]"),
            ("https://shop.example/u/ann@mail.example/x", "https://shop.example/u/[redacted]/x"),
            ("https://shop.example/?to=ann%40mail.example", "https://shop.example/?to=[redacted]"),
            ("https://shop.example/spring-collection-2026", "https://shop.example/spring-collection-2026"),
            ("/login?code=4711", "/login?code=[redacted]"),
            ("https://shop.example/?next=/a?token=abc", "https://shop.example/?next=/a?token=[redacted]"),
            ("https://shop.example/?a=1;token=abc", "https://shop.example/?a=1;token=[redacted]"),
        ];
        for (given, wanted) in cases {
            assert_eq!(url(given), wanted);
        }
    }

    #[test]
    fn secrets_in_headers_are_cut_out_and_request_ids_stay() {
        assert_eq!(header("Set-Cookie", "sid=abc; Path=/; Secure"), "sid=[redacted]; Path=/; Secure");
        assert_eq!(header("set-cookie", "a=1; Path=/\nsid=abc"), "a=[redacted]; Path=/\nsid=[redacted]");
        assert_eq!(header("set-cookie", "abc; Path=/"), "=[redacted]; Path=/");
        assert_eq!(header("cookie", "a=1; sid=abc"), REDACTED);
        assert_eq!(header("location", "cb?code=4711"), "cb?code=[redacted]");
        assert_eq!(header("X-Api-Key", "k"), REDACTED);
        assert_eq!(header("x-csrf-token", "k"), REDACTED);
        assert_eq!(header("cf-connecting-ip", "203.0.113.9"), REDACTED);
        assert_eq!(header("www-authenticate", "Basic realm=\"shop\""), "Basic realm=\"shop\"");
        assert_eq!(header("cf-ray", "8a1b2c3d4e5f6a7b-FRA"), "8a1b2c3d4e5f6a7b-FRA");
        assert_eq!(
            header("x-amz-cf-id", "gq-lZEVY7vN2_TtA3s-1dO3u5JmWPnQx9kQe0w=="),
            "gq-lZEVY7vN2_TtA3s-1dO3u5JmWPnQx9kQe0w=="
        );
        assert_eq!(header("location", "https://a.example/?session=1"), "https://a.example/?session=[redacted]");
        assert_eq!(
            header("link", "</a.css?v=2#x>; rel=preload, <https://u:p@a.example/?token=1>"),
            "</a.css?v=2>; rel=preload, <https://a.example/?token=[redacted]>"
        );
        assert_eq!(header("x-note", "ask ann@mail.example, now"), "ask [redacted], now");
        assert_eq!(header("x-id", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc"), "Bearer [redacted]");
    }
}
