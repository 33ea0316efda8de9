//! Which programs a site may run on, what they are recognised by, and where delivery networks publish their addresses.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::Rows;
use crate::{Result, read, toml_files};

/// What is read of a vendor file here.
#[derive(Deserialize)]
struct Vendor {
    id: String,
    ranges: Option<Ranges>,
}

#[derive(Deserialize)]
struct Ranges {
    url: Option<String>,
}

/// The groups of either kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stacks {
    platform: BTreeMap<String, Vec<String>>,
    stack: BTreeMap<String, Vec<String>>,
}

/// Begins the word of a program that shows itself in a log.
const LOG: &str = "log:";

pub(super) fn rows(out: &mut Rows, path: &Path, vendors: &Path) -> Result<()> {
    let vendors = toml_files(vendors)?.iter().map(|file| read::<Vendor>(file)).collect::<Result<Vec<_>>>()?;
    let Stacks { platform, stack } = read(path)?;
    let platforms = platform.into_iter().map(|group| ("platform", group));
    for (kind, (name, members)) in platforms.chain(stack.into_iter().map(|group| ("stack", group))) {
        let is_known = |id: &String| id.starts_with(LOG) || vendors.iter().any(|vendor| vendor.id == *id);
        if let Some(id) = members.iter().find(|id| !is_known(id)) {
            return Err(format!("{}: there is no product {id}", path.display()).into());
        }
        let members: Vec<_> = members.iter().map(|id| id.trim_start_matches(LOG)).collect();
        // An empty list would ask for nothing; the group of that name is known to the program.
        let members = if members.is_empty() { name.clone() } else { members.join(",") };
        out.push(kind, &[&name, &members])?;
    }
    for vendor in &vendors {
        if let Some(url) = vendor.ranges.as_ref().and_then(|ranges| ranges.url.as_ref()) {
            out.push("ranges", &[&vendor.id, url])?;
        }
    }
    Ok(())
}
