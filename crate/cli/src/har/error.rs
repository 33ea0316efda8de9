//! Why no answer came, as it is told in sentences: neither Safari and other programs with its engine nor mitmproxy
//! have names for net errors.

/// A part of such a sentence, in small letters, and the net error as Chromium names it. The first that fits counts.
/// Sentences about certificates are Firefox's as well, and the core reads those.
const SENTENCES: &[(&str, &str)] = &[
    ("hostname could not be found", "ERR_NAME_NOT_RESOLVED"),
    ("name or service not known", "ERR_NAME_NOT_RESOLVED"),
    ("nodename nor servname", "ERR_NAME_NOT_RESOLVED"),
    ("resolve host", "ERR_NAME_NOT_RESOLVED"),
    ("error resolving", "ERR_NAME_NOT_RESOLVED"),
    // Python tells of each address of a name, and of some reasons Linux's number alone. Where the network has no IPv6,
    // what became of the other address says more.
    ("connection refused", "ERR_CONNECTION_REFUSED"),
    ("[errno 111]", "ERR_CONNECTION_REFUSED"),
    ("[errno 110]", "ERR_CONNECTION_TIMED_OUT"),
    ("timed out", "ERR_TIMED_OUT"),
    ("[errno 113]", "ERR_ADDRESS_UNREACHABLE"),
    ("network is unreachable", "ERR_ADDRESS_UNREACHABLE"),
    ("no route to host", "ERR_ADDRESS_UNREACHABLE"),
    ("connect call failed", "ERR_CONNECTION_REFUSED"),
    ("could not connect to", "ERR_CONNECTION_REFUSED"),
    ("couldn't connect to", "ERR_CONNECTION_REFUSED"),
    ("reset by peer", "ERR_CONNECTION_RESET"),
    ("connection was lost", "ERR_CONNECTION_CLOSED"),
    ("terminated unexpectedly", "ERR_CONNECTION_CLOSED"),
    ("closed connection", "ERR_CONNECTION_CLOSED"),
    ("to be offline", "ERR_INTERNET_DISCONNECTED"),
    ("too many http redirects", "ERR_TOO_MANY_REDIRECTS"),
    ("too many redirects", "ERR_TOO_MANY_REDIRECTS"),
];

/// The net error that such a sentence is about; any other word or sentence as it is.
pub(super) fn named(error: &str) -> &str {
    let said = error.to_ascii_lowercase();
    SENTENCES.iter().find(|(part, _)| said.contains(part)).map_or(error, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use is_it_me_core::net_error::lookup;

    use super::*;

    #[test]
    fn sentences_get_the_names_that_the_core_knows() {
        for (sentence, name) in [
            ("A server with the specified hostname could not be found.", "ERR_NAME_NOT_RESOLVED"),
            ("Could not connect to the server.", "ERR_CONNECTION_REFUSED"),
            ("Could not connect to 127.0.0.1: Connection refused", "ERR_CONNECTION_REFUSED"),
            ("The network connection was lost.", "ERR_CONNECTION_CLOSED"),
            ("[Errno -2] Name or service not known", "ERR_NAME_NOT_RESOLVED"),
            ("[Errno 111] Connect call failed ('192.0.2.7', 443)", "ERR_CONNECTION_REFUSED"),
            ("[Errno 110] Connect call failed ('192.0.2.7', 443)", "ERR_CONNECTION_TIMED_OUT"),
            (
                "[Errno 111] Connect call failed ('192.0.2.7', 443), [Errno 101] Network is unreachable",
                "ERR_CONNECTION_REFUSED",
            ),
            ("[Errno 113] Connect call failed ('192.0.2.7', 443)", "ERR_ADDRESS_UNREACHABLE"),
        ] {
            assert_eq!(named(sentence), name, "{sentence}");
        }
        assert!(SENTENCES.iter().all(|(_, name)| lookup(name).is_some()));
    }

    #[test]
    fn names_and_sentences_of_browsers_stay() {
        for error in ["net::ERR_TIMED_OUT", "NS_ERROR_CONNECTION_REFUSED", "Peer’s Certificate has expired."] {
            assert_eq!(named(error), error);
        }
    }
}
