//! Turns the data files into static Rust tables, so that nothing is parsed at start-up and a mistake in a file is a
//! build error: one that names the file, or for a word nobody knows, rustc's own about the table.
#![allow(missing_docs, reason = "a build script has no readers of its documentation")]

mod guide;
mod net_errors;
mod proxy_status;
mod vendors;
mod visitor;

use std::path::{Path, PathBuf};
use std::{env, error::Error, fs};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let out = env::var("OUT_DIR")?;
    for data in ["vendors", "steps", "net_errors.toml", "proxy_status.toml", "log_lines.toml"] {
        println!("cargo::rerun-if-changed={data}");
    }
    fs::write(Path::new(&out).join("vendors.rs"), vendors::table(Path::new("vendors"))?)?;
    fs::write(Path::new(&out).join("net_errors.rs"), net_errors::table(Path::new("net_errors.toml"))?)?;
    fs::write(Path::new(&out).join("proxy_status.rs"), proxy_status::table(Path::new("proxy_status.toml"))?)?;
    fs::write(Path::new(&out).join("visitor.rs"), visitor::table(Path::new("steps/visitor.toml"))?)?;
    let guide = guide::text(Path::new("steps"), Path::new("log_lines.toml"), Path::new("vendors"))?;
    fs::write(Path::new(&out).join("owner.txt"), guide)?;
    Ok(())
}

/// The TOML files of a folder, in the order of their names: an editor leaves others there.
pub(crate) fn toml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    Ok(paths)
}

/// Reads one data file; an error names the file.
pub(crate) fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The enum variant that carries this word: `dns-local` is `DnsLocal`.
pub(crate) fn variant(word: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    word.split('-').filter(|part| !part.is_empty()).map(capital).collect()
}
