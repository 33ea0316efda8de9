//! Characters that markup, scripts and addresses write as codes: `&#64;`, `\u0040`, `%40`.

use crate::text::{entity, halves, has, unsigned};

/// The first character of the text, or the one that a code there stands for, and how many bytes it takes.
pub(super) fn letter(text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    let coded = match first {
        '&' => entity(text),
        '\\' => escape(text),
        _ => None,
    };
    coded.or(Some((first, first.len_utf8())))
}

fn escape(text: &str) -> Option<(char, usize)> {
    match *text.as_bytes().get(1)? {
        b'u' => Some((character(text.get(2..6)?)?, 6)),
        b'x' => Some((character(text.get(2..4)?)?, 4)),
        b'n' => Some(('\n', 2)),
        b'r' => Some(('\r', 2)),
        b't' => Some(('\t', 2)),
        b'/' => Some(('/', 2)),
        _ => None,
    }
}

fn character(digits: &str) -> Option<char> {
    unsigned(digits, 16).and_then(char::from_u32)
}

/// The text with every code replaced by its character.
pub(super) fn undone(text: &str) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some((c, len)) = letter(rest) {
        out.push(c);
        rest = halves(rest, len).1;
    }
    out
}

/// The percent-encoded text, decoded. What is no such code stays as it is.
pub(super) fn decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let code = piece.get(..2).and_then(|code| unsigned(code, 16));
        match code {
            Some(byte) => bytes.push(byte),
            None => bytes.push(b'%'),
        }
        let rest = if code.is_some() { piece.get(2..).unwrap_or_default() } else { piece };
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Could a part of the text be percent-encoded?
pub(super) fn is_encoded(text: &str) -> bool {
    has(text, b'%')
}
