//! Where a value ends that is quoted, or that runs to the end of its line.

use super::code::letter;
use crate::text::halves;

/// The quote at the end of this text, as it is written: `"`, `\"` or `&quot;`.
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

/// Where the open quote is closed again, if that is on the same line.
pub(super) fn end_of_quoted(rest: &str, opener: &str) -> Option<usize> {
    let line = rest.split('\n').next()?;
    match opener.trim_start_matches('\\').as_bytes() {
        [own] => end_of_plain(line, *own, opener.len() - 1),
        _ => end_of_coded(line, opener),
    }
}

/// A quote that is written as a code is closed by the same code, or by a plain one around all of it.
fn end_of_coded(line: &str, opener: &str) -> Option<usize> {
    // Looking for each of them in turn would read the whole line for each value in it.
    (0..line.len()).find(|at| {
        let rest = line.as_bytes().get(*at..).unwrap_or_default();
        rest.starts_with(b"\"") || rest.starts_with(opener.as_bytes())
    })
}

/// A plain quote that was opened after this many backslashes. What is escaped inside belongs to the value; a quote
/// around all of it, which has fewer, ends it as well.
fn end_of_plain(line: &str, own: u8, depth: usize) -> Option<usize> {
    let mut escapes = 0;
    for (at, byte) in line.bytes().enumerate() {
        let closes = byte == own || (byte == b'"' && escapes < depth);
        if closes && escapes <= depth {
            return Some(at - escapes);
        }
        // Backslashes in pairs stand for themselves: they end the value and escape nothing.
        if closes && escapes.is_multiple_of(2) {
            return Some(at);
        }
        escapes = if byte == b'\\' { escapes + 1 } else { 0 };
    }
    None
}

/// Where the line or the cell ends. A value also ends at the quote around it, but not at one that encloses a part of
/// it: `a="b"; c=d`.
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
