//! Puts `dist/` together from what needs no compiling.

use crate::failure::Failure;
use crate::{layout, lighten};
use is_it_me_core::guide::GUIDE;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// What stands in `manifest.json` where the version goes, so that the version is stated once, in `Cargo.toml`.
const OPEN_VERSION: &str = "\"version\": \"0.0.0\"";

/// Starts `dist/` afresh, so that nothing deleted from `extension/` lives on in it.
pub(crate) fn empty_dist() -> Result<(), Failure> {
    let dist = Path::new(layout::DIST);
    match fs::remove_dir_all(dist) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::at("empty", dist, error)),
        _ => Ok(()),
    }
}

/// Copies `extension/` without what no browser needs, and returns how many files that were.
pub(crate) fn copy_extension() -> Result<usize, Failure> {
    let source = Path::new(layout::EXTENSION);
    let mut copied = 0;
    let is_made = |file: &Path| lighten::is_drawing(file) || file.starts_with(layout::LOCALES);
    for file in layout::files_below(source)?.iter().filter(|file| !is_made(file)) {
        lighten::write(source, file)?;
        copied += 1;
    }
    Ok(copied)
}

/// Writes the manifest with the workspace's version in it, all on one line.
pub(crate) fn write_manifest() -> Result<(), Failure> {
    let source = Path::new(layout::MANIFEST);
    let manifest = with_version(&layout::read_text(source)?, &layout::version())
        .ok_or_else(|| Failure::at("fill", source, format!("it must hold {OPEN_VERSION} exactly once")))?;
    let line: String = manifest.lines().map(str::trim).collect();
    layout::write(&Path::new(layout::DIST).join(layout::MANIFEST), line.as_bytes())
}

/// Writes the guide for owners, which the module does without until somebody asks for it.
pub(crate) fn write_guide() -> Result<(), Failure> {
    layout::write(&Path::new(layout::DIST).join(layout::GUIDE), GUIDE.as_bytes())
}

/// Fills the version in as text: the manifest keeps the order it was written in.
fn with_version(manifest: &str, version: &str) -> Option<String> {
    let (before, after) = manifest.split_once(OPEN_VERSION)?;
    let stated_again = after.contains(OPEN_VERSION);
    (!stated_again).then(|| format!("{before}\"version\": \"{version}\"{after}"))
}

#[cfg(test)]
mod tests {
    use super::with_version;

    #[test]
    fn the_version_is_filled_in_once_and_nothing_else_changes() {
        let manifest = "{\n  \"name\": \"x\",\n  \"version\": \"0.0.0\"\n}\n";
        let filled = with_version(manifest, "1.2.3");
        assert_eq!(filled.as_deref(), Some("{\n  \"name\": \"x\",\n  \"version\": \"1.2.3\"\n}\n"));
    }

    #[test]
    fn a_manifest_without_the_open_version_or_with_two_is_refused() {
        assert_eq!(with_version("{\"version\": \"1.0.0\"}", "1.2.3"), None);
        assert_eq!(with_version("\"version\": \"0.0.0\", \"version\": \"0.0.0\"", "1.2.3"), None);
    }
}
