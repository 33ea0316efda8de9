//! The package: `dist/` as a ZIP file that is the same, byte for byte, whenever and wherever it is made.

use crate::failure::Failure;
use crate::layout;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Fifteen rounds of Zopfli, which writes what every unpacker reads, some 4 % smaller than the usual way.
const LEVEL: i64 = 24;

/// The package of what is in `dist/` now.
pub(crate) fn of_dist() -> Result<Vec<u8>, Failure> {
    let dist = Path::new(layout::DIST);
    let mut entries = Vec::new();
    for file in layout::files_below(dist)? {
        entries.push((entry_name(&file), layout::read(&dist.join(&file))?));
    }
    pack(&entries).map_err(|e| Failure::at("pack", dist, e))
}

/// ZIP names are written with forward slashes on every system.
fn entry_name(file: &Path) -> String {
    let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Packs the entries in the order given, with one date and one mode for all: a file's age must not show.
fn pack(entries: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::{entry_name, pack};
    use std::io::{Cursor, Read};
    use std::path::Path;

    fn entries() -> Vec<(String, Vec<u8>)> {
        vec![("icons/16.png".into(), vec![7; 300]), ("manifest.json".into(), b"{}".to_vec())]
    }

    #[test]
    fn the_same_entries_make_the_same_bytes() {
        assert_eq!(pack(&entries()).unwrap(), pack(&entries()).unwrap());
    }

    #[test]
    fn what_was_packed_comes_out_again() {
        let mut archive = zip::ZipArchive::new(Cursor::new(pack(&entries()).unwrap())).unwrap();
        for (name, expected) in entries() {
            let mut found = Vec::new();
            archive.by_name(&name).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn names_use_forward_slashes() {
        assert_eq!(entry_name(&Path::new("_locales").join("en").join("messages.json")), "_locales/en/messages.json");
    }
}
