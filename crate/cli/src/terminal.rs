//! Hostile text on a terminal: no control character is ever printed raw.

use std::fmt::Write;

use is_it_me_core::text::{is_unsafe, shown};

/// This program.
pub(crate) const NAME: &str = "is-it-me";
/// Its version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Text for a terminal: whatever could move the cursor, change colours or reverse the direction of writing is made
/// visible.
pub(crate) fn text(text: &str) -> String {
    shown(text)
}

/// As [`text`], and all on one line.
pub(crate) fn one_line(line: &str) -> String {
    shown(&is_it_me_core::text::one_line(line))
}

/// JSON for a terminal. Its writer escapes what JSON demands, which leaves the C1 controls and the marks of direction;
/// they can only stand inside strings, where an escape means the same.
pub(crate) fn json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unsafe(c) {
            // Writing to a text cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_sequence_survives() {
        assert_eq!(text("a\x1b[31mb\u{9b}2Jc\u{202e}\r\n\td"), "a\u{fffd}[31mb\u{fffd}2Jc\u{fffd}\u{fffd}\n\td");
        assert_eq!(one_line("a\x1b\nb"), "a b");
        assert_eq!(json("\"\u{9b}\u{202e}é\""), "\"\\u009b\\u202eé\"");
    }
}
