//! Small, bounded operations on hostile text.

/// The longest prefix of at most `max` bytes that ends on a character boundary.
pub fn clip(text: &str, max: usize) -> String {
    let end = (0..=max.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}

/// The text on one line: control characters and runs of white space become single spaces.
pub fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Does `text` contain `needle`, ASCII case ignored?
pub fn contains_ignore_case(text: &str, needle: &str) -> bool {
    needle.is_empty()
        || text.as_bytes().windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// Does `text` start with `prefix`, ASCII case ignored?
pub fn starts_ignore_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// What follows the first occurrence of `needle`, ASCII case ignored.
pub fn after_ignore_case<'a>(text: &'a str, needle: &str) -> Option<&'a str> {
    let at = text.as_bytes().windows(needle.len().max(1)).position(|w| w.eq_ignore_ascii_case(needle.as_bytes()))?;
    text.get(at + needle.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_never_splits_a_character() {
        assert_eq!(clip("né", 2), "n");
        assert_eq!(clip("né", 3), "né");
        assert_eq!(clip("", 3), "");
    }

    #[test]
    fn one_line_leaves_no_control_character() {
        assert_eq!(one_line(" a\r\n\tb\u{7f}c\0 "), "a b c");
    }

    #[test]
    fn searching_ignores_ascii_case_only() {
        assert!(contains_ignore_case("Guru MEDITATION", "meditation"));
        assert!(!contains_ignore_case("short", "longer than the text"));
        assert!(starts_ignore_case("NGINX/1.2", "nginx"));
        assert_eq!(after_ignore_case("<TITLE>x", "<title>"), Some("x"));
    }
}
