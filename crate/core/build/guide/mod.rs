//! `steps/owner/` and `log_lines.toml` as one text, with one row per line and tabs between fields: what `src/guide/`
//! reads.

#[path = "../../src/guide/at.rs"]
mod at;
mod groups;
mod lines;
mod stacks;
mod steps;

use std::path::Path;

use crate::Result;

/// The whole guide. A mistake in a file is an error that names it; words of the core are checked against it by tests.
pub(crate) fn text(steps: &Path, lines: &Path, vendors: &Path) -> Result<String> {
    let mut out = Rows::default();
    stacks::rows(&mut out, &steps.join("stacks.toml"), vendors)?;
    let ids = steps::rows(&mut out, &steps.join("owner"))?;
    lines::rows(&mut out, lines, &ids)?;
    Ok(out.0)
}

/// Rows under construction.
#[derive(Default)]
struct Rows(String);

impl Rows {
    /// One more row, of this kind, with each field at its place: the first is the one behind the kind.
    fn place(&mut self, kind: &str, mut fields: Vec<(usize, &str)>) -> Result<()> {
        fields.sort_by_key(|(place, _)| *place);
        if !fields.iter().map(|(place, _)| *place).eq(1..=fields.len()) {
            return Err(format!("the places of the fields in {fields:?} do not follow on each other").into());
        }
        self.push(kind, &fields.iter().map(|(_, field)| *field).collect::<Vec<_>>())
    }

    /// One more row, of this kind.
    fn push(&mut self, kind: &str, fields: &[&str]) -> Result<()> {
        if fields.iter().any(|field| field.contains(['\t', '\n'])) {
            return Err(format!("a field of {fields:?} has a tab or a line end in it").into());
        }
        self.0.push_str(kind);
        for field in fields {
            self.0.push('\t');
            self.0.push_str(field);
        }
        self.0.push('\n');
        Ok(())
    }
}
