//! `net_errors.toml` as one static table, and the hashes of the names, entry by entry.
//!
//! The names themselves are not in the table: nothing prints them, and they would be a third of the module's data.

use std::{collections::BTreeSet, fmt::Write, path::Path};

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
    passes: bool,
    writer: Option<String>,
}

#[path = "../src/hash.rs"]
mod hash;

pub(crate) fn table(path: &Path) -> Result<String> {
    let file: File = read(path)?;
    let mut out = String::from("/// What is known, in the order of the file.\nstatic NET_ERRORS: &[NetError] = &[\n");
    let (mut hashes, mut counts) = (Vec::new(), Vec::new());
    let mut taken = BTreeSet::new();
    for error in &file.error {
        if !(1..=3).contains(&error.layers.len()) {
            return Err(format!("{}: {} needs one to three layers", path.display(), error.name).into());
        }
        writeln!(out, "{},", row(error))?;
        for name in std::iter::once(&error.name).chain(&error.also) {
            if !taken.insert(hash::of(name)) {
                return Err(format!("{}: {name} stands there twice, or shares its hash", path.display()).into());
            }
            hashes.push(hash::of(name));
        }
        counts.push(u8::try_from(1 + error.also.len())?);
    }
    writeln!(out, "];\n/// The hash of every name, in the same order.\nstatic NAMES: &[[u8; 3]] = &{hashes:?};")?;
    writeln!(out, "/// How many names each entry has.\nstatic NAMES_OF: &[u8] = &{counts:?};")?;
    Ok(out)
}

fn row(error: &NetError) -> String {
    let layers: Vec<_> = error.layers.iter().map(|layer| format!("Place::{}", variant(layer))).collect();
    let (layers, cause) = (layers.join(", "), variant(&error.cause));
    let writer = variant(error.writer.as_deref().unwrap_or("browser"));
    format!(
        "NetError {{ places: &[{layers}], cause: Cause::{cause}, passes: {}, writer: Layer::{writer} }}",
        error.passes
    )
}
