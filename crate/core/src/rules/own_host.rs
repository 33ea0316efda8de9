//! Does the page say that the lookup of the very name that was visited failed?
//!
//! This is not a rule; the rules on the words of a page share it.

use crate::failure::Failure;
use crate::text::{after_ignore_case, starts_ignore_case};

/// What stands before the name: what Go writes, Node.js for a name that does not exist or that nobody answers for, Java
/// and curl, and then Apache and Squid.
const BEFORE_THE_NAME: &[&str] = &[
    "dial tcp: lookup",
    "getaddrinfo ENOTFOUND",
    "getaddrinfo EAI_AGAIN",
    "UnknownHostException:",
    "Could not resolve host:",
    "DNS lookup failure for:",
    "IP address from host name",
];

/// Is it a proxy on this side that speaks? It cannot put a page of its own into an encrypted connection without being
/// noticed.
pub(super) fn is_of_a_proxy(failure: &Failure) -> bool {
    let in_clear = !failure.first.is_secure() && failure.status().is_some_and(|status| status >= 500);
    in_clear && names_the_host(failure)
}

/// Does the page say that the lookup of the visited host failed?
fn names_the_host(failure: &Failure) -> bool {
    let (host, text) = (failure.first.host(), failure.visible());
    let rest = BEFORE_THE_NAME.iter().find_map(|before| after_ignore_case(text, before)).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '"', '\'']);
    // A host is ASCII, and the tables of all other letters are two kilobytes.
    let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let ends = rest.get(host.len()..).is_some_and(|after| !after.starts_with(goes_on));
    !host.is_empty() && starts_ignore_case(rest, host) && ends
}
