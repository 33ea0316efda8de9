//! What helps the people who run a site: steps, remarks, and lines of logs.
//!
//! It is one text, with one row per line and tabs between fields, which the build script makes from `steps/owner/` and
//! `log_lines.toml`. Hardly any visitor needs it, so it is kept out of the WebAssembly module: the package has it as a
//! file of its own, which is read on demand.
//!
//! The code that reads it is part of the module, so it is written in plain loops: each kind of iterator would be code
//! of its own.

pub(crate) mod at;

/// The guide as a text, for programs that have room for it.
pub const GUIDE: &str = include_str!(concat!(env!("OUT_DIR"), "/owner.txt"));

/// The rows of a guide.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'a>(&'a str);

/// One row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a>(&'a str);

/// The remaining rows of one kind.
pub(crate) struct Rows<'a> {
    kind: &'static str,
    rest: &'a str,
}

/// The remaining parts of a text, and what separates them.
pub(crate) struct Parts<'a> {
    between: u8,
    rest: Option<&'a str>,
}

impl<'a> Guide<'a> {
    /// The guide in this text. Any text is one; a line that is no row is passed over.
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The rows of this kind, in their order.
    pub(crate) const fn rows(self, kind: &'static str) -> Rows<'a> {
        Rows { kind, rest: self.0 }
    }

    /// The row of this kind with this name.
    pub(crate) fn named(self, kind: &'static str, name: &str) -> Option<Row<'a>> {
        self.rows(kind).find(|row| row.field(1) == name)
    }
}

impl<'a> Row<'a> {
    /// A field; the kind is the first. A missing field is empty.
    pub(crate) fn field(self, place: usize) -> &'a str {
        self.from(place).next().unwrap_or_default()
    }

    /// All fields from this one on.
    pub(crate) fn from(self, place: usize) -> Parts<'a> {
        let mut parts = parts(self.0, b'\t');
        for _ in 0..place {
            parts.next();
        }
        parts
    }

    /// Does the list in this field name one of these words? An empty list asks for nothing.
    pub(crate) fn allows(self, place: usize, words: &[&str]) -> bool {
        let list = self.field(place);
        list.is_empty() || names_one(list, words)
    }
}

/// Is one of these words in a list with commas?
pub(crate) fn names_one(list: &str, words: &[&str]) -> bool {
    for named in parts(list, b',') {
        if words.contains(&named) {
            return true;
        }
    }
    false
}

/// The parts of a text.
pub(crate) const fn parts(text: &str, between: u8) -> Parts<'_> {
    Parts { between, rest: Some(text) }
}

/// What stands before and after the first such ASCII character.
fn cut_at(text: &str, character: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == character)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Row<'a>> {
        while let Some((line, rest)) = cut_at(self.rest, b'\n') {
            self.rest = rest;
            if Row(line).field(0) == self.kind {
                return Some(Row(line));
            }
        }
        None
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.take()?;
        let Some((part, behind)) = cut_at(rest, self.between) else { return Some(rest) };
        self.rest = Some(behind);
        Some(part)
    }
}
