//! Cutting a field into its elements, for fields that are not structured fields.

use super::lines;
use crate::headers::Headers;

/// More are not read.
pub(super) const MAX_PARTS: usize = 32;

/// What may contain a separator without meaning it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Quoted strings.
    Quotes,
    /// Comments in parentheses, which may hold others (RFC 9110, section 5.6.5).
    Comments,
}

/// The trimmed parts between separators, without empty ones. A quote or comment that is never closed ends with the
/// text.
pub(super) fn split(text: &str, separator: u8, holds: Holds) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), Some(text));
    while let Some(text) = rest.filter(|_| parts.len() < MAX_PARTS) {
        let end = end(text, separator, holds);
        rest = end.and_then(|end| text.get(end + 1..));
        let part = text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim();
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

/// The elements of a field that may come in several lines.
pub(super) fn elements<'a>(headers: &'a Headers, name: &str, holds: Holds) -> Vec<&'a str> {
    let mut all = Vec::new();
    for line in lines(headers, name) {
        all.append(&mut split(line, b',', holds));
    }
    all.truncate(MAX_PARTS);
    all
}

/// The position of the first separator that counts as one.
fn end(text: &str, separator: u8, holds: Holds) -> Option<usize> {
    let (mut quoted, mut escaped, mut depth) = (false, false, 0_usize);
    text.bytes().position(|byte| {
        let inside = quoted || depth > 0;
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' if holds == Holds::Quotes => quoted = !quoted,
            b'(' if holds == Holds::Comments => depth += 1,
            b')' if holds == Holds::Comments => depth = depth.saturating_sub(1),
            _ => return byte == separator && !inside,
        }
        false
    })
}

/// The text without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, holds: Holds) -> Vec<&str> {
        split(text, b',', holds)
    }

    #[test]
    fn a_separator_inside_quotes_or_comments_separates_nothing() {
        assert_eq!(parts(" a ,, b,", Holds::Quotes), ["a", "b"]);
        assert_eq!(parts(r#"a="x,\",y",b"#, Holds::Quotes), [r#"a="x,\",y""#, "b"]);
        assert_eq!(parts("1.1 a (x, (y, z)), 1.1 b", Holds::Comments), ["1.1 a (x, (y, z))", "1.1 b"]);
        assert_eq!(parts(r"1.1 a (x\), y), 1.1 b", Holds::Comments), [r"1.1 a (x\), y)", "1.1 b"]);
    }

    #[test]
    fn elements_of_all_lines_are_read_up_to_a_bound() {
        let read = |values: &[&str]| {
            let fields = values.iter().map(|value| ("x".to_owned(), (*value).to_owned())).collect::<Vec<_>>();
            elements(&Headers::from(fields), "X", Holds::Quotes).join(" ")
        };
        assert_eq!(read(&["a,b", "", " ,\n", "c\r\n d ,\ne"]), "a b c d e");
        assert_eq!(
            read(&["a,".repeat(20).as_str(), "b,".repeat(20).as_str()]),
            "a ".repeat(20) + "b b b b b b b b b b b b"
        );
        let spaced = Headers::from([("x", "a \t\r\n \n b")]);
        assert_eq!(lines(&spaced, "x"), ["a", "b"]);
        let flood = Headers::from(vec![("x".to_owned(), "a\n\nb".to_owned()); 200]);
        assert_eq!(lines(&flood, "x").len(), super::super::MAX_LINES);
    }

    #[test]
    fn what_is_never_closed_ends_with_the_text() {
        assert_eq!(parts("a,\"b,c", Holds::Quotes), ["a", "\"b,c"]);
        assert_eq!(parts("a,(b,c", Holds::Comments), ["a", "(b,c"]);
        assert_eq!(parts("a),b", Holds::Comments), ["a)", "b"]);
        assert_eq!(parts("é,\"é\\", Holds::Quotes), ["é", "\"é\\"]);
        assert_eq!((unquoted("\"a\""), unquoted("\""), unquoted("a")), ("a", "\"", "a"));
    }
}
