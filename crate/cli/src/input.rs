//! Reading what the user names: bounded, and never refused for its encoding.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Result;

/// More than this is never read: an error page and its headers are a hundred times smaller.
pub(crate) const MAX: usize = 1024 * 1024;

/// A text from outside.
#[derive(Debug)]
pub struct Input {
    /// What it is called in messages.
    pub name: String,
    /// Its first part.
    pub text: String,
    /// There was more than [`MAX`].
    pub clipped: bool,
    /// When it was written, in milliseconds since 1970; now, where that is not known.
    pub written_ms: f64,
}

/// Reads a file, or standard input where its name is `-`.
pub(crate) fn read(path: &OsStr) -> Result<Input> {
    if path == "-" {
        return bounded("standard input".into(), io::stdin().lock(), SystemTime::now()).map_err(Into::into);
    }
    let name = path.to_string_lossy().into_owned();
    let opened = File::open(path).and_then(|file| {
        let written = file.metadata()?.modified().unwrap_or_else(|_| SystemTime::now());
        bounded(name.clone(), file, written)
    });
    opened.map_err(|error| format!("{name}: {error}").into())
}

fn bounded(name: String, source: impl Read, written: SystemTime) -> io::Result<Input> {
    let mut bytes = Vec::new();
    source.take(MAX as u64 + 1).read_to_end(&mut bytes)?;
    let written_ms = written.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1000.0);
    Ok(Input::new(name, &bytes, written_ms))
}

impl Input {
    /// The first part of these bytes as text.
    pub fn new(name: String, bytes: &[u8], written_ms: f64) -> Self {
        let (clipped, bytes) = (bytes.len() > MAX, bytes.get(..MAX).unwrap_or(bytes));
        Self { name, text: decode(bytes), clipped, written_ms }
    }
}

/// UTF-8, or the UTF-16 that `>` writes in Windows PowerShell. Anything else is read as far as it goes.
fn decode(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xff, 0xfe]) {
        let (units, _) = wide.as_chunks();
        return String::from_utf16_lossy(&units.iter().map(|unit| u16::from_le_bytes(*unit)).collect::<Vec<_>>());
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_text() {
        assert_eq!(decode(b"\xef\xbb\xbfHTTP"), "HTTP");
        assert_eq!(decode(b"\xff\xfeH\0T\0\n"), "HT");
        assert_eq!(decode(b"a\xffb"), "a\u{fffd}b");
    }

    #[test]
    fn an_endless_source_is_cut() {
        let input = bounded("zeros".into(), io::repeat(b'0'), SystemTime::now()).unwrap();
        assert!(input.clipped);
        assert_eq!(input.text.len(), MAX);
    }
}
