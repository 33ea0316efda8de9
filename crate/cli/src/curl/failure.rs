//! Curl's exit statuses in the words of Chromium's net errors, which the core knows.

/// An exit status, a part of curl's words for it or of its notes (empty: whatever they are), and the net error. The
/// first fit counts.
const ERRORS: &[(u16, &str, &str)] = &[
    (1, "HTTP/0.9", "ERR_INVALID_HTTP_RESPONSE"),
    (3, "", "ERR_INVALID_URL"),
    (5, "", "ERR_PROXY_CONNECTION_FAILED"),
    (6, "", "ERR_NAME_NOT_RESOLVED"),
    (7, "network is unreachable", "ERR_ADDRESS_UNREACHABLE"),
    (7, "no route to host", "ERR_ADDRESS_UNREACHABLE"),
    (7, "timed out", "ERR_CONNECTION_TIMED_OUT"),
    (7, "", "ERR_CONNECTION_REFUSED"),
    (8, "", "ERR_INVALID_HTTP_RESPONSE"),
    (16, "", "ERR_HTTP2_PROTOCOL_ERROR"),
    (18, "", "ERR_CONTENT_LENGTH_MISMATCH"),
    (28, "resolving timed out", "ERR_DNS_TIMED_OUT"),
    (28, "connection timed out", "ERR_CONNECTION_TIMED_OUT"),
    (28, "connection timeout", "ERR_CONNECTION_TIMED_OUT"),
    (28, "failed to connect", "ERR_CONNECTION_TIMED_OUT"),
    (28, "", "ERR_TIMED_OUT"),
    (35, "reset by peer", "ERR_CONNECTION_RESET"),
    (35, "ssl_error_syscall", "ERR_CONNECTION_CLOSED"),
    (35, "unexpected eof", "ERR_CONNECTION_CLOSED"),
    (35, "protocol version", "ERR_SSL_VERSION_OR_CIPHER_MISMATCH"),
    (35, "unsupported protocol", "ERR_SSL_VERSION_OR_CIPHER_MISMATCH"),
    (35, "handshake failure", "ERR_SSL_VERSION_OR_CIPHER_MISMATCH"),
    (35, "unrecognized name", "ERR_SSL_UNRECOGNIZED_NAME_ALERT"),
    (35, "", "ERR_SSL_PROTOCOL_ERROR"),
    (47, "", "ERR_TOO_MANY_REDIRECTS"),
    (51, "", "ERR_CERT_COMMON_NAME_INVALID"),
    (52, "", "ERR_EMPTY_RESPONSE"),
    (55, "", "ERR_CONNECTION_RESET"),
    (56, "connect tunnel failed", TUNNEL_FAILED),
    (56, "from proxy after connect", TUNNEL_FAILED),
    (56, "proxy tunneling failed", TUNNEL_FAILED),
    (56, "unexpected eof", "ERR_CONNECTION_CLOSED"),
    (56, "", "ERR_CONNECTION_RESET"),
    (60, "has expired", "ERR_CERT_DATE_INVALID"),
    (60, "not yet valid", "ERR_CERT_DATE_INVALID"),
    (60, "subject name", "ERR_CERT_COMMON_NAME_INVALID"),
    (60, "revoked", "ERR_CERT_REVOKED"),
    (60, "", "ERR_CERT_AUTHORITY_INVALID"),
    (61, "", "ERR_CONTENT_DECODING_FAILED"),
    (92, "", "ERR_HTTP2_PROTOCOL_ERROR"),
    (95, "", "ERR_QUIC_PROTOCOL_ERROR"),
    (96, "", "ERR_QUIC_PROTOCOL_ERROR"),
    (97, "", "ERR_SOCKS_CONNECTION_FAILED"),
];

/// What the notes say when `-s` kept curl from giving its exit status.
const SILENT: &[(&str, u16)] = &[
    ("connect tunnel failed", 56),
    ("could not resolve proxy", 5),
    ("could not resolve host", 6),
    ("resolving timed out", 28),
    ("timed out after", 28),
    ("failed to connect", 7),
    ("couldn't connect", 7),
    ("ssl certificate problem", 60),
    ("no alternative certificate subject name", 60),
    ("ssl_error_syscall", 35),
    ("ssl routines:", 35),
    ("empty reply from server", 52),
    ("maximum (", 47),
    ("recv failure", 56),
];

/// The proxy refused to pass bytes on.
const TUNNEL_FAILED: &str = "ERR_TUNNEL_CONNECTION_FAILED";

/// The statuses with which a proxy refuses for reasons of its own, or tells what happened, under the names of
/// Firefox: Chromium has one name for all of them.
const REFUSALS: &[(u16, &str)] = &[
    (403, "NS_ERROR_PROXY_FORBIDDEN"),
    (404, "NS_ERROR_PROXY_NOT_FOUND"),
    (407, "ERR_PROXY_AUTH_REQUESTED"),
    (429, "NS_ERROR_PROXY_TOO_MANY_REQUESTS"),
    (503, "NS_ERROR_PROXY_SERVICE_UNAVAILABLE"),
    (504, "NS_ERROR_PROXY_GATEWAY_TIMEOUT"),
];

/// The net error for a proxy's refusal with this status.
pub(super) fn refusal(status: u16) -> &'static str {
    REFUSALS.iter().find(|(known, _)| *known == status).map_or(TUNNEL_FAILED, |(_, error)| error)
}

/// Is it the refusal of a proxy?
pub(super) fn is_refusal(error: &str) -> bool {
    error == TUNNEL_FAILED || REFUSALS.iter().any(|(_, known)| *known == error)
}

/// The net error for an exit status and what curl said; a status without one keeps its number.
pub(super) fn net_error(code: u16, said: &str) -> String {
    let said = said.to_ascii_lowercase();
    let fits = |(known, part, _): &&(u16, &str, &str)| *known == code && said.contains(&part.to_ascii_lowercase());
    match ERRORS.iter().find(fits) {
        Some((_, _, TUNNEL_FAILED)) => refusal(refused(&said).unwrap_or_default()).to_owned(),
        Some((_, _, error)) => (*error).to_owned(),
        None => format!("curl exit status {code}"),
    }
}

/// The proxy's status, in small letters: `connect tunnel failed, response 403`, or in older versions
/// `received http code 403 from proxy after connect`.
fn refused(said: &str) -> Option<u16> {
    let (_, status) = said.split_once("tunnel failed, response ").or_else(|| said.split_once("http code "))?;
    status.get(..3)?.parse().ok()
}

/// The exit status the notes speak of.
pub(super) fn silent(notes: &str) -> Option<u16> {
    let notes = notes.to_ascii_lowercase();
    SILENT.iter().find(|(part, _)| notes.contains(part)).map(|(_, code)| *code)
}

/// The status in `The requested URL returned error: 502`, which is all that `curl -f` says.
pub(super) fn status(words: &str) -> Option<u16> {
    let (_, status) = words.split_once("returned error: ")?;
    status.get(..3)?.parse().ok().filter(|status| (100..1000).contains(status))
}

#[cfg(test)]
mod tests {
    use is_it_me_core::net_error::lookup;

    use super::*;

    #[test]
    fn the_core_knows_every_error() {
        let errors = ERRORS.iter().map(|(_, _, error)| error).chain(REFUSALS.iter().map(|(_, error)| error));
        let unknown: Vec<_> = errors.filter(|error| lookup(error).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn curl_s_words_tell_errors_of_one_status_apart() {
        assert_eq!(net_error(60, "SSL certificate problem: certificate has expired"), "ERR_CERT_DATE_INVALID");
        assert_eq!(
            net_error(60, "SSL: no alternative certificate subject name matches"),
            "ERR_CERT_COMMON_NAME_INVALID"
        );
        assert_eq!(net_error(60, "SSL certificate problem: self-signed certificate"), "ERR_CERT_AUTHORITY_INVALID");
        assert_eq!(net_error(28, "Connection timed out after 5001 milliseconds"), "ERR_CONNECTION_TIMED_OUT");
        assert_eq!(net_error(28, "Operation timed out after 5001 milliseconds with 0 bytes"), "ERR_TIMED_OUT");
        assert_eq!(
            net_error(7, "Failed to connect\nconnect to 203.0.113.7 port 80 failed: No route to host"),
            "ERR_ADDRESS_UNREACHABLE"
        );
        assert_eq!(net_error(56, "Received HTTP code 407 from proxy after CONNECT"), "ERR_PROXY_AUTH_REQUESTED");
        assert_eq!(net_error(56, "CONNECT tunnel failed, response 502"), TUNNEL_FAILED);
        assert_eq!(net_error(999, ""), "curl exit status 999");
    }

    #[test]
    fn a_status_is_read_only_where_one_stands() {
        assert_eq!(status("The requested URL returned error: 502"), Some(502));
        assert_eq!(status("The requested URL returned error: 502 Bad Gateway"), Some(502));
        assert_eq!(status("The requested URL returned error: é"), None);
        assert_eq!(status("returned error: 5"), None);
    }
}
