//! Stack traces as PHP writes them, with what was handed over in each call.

use super::code::letter;
use super::{Cleaner, Kind};
use crate::text::{cut, halves};

/// The text without what was handed over in quotes: `#0 /srv/db.php(12): PDO->__construct('mysql:…', 'ann', 'secret')`.
pub(super) fn without_arguments(text: &str, cleaner: &mut Cleaner) -> String {
    cleaner.behind("): ", text, Kind::Credential, &|before, after| {
        if !before.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(".php(") {
            return None;
        }
        // In JSON, lines end otherwise.
        let up_to = |call, end| cut(call, end).map_or(call, |(call, _)| call);
        quoted(["\n", "\\n#", "<br"].into_iter().fold(after, up_to))
    })
}

/// What precedes the first quote, and all between it and the last, as quotes inside are not escaped. A path alone says
/// which file was loaded.
fn quoted(call: &str) -> Option<(&str, &str)> {
    let (mut rest, mut start, mut end) = (call, call.len(), 0);
    while let Some((c, len)) = letter(rest) {
        let at = call.len() - rest.len();
        if c == '\'' {
            start = start.min(at + len);
            end = at;
        }
        rest = halves(rest, len).1;
    }
    let is_secret = |quoted: &&str| !quoted.is_empty() && (!quoted.starts_with('/') || quoted.contains('\''));
    Some((call.get(..start)?, call.get(start..end).filter(is_secret)?))
}
