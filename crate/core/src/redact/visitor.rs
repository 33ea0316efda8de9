//! The visitor's own address, where a page or a header tells it back.

use core::net::IpAddr;

use super::{Cleaner, Kind};
use crate::text::contains;

/// What stands before the visitor's address.
const LABELS: &[&str] = &[
    "your ip",
    "your address",
    "your internet address",
    "client ip",
    "client_ip",
    "client-ip",
    "clientip",
    "client address",
    "visitor ip",
    "user ip",
    "source ip",
    "remote ip",
    "remote address",
    "remote_addr",
    "remote-addr",
    "forwarded-for",
    "forwarded_for",
    "connecting-ip",
    "real-ip",
    "connecting from",
    "request from",
    "footer-ip",
];
/// Whose address it is where only `ip` stands before it.
const OTHERS: &[&str] = &["server", "origin", "upstream", "backend", "host", "edge", "node", "proxy", "site"];
/// A label stands so near.
const NEAR: usize = 240;
const VERY_NEAR: usize = 24;

/// The text without the visitor's addresses.
pub(super) fn clean(text: &str, cleaner: &mut Cleaner) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    while let Some((start, end, address)) = next(text, done) {
        let before = text.get(done..start).unwrap_or_default();
        out.push_str(before);
        let written = text.get(start..end).unwrap_or_default();
        if is_visitors(address, before, cleaner) {
            out.push_str(&cleaner.cut(Kind::Visitor, written));
        } else {
            out.push_str(written);
        }
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Every address in this text is the visitor's, or of a proxy of the visitor's.
pub(super) fn learn(text: &str, cleaner: &mut Cleaner) {
    let mut done = 0;
    while let Some((_, end, address)) = next(text, done) {
        remember(address, cleaner);
        done = end;
    }
}

fn remember(address: IpAddr, cleaner: &mut Cleaner) {
    if names_somebody(address) && !cleaner.visitors.contains(&address) {
        cleaner.visitors.push(address);
    }
}

/// An address of this very device names nobody, and where it stands in other places it is a server's.
fn names_somebody(address: IpAddr) -> bool {
    !address.is_loopback() && !address.is_unspecified()
}

fn is_visitors(address: IpAddr, before: &str, cleaner: &mut Cleaner) -> bool {
    if cleaner.visitors.contains(&address) {
        return true;
    }
    if !is_labelled(before) {
        return false;
    }
    remember(address, cleaner);
    names_somebody(address)
}

/// `Your IP: <b>…`, `ip=…`, `"clientIp": "…`; not `Server IP: …`.
fn is_labelled(before: &str) -> bool {
    // The label of one that was taken out already is no label of the next.
    let last =
        before.rsplit_once(']').filter(|(front, _)| front.ends_with("[redacted")).map_or(before, |(_, last)| last);
    let near = end_of(last, NEAR).to_ascii_lowercase();
    let joined = near.trim_end_matches(is_between);
    let named = joined.strip_suffix("ip").or_else(|| joined.strip_suffix("ip address"));
    let alone = named.is_some_and(|front| {
        let word_before = end_of(front, VERY_NEAR);
        !front.ends_with(|c: char| c.is_ascii_alphanumeric()) && !OTHERS.iter().any(|word| contains(word_before, word))
    });
    alone || LABELS.iter().any(|label| contains(&near, label))
}

/// Can this stand between a label and an address?
const fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | ':' | '=' | '>' | '[' | '(' | '&' | ';')
}

/// The last bytes, from a whole character on.
fn end_of(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    (from..=text.len()).find_map(|at| text.get(at..)).unwrap_or_default()
}

/// The next address from `from` on: where it starts, where it ends, and which it is.
fn next(text: &str, from: usize) -> Option<(usize, usize, IpAddr)> {
    let bytes = text.as_bytes();
    let of_address = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
    let of_word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let mut at = from;
    loop {
        let start = (at..bytes.len()).find(|&at| of_address(at) && (at == from || !of_word(at - 1)))?;
        let end = (start..bytes.len()).find(|&at| !of_address(at)).unwrap_or(bytes.len());
        let found = text.get(start..end).filter(|_| !of_word(end)).and_then(address);
        if let Some((before, len, address)) = found {
            return Some((start + before, start + before + len, address));
        }
        at = end;
    }
}

/// The address in a run of what addresses are written with: what stands before it, how long it is, and which it is. A
/// port may follow.
fn address(run: &str) -> Option<(usize, usize, IpAddr)> {
    let before = run.len() - run.trim_start_matches('.').len();
    let written = run.get(before..)?.trim_end_matches(['.', ':']);
    if written.len() < 3 || !written.bytes().any(|b| matches!(b, b'.' | b':')) {
        return None;
    }
    let parsed = |text: &str| text.parse().ok().map(|address| (before, text.len(), address));
    parsed(written).or_else(|| parsed(written.split_once(':')?.0))
}
