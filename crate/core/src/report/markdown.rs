//! Markdown (`CommonMark` 0.31), the format of the popup's button. Its code spans and blocks can hold any text
//! (sections 4.5 and 6.1).

use super::document::Style;
use crate::text::{join, one_line, shown};

pub(super) struct Markdown;

impl Style for Markdown {
    fn title(&self, text: &str) -> String {
        join(&["# ", text], "")
    }

    fn heading(&self, text: &str) -> String {
        join(&["## ", text], "")
    }

    fn strong(&self, text: &str) -> String {
        join(&["**", text, "**"], "")
    }

    fn aside(&self, text: &str) -> String {
        join(&["*", text, "*"], "")
    }

    fn code(&self, text: &str) -> String {
        span(&shown(&one_line(text)))
    }

    fn block(&self, text: &str, language: &str) -> String {
        block(&shown(text), language)
    }

    fn blank(&self, label: &str) -> String {
        join(&["- [ ] ", label], "")
    }
}

/// The longest run of backticks in the text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// The text as a code span on one line. It cannot be empty: two backticks would begin a span that another pair ends.
fn span(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    // A space inside keeps a backtick at either end apart from the fence; renderers strip one space on both sides.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    join(&[&fence, pad, text, pad, &fence], "")
}

/// The text as a fenced block.
fn block(text: &str, language: &str) -> String {
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
