//! Whom the program asked for an answer, as far as the line says.

use super::marks::Marks;
use crate::guide::Guide;
use crate::text::{cut, halves, has, join, unsigned};

/// No address in a real configuration is longer.
const MAX: usize = 120;

/// The upstream's address after one of the texts that lead to it; HAProxy's names, or the last quoted address of an
/// Envoy line.
pub(super) fn find(guide: Guide, line: &str, marks: &Marks) -> Option<String> {
    if !marks.server.is_empty() {
        return names(marks.server);
    }
    for row in guide.rows("upstream") {
        let lead = row.field(1);
        if let Some((_, rest)) = cut(line, lead) {
            let word = first_word(rest);
            return if lead.ends_with("socket ") { socket(word) } else { address(word) };
        }
    }
    // Among access logs, only Envoy's has the upstream, as the last quoted field.
    let quoted = line.rsplit('"').nth(1).filter(|_| !marks.status.is_empty() && line.starts_with('['));
    quoted.and_then(address).filter(|address| port(address).is_some())
}

/// The word at the start. A bracket that was opened in it is part of it, as in `[::1]:8000`; any other encloses it.
pub(super) fn first_word(text: &str) -> &str {
    let mut is_open = false;
    let ends = |byte: u8| match byte {
        b'[' => {
            is_open = true;
            false
        }
        b']' => !core::mem::take(&mut is_open),
        byte => b" \"\\(),}".contains(&byte),
    };
    halves(text, text.bytes().position(ends).unwrap_or(text.len())).0
}

/// `http://user:password@127.0.0.1:8000/path` is `127.0.0.1:8000`.
fn address(word: &str) -> Option<String> {
    let bare = cut(word, "://").map_or(word, |(_, rest)| rest);
    if let Some(path) = bare.strip_prefix("unix:") {
        return socket(path.split(':').next().unwrap_or_default());
    }
    let authority = bare.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().trim_end_matches(':');
    is_plain(host).then(|| host.to_owned())
}

/// The path of a socket file.
fn socket(path: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-".contains(&b);
    let known = path.starts_with('/') && path.len() <= MAX && path.bytes().all(plain);
    known.then(|| join(&["unix:", path], ""))
}

/// HAProxy's `backend/server`.
fn names(word: &str) -> Option<String> {
    let (backend, server) = word.split_once('/')?;
    (is_plain(backend) && is_plain(server)).then(|| word.to_owned())
}

fn is_plain(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-:[]".contains(&b);
    !word.is_empty() && word.len() <= MAX && !word.starts_with('-') && word.bytes().all(plain)
}

/// The port of an address that has one.
pub(crate) fn port(address: &str) -> Option<u16> {
    let (host, port) = address.rsplit_once(':')?;
    // An IPv6 address without brackets has no port.
    let is_whole = !has(host, b':') || host.ends_with(']');
    unsigned(port, 10).filter(|port| *port > 0 && is_whole && !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_loses_its_user_and_its_path_and_keeps_its_port() {
        for (given, wanted) in [
            ("http://u:pw@127.0.0.1:8000/a?token=x", Some("127.0.0.1:8000")),
            ("fastcgi://unix:/run/php.sock:", Some("unix:/run/php.sock")),
            ("http://unix:/run/a b.sock:/", None),
            ("10.1.2.3:8080:", Some("10.1.2.3:8080")),
            ("$(reboot)", None),
            ("-rf", None),
        ] {
            assert_eq!(address(given).as_deref(), wanted, "{given}");
        }
    }

    #[test]
    fn a_port_is_told_from_a_part_of_an_address() {
        assert_eq!((port("127.0.0.1:80"), port("[::1]:80"), port("app:80")), (Some(80), Some(80), Some(80)));
        assert_eq!((port("::1"), port("app"), port("app:0"), port(":80")), (None, None, None, None));
    }
}
