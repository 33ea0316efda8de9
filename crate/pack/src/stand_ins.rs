//! Characters of one byte in place of others that take several. If every letter takes two or three bytes, as in Arabic
//! and Japanese, that alone makes up a tenth of a text after deflate.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The text after a line by which the core's `unpacked` reads it: pairs of an ASCII character that the text itself does
/// not use and the character it stands for. Those that take the most bytes altogether are replaced.
pub(crate) fn packed(text: &str) -> String {
    let mut bytes: BTreeMap<char, usize> = BTreeMap::new();
    for long in text.chars().filter(|c| !c.is_ascii()) {
        *bytes.entry(long).or_default() += long.len_utf8() - 1;
    }
    let mut meant: Vec<char> = bytes.keys().copied().collect();
    meant.sort_by_key(|long| Reverse(bytes.get(long)));
    let free = ('\u{1}'..'\u{7f}').filter(|short| *short != '\n' && !text.contains(*short));
    let mut pairs: Vec<_> = meant.into_iter().zip(free).collect();
    pairs.sort_unstable();
    let stand_in = |c| pairs.iter().find(|(long, _)| *long == c).map_or(c, |(_, short)| *short);
    let named = pairs.iter().flat_map(|(long, short)| [*short, *long]);
    named.chain(['\n']).chain(text.chars().map(stand_in)).collect()
}

#[cfg(test)]
mod tests {
    use super::packed;
    use is_it_me_core::packed::unpacked;

    #[test]
    fn the_characters_that_take_the_most_bytes_are_replaced_and_come_back() {
        let text = "エラー $1\nページ é";
        let packed = packed(text);
        let (_, body) = packed.split_once('\n').unwrap();
        assert!(body.is_ascii(), "{body}");
        assert_eq!(unpacked(&packed), text);
    }

    #[test]
    fn where_too_few_characters_are_free_the_others_stay() {
        let ascii: String = ('\u{1}'..'\u{7f}').filter(|c| !"#\n".contains(*c)).collect();
        assert_eq!(packed(&format!("{ascii}éüü")), format!("#ü\n{ascii}é##"));
        assert_eq!(packed("plain"), "\nplain");
    }
}
