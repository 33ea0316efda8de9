//! Plain text, for anything that shows no markup. Blocks are indented, so that no line in them passes for one of the
//! report's own.

use super::document::Style;
use crate::text::{join, one_line, shown};

pub(super) struct Plain;

impl Style for Plain {
    fn title(&self, text: &str) -> String {
        underlined(text, '=')
    }

    fn heading(&self, text: &str) -> String {
        underlined(text, '-')
    }

    fn strong(&self, text: &str) -> String {
        text.to_owned()
    }

    fn aside(&self, text: &str) -> String {
        text.to_owned()
    }

    fn code(&self, text: &str) -> String {
        shown(&one_line(text))
    }

    fn block(&self, text: &str, _: &str) -> String {
        let lines = shown(text.trim_end());
        let indented: Vec<_> = lines.split('\n').map(|line| join(&["    ", line], "")).collect();
        join(&indented, "\n")
    }

    fn blank(&self, label: &str) -> String {
        join(&["[ ] ", label], "")
    }
}

fn underlined(text: &str, line: char) -> String {
    let line: String = text.chars().map(|_| line).collect();
    join(&[text, &line], "\n")
}
