//! Columns under construction.

use std::{collections::BTreeMap, fmt::Write};

use super::agreed::{BETWEEN, FRESH, NONE, REPEATS, WIDE};
use crate::Result;

/// Every column by its name, as the Rust expressions of its bytes, and the texts and statuses that the numbers in them
/// refer to.
#[derive(Default)]
pub(crate) struct Columns {
    by_name: BTreeMap<&'static str, Vec<String>>,
    pools: BTreeMap<&'static str, Pool<String>>,
    runs: Pool<Vec<u16>>,
}

impl Columns {
    /// One more byte, as Rust writes it.
    pub(crate) fn push(&mut self, column: &'static str, value: String) {
        self.by_name.entry(column).or_default().push(value);
    }

    /// One more number: a byte, or three for the few large ones.
    pub(crate) fn number(&mut self, column: &'static str, number: usize) -> Result<()> {
        if number < WIDE.into() {
            self.push(column, number.to_string());
        } else {
            let [low, high] = u16::try_from(number)?.to_le_bytes();
            for byte in [WIDE, low, high] {
                self.push(column, byte.to_string());
            }
        }
        Ok(())
    }

    /// Refers to this text of a pool, which is read in the order of first use.
    pub(crate) fn text(&mut self, column: &'static str, pool: &'static str, text: &str) -> Result<()> {
        let pool = self.pools.entry(pool).or_default();
        let reference = pool.refer(text.to_owned());
        self.number(column, reference)
    }

    /// Refers to a text that is known by its number in its pool: that of its first use.
    pub(crate) fn numbered(&mut self, column: &'static str, pool: &'static str, text: &str) -> Result<()> {
        let pool = self.pools.entry(pool).or_default();
        let reference = pool.refer_by_number(text.to_owned());
        self.number(column, reference)
    }

    pub(crate) fn optional(&mut self, column: &'static str, pool: &'static str, text: Option<&str>) -> Result<()> {
        match text {
            Some(text) => self.text(column, pool, text),
            None => self.number(column, NONE),
        }
    }

    /// Refers to this run of statuses.
    pub(crate) fn statuses(&mut self, column: &'static str, statuses: &[u16]) -> Result<()> {
        let reference = self.runs.refer(statuses.to_vec());
        if reference == FRESH {
            self.number("Statuses", statuses.len())?;
        }
        self.number(column, reference)
    }

    /// How many texts there are in a pool.
    pub(crate) fn count(&self, pool: &str) -> usize {
        self.pools.get(pool).map_or(0, |pool| pool.all.len())
    }

    /// The columns as Rust: their names as an enum, and in its order what they hold.
    pub(crate) fn print(self) -> Result<String> {
        let mut out = String::new();
        for (pool, texts) in &self.pools {
            if let Some(text) = texts.all.iter().find(|text| text.contains(BETWEEN)) {
                return Err(format!("{text:?} holds the character that stands between two texts").into());
            }
            // `\0` before a digit looks like an octal number to a lint, and to nobody else.
            writeln!(out, "#[allow(clippy::octal_escapes, reason = \"a text may begin with a digit\")]")?;
            writeln!(out, "static {pool}: &str = {:?};", texts.all.join(&BETWEEN.to_string()))?;
        }
        let names: Vec<_> = self.by_name.keys().copied().collect();
        writeln!(out, "static STATUS: &[u16] = &{:?};", self.runs.all.concat())?;
        writeln!(out, "#[derive(Clone, Copy)]\nenum Column {{ {} }}", names.join(", "))?;
        writeln!(out, "static COLUMNS: [&[u8]; {}] = [", names.len())?;
        for values in self.by_name.values() {
            writeln!(out, "&[{}],", kept(values).join(", "))?;
        }
        out.push_str("];\n");
        Ok(out)
    }
}

/// A column as it is kept. If one value makes up most of it, each byte is followed by the number of its repetitions;
/// elsewhere that would be in the way of the compressor.
fn kept(bytes: &[String]) -> Vec<String> {
    let runs = bytes.chunk_by(PartialEq::eq).flat_map(|run| run.chunks(1 + usize::from(u8::MAX)));
    let repeats: Vec<_> =
        runs.flat_map(|run| run.first().cloned().into_iter().chain([(run.len() - 1).to_string()])).collect();
    let (first, rest) = if repeats.len() < bytes.len() / 3 { (REPEATS, &*repeats) } else { (0, bytes) };
    [&[first.to_string()], rest].concat()
}

/// What is referred to.
struct Pool<T> {
    /// In the order of first use.
    all: Vec<T>,
    /// What was used last is at the end: what is used again was mostly used a moment ago, and small numbers compress.
    recent: Vec<T>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { all: Vec::new(), recent: Vec::new() }
    }
}

impl<T: PartialEq + Clone> Pool<T> {
    fn refer(&mut self, one: T) -> usize {
        let reference = back(&self.recent, &one);
        self.recent.retain(|known| *known != one);
        self.recent.push(one.clone());
        if reference == FRESH {
            self.all.push(one);
        }
        reference
    }

    fn refer_by_number(&mut self, one: T) -> usize {
        let reference = back(&self.all, &one);
        if reference == FRESH {
            self.all.push(one);
        }
        reference
    }
}

/// How far from the end it is.
fn back<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|known| known == one).map_or(FRESH, |place| all.len() - place + NONE)
}
