//! Fields that set a cookie. Its name and its attributes help the site's owner; its value is nobody's business.

use super::{Cleaner, Kind};
use crate::text::{halves, is_any_of, join};

/// Attributes that browsers know (RFC 6265bis). Anything under another name may just as well be part of the value.
const ATTRIBUTES: &str = "expires|max-age|domain|path|samesite|secure|httponly|partitioned|priority";
/// Except for `Path`, no value of these attributes is longer.
const MAX_VALUE: usize = 64;

/// One field, or several that were handed over as one, one per line.
pub(super) fn clean(value: &str, cleaner: &mut Cleaner) -> String {
    join(&value.lines().map(|line| one(line, cleaner)).collect::<Vec<_>>(), "\n")
}

fn one(line: &str, cleaner: &mut Cleaner) -> String {
    let (first, attributes) = line.split_once(';').unwrap_or((line, ""));
    let mut out = pair(first, cleaner);
    for part in attributes.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (written, next) = joined(part);
        out.push_str("; ");
        out.push_str(&attribute(written, cleaner));
        if let Some(next) = next {
            out.push_str(", ");
            out.push_str(&pair(next, cleaner));
        }
    }
    out
}

/// Without an equals sign there is no name, and all of it is the value (RFC 6265bis).
fn pair(pair: &str, cleaner: &mut Cleaner) -> String {
    let (name, value) = pair.split_once('=').unwrap_or(("", pair));
    join(&[cleaner.text(name.trim()), cleaner.cut(Kind::Cookie, value.trim())], "=")
}

/// Old programs join several fields with a comma, which dates contain as well: `Expires=Wed, 21 Oct …, next=…`.
fn joined(part: &str) -> (&str, Option<&str>) {
    let Some(equals) = part.bytes().rposition(|b| b == b'=') else { return (part, None) };
    let first = halves(part, equals).0;
    let Some(comma) = first.bytes().rposition(|b| b == b',') else { return (part, None) };
    let (written, next) = halves(part, comma);
    (written.trim(), next.get(1..))
}

fn attribute(written: &str, cleaner: &mut Cleaner) -> String {
    let (name, value) = written.split_once('=').map_or((written, None), |(name, value)| (name, Some(value)));
    if !is_any_of(ATTRIBUTES, name.trim()) {
        return cleaner.cut(Kind::Cookie, written);
    }
    let Some(value) = value else { return name.to_owned() };
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b" ,:.+-".contains(&b);
    let commas = value.bytes().filter(|b| *b == b',').count();
    let value = if name.trim().eq_ignore_ascii_case("path") {
        cleaner.url(value)
    } else if value.len() <= MAX_VALUE && commas <= 1 && value.bytes().all(is_plain) {
        cleaner.text(value)
    } else {
        cleaner.cut(Kind::Cookie, value)
    };
    join(&[name, &value], "=")
}
