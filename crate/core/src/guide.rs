//! What is known for the people who run a site: steps, remarks, and lines of logs.
//!
//! It is one text, a row a line and the fields of a row parted by tabs, that the build script makes of `steps/owner/` and
//! `log_lines.toml`. Hardly any visitor needs it, so it is no part of the WebAssembly module: the package has it as a file
//! of its own, which is read when somebody asks for it.

/// The guide as a text, for programs that have room for it.
pub const GUIDE: &str = include_str!(concat!(env!("OUT_DIR"), "/owner.txt"));

/// The rows of a guide.
#[derive(Clone, Copy, Debug)]
pub struct Guide<'a>(&'a str);

/// One row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a>(&'a str);

impl<'a> Guide<'a> {
    /// The guide in this text. Any text is one; what is no row of it is passed over.
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The rows of this kind, in their order.
    pub(crate) fn rows(self, kind: &'static str) -> impl Iterator<Item = Row<'a>> {
        self.0.lines().map(Row).filter(move |row| row.field(0) == kind)
    }

    /// The row of this kind with this name.
    pub(crate) fn named(self, kind: &'static str, name: &str) -> Option<Row<'a>> {
        self.rows(kind).find(|row| row.field(1) == name)
    }
}

impl<'a> Row<'a> {
    /// A field; the kind is the first. A field that is not there is empty.
    pub(crate) fn field(self, place: usize) -> &'a str {
        self.0.split('\t').nth(place).unwrap_or_default()
    }

    /// All fields from this one on.
    pub(crate) fn from(self, place: usize) -> impl Iterator<Item = &'a str> {
        self.0.split('\t').skip(place)
    }

    /// Does the list in this field name one of these words? An empty list asks for nothing.
    pub(crate) fn allows(self, place: usize, words: &[&str]) -> bool {
        let list = self.field(place);
        list.is_empty() || list.split(',').any(|word| words.contains(&word))
    }
}
