//! The size budget: one table, measured from `dist/`, and for scripts from their sources. A build above it fails.

use crate::archive;
use crate::failure::Failure;
use crate::layout;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

const KB: usize = 1024;

/// One thing that may only grow so far.
#[derive(Clone, Copy)]
enum Item {
    Module,
    ModuleGzip,
    Package,
    BackgroundScripts,
    PageScripts,
}

/// What is measured, its name, its limit and its unit. This is the whole budget. The module is meant to be no larger
/// than 400 KB, and 150 KB with gzip; until it is, the limits stand just above what it is, so that growing is a
/// decision.
const BUDGET: [(Item, &str, usize, Unit); 5] = [
    (Item::Module, "module, optimised", 584 * KB, Unit::Bytes),
    (Item::ModuleGzip, "module, gzip", 257 * KB, Unit::Bytes),
    (Item::Package, "package", 348 * KB, Unit::Bytes),
    (Item::BackgroundScripts, "background scripts", 246, Unit::Lines),
    (Item::PageScripts, "scripts of pages", 30, Unit::Lines),
];

/// What runs in pages; every other script runs in the background.
const PAGE_SCRIPTS: [&str; 3] = ["popup.js", "tab.js", "page.js"];

#[derive(Clone, Copy)]
enum Unit {
    Bytes,
    Lines,
}

/// One row of the table with its measured value.
pub(crate) struct Measurement {
    name: &'static str,
    limit: usize,
    unit: Unit,
    value: usize,
}

impl Measurement {
    fn too_big(&self) -> bool {
        self.value > self.limit
    }
}

/// Measures every row.
pub(crate) fn measure() -> Result<Vec<Measurement>, Failure> {
    let row = |(item, name, limit, unit)| Ok(Measurement { name, limit, unit, value: value(item)? });
    BUDGET.into_iter().map(row).collect()
}

fn value(item: Item) -> Result<usize, Failure> {
    match item {
        Item::Module => Ok(layout::read(Path::new(layout::MODULE))?.len()),
        Item::ModuleGzip => gzip_size(&layout::read(Path::new(layout::MODULE))?),
        Item::Package => Ok(archive::of_dist()?.len()),
        Item::BackgroundScripts => lines(false),
        Item::PageScripts => lines(true),
    }
}

fn gzip_size(bytes: &[u8]) -> Result<usize, Failure> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    Ok(packed.map_err(|e| Failure::at("compress", Path::new(layout::MODULE), e))?.len())
}

/// Counts every line, comments and blank ones too: that leaves no room to argue about what a line is.
fn lines(of_pages: bool) -> Result<usize, Failure> {
    let folder = Path::new(layout::EXTENSION);
    let mut total = 0;
    for file in layout::files_below(folder)? {
        let is_script = file.extension().is_some_and(|ending| ending == "js");
        if is_script && PAGE_SCRIPTS.iter().any(|name| file == Path::new(name)) == of_pages {
            total += layout::read_text(&folder.join(file))?.lines().count();
        }
    }
    Ok(total)
}

/// The table as text; an error that holds it when any row is above its limit.
pub(crate) fn report(rows: &[Measurement]) -> Result<String, Failure> {
    let table: String = rows.iter().map(line).collect();
    let above: Vec<_> = rows.iter().filter(|row| row.too_big()).map(|row| row.name).collect();
    if above.is_empty() {
        return Ok(table);
    }
    Err(Failure::new(format!(
        "above the size budget: {}\n{table}make it smaller; the budget is in crate/pack/src/budget.rs",
        above.join(", ")
    )))
}

/// "module, optimised       128.5 of 220.0 KB    58 %".
fn line(row: &Measurement) -> String {
    let mut text = format!("  {:<22}", row.name);
    // Writing to a String cannot fail.
    let _ = match row.unit {
        Unit::Bytes => write!(text, "{:>6} of {:>6} KB   ", tenths(row.value), tenths(row.limit)),
        Unit::Lines => write!(text, "{:>6} of {:>6} lines", row.value, row.limit),
    };
    let _ = writeln!(text, "{:>5} %{}", row.value * 100 / row.limit, if row.too_big() { "  TOO BIG" } else { "" });
    text
}

/// Bytes as KB with one decimal, rounded up so that no limit ever looks kept when it is not.
fn tenths(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(KB);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{Measurement, Unit, gzip_size, report};

    fn row(value: usize) -> Measurement {
        Measurement { name: "module", limit: 220 * 1024, unit: Unit::Bytes, value }
    }

    #[test]
    fn exactly_the_limit_is_within_it() {
        let table = report(&[row(220 * 1024)]).unwrap();
        assert_eq!(table, "  module                 220.0 of  220.0 KB     100 %\n");
    }

    #[test]
    fn one_byte_more_fails_and_names_the_row() {
        let failure = report(&[row(1), row(220 * 1024 + 1)]).unwrap_err().to_string();
        assert!(failure.starts_with("above the size budget: module\n"), "{failure}");
        assert!(failure.contains("220.1 of  220.0 KB     100 %  TOO BIG"), "{failure}");
    }

    #[test]
    fn gzip_shrinks_what_repeats() {
        assert!(gzip_size(&[0; 10_000]).unwrap() < 100);
    }
}
