//! Writing JSON (RFC 8259). The formats here are a few levels deep and made of texts and whole numbers; serde's own
//! writer would be many times as much code in the module that every visitor downloads.

use core::fmt::Write;

use crate::text::{halves, is_unsafe, join};
use crate::view::whole;

/// JSON under construction. What is opened has to be closed; the tests of the formats read everything back.
#[derive(Default)]
pub(super) struct Json {
    out: String,
    depth: usize,
    /// Something stands before the next value on this level.
    follows: bool,
    /// The next value stands behind its name.
    named: bool,
    /// All values stand on one line, until the list ends.
    flat: bool,
}

impl Json {
    /// What was written.
    pub(super) fn text(self) -> String {
        self.out
    }

    /// Begins an object or a list: `{` or `[`.
    pub(super) fn open(&mut self, bracket: char) {
        self.next();
        self.out.push(bracket);
        self.depth += 1;
        self.follows = false;
    }

    /// Ends it.
    pub(super) fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if self.follows && !core::mem::take(&mut self.flat) {
            self.line();
        }
        self.out.push(bracket);
        self.follows = true;
    }

    /// The name of the next value, which is then opened or given.
    pub(super) fn key(&mut self, name: &str) {
        self.next();
        self.quoted(name);
        self.out.push_str(": ");
        self.named = true;
    }

    pub(super) fn string(&mut self, text: &str) {
        self.next();
        self.quoted(text);
    }

    /// A word of the language: a number, `true`, `null`.
    pub(super) fn word(&mut self, word: &str) {
        self.next();
        self.out.push_str(word);
    }

    pub(super) fn field(&mut self, name: &str, text: &str) {
        self.key(name);
        self.string(text);
    }

    pub(super) fn maybe(&mut self, name: &str, text: Option<&str>) {
        self.key(name);
        match text {
            Some(text) => self.string(text),
            None => self.word("null"),
        }
    }

    pub(super) fn flag(&mut self, name: &str, is: bool) {
        self.key(name);
        self.word(if is { "true" } else { "false" });
    }

    /// A number without its fraction; what is no number is `null`.
    pub(super) fn number(&mut self, name: &str, number: Option<f64>) {
        self.key(name);
        match number.filter(|number| number.is_finite()) {
            Some(number) => self.word(&whole(number)),
            None => self.word("null"),
        }
    }

    /// A number with three digits behind the point.
    pub(super) fn thousandths(&mut self, number: f32) {
        let whole_number = whole(f64::from(number) * 1000.0);
        let (sign, digits) = whole_number.strip_prefix('-').map_or(("", whole_number.as_str()), |digits| ("-", digits));
        let padded = format!("{digits:0>4}");
        let (front, back) = halves(&padded, padded.len() - 3);
        self.word(&format!("{sign}{front}.{back}"));
    }

    pub(super) fn share(&mut self, name: &str, number: f32) {
        self.key(name);
        self.thousandths(number);
    }

    pub(super) fn strings<'a>(&mut self, name: &str, texts: impl IntoIterator<Item = &'a str>) {
        self.key(name);
        self.open('[');
        texts.into_iter().for_each(|text| self.string(text));
        self.close(']');
    }

    /// A short list on one line: a name and what belongs to it.
    pub(super) fn row(&mut self, name: &str) {
        self.open('[');
        self.flat = true;
        self.string(name);
    }

    /// What has to stand before the next value.
    fn next(&mut self) {
        if !core::mem::take(&mut self.named) {
            if self.follows {
                self.out.push(',');
            }
            if !self.flat {
                self.line();
            } else if self.follows {
                self.out.push(' ');
            }
        }
        self.follows = true;
    }

    fn line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
            (0..self.depth).for_each(|_| self.out.push_str("  "));
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.out.push('\\');
                    self.out.push(c);
                }
                '\n' => self.out.push_str("\\n"),
                // A terminal or an editor may show the file as it is.
                c if is_unsafe(c) => {
                    // Writing to a text cannot fail, and none of these is beyond four digits.
                    let _ = write!(self.out, "\\u{:04x}", u32::from(c));
                }
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}

/// The same JSON on one line. Inside its strings there are no lines.
pub fn one_line(json: &str) -> String {
    join(&json.lines().map(str::trim_start).collect::<Vec<_>>(), "")
}
