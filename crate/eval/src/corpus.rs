//! Labelled failures, one JSON object a line.

use std::fs;
use std::path::{Path, PathBuf};

use is_it_me_core::record::Record;
use is_it_me_core::words::{Fault, Layer, Side};
use is_it_me_core::{Diagnosis, Observation, diagnose};
use serde::Deserialize;

use crate::Result;

/// What a record is said to be by whoever kept it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Label {
    pub(crate) vendor: Option<String>,
    generator_layer: String,
    fault: String,
    #[serde(default)]
    why: String,
    pub(crate) certainty: String,
}

#[derive(Deserialize)]
struct Line {
    label: Label,
}

/// One labelled failure and what the diagnosis says of it.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) label: Label,
    pub(crate) seen: Observation,
    pub(crate) said: Diagnosis,
}

impl Label {
    /// `None` where the label does not know.
    pub(crate) fn layer(&self) -> Option<Layer> {
        Layer::from_word(&self.generator_layer).filter(|layer| *layer != Layer::Unknown)
    }

    /// `None` where the label does not know.
    pub(crate) fn fault(&self) -> Option<Fault> {
        Fault::from_word(&self.fault)
    }

    pub(crate) fn side(&self) -> Option<Side> {
        self.fault().map(Fault::side)
    }

    /// Did a gateway or an edge relay somebody else's error?
    pub(crate) fn passed_through(&self) -> bool {
        self.why.contains("[passed-through]")
    }

    pub(crate) fn confirmed(&self) -> bool {
        self.certainty == "confirmed"
    }
}

/// Every case of these files, in their order.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
            cases.push(case(line).map_err(|error| format!("{}, line {number}: {error}", path.display()))?);
        }
    }
    Ok(cases)
}

fn case(line: &str) -> Result<Case> {
    let (record, Line { label }): (Record, Line) = (serde_json::from_str(line)?, serde_json::from_str(line)?);
    let id = record.id.clone();
    let seen = Observation::from(record);
    let said = diagnose(std::slice::from_ref(&seen));
    Ok(Case { id, label, seen, said })
}

/// Every corpus file in this folder, in the order of their names; none where there is no such folder.
pub(crate) fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.sort();
    Ok(paths)
}
