//! Where a value ends that stands in quotes, or goes on to the end of its line.

use super::code::letter;
use crate::text::halves;

/// The quote with which this ends, as it is written: `"`, `\"` or `&quot;`.
pub(super) fn opener(between: &str) -> Option<&str> {
    let (mut rest, mut last, mut at) = (between, None, 0);
    while let Some((c, len)) = letter(rest) {
        last = Some((c, at));
        at += len;
        rest = halves(rest, len).1;
    }
    let (_, start) = last.filter(|(c, _)| matches!(c, '"' | '\''))?;
    let (before, _) = halves(between, start);
    between.get(before.trim_end_matches('\\').len()..)
}

/// Where the quote that was opened is closed again, if that is on the same line. What is escaped inside belongs to the
/// value; a quote around all of it ends it as well.
pub(super) fn end_of_quoted(rest: &str, opener: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let own = opener.trim_start_matches('\\');
    let depth = opener.len() - own.len();
    let is_code = own.len() > 1;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'\n') {
        if is_code && (rest.get(at..).is_some_and(|rest| rest.starts_with(opener)) || *byte == b'"') {
            return Some(at);
        }
        let escapes = bytes.iter().skip(at).take_while(|byte| !is_code && **byte == b'\\').count();
        let is_quote = bytes
            .get(at + escapes)
            .is_some_and(|byte| !is_code && (own.as_bytes() == [*byte] || (depth > escapes && *byte == b'"')));
        if is_quote && escapes <= depth {
            return Some(at);
        }
        if is_quote && escapes.is_multiple_of(2) {
            return Some(at + escapes);
        }
        at += if escapes > 0 && bytes.get(at + escapes).is_some_and(|byte| *byte != b'\n') {
            escapes + 1
        } else {
            escapes.max(1)
        };
    }
    None
}

/// Where the line or the cell ends. So does a value at the quote around it, but not at one that encloses a part of it:
/// `a="b"; c=d`.
pub(super) fn end_of_line(line: &str, mut in_part: bool) -> usize {
    let (mut rest, mut before) = (line, ' ');
    while let Some((c, len)) = letter(rest).filter(|(c, _)| !matches!(c, '\r' | '\n' | '<')) {
        let begins_part = matches!(before, '=' | '(' | ',' | ':') || before.is_whitespace();
        match c {
            '"' if in_part => in_part = false,
            '"' if begins_part => in_part = true,
            '"' => break,
            _ => {}
        }
        before = c;
        rest = halves(rest, len).1;
    }
    line.len() - rest.len()
}
