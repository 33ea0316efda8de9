//! `net_errors.toml` as one static table, sorted by name for a binary search.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use serde::Deserialize;

use crate::{Result, read, variant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    error: Vec<NetError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NetError {
    name: String,
    #[serde(default)]
    also: Vec<String>,
    layers: Vec<String>,
    cause: String,
    retry: bool,
}

pub(crate) fn table(path: &Path) -> Result<String> {
    let file: File = read(path)?;
    let mut rows = BTreeMap::new();
    for error in &file.error {
        for name in std::iter::once(&error.name).chain(&error.also) {
            if rows.insert(name.as_str(), row(error)).is_some() {
                return Err(format!("{}: {name} stands there twice", path.display()).into());
            }
        }
    }
    let mut out = String::from("/// Every net error known, sorted by name.\npub(crate) static NET_ERRORS: &[(&str, NetError)] = &[\n");
    for (name, row) in rows {
        writeln!(out, "({name:?}, {row}),")?;
    }
    out.push_str("];\n");
    Ok(out)
}

fn row(error: &NetError) -> String {
    let layers: Vec<_> = error.layers.iter().map(|layer| format!("Place::{}", variant(layer))).collect();
    let (layers, cause) = (layers.join(", "), variant(&error.cause));
    format!("NetError {{ places: &[{layers}], cause: Cause::{cause}, retry: {} }}", error.retry)
}
