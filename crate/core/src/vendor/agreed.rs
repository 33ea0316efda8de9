//! What the build script, which writes the columns of the vendors, and the crate, which reads them, agree on.

/// A reference to the next text of its pool. Most texts are used once, so most references are this, which compresses to
/// next to nothing.
pub(crate) const FRESH: usize = 0;
/// Stands where an optional text is not given. From here on a reference says how many others were used since.
pub(crate) const NONE: usize = 1;
/// A number from here on is written as this byte and two more.
pub(crate) const WIDE: u8 = 0xff;
/// Marks the tenths of a sign by which an application server wrote as the gateway that it can be as well.
pub(crate) const PROXIES: u8 = 0x80;
/// The first byte of a column in which each byte is followed by the number of its repetitions.
pub(crate) const REPEATS: u8 = 1;
/// Stands between two texts of a pool, and in none.
pub(crate) const BETWEEN: char = '\0';
/// A body is looked at in pieces of so many bytes, one after the other. A text is found wherever it stands if it is long
/// enough to hold a whole one.
pub(crate) const GRAM: usize = 4;
