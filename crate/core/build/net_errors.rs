//! `net_errors.toml` as one static table, sorted by the hash of the name for a binary search.
//!
//! The names themselves are not in the table: nothing prints them, and they would be a third of the module's data.

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
    writer: Option<String>,
}

#[path = "../src/net_error/hash.rs"]
mod hash;

pub(crate) fn table(path: &Path) -> Result<String> {
    let file: File = read(path)?;
    let mut rows = BTreeMap::new();
    for (at, error) in file.error.iter().enumerate() {
        for name in std::iter::once(&error.name).chain(&error.also) {
            if rows.insert(hash::of(name), at).is_some() {
                return Err(format!("{}: {name} stands there twice, or shares its hash", path.display()).into());
            }
        }
    }
    let mut out = String::from("/// What is known, in the order of the file.\nstatic NET_ERRORS: &[NetError] = &[\n");
    for error in &file.error {
        writeln!(out, "{},", row(error))?;
    }
    out.push_str("];\n/// The hash of every name, and where its entry stands.\nstatic NAMES: &[(u32, u8)] = &[\n");
    for (hash, at) in rows {
        writeln!(out, "(0x{:04x}_{:04x}, {}),", hash >> 16, hash & 0xffff, u8::try_from(at)?)?;
    }
    out.push_str("];\n");
    Ok(out)
}

fn row(error: &NetError) -> String {
    let layers: Vec<_> = error.layers.iter().map(|layer| format!("Place::{}", variant(layer))).collect();
    let (layers, cause) = (layers.join(", "), variant(&error.cause));
    let writer = variant(error.writer.as_deref().unwrap_or("browser"));
    format!(
        "NetError {{ places: &[{layers}], cause: Cause::{cause}, retry: {}, writer: Layer::{writer} }}",
        error.retry
    )
}
