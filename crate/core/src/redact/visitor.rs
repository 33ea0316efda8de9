//! The visitor's own address, where a page or a header states it.

use core::net::{IpAddr, Ipv4Addr};

use super::code::undone;
use super::{Cleaner, Kind};
use crate::text::{any_of, contains, halves};

/// What precedes the visitor's address.
const LABELS: &str = "\
    your ip|your address|your internet address|ihre ip|deine ip|votre ip|votre adresse ip|su ip|tu ip|\
    su dirección ip|tu dirección ip|あなたのip|お客様のip|您的ip|您的 ip|你的ip|عنوان ip الخاص بك|عنوان ip لديك|\
    client ip|client_ip|client-ip|clientip|client address|client-address|user-address|originating-ip|original-ip|\
    proxyuser-ip|visitor ip|user ip|user_ip|userip|source ip|source_ip|sourceip|remote ip|remote_ip|remoteip|\
    remote address|remote-host|remote_host|remote_addr|remote-addr|remoteaddr|forwarded-for|forwarded_for|\
    connecting-ip|real-ip|connecting from|request from|footer-ip";
/// What says, right before an address, that it is one, but by itself not whose.
const ALONE: &str = "\
    ip|ipv4|ipv6|ip address|ip-address|ip_address|ipaddress|ip-adresse|ip;desc|ipアドレス|ip アドレス|ip地址|\
    ip 地址|client";
/// In server logs it is the visitor, whoever else was named before.
const CLIENT: &str = "client";
/// Whose address it is if nothing else precedes it.
const OTHERS: &str =
    "server|origin|upstream|backend|host|edge|node|proxy|site|serveur|servidor|サーバー|服务器|服务端|خادم";
/// How close a label stands.
const NEAR: usize = 240;
const VERY_NEAR: usize = 24;
/// No more addresses than this are remembered, as each is looked for everywhere.
const MAX_VISITORS: usize = 64;

/// An address in a text.
struct Found {
    start: usize,
    end: usize,
    address: IpAddr,
    /// It is part of a word with hyphens, as in the name of a machine or a request's ID.
    in_word: bool,
}

/// The text without the visitor's addresses.
pub(super) fn clean(text: &str, cleaner: &mut Cleaner) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    while let Some(found) = next(text, done) {
        let before = text.get(done..found.start).unwrap_or_default();
        out.push_str(before);
        let written = text.get(found.start..found.end).unwrap_or_default();
        if is_visitors(&found, before, cleaner) {
            out.push_str(&cleaner.cut(Kind::Visitor, written));
        } else {
            out.push_str(written);
        }
        done = found.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    if cleaner.visitors.is_empty() { out } else { without_names(&out, cleaner) }
}

/// The text without the machine names that providers make of a known address (`host-203-0-113-9.dyn…`), and without
/// those under which its own name and its reputation are looked up (`9.113.0.203.in-addr.arpa`).
fn without_names(text: &str, cleaner: &mut Cleaner) -> String {
    let (mut out, mut rest, mut before) = (String::with_capacity(text.len()), text, ' ');
    while let Some(c) = rest.chars().next() {
        let named = if before.is_ascii_digit() { None } else { numbers(rest) };
        let known = named.filter(|(_, address)| {
            let backwards = reversed(*address);
            cleaner.visitors.iter().any(|visitor| visitor == address || Some(*visitor) == backwards)
        });
        let (piece, next) = halves(rest, known.map_or(c.len_utf8(), |(len, _)| len));
        (before, rest) = (c, next);
        if known.is_some() {
            out.push_str(&cleaner.cut(Kind::Visitor, piece));
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// The address made of four numbers joined by the same sign, and its length.
fn numbers(text: &str) -> Option<(usize, IpAddr)> {
    let digits = |from: usize| text.bytes().skip(from).take(4).take_while(u8::is_ascii_digit).count();
    let mut len = digits(0);
    let sign = *text.as_bytes().get(len).filter(|sign| len > 0 && b"-_.".contains(sign))?;
    for _ in 0..3 {
        len += 1 + Some(digits(len + 1)).filter(|_| text.as_bytes().get(len) == Some(&sign))?;
    }
    let dotted = |c: char| if c == char::from(sign) { '.' } else { c };
    let written: String = text.get(..len)?.chars().map(dotted).collect();
    Some((len, written.parse().ok()?))
}

/// The address with its numbers from the last to the first.
fn reversed(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V4(address) = address else { return None };
    Some(u32::from(address).swap_bytes().into()).map(|number: Ipv4Addr| number.into())
}

/// Every address in this text is the visitor's, or of a proxy of the visitor's.
pub(super) fn learn(text: &str, cleaner: &mut Cleaner) {
    let mut done = 0;
    while let Some(found) = next(text, done) {
        remember(found.address, cleaner);
        done = found.end;
    }
}

fn remember(address: IpAddr, cleaner: &mut Cleaner) {
    let is_new = names_visitor(address, cleaner) && !cleaner.visitors.contains(&address);
    if is_new && cleaner.visitors.len() < MAX_VISITORS {
        cleaner.visitors.push(address);
    }
}

/// An address of this very device identifies nobody, and elsewhere it is a server's. Nor does that of a server that
/// answered.
fn names_visitor(address: IpAddr, cleaner: &Cleaner) -> bool {
    !address.is_loopback() && !address.is_unspecified() && !cleaner.servers.contains(&address)
}

fn is_visitors(found: &Found, before: &str, cleaner: &mut Cleaner) -> bool {
    if cleaner.visitors.contains(&found.address) {
        return true;
    }
    if found.in_word || !is_labelled(before) || is_version(before) {
        return false;
    }
    remember(found.address, cleaner);
    names_visitor(found.address, cleaner)
}

/// `Your IP: <b>…`, `ip=…`, `"clientIp": "…`; not `Server IP: …`.
fn is_labelled(before: &str) -> bool {
    // The label of one that was taken out already is not the label of the next.
    let last =
        before.rsplit_once(']').filter(|(front, _)| front.ends_with("[redacted")).map_or(before, |(_, last)| last);
    let near = undone(end_of(last, NEAR)).to_ascii_lowercase();
    // A label may also be a tag's name or class.
    ends_in_label(&near) || ends_in_label(&without_tags(&near))
}

fn ends_in_label(near: &str) -> bool {
    let joined = near.trim_end_matches(is_between);
    let alone = |label: &str| {
        let Some(front) = joined.strip_suffix(label) else { return false };
        let word_before = end_of(front, VERY_NEAR);
        let is_others = || label != CLIENT && any_of(OTHERS, &|word| contains(word_before, word));
        !front.ends_with(|c: char| c.is_ascii_alphanumeric()) && !is_others()
    };
    any_of(ALONE, &alone) || any_of(LABELS, &|label| contains(near, label))
}

/// `Chrome/141.0.0.0`, `version 4.2.1.0`.
fn is_version(before: &str) -> bool {
    let near = end_of(before, VERY_NEAR).to_ascii_lowercase();
    let product = near.strip_suffix('/').map(|front| {
        let start = front.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
        (start, front.get(start.len()..).unwrap_or_default())
    });
    let is_product = product.is_some_and(|(start, name)| {
        !name.is_empty() && name != "ip" && (start.is_empty() || start.ends_with(char::is_whitespace))
    });
    is_product || near.trim_end_matches(is_between).ends_with("version")
}

/// The text without its tags, the first of which may have begun earlier.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, shown)| shown));
    }
    out
}

/// Can this stand between a label and an address?
const fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | ':' | '=' | '>' | '[' | '(' | '&' | ';' | '：')
}

/// The last bytes, starting at a whole character.
fn end_of(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    (from..=text.len()).find_map(|at| text.get(at..)).unwrap_or_default()
}

/// The next address after `from`.
fn next(text: &str, from: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let of_address = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
    let of_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let joins = |at: usize| bytes.get(at).is_some_and(|b| matches!(b, b'-' | b'_'));
    let mut at = from;
    loop {
        let start = (at..bytes.len()).find(|&at| of_address(at) && (at == from || !of_word(at - 1)))?;
        let end = (start..bytes.len()).find(|&at| !of_address(at)).unwrap_or(bytes.len());
        let found = text.get(start..end).filter(|_| !of_word(end)).and_then(address);
        if let Some((before, len, address)) = found {
            let in_word = joins(end) || (start > from && joins(start - 1));
            return Some(Found { start: start + before, end: start + before + len, address, in_word });
        }
        at = end;
    }
}

/// The address in a run of the characters that addresses are written with: what precedes it, its length, and the
/// address. A port may follow.
fn address(run: &str) -> Option<(usize, usize, IpAddr)> {
    let before = run.len() - run.trim_start_matches('.').len();
    let written = run.get(before..)?.trim_end_matches(['.', ':']);
    if written.len() < 3 || !written.bytes().any(|b| matches!(b, b'.' | b':')) {
        return None;
    }
    // An IPv4 address may be written as an IPv6 one.
    let parsed = |text: &str| text.parse().ok().map(|address: IpAddr| (before, text.len(), address.to_canonical()));
    parsed(written).or_else(|| parsed(written.split_once(':')?.0))
}
