//! Words for several causes or places at once, and lists of words as the bits of a number.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use crate::{Result, read, variant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Groups {
    causes: BTreeMap<String, Vec<String>>,
    faults: BTreeMap<String, Vec<String>>,
}

/// Stands for every word.
const ALL: &str = "all";

impl Groups {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        read(&folder.join("owner/groups.toml"))
    }

    /// These causes as bits; none means all.
    pub(super) fn causes(&self, words: &[String]) -> String {
        if words.is_empty() { "u64::MAX".to_owned() } else { bits("Cause", "u64", &all_of(words, &self.causes)) }
    }

    /// The causes with which a step comes first; none means that it does with none.
    pub(super) fn first(&self, words: &[String]) -> String {
        bits("Cause", "u64", &all_of(words, &self.causes))
    }

    pub(super) fn faults(&self, words: &[String]) -> Result<String> {
        if words.is_empty() {
            return Err("it must be said for which places (faults) it fits".into());
        }
        Ok(bits("Fault", "u16", &all_of(words, &self.faults)))
    }
}

/// Layers as bits; none means all.
pub(super) fn layers(words: &[String]) -> String {
    if words.is_empty() { "u16::MAX".to_owned() } else { bits("Layer", "u16", words) }
}

/// The words with each group in the place of its name.
fn all_of(words: &[String], groups: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    words.iter().flat_map(|word| groups.get(word).cloned().unwrap_or_else(|| vec![word.clone()])).collect()
}

/// Words of an enum as the bits of a number, in a constant expression: rustc complains of a word that is not one.
pub(super) fn bits(kind: &str, number: &str, words: &[String]) -> String {
    if words.iter().any(|word| word == ALL) {
        return format!("{number}::MAX");
    }
    let bits: Vec<_> = words.iter().map(|word| format!("1 << {kind}::{} as {number}", variant(word))).collect();
    if bits.is_empty() { "0".to_owned() } else { bits.join(" | ") }
}
