//! Columns under construction.

use std::{collections::BTreeMap, fmt::Write};

use crate::Result;

/// The next text of the pool that nothing has referred to so far. Most texts are used once, so most references are
/// this, which compresses to next to nothing.
const FRESH: u16 = 0;
/// Stands where an optional text is not given.
const NONE: u16 = u16::MAX;

/// Every column by its name, as the Rust expressions of its values, and what the numbers in them stand for.
#[derive(Default)]
pub(crate) struct Columns {
    columns: BTreeMap<&'static str, Vec<String>>,
    texts: Vec<String>,
    statuses: Vec<u16>,
}

impl Columns {
    pub(crate) fn push(&mut self, column: &'static str, value: String) {
        self.columns.entry(column).or_default().push(value);
    }

    /// A value that says how many rows of another column belong to this one.
    pub(crate) fn count(&mut self, column: &'static str, count: usize) -> Result<()> {
        self.push(column, u8::try_from(count)?.to_string());
        Ok(())
    }

    /// Refers to this text: [`FRESH`] puts it into the pool, which is read in the order of first use; what is there
    /// already is named by its place.
    pub(crate) fn text(&mut self, text: &str) -> Result<u16> {
        let Some(known) = self.texts.iter().position(|known| known == text) else {
            self.texts.push(text.to_owned());
            return Ok(FRESH);
        };
        Ok(u16::try_from(known + 1)?)
    }

    pub(crate) fn optional(&mut self, text: Option<&str>) -> Result<u16> {
        text.map_or(Ok(NONE), |text| self.text(text))
    }

    /// Where this run of statuses starts, and its length; what is there already is used again.
    pub(crate) fn statuses(&mut self, statuses: &[u16]) -> Result<(u16, u16)> {
        let known = self.statuses.windows(statuses.len().max(1)).position(|window| window == statuses);
        let start = known.unwrap_or(self.statuses.len());
        if known.is_none() {
            self.statuses.extend(statuses);
        }
        Ok((u16::try_from(start)?, u16::try_from(statuses.len())?))
    }

    /// The columns as Rust. Those whose values all fit are bytes.
    pub(crate) fn print(mut self) -> Result<String> {
        self.columns.insert("STATUS", self.statuses.iter().map(u16::to_string).collect());
        for text in self.texts.clone() {
            self.push("TEXT_LEN", text.len().to_string());
        }
        let mut out = format!("static TEXTS: &str = {:?};\n", self.texts.concat());
        for (name, values) in &self.columns {
            let small =
                values.iter().all(|value| value.parse::<u16>().is_ok_and(|n| n < 256) || value.contains(" as u8"));
            let kind = if small { "u8" } else { "u16" };
            writeln!(out, "static {name}: &[{kind}] = &[{}];", values.join(", "))?;
        }
        Ok(out)
    }
}
