//! Small, bounded operations on hostile text.
//!
//! The standard library searches for text with an algorithm whose code, with all that it can report, takes five
//! kilobytes of the compressed module. What is searched here is short, so trying every position will do.

/// The longest prefix of at most `max` bytes that ends on a character boundary.
pub fn clip(text: &str, max: usize) -> String {
    text.get(..text.floor_char_boundary(max)).unwrap_or_default().to_owned()
}

/// The text on one line: control characters and runs of white space become single spaces.
pub fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    join(&spaced.split_whitespace().collect::<Vec<_>>(), " ")
}

/// The character that a reference at the start of the text stands for (`&lt;`, `&#64;`, `&#x40;`), and how many bytes
/// it takes.
pub(crate) fn entity(text: &str) -> Option<(char, usize)> {
    /// Those that HTML cannot do without, so that browsers write them, and those that join a name to a value or stand
    /// in words.
    const NAMED: &[(&str, char)] = &[
        ("quot", '"'),
        ("apos", '\''),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("nbsp", ' '),
        ("equals", '='),
        ("colon", ':'),
        ("commat", '@'),
    ];
    /// The longest is `&#x00040;` or the like.
    const LONGEST: usize = 10;
    let end = text.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = text.get(..end)?.strip_prefix('&')?;
    let named = || NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    Some((numbered(name).or_else(named)?, end + 1))
}

/// The character that a numeric reference stands for: `#64` or `#x40`, without what is around it.
fn numbered(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
    unsigned(digits, radix).and_then(char::from_u32)
}

/// The text with every reference replaced by its character.
pub(crate) fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, _)) = cut(rest, "&") {
        out.push_str(before);
        let (character, len) = entity(halves(rest, before.len()).1).unwrap_or(('&', 1));
        out.push(character);
        rest = halves(rest, before.len() + len).1;
    }
    out.push_str(rest);
    out
}

/// Could this character move a cursor, change colours, reverse the direction of writing or start a new line where
/// nobody expects one?
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with everything unsafe made visible; line breaks and tabs stay.
pub fn shown(text: &str) -> String {
    let shown = |c| if is_unsafe(c) && c != '\n' && c != '\t' { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().map(shown).collect()
}

/// The parts with `between` between them. The standard library's own joining is a kilobyte of code for each type of
/// part.
pub fn join<T: AsRef<str>>(parts: &[T], between: &str) -> String {
    let mut joined = String::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            joined.push_str(between);
        }
        joined.push_str(part.as_ref());
    }
    joined
}

/// Does `text` contain `needle`, ASCII case ignored?
pub fn contains_ignore_case(text: &str, needle: &str) -> bool {
    after_ignore_case(text, needle).is_some()
}

/// Does `text` contain `needle`?
pub fn contains(text: &str, needle: &str) -> bool {
    cut(text, needle).is_some()
}

/// Does `text` contain this ASCII character? The standard library searches for a character as it does for a text,
/// because it may be several bytes long.
pub fn has(text: &str, character: u8) -> bool {
    text.bytes().any(|byte| byte == character)
}

/// Does this hold for any entry of a list that is written as one text, `one|two`? A table of texts takes up more of the
/// compressed module.
pub(crate) fn any_of(list: &str, holds: &dyn Fn(&str) -> bool) -> bool {
    position(list, holds).is_some()
}

/// The entry at this place in such a list.
pub(crate) fn entry(list: &'static str, place: usize) -> &'static str {
    let mut rest = list;
    for _ in 0..place {
        rest = first_entry(rest).1;
    }
    first_entry(rest).0
}

/// Where in such a list this is an entry.
pub(crate) fn place(list: &str, text: &str) -> Option<usize> {
    position(list, &|entry| entry == text)
}

/// Where in such a list the first entry is for which this holds.
fn position(list: &str, holds: &dyn Fn(&str) -> bool) -> Option<usize> {
    let (mut rest, mut place) = (list, 0);
    while !rest.is_empty() {
        let (entry, after) = first_entry(rest);
        if holds(entry) {
            return Some(place);
        }
        (rest, place) = (after, place + 1);
    }
    None
}

fn first_entry(list: &str) -> (&str, &str) {
    list.split_once('|').unwrap_or((list, ""))
}

/// Is this an entry of such a list, ASCII case ignored?
pub(crate) fn is_any_of(list: &str, text: &str) -> bool {
    any_of(list, &|entry| text.eq_ignore_ascii_case(entry))
}

/// What comes before and after the first `separator`.
pub fn cut<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let (text_bytes, len) = (text.as_bytes(), separator.len());
    let at =
        (0..=text.len().checked_sub(len)?).find(|&at| text_bytes.get(at..at + len) == Some(separator.as_bytes()))?;
    Some((text.get(..at)?, text.get(at + len..)?))
}

/// The number that these digits are, if it fits. Rust's own parser would accept a sign as well, and is code of its own
/// for each type.
pub fn unsigned<T: TryFrom<u64>>(digits: &str, radix: u32) -> Option<T> {
    T::try_from(longest(digits, radix)?).ok()
}

fn longest(digits: &str, radix: u32) -> Option<u64> {
    let add = |number: u64, digit: char| number.checked_mul(radix.into())?.checked_add(digit.to_digit(radix)?.into());
    digits.chars().try_fold(0, add).filter(|_| !digits.is_empty())
}

/// What comes before this position, and the rest. If no character begins there, all of it comes before: the standard
/// library's `split_at` would bring along the code that complains.
pub(crate) fn halves(text: &str, at: usize) -> (&str, &str) {
    text.get(..at).zip(text.get(at..)).unwrap_or((text, ""))
}

/// Does `text` start with `prefix`, ASCII case ignored?
pub fn starts_ignore_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// What follows the first occurrence of `needle`, ASCII case ignored.
pub fn after_ignore_case<'a>(text: &'a str, needle: &str) -> Option<&'a str> {
    let last = text.len().checked_sub(needle.len())?;
    let Some(first) = needle.bytes().next() else { return Some(text) };
    let mut at = 0;
    // One byte is compared first, as at most positions that is enough, and a loop that calls nothing is the fastest.
    loop {
        at += text.as_bytes().get(at..=last)?.iter().position(|byte| byte.eq_ignore_ascii_case(&first))?;
        let end = at + needle.len();
        if text.as_bytes().get(at..end)?.eq_ignore_ascii_case(needle.as_bytes()) {
            return text.get(end..);
        }
        at += 1;
    }
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
    fn joining_puts_something_between_two_parts_and_nowhere_else() {
        assert_eq!(join(&["a", "", "c"], " → "), "a →  → c");
        assert_eq!(join(&["a".to_owned()], ", ") + &join::<&str>(&[], ", "), "a");
    }

    #[test]
    fn cutting_finds_the_first_separator() {
        assert_eq!(cut("a://b://c", "://"), Some(("a", "b://c")));
        assert_eq!(cut("é–x", "–"), Some(("é", "x")));
        assert_eq!(cut("ends with ab", "ab"), Some(("ends with ", "")));
        assert_eq!((cut("ab", "abc"), cut("", "x")), (None, None));
        assert!(contains("haystack", "hay") && !contains("haystack", "Hay"));
    }

    #[test]
    fn a_number_is_made_of_digits_alone_and_fits() {
        assert_eq!(["0", "0080", "65535"].map(|port| unsigned::<u16>(port, 10)), [Some(0), Some(80), Some(65_535)]);
        for none in ["", "+1", "-1", "1 ", "f", "65536", "18446744073709551616"] {
            assert_eq!(unsigned::<u16>(none, 10), None, "{none}");
        }
        assert_eq!(["fF", "+f"].map(|code| unsigned::<u8>(code, 16)), [Some(255), None]);
    }

    #[test]
    fn halves_are_cut_between_characters_only() {
        assert_eq!((halves("aé", 1), halves("aé", 3)), (("a", "é"), ("aé", "")));
        assert_eq!((halves("aé", 2), halves("aé", 9)), (("aé", ""), ("aé", "")));
    }

    #[test]
    fn an_entry_of_a_list_is_compared_whole() {
        assert!(is_any_of("ab|c", "AB") && is_any_of("ab|c", "c") && is_any_of("ab", "ab"));
        assert!(!is_any_of("ab|c", "a") && !is_any_of("ab|c", "ab|c") && !is_any_of("ab|c", ""));
    }

    #[test]
    fn entries_of_a_list_have_places() {
        assert_eq!([0, 1, 2].map(|place| entry("ab|c|d|", place)), ["ab", "c", "d"]);
        assert_eq!(["ab", "d", "a", ""].map(|entry| place("ab|c|d|", entry)), [Some(0), Some(2), None, None]);
    }

    #[test]
    fn a_character_is_there_or_not() {
        assert!(has("a@b", b'@') && !has("", b'@') && !has("é", b'e'));
    }

    #[test]
    fn one_line_leaves_no_control_character() {
        assert_eq!(one_line(" a\r\n\tb\u{7f}c\0 "), "a b c");
    }

    #[test]
    fn nothing_unsafe_is_shown_as_it_is() {
        assert_eq!(
            shown("a\x1b[31mb\u{9b}2Jc\u{202e}\r\n\td\u{2028}é"),
            "a\u{fffd}[31mb\u{fffd}2Jc\u{fffd}\u{fffd}\n\td\u{fffd}é"
        );
    }

    #[test]
    fn searching_ignores_ascii_case_only() {
        assert!(contains_ignore_case("Guru MEDITATION", "meditation"));
        assert!(!contains_ignore_case("short", "longer than the text"));
        assert!(starts_ignore_case("NGINX/1.2", "nginx"));
        assert!(contains_ignore_case("any", "") && !contains_ignore_case("", "x"));
        assert_eq!(after_ignore_case("<TITLE>x", "<title>"), Some("x"));
    }
}
