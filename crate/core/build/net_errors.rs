//! `net_errors.toml` as one static table, and the hashes of the names, row by row.
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
    let mut taken = BTreeSet::new();
    // Entries that stand apart, because their errors have little in common, often say the same of them.
    let mut rows: Vec<(String, Vec<_>)> = Vec::new();
    for error in &file.error {
        if !(1..=3).contains(&error.layers.len()) {
            return Err(format!("{}: {} needs one to three layers", path.display(), error.name).into());
        }
        let mut hashes = Vec::new();
        for name in std::iter::once(&error.name).chain(&error.also) {
            if !taken.insert(hash::of(name)) {
                return Err(format!("{}: {name} stands there twice, or shares its hash", path.display()).into());
            }
            hashes.push(hash::of(name));
        }
        let row = row(error)?;
        match rows.iter_mut().find(|(other, _)| *other == row) {
            Some((_, of_row)) => of_row.extend(hashes),
            None => rows.push((row, hashes)),
        }
    }
    let names: Vec<_> = rows.iter().flat_map(|(_, hashes)| hashes).collect();
    let counts: Vec<_> =
        rows.iter().map(|(_, hashes)| u8::try_from(hashes.len())).collect::<std::result::Result<_, _>>()?;
    let mut out = String::from("/// What is known, in the order of the file.\nstatic NET_ERRORS: &[NetError] = &[\n");
    for (row, _) in &rows {
        writeln!(out, "{row},")?;
    }
    writeln!(out, "];\n/// The hash of every name, in the same order.\nstatic NAMES: &[[u8; 3]] = &{names:?};")?;
    writeln!(out, "/// How many names each row has.\nstatic NAMES_OF: &[u8] = &{counts:?};")?;
    Ok(out)
}

fn row(error: &NetError) -> Result<String> {
    let mut places = ["None"; 3];
    for (place, layer) in places.iter_mut().zip(&error.layers) {
        *place = fault(layer).ok_or_else(|| format!("{}: {layer} is no layer", error.name))?;
    }
    let (places, cause) = (places.join(", "), variant(&error.cause));
    let writer = variant(error.writer.as_deref().unwrap_or("browser"));
    Ok(format!(
        "NetError {{ places: [{places}], cause: Cause::{cause}, passes: {}, writer: Layer::{writer} }}",
        error.passes
    ))
}

/// The place of blame that a layer in the file stands for.
fn fault(layer: &str) -> Option<&'static str> {
    match layer {
        "device" => Some("Some(Fault::LocalBrowser)"),
        "network" | "proxy" | "interception" => Some("Some(Fault::LocalNetwork)"),
        "dns" => Some("Some(Fault::DnsZone)"),
        "server" => Some("Some(Fault::Origin)"),
        "behind" => Some("Some(Fault::App)"),
        "server-tls" | "site" => Some("Some(Fault::SiteConfig)"),
        _ => None,
    }
}
