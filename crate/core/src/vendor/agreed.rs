//! What the build script, which writes the vendors' columns, and the crate, which reads them, agree on.

/// A reference to the next text of its pool. Most texts are used once, so most references are this one, which
/// compresses to almost nothing.
pub(crate) const FRESH: usize = 0;
/// Marks an optional text that is not given. From here on, a reference says how many others were used since.
pub(crate) const NONE: usize = 1;
/// A number from here on is written as this byte and two more.
pub(crate) const WIDE: u8 = 0xff;
/// Marks the tenths of a sign by which a product wrote the answer in its other role, in front of its kind.
pub(crate) const IN_FRONT: u8 = 0x80;
/// The first byte of a column in which each byte is followed by the number of its repetitions.
pub(crate) const REPEATS: u8 = 1;
/// Separates two texts of a pool, and is part of none.
pub(crate) const BETWEEN: char = '\0';
/// A body is searched in steps of this many bytes. A text is found wherever it stands if it is long enough to hold a
/// whole step.
pub(crate) const GRAM: usize = 4;

/// The id of most vendors: the name in lower case, with hyphens between the words. Such an id is not kept.
pub(crate) fn usual_id(name: &str) -> String {
    name.to_ascii_lowercase().replace(' ', "-")
}
