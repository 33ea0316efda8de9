//! What was recorded of real programs, for the tests that go over all of it.

use std::fs;
use std::path::Path;

use is_it_me_core::Observation;
use is_it_me_core::record::Record;

/// Every recorded failure with its name, in the order of the files.
pub(crate) fn corpus() -> Vec<(String, Observation)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.sort();
    let text: String = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let records = text.lines().map(|line| serde_json::from_str::<Record>(line).unwrap());
    let all: Vec<_> = records.map(|record| (record.id.clone(), record.into())).collect();
    assert!(all.len() > 900, "only {} records", all.len());
    all
}
