//! Code spans and blocks that can hold any text (`CommonMark` 0.31, sections 4.5 and 6.1).

use crate::text::join;

/// The longest run of backticks in the text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// The text as a code span on one line. There is no empty one: two backticks would begin a span that another ends.
pub(super) fn span(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    // A space inside keeps a backtick at either end apart from the fence; renderers strip one space on both sides.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    join(&[&fence, pad, text, pad, &fence], "")
}

/// The text as a fenced block.
pub(super) fn block(text: &str, language: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    join(&[&fence, language, "\n", text.trim_end(), "\n", &fence], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_close_its_own_fence() {
        assert_eq!(span("plain"), "`plain`");
        assert_eq!(span("`<img>`"), "`` `<img>` ``");
        assert_eq!(span(""), "");
        assert_eq!(block("a\n````\nb", "http"), "`````http\na\n````\nb\n`````");
    }
}
