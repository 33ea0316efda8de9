//! What is measured, the bar it should meet, and the limit above which the bench fails. The limits are wide, so that a
//! busy machine does not fail the bench: what exceeds them has changed in nature.

use std::fmt::Write;

/// One figure: what it is, the bar that the project set itself, if there is one, and the limit.
pub(crate) struct Limit {
    name: &'static str,
    bar: Option<f64>,
    most: f64,
}

pub(crate) const FIXED_US: Limit = Limit { name: "fixed part of a diagnosis, µs", bar: None, most: 1000.0 };
pub(crate) const SLOPE: Limit =
    Limit { name: "a KiB of body, against one memchr pass over it", bar: Some(3.0), most: 200.0 };
pub(crate) const READING: Limit =
    Limit { name: "a KiB taken in (title, bounds), against the same", bar: None, most: 600.0 };
pub(crate) const WASM_SLOPE: Limit =
    Limit { name: "the same inside WebAssembly, where the extension runs", bar: Some(3.0), most: 10.0 };
pub(crate) const LINEAR: Limit = Limit { name: "a KiB from 16 to 32, against one from 8 to 16", bar: None, most: 2.0 };
pub(crate) const FLAT: Limit = Limit { name: "a body of 256 KiB, against one of 32 KiB", bar: None, most: 2.0 };
pub(crate) const WASM: Limit =
    Limit { name: "WebAssembly against native, median of the records", bar: Some(3.0), most: 12.0 };
pub(crate) const SLOWEST: Limit = Limit { name: "the slowest record, against the median", bar: None, most: 60.0 };

/// The figures of one run.
#[derive(Default)]
pub(crate) struct Figures {
    text: String,
    broken: bool,
}

impl Figures {
    /// Notes a figure and how it compares.
    pub(crate) fn add(&mut self, limit: &Limit, figure: f64) {
        let bar = match limit.bar {
            Some(bar) if figure <= bar => format!(", bar {bar}: met"),
            Some(bar) => format!(", bar {bar}: missed"),
            None => String::new(),
        };
        // NaN is above every limit.
        let above = if figure <= limit.most { "" } else { " ABOVE IT" };
        self.broken |= !above.is_empty();
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "  {:<55} {figure:8.2}{bar} (limit {}){above}", limit.name, limit.most);
    }

    /// A line that explains the figures.
    pub(crate) fn note(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// All figures as text, and whether one is above its limit.
    pub(crate) fn finish(self) -> (String, bool) {
        (self.text, self.broken)
    }
}
