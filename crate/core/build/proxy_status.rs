//! `proxy_status.toml` as one static table.

use std::{collections::BTreeSet, fmt::Write, path::Path};

use serde::Deserialize;

use crate::{Result, read, variant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    error: Vec<ErrorType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorType {
    r#type: String,
    only_intermediary: bool,
    cause: String,
    fault: String,
    at_edge: Option<String>,
    weight: f32,
    /// Read by the tests, not by the table.
    #[serde(rename = "status")]
    _status: Option<u16>,
    #[serde(rename = "example")]
    _example: String,
}

pub(crate) fn table(path: &Path) -> Result<String> {
    let file: File = read(path)?;
    let mut seen = BTreeSet::new();
    let mut out = String::from("/// What is known, in the order of the file.\nstatic ERROR_TYPES: &[ErrorType] = &[\n");
    for error in &file.error {
        let name = &error.r#type;
        if !seen.insert(name) {
            return Err(format!("{}: {name} stands there twice", path.display()).into());
        }
        let (cause, fault) = (variant(&error.cause), variant(&error.fault));
        let at_edge = variant(error.at_edge.as_ref().unwrap_or(&error.fault));
        let (only, weight) = (error.only_intermediary, error.weight);
        writeln!(
            out,
            "ErrorType {{ name: {name:?}, only_intermediary: {only}, cause: Cause::{cause}, fault: Fault::{fault}, \
             at_edge: Fault::{at_edge}, weight: {weight:?} }},"
        )?;
    }
    out.push_str("];\n");
    Ok(out)
}
