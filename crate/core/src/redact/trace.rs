//! Stack traces as PHP writes them, with what was handed over in each call.

use super::code::letter;
use super::{Cleaner, Kind};
use crate::text::{cut, halves};

/// The text without what was handed over in quotes: `#0 /srv/db.php(12): PDO->__construct('mysql:…', 'ann', 'secret')`.
pub(super) fn without_arguments(text: &str, cleaner: &mut Cleaner) -> String {
    const CALL: &str = "): ";
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = cut(rest, CALL) {
        out.push_str(before);
        out.push_str(CALL);
        rest = after;
        if before.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(".php(") {
            // In JSON, lines end otherwise.
            let call =
                ["\n", "\\n#", "<br"].iter().fold(after, |call, end| cut(call, end).map_or(call, |(call, _)| call));
            out.push_str(&without_quoted(call, cleaner));
            rest = halves(after, call.len()).1;
        }
    }
    out.push_str(rest);
    out
}

/// All between the first quote and the last, as quotes inside are not escaped. A path alone says which file was loaded.
fn without_quoted(call: &str, cleaner: &mut Cleaner) -> String {
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
    let Some(quoted) = call.get(start..end).filter(is_secret) else { return call.to_owned() };
    let (before, _) = halves(call, start);
    [before, &cleaner.cut(Kind::Credential, quoted), halves(call, end).1].concat()
}
