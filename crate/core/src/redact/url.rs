//! Addresses without what only their visitor should have.

use core::mem::{replace, take};

use super::code::{decoded, is_encoded};
use super::{Cleaner, Kind, REDACTED, key, name};
use crate::dns::resolver::without_account;
use crate::text::{after_ignore_case, cut, halves, has, join};

/// How often a text is decoded that is encoded several times over.
const MAX_ROUNDS: u8 = 3;
/// How many addresses may be nested in each other.
const MAX_LINKS: u8 = 8;

/// The address that somebody visited. Its fragment is for the browser alone.
pub(super) fn clean(address: &str, cleaner: &mut Cleaner) -> String {
    let (before, fragment) = address.split_once('#').unwrap_or((address, ""));
    if !fragment.is_empty() {
        cleaner.cut(Kind::Fragment, fragment);
    }
    without_fragment(before, cleaner)
}

/// An address in the middle of a text, whose fragment is usually a place on a page. One that is nested too deep is cut
/// out whole, as the depth of what is read must not be its writer's choice.
pub(super) fn clean_link(address: &str, cleaner: &mut Cleaner) -> String {
    if cleaner.links >= MAX_LINKS {
        return cleaner.cut(Kind::Token, address);
    }
    if let Some((scheme, account, host)) = broken_account(address) {
        return join(&[scheme, "://", &cleaner.cut(Kind::Credential, account), host], "");
    }
    cleaner.links += 1;
    let (before, fragment) = address.split_once('#').map_or((address, None), |(before, rest)| (before, Some(rest)));
    let mut out = without_fragment(before, cleaner);
    for (place, piece) in fragment.into_iter().flat_map(|fragment| fragment.split('#')).enumerate() {
        // A secret may continue after a sign that should have been encoded.
        let goes_on = place > 0 && out.ends_with(REDACTED) && !piece.is_empty();
        out.push('#');
        out.push_str(&if goes_on { cleaner.cut(Kind::Token, piece) } else { segment(piece, false, cleaner) });
    }
    cleaner.links -= 1;
    out
}

/// The addresses in a field like `Refresh` or `Link`, each between the given beginning and end.
pub(super) fn clean_field(value: &str, [begin, end]: [&str; 2], cleaner: &mut Cleaner) -> String {
    let (mut out, mut rest) = (String::new(), value);
    while let Some(after) = after_ignore_case(rest, begin) {
        out.push_str(&cleaner.text(halves(rest, rest.len() - after.len()).0));
        let address = cut(after, end).map_or(after, |(address, _)| address);
        out.push_str(&clean_link(address, cleaner));
        rest = halves(after, address.len()).1;
    }
    out + &cleaner.text(rest)
}

/// The address of a resolver. Only its host and the path that all use (RFC 8484) are certainly nobody's own: an account
/// is too short to look like a token, and has no name. The name of the parameter that asks comes last.
pub(super) fn clean_resolver(address: &str, cleaner: &mut Cleaner) -> String {
    let (origin, path) = origin(address);
    let (scheme, host) = cut(origin, "://").unwrap_or(("", origin));
    let named = without_account(host);
    if named != host {
        cleaner.cut(Kind::Token, halves(host, host.len() - named.len() - 1).0);
    }
    let own = path.strip_suffix("dns").unwrap_or(path).trim_matches(['/', '?', '&']);
    let path = if matches!(own, "" | "dns-query") {
        path.to_owned()
    } else {
        join(&["/", &cleaner.cut(Kind::Token, own), "?dns"], "")
    };
    join(&[scheme, "://", named, &path], "")
}

fn without_fragment(before: &str, cleaner: &mut Cleaner) -> String {
    let (front, query) = before.split_once('?').map_or((before, None), |(front, query)| (front, Some(query)));
    let (origin, path) = origin(front);
    let mut out = without_user(origin, cleaner);
    let (mut parts, mut before) = (Vec::new(), "");
    for part in path.split('/') {
        parts.push(segment(part, name::leads_to_secret(before), cleaner));
        before = part;
    }
    out.push_str(&join(&parts, "/"));
    if let Some(query) = query {
        out.push('?');
        out.push_str(&parameters(query, cleaner));
    }
    out
}

/// Scheme and authority, and the path after them; without an authority, all of it is path.
fn origin(front: &str) -> (&str, &str) {
    let rest = cut(front, "://").map(|(_, rest)| rest).or_else(|| front.strip_prefix("//"));
    let path = rest.map_or(front, |rest| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default());
    halves(front, front.len() - path.len())
}

/// What stands before, in and behind an account whose password has signs that should have been encoded: behind the
/// colon of a host is a number.
fn broken_account(address: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = cut(address, "://")?;
    let (authority, _) = halves(rest, rest.bytes().position(|b| matches!(b, b'/' | b'?' | b'#'))?);
    let (_, behind) = cut(authority, ":").filter(|_| !has(authority, b'@') && !authority.starts_with('['))?;
    let is_port = behind.bytes().all(|b| b.is_ascii_digit());
    let (account, host) = halves(rest, rest.bytes().rposition(|b| b == b'@').filter(|_| !is_port)?);
    Some((scheme, account, host))
}

fn without_user(origin: &str, cleaner: &mut Cleaner) -> String {
    let Some((front, host)) = origin.rsplit_once('@') else { return origin.to_owned() };
    let (scheme, user) = cut(front, "//").unwrap_or(("", front));
    if user.is_empty() {
        return join(&[scheme, "//", host], "");
    }
    join(&[scheme, "//", &cleaner.cut(Kind::Credential, user), "@", host], "")
}

/// A part of the path, with the parameters that some programs put there (`;jsessionid=…`). What stands before it may
/// promise a secret: `/reset/…`.
fn segment(part: &str, is_promised: bool, cleaner: &mut Cleaner) -> String {
    let is_secret = key::is_token(part) || (is_promised && key::is_value(part) && !part.contains(key::is_foreign));
    if is_secret { cleaner.cut(Kind::Token, part) } else { parameters(part, cleaner) }
}

/// A second question mark usually begins the query of an address inside the first.
fn parameters(query: &str, cleaner: &mut Cleaner) -> String {
    let is_edge = |c| matches!(c, '&' | ';' | '?' | ',');
    let pieces = query.split_inclusive(is_edge).map(|piece| {
        let pair = piece.trim_end_matches(is_edge);
        parameter(pair, cleaner) + piece.get(pair.len()..).unwrap_or_default()
    });
    pieces.collect()
}

fn parameter(pair: &str, cleaner: &mut Cleaner) -> String {
    let Some((name, value)) = pair.split_once('=') else { return value_of(pair, cleaner) };
    let named = name::of_parameter(name).or_else(|| name::of_parameter(&decoded(name)));
    let value = match named {
        Some(kind) if !value.is_empty() => cleaner.cut(kind, value),
        _ => value_of(value, cleaner),
    };
    join(&[value_of(name, cleaner), value], "=")
}

/// A value whose name promises nothing. The percent-encoded text in it may be an address with a query of its own.
fn value_of(value: &str, cleaner: &mut Cleaner) -> String {
    if value.is_empty() {
        return String::new();
    }
    if let Some(kind) = key::of(value) {
        return cleaner.cut(kind, value);
    }
    if !is_encoded(value) {
        return without_tokens(&cleaner.text(value), cleaner);
    }
    if key::holds_token(&decoded(value)) {
        return cleaner.cut(Kind::Token, value);
    }
    match hidden(value, cleaner) {
        Some(kind) => cleaner.cut(kind, value),
        None => value.to_owned(),
    }
}

fn without_tokens(value: &str, cleaner: &mut Cleaner) -> String {
    let mut out = String::with_capacity(value.len());
    for piece in value.split_inclusive(key::is_foreign) {
        let run = piece.trim_end_matches(key::is_foreign);
        if key::is_token(run) {
            out.push_str(&cleaner.cut(Kind::Token, run));
        } else {
            out.push_str(run);
        }
        out.push_str(piece.get(run.len()..).unwrap_or_default());
    }
    out
}

/// What is found in a percent-encoded text after decoding.
pub(super) fn hidden(text: &str, cleaner: &mut Cleaner) -> Option<Kind> {
    let plain = decoded(text);
    if plain == text || cleaner.rounds >= MAX_ROUNDS {
        return None;
    }
    // What was found before is set aside, because what is listed already is not listed again.
    let known = take(&mut cleaner.cuts);
    cleaner.rounds += 1;
    cleaner.text(&plain);
    cleaner.rounds -= 1;
    let found = replace(&mut cleaner.cuts, known);
    found.first().map(|cut| cut.kind)
}
