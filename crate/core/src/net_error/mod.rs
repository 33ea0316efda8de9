//! What each net error of Chromium and Firefox says about the path of the request. The table is `net_errors.toml`.

use crate::hash;
use crate::words::{Cause, Fault, Layer};

include!(concat!(env!("OUT_DIR"), "/net_errors.rs"));

/// What a page and a fetch say of a body that ended early: that it did, and not why.
pub const CUT_SHORT: &str = "CUT_SHORT";
/// Chromium's words for a page whose process has ended.
pub const CRASHED: &str = "Aw, Snap!";
/// The page that Firefox has for the same.
pub const CRASHED_IN_FIREFOX: &str = "about:tabcrashed";
/// Chromium's word for a request that ends without an answer, whatever the reason.
pub const NO_ANSWER: &str = "Failed to fetch";
/// The title of Chromium's warning of a site that it calls dangerous.
pub const DANGEROUS: &str = "Security error";
/// What its page says where a rule of the device stopped a request before anybody was asked.
pub const FORBIDDEN: &str = "ERR_BLOCKED_BY_ADMINISTRATOR";
/// What Firefox calls a port that it never connects to.
pub const FORBIDDEN_PORT: &str = "NS_ERROR_PORT_ACCESS_NOT_ALLOWED";
/// What Firefox calls a body that it could not unpack.
pub const UNDECODED: &str = "NS_ERROR_INVALID_CONTENT_ENCODING";
/// What Firefox calls an address that no program here opens.
pub const NO_PROGRAM: &str = "NS_ERROR_UNKNOWN_PROTOCOL";

/// Up to three places of blame, most likely first. The zone stands for the lookup on either side.
pub type Places = [Option<Fault>; 3];

/// What is known of one net error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetError {
    /// Where the trouble may lie.
    pub places: Places,
    /// What went wrong.
    pub cause: Cause,
    /// May the same request succeed later without anybody changing anything?
    pub passes: bool,
    /// Who ended it: the browser, which noticed by itself, or a program that answered it with this.
    pub writer: Layer,
}

impl NetError {
    /// Is it most likely the lookup of the name?
    pub(crate) const fn is_of_lookup(self) -> bool {
        matches!(self.places, [Some(Fault::DnsZone), ..])
    }
}

/// The entry for an error in any browser's spelling: `net::ERR_…`, `NS_ERROR_…`, `Error code 2152398861`.
pub fn lookup(error: &str) -> Option<NetError> {
    let name = canonical(error);
    // Only Firefox uses a sentence, and only about TLS. Not all languages separate words.
    let is_sentence = || name.split_whitespace().count() > 2 || name.chars().filter(|c| !c.is_ascii()).count() > 2;
    named(name).or_else(|| named("TLS_SENTENCE").filter(|_| is_sentence()))
}

fn named(name: &str) -> Option<NetError> {
    let wanted = hash::of(name);
    let mut left = NAMES.iter().position(|hash| *hash == wanted)?;
    let is_of = |count: &u8| {
        let rest = left.checked_sub((*count).into());
        left = rest.unwrap_or(left);
        rest.is_none()
    };
    NAMES_OF.iter().position(is_of).and_then(|at| NET_ERRORS.get(at)).copied()
}

/// What browsers call a request that they ended themselves, as for the visitor's Stop.
const ABORTED: [&str; 2] = ["ERR_ABORTED", "NS_BINDING_ABORTED"];
/// Chromium reports a redirect loop as an aborted request; nobody follows this many redirects and then presses Stop.
const LOOP: usize = 19;

/// Did the browser end the request itself? An aborted connection is another matter.
pub fn is_aborted(error: &str) -> bool {
    ABORTED.contains(&canonical(error))
}

/// What to call an error that came after this many redirects.
pub fn named_after(error: &str, redirects: usize) -> &str {
    if redirects >= LOOP && is_aborted(error) { "ERR_TOO_MANY_REDIRECTS" } else { error }
}

/// What Firefox says where a proxy's answer to CONNECT is 400, 404 or 500, and where it is 503 or a redirect.
const AS_IF_DIRECT: [&str; 2] = ["NS_ERROR_UNKNOWN_HOST", "NS_ERROR_CONNECTION_REFUSED"];

/// What to call an error behind a proxy of this kind. Firefox itself neither looks up the site's name nor connects to
/// the site behind one that speaks HTTP, whereas behind SOCKS it may.
pub fn named_behind<'a>(proxy: &str, error: &'a str) -> &'a str {
    let is_refusal = proxy.starts_with("http") && AS_IF_DIRECT.contains(&error);
    if is_refusal { "ERR_TUNNEL_CONNECTION_FAILED" } else { error }
}

/// The error's name without what browsers put around it.
pub fn canonical(error: &str) -> &str {
    let error = error.trim();
    let error = ["net::", "NET::", "Error code "].iter().find_map(|prefix| error.strip_prefix(prefix)).unwrap_or(error);
    // QUIC errors carry their detail after a full stop (`ERR_QUIC_PROTOCOL_ERROR.QUIC_NETWORK_IDLE_TIMEOUT`), and
    // sentences end with one. Anything else stays whole: nobody would recognise half a secret.
    let is_other = error.bytes().any(|b| matches!(b, b'@' | b'=' | b'/' | b'%'));
    if is_other { error } else { error.split('.').next().unwrap_or(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_is_found_in_every_spelling() {
        let refused = lookup("net::ERR_CONNECTION_REFUSED");
        assert!(refused.is_some_and(
            |e| e.cause == Cause::Refused && e.places == [Some(Fault::Origin), Some(Fault::LocalNetwork), None]
        ));
        assert_eq!(lookup("NS_ERROR_CONNECTION_REFUSED"), refused);
        assert_eq!(lookup("Error code 2152398861"), refused);
        assert_eq!(lookup("net::ERR_QUIC_PROTOCOL_ERROR.QUIC_DETAIL"), lookup("ERR_QUIC_PROTOCOL_ERROR"));
        assert!(lookup("ERR_QUIC_PROTOCOL_ERROR").is_some());
    }

    #[test]
    fn a_sentence_speaks_of_tls_in_any_language() {
        let issuer = lookup("Peer’s Certificate issuer is not recognized.");
        assert_eq!(issuer, lookup("SEC_ERROR_UNKNOWN_ISSUER"));
        for sentence in [
            "Dem Zertifikat wird nicht vertraut.",
            "ピアの証明書の発行者は認識されていません。",
            "不信任该证书的颁发者。",
        ] {
            assert_eq!(lookup(sentence).map(|e| e.cause), Some(Cause::TlsHandshake), "{sentence}");
        }
    }

    #[test]
    fn what_chromium_keeps_to_itself_may_be_the_name_as_well_as_the_server() {
        let kept = lookup(NO_ANSWER).map(|found| (found.cause, found.places));
        assert_eq!(kept, Some((Cause::Unknown, [Fault::DnsZone, Fault::Origin, Fault::LocalNetwork].map(Some))));
    }

    #[test]
    fn an_unknown_issuer_is_the_servers_first_where_interception_has_a_name_of_its_own() {
        let first = |error| lookup(error).map(|found| found.places[0]);
        assert_eq!(first("SEC_ERROR_UNKNOWN_ISSUER"), Some(Some(Fault::SiteConfig)));
        assert_eq!(first("net::ERR_CERT_AUTHORITY_INVALID"), Some(Some(Fault::LocalNetwork)));
    }

    #[test]
    fn an_answer_as_of_a_proxy_where_there_is_none_is_no_proxys_refusal() {
        let cause = |error| lookup(error).map(|found| found.cause);
        assert_eq!(cause("net::ERR_UNEXPECTED_PROXY_AUTH"), Some(Cause::BadAnswer));
        assert_eq!(cause("NS_ERROR_PROXY_AUTHENTICATION_FAILED"), Some(Cause::ProxyRefused));
    }

    #[test]
    fn what_the_proxy_met_beyond_itself_is_told_as_in_chromium() {
        let (tunnel, slow) = (lookup("net::ERR_TUNNEL_CONNECTION_FAILED"), lookup("NS_ERROR_PROXY_GATEWAY_TIMEOUT"));
        assert_eq!(lookup("NS_ERROR_PROXY_BAD_GATEWAY"), tunnel);
        assert_eq!(slow.map(|found| found.cause), Some(Cause::ConnectTimeout), "it was not the browser that waited");
        assert_eq!(slow.map(|found| (found.places, found.writer)), tunnel.map(|found| (found.places, found.writer)));
    }

    #[test]
    fn what_firefox_meets_below_http_has_its_reason_there_too() {
        let cause = |error| lookup(error).map(|found| found.cause);
        assert_eq!(cause("NS_ERROR_FILE_TOO_BIG"), Some(Cause::AnswerTooBig));
        assert_eq!(cause("NS_ERROR_UNEXPECTED"), Some(Cause::BadAnswer));
    }

    #[test]
    fn what_https_only_mode_ends_is_for_the_site_to_mend_as_http_was_answered() {
        let found = lookup("NS_ERROR_NET_TIMEOUT_EXTERNAL").map(|found| (found.cause, found.places[0]));
        assert_eq!(found, Some((Cause::TlsHandshake, Some(Fault::SiteConfig))));
    }

    #[test]
    fn a_network_that_changed_is_the_networks_first() {
        let places = lookup("net::ERR_NETWORK_CHANGED").map(|found| found.places);
        assert_eq!(places, Some([Some(Fault::LocalNetwork), Some(Fault::LocalBrowser), None]));
    }

    #[test]
    fn only_a_request_that_the_browser_ended_is_aborted_and_after_many_redirects_a_loop() {
        for (error, is_aborted_one) in [
            ("net::ERR_ABORTED", true),
            ("NS_BINDING_ABORTED", true),
            ("net::ERR_CONNECTION_ABORTED", false),
            ("net::ERR_HTTP2_SERVER_REFUSED_STREAM", false),
        ] {
            assert_eq!(is_aborted(error), is_aborted_one, "{error}");
            assert_eq!(named_after(error, 20) == "ERR_TOO_MANY_REDIRECTS", is_aborted_one, "{error}");
            assert_eq!(named_after(error, 18), error);
        }
    }

    #[test]
    fn a_tunnel_that_a_proxy_refused_is_no_lookup_that_failed() {
        for (proxy, error, is_tunnel) in [
            ("http", "NS_ERROR_UNKNOWN_HOST", true),
            ("https", "NS_ERROR_CONNECTION_REFUSED", true),
            ("socks", "NS_ERROR_UNKNOWN_HOST", false),
            ("", "NS_ERROR_UNKNOWN_HOST", false),
            ("http", "NS_ERROR_PROXY_FORBIDDEN", false),
        ] {
            let named = named_behind(proxy, error);
            assert_eq!(named, if is_tunnel { "ERR_TUNNEL_CONNECTION_FAILED" } else { error }, "{proxy} {error}");
        }
    }

    #[test]
    fn both_browsers_warnings_of_a_dangerous_site_mean_the_same() {
        for firefox in ["NS_ERROR_PHISHING_URI", "NS_ERROR_BLOCKED_URI"] {
            assert_eq!(lookup(firefox), lookup(DANGEROUS), "{firefox}");
        }
        assert!(lookup(DANGEROUS).is_some());
    }

    #[test]
    fn an_address_that_the_site_sent_the_browser_to_was_not_mistyped() {
        let found = lookup(NO_PROGRAM).map(|found| (found.cause, found.places[0]));
        assert_eq!(found, Some((Cause::BadRequest, Some(Fault::SiteConfig))));
    }

    #[test]
    fn nothing_but_early_hints_is_a_connection_that_was_closed() {
        assert_eq!(lookup("NS_ERROR_NET_ON_RECEIVING_FROM"), lookup("net::ERR_CONNECTION_CLOSED"));
        assert!(lookup("net::ERR_CONNECTION_CLOSED").is_some());
    }

    #[test]
    fn nonsense_is_unknown_and_harmless() {
        for nonsense in ["", "net::", ".", "ERR_", "Error code ", "é", "\0"] {
            assert_eq!(lookup(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn every_entry_names_a_place() {
        assert!(NAMES.len() > 300);
        assert!(NET_ERRORS.iter().all(|error| error.places[0].is_some()));
    }
}
