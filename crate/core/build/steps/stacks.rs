//! Which programs a site may run on, and by what they are known.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use crate::{Result, read};

/// Stacks by name, in the order of their bits, with the products and the programs of log lines that show them.
pub(super) struct Stacks(Vec<(String, Vec<String>)>);

/// The stack that has no members of its own: every delivery network belongs to it.
const EDGE: &str = "edge";

impl Stacks {
    /// `vendors` is the folder of vendor files: a product that has none there is a mistake.
    pub(super) fn read(folder: &Path, vendors: &Path) -> Result<Self> {
        let path = folder.join("stacks.toml");
        let named: BTreeMap<String, Vec<String>> = read(&path)?;
        for id in named.values().flatten().filter(|id| !id.starts_with("log:")) {
            if !vendors.join(format!("{id}.toml")).exists() {
                return Err(format!("{}: there is no product {id}", path.display()).into());
            }
        }
        Ok(Self(named.into_iter().collect()))
    }

    /// The bits of these stacks; none means that it does not matter.
    pub(super) fn bits(&self, names: &[String]) -> Result<u16> {
        names.iter().try_fold(0, |bits, name| {
            let at = self.0.iter().position(|(known, _)| known == name);
            Ok(bits | 1u16 << at.ok_or_else(|| format!("there is no stack {name}"))?)
        })
    }

    /// Every product and program with the bits of its stacks.
    pub(super) fn print(&self) -> Result<String> {
        let mut members: BTreeMap<&str, u16> = BTreeMap::new();
        for (name, ids) in &self.0 {
            for id in ids {
                *members.entry(id.trim_start_matches("log:")).or_default() |= self.bits(std::slice::from_ref(name))?;
            }
        }
        let mut out = String::from("static STACKS: &[(&str, u16)] = &[");
        for (id, bits) in members {
            write!(out, "({id:?}, {bits}), ")?;
        }
        let edge = self.bits(&[EDGE.to_owned()])?;
        writeln!(out, "];\n/// The stack of every delivery network.\nconst EDGE: u16 = {edge};")?;
        Ok(out)
    }
}
