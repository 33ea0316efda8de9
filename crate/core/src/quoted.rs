//! A text between quotation marks, so that its reader gets the same text back and nothing in it ends the quotation.

use crate::quantity::digits;
use crate::text::is_unsafe;

/// As one word of any POSIX shell.
pub(crate) fn shell(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        if c == '\'' { out.push_str("'\\''") } else { out.push(c) }
    }
    out.push('\'');
    out
}

/// As a text of JSON (RFC 8259).
pub(crate) fn json(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            // A terminal or an editor may show it as it is. None of these is beyond four digits.
            c if is_unsafe(c) => {
                out.push_str("\\u");
                out.push_str(&digits(u64::from(c), 16, 4));
            }
            c => {
                if matches!(c, '"' | '\\') {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_quotation_mark_ends_the_word_of_a_shell() {
        assert_eq!(["", "a b", "it's", "'"].map(shell), ["''", "'a b'", r"'it'\''s'", r"''\'''"]);
    }

    #[test]
    fn a_text_of_json_is_read_back() {
        for text in ["", "shop.example.com", "a\"b\\c", "é𝄞", "a\nb\0\u{202e}"] {
            assert_eq!(serde_json::from_str::<String>(&json(text)).unwrap(), text);
        }
    }
}
