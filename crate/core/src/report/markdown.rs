//! Markdown (`CommonMark` 0.31), the format of the popup's button.

use super::document::Style;
use super::fence::{block, span};
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
