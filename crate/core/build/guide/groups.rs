//! Words for several causes or places at once.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use crate::{Result, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Groups {
    causes: BTreeMap<String, Vec<String>>,
    faults: BTreeMap<String, Vec<String>>,
}

/// Stands for every word, which is expressed by naming none. Only for the causes with which a step comes first does
/// none mean none.
const ALL: &str = "all";

impl Groups {
    pub(super) fn read(path: &Path) -> Result<Self> {
        read(path)
    }

    pub(super) fn causes(&self, words: &[String]) -> String {
        list(words, &self.causes)
    }

    pub(super) fn faults(&self, words: &[String]) -> Result<String> {
        match words {
            [] => Err("it must be said for which places (faults) it fits".into()),
            [all] if all == ALL => Ok(String::new()),
            words => Ok(list(words, &self.faults)),
        }
    }
}

/// The words, with each group replaced by its members, with commas between them.
fn list(words: &[String], groups: &BTreeMap<String, Vec<String>>) -> String {
    let each = words.iter().flat_map(|word| groups.get(word).cloned().unwrap_or_else(|| vec![word.clone()]));
    each.collect::<Vec<_>>().join(",")
}
