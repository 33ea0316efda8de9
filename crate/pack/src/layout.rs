//! Where everything is, and the few file operations, each with an error that names its file.

use crate::failure::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder both browsers load.
pub(crate) const DIST: &str = "dist";
/// What is copied into it as it is.
pub(crate) const EXTENSION: &str = "extension";
/// The one manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The folder of the sentences, one folder a language, in `extension/` and in `dist/`.
pub(crate) const LOCALES: &str = "_locales";
/// What only the owner of a site needs, in `dist/`.
pub(crate) const GUIDE: &str = "owner.txt";
/// The module after the last optimiser, as the browsers fetch it.
pub(crate) const MODULE: &str = "dist/pkg/core_bg.wasm";
/// What joins the module to the browser.
pub(crate) const GLUE: &str = "dist/pkg/core.js";
/// The optimiser: a script for Node that `npm ci` puts there.
pub(crate) const OPTIMISER: &str = "tests/node_modules/binaryen/bin/wasm-opt";
/// Makes scripts small.
pub(crate) const MINIFIER: &str = "tests/node_modules/terser/bin/terser";

/// The module as cargo leaves it.
pub(crate) fn compiled_module() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    PathBuf::from(target).join("wasm32-unknown-unknown/wasm/is_it_me_web.wasm")
}

/// The version of the workspace in the form both stores accept: three numbers, and nothing after them.
pub(crate) fn version() -> String {
    format!(
        "{}.{}.{}",
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH")
    )
}

/// The packages. The manifest serves both browsers, so they differ in nothing but their name.
pub(crate) fn packages() -> [PathBuf; 2] {
    ["chromium.zip", "firefox.xpi"].map(|kind| PathBuf::from(format!("out/is-it-me-{}-{kind}", version())))
}

/// The names of the folders in this one, in their order.
pub(crate) fn folders_in(folder: &Path) -> Result<Vec<String>, Failure> {
    let files = files_below(folder)?;
    let mut names: Vec<String> =
        files.iter().filter_map(|file| Some(file.parent()?.file_name()?.to_string_lossy().into_owned())).collect();
    names.dedup();
    Ok(names)
}

/// All files below `folder`, as paths relative to it, in an order that depends on nothing but their names.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(relative) = waiting.pop() {
        let here = folder.join(&relative);
        for entry in fs::read_dir(&here).map_err(|e| Failure::at("list", &here, e))? {
            let entry = entry.map_err(|e| Failure::at("list", &here, e))?;
            let kind = entry.file_type().map_err(|e| Failure::at("look at", &entry.path(), e))?;
            let name = relative.join(entry.file_name());
            if kind.is_dir() { &mut waiting } else { &mut found }.push(name);
        }
    }
    found.sort();
    Ok(found)
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| Failure::at("read", path, e))
}

pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|e| Failure::at("read", path, e))
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| Failure::at("make", folder, e))?;
    }
    fs::write(path, bytes).map_err(|e| Failure::at("write", path, e))
}
