//! What stands between a name and the next word, and what that makes of the word.

use super::Kind;
use super::code::letter;
use crate::text::{contains, has};

/// What the word just read makes of the next one.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Next {
    /// Nothing is expected.
    Anything,
    /// It may be joined to the last name; to that of an HTTP field together with the rest of its line.
    Named(Kind, bool),
    /// It is the value of such a name: certainly after an equals sign, otherwise if it looks like one.
    Value(Kind, bool),
    /// It begins the value of such a field, whatever it looks like.
    Line(Kind),
    /// It is an address, whatever it begins with.
    Link,
    /// It follows such a name as the next item of a list: `define('PASSWORD', '…')`.
    Paired(Kind),
    /// It may be the name of a value that comes later: `"name":"password","value":…`.
    Called,
    /// It is what follows the name of a way to sign in (`Bearer …`), and goes on to the end of the line.
    Proof,
}

/// Does this join a name and its value?
pub(super) const fn joins(c: char) -> bool {
    matches!(c, '=' | ':' | '：' | '＝') || is_quote(c)
}

pub(super) const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\\')
}

/// Can this stand between a name and its value?
pub(super) fn goes_on(c: char) -> bool {
    c.is_whitespace() || joins(c) || matches!(c, ']' | '>' | '|' | '`')
}

/// A list of quoted values: `["…`.
pub(super) fn begins_list(rest: &str) -> bool {
    rest.strip_prefix('[').and_then(letter).is_some_and(|(c, _)| is_quote(c))
}

/// Does this end one quoted value of a list and begin the next?
pub(super) fn is_between_values(between: &str) -> bool {
    let separates = |c: char| is_quote(c) || c.is_whitespace() || c == ',';
    has(between, b',') && between.ends_with(is_quote) && between.chars().all(separates)
}

/// What to expect if this stands between the last word and the next.
pub(super) fn joined(next: Next, between: &str) -> Next {
    if let Next::Named(kind, _) = next
        && between.starts_with(is_quote)
        && is_between_values(between)
    {
        return Next::Paired(kind);
    }
    let list = between.trim_end_matches(is_quote);
    let joint = list.strip_suffix('[').filter(|_| list.len() < between.len()).unwrap_or(list);
    // Empty quotes are a value, and end it.
    if !joint.chars().all(goes_on) || contains(between, "\"\"") || contains(between, "''") {
        return Next::Anything;
    }
    let has = |wanted: u8| has(between, wanted);
    match next {
        // The field is empty, and the next one begins on its own line.
        Next::Named(_, true) if between.ends_with('\n') => Next::Anything,
        Next::Named(kind, true) if has(b'=') || has(b':') || has(b'\t') => Next::Line(kind),
        Next::Named(kind, _) if has(b'=') => Next::Value(kind, true),
        Next::Named(kind, _) if has(b':') || (has(b'\t') && !has(b'\n')) => Next::Value(kind, false),
        Next::Value(kind, sure) => Next::Value(kind, sure || has(b'=')),
        Next::Called if !has(b':') && !has(b'=') => Next::Anything,
        Next::Link if !has(b'=') => Next::Anything,
        Next::Proof if has(b'=') || has(b'\n') => Next::Anything,
        other => other,
    }
}
