//! The records that are measured: those in the files named, or else the project's recordings, or else the examples of
//! the vendor files.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use is_it_me_core::Observation;
use is_it_me_core::record::Record;
use serde_json::json;

/// What to measure, or a sentence that says why that is impossible.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CORPUS: &str = "tests/corpus";
const VENDORS: &str = "crate/core/vendors";

/// One failure as diagnosed.
#[derive(Clone, Debug)]
pub struct Case {
    /// The word that names it.
    pub id: String,
    /// What was seen.
    pub seen: Observation,
}

/// Every record in these files, in order; without files, the project's own.
///
/// # Errors
///
/// Where a file cannot be read, or there is no record at all.
pub fn cases(files: &[PathBuf]) -> Result<Vec<Case>> {
    let own = if files.is_empty() { in_folder(CORPUS, "jsonl")? } else { files.to_vec() };
    let mut cases = Vec::new();
    for file in &own {
        cases.extend(recorded(file)?);
    }
    if own.is_empty() {
        for file in in_folder(VENDORS, "toml")? {
            cases.extend(examples(&file)?);
        }
    }
    if cases.is_empty() { Err("there is nothing to measure".into()) } else { Ok(cases) }
}

/// At most this many of them, evenly spread, to stand for all.
pub fn spread(cases: &[Case], most: usize) -> Vec<&Case> {
    cases.iter().step_by(cases.len().div_ceil(most.max(1)).max(1)).collect()
}

fn in_folder(folder: &str, ending: &str) -> Result<Vec<PathBuf>> {
    if !Path::new(folder).is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    paths.sort();
    Ok(paths)
}

fn recorded(path: &Path) -> Result<Vec<Case>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let records = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        serde_json::from_str(line).map(case).map_err(|error| format!("{}: {error}", path.display()).into())
    });
    records.collect()
}

fn examples(path: &Path) -> Result<Vec<Case>> {
    let file: toml::Table = fs::read_to_string(path)?.parse()?;
    let examples = file.get("example").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let record = |(example, number): (&toml::Value, usize)| {
        let record = json!({
            "id": format!("{stem}-{number}"),
            "url": "https://shop.example/cart?item=4711",
            "status": example.get("status"),
            "http_version": example.get("http"),
            "headers": example.get("headers").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default(),
            "body": example.get("body"),
        });
        Ok(case(serde_json::from_value(record)?))
    };
    examples.iter().zip(1..).map(record).collect()
}

fn case(record: Record) -> Case {
    Case { id: record.id.clone(), seen: record.into() }
}
