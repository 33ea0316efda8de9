//! Labelled failures, one JSON object per line.

use std::fs;
use std::path::{Path, PathBuf};

use is_it_me_core::record::Record;
use is_it_me_core::words::{Fault, Layer, Side};
use is_it_me_core::{Diagnosis, Observation, diagnose};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::Result;

/// What a record is labelled as.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Label {
    pub(crate) vendor: Option<String>,
    /// `None` if the label does not know.
    #[serde(rename = "generator_layer", deserialize_with = "layer")]
    pub(crate) layer: Option<Layer>,
    /// `None` if the label does not know.
    #[serde(deserialize_with = "fault")]
    pub(crate) fault: Option<Fault>,
    #[serde(default)]
    why: String,
    pub(crate) certainty: Certainty,
}

/// How the label was obtained.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Certainty {
    Confirmed,
    Documented,
    Inferred,
}

#[derive(Deserialize)]
struct Line {
    label: Label,
}

/// One labelled failure and what the diagnosis says about it.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) label: Label,
    pub(crate) seen: Observation,
    pub(crate) said: Diagnosis,
}

impl Label {
    pub(crate) fn side(&self) -> Option<Side> {
        self.fault.map(Fault::side)
    }

    /// Did a gateway or an edge relay somebody else's error?
    pub(crate) fn passed_through(&self) -> bool {
        self.why.contains("[passed-through]")
    }

    pub(crate) fn confirmed(&self) -> bool {
        self.certainty == Certainty::Confirmed
    }
}

fn layer<'de, D: Deserializer<'de>>(label: D) -> std::result::Result<Option<Layer>, D::Error> {
    let layer = known(label, Layer::from_word)?;
    Ok(layer.filter(|layer| *layer != Layer::Unknown))
}

fn fault<'de, D: Deserializer<'de>>(label: D) -> std::result::Result<Option<Fault>, D::Error> {
    known(label, Fault::from_word)
}

/// What this word stands for, `None` for `unknown`. An unknown word is a slip, which would silently take the record out
/// of the score.
fn known<'de, D: Deserializer<'de>, T>(
    label: D,
    find: fn(&str) -> Option<T>,
) -> std::result::Result<Option<T>, D::Error> {
    let word = String::deserialize(label)?;
    let found = find(&word);
    if found.is_none() && word != "unknown" {
        return Err(D::Error::custom(format!("a label of no such word: {word}")));
    }
    Ok(found)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_of_no_known_word_is_refused() {
        let read = |layer: &str, fault: &str| {
            case(&format!(
                r#"{{"id":"a","status":502,"label":{{"vendor":null,"generator_layer":"{layer}","fault":"{fault}","certainty":"confirmed"}}}}"#
            ))
        };
        let label = read("unknown", "unknown").unwrap().label;
        assert_eq!((label.layer, label.fault), (None, None));
        assert_eq!(read("cdn-edge", "origin").unwrap().label.layer, Some(Layer::CdnEdge));
        assert!(read("cdn-egde", "origin").is_err() && read("cdn-edge", "orgin").is_err());
    }
}
