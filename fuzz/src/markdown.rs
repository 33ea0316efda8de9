//! The part of a Markdown text that is read as markup: everything outside code spans and fenced blocks.

/// The text without its code (`CommonMark` 0.31, sections 4.5 and 6.1), as far as spans stay within one line.
pub(crate) fn without_code(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let fence = run(line);
        if fence < 3 {
            out.push_str(&without_spans(line));
            out.push('\n');
        } else if !lines.any(|line| run(line) >= fence && line.trim_end().len() == run(line)) {
            panic!("a block is never closed: {text}");
        }
    }
    out
}

fn without_spans(mut line: &str) -> String {
    let mut out = String::new();
    while let Some(at) = line.find('`') {
        let (before, rest) = line.split_at(at);
        let fence = run(rest);
        out.push_str(before);
        let inside = &rest[fence..];
        line = closing(inside, fence).map_or(inside, |end| &inside[end..]);
    }
    out + line
}

/// Where the text continues after the next run of exactly so many backticks.
fn closing(text: &str, fence: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = text[at..].find('`') {
        let length = run(&text[at + next..]);
        at += next + length;
        if length == fence {
            return Some(at);
        }
    }
    None
}

/// The number of backticks at the start of the text.
fn run(text: &str) -> usize {
    text.bytes().take_while(|b| *b == b'`').count()
}
