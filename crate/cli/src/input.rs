//! Reading what the user names: bounded, and never refused for its encoding.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Result;

/// More than this is never read: an error page and its headers are a hundred times smaller.
pub(crate) const MAX: usize = 1024 * 1024;

/// How much is looked at to see what it is.
const MAX_START: usize = 256;
/// A HAR file holds whole visits: JSON is read up to here.
pub(crate) const MAX_JSON: usize = 64 * 1024 * 1024;

/// A text from outside.
#[derive(Debug)]
pub struct Input {
    /// What it is called in messages.
    pub name: String,
    /// Its first part.
    pub text: String,
    /// There was more than 1 MiB, or of JSON 64 MiB.
    pub clipped: bool,
    /// When it was written, in milliseconds since 1970; now, if that is not known.
    pub written_ms: f64,
}

/// Reads a file, or standard input if its name is `-`.
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

fn bounded(name: String, mut source: impl Read, written: SystemTime) -> io::Result<Input> {
    let mut bytes = Vec::new();
    source.by_ref().take(MAX as u64 + 1).read_to_end(&mut bytes)?;
    source.take((limit(&bytes) + 1).saturating_sub(bytes.len()) as u64).read_to_end(&mut bytes)?;
    Ok(Input::new(name, &bytes, written))
}

/// How much is read of what begins like this.
fn limit(start: &[u8]) -> usize {
    let is_json = looks_like_json(&decode(start.get(..MAX_START).unwrap_or(start)));
    if is_json { MAX_JSON } else { MAX }
}

/// Is it JSON, as HAR files and reports are? Nothing else that is read here starts like an object; `{ [5 bytes data]`
/// is a line of curl's.
pub(crate) fn looks_like_json(text: &str) -> bool {
    text.trim_start().strip_prefix('{').is_some_and(|inside| inside.trim_start().starts_with(['"', '}']))
}

/// The end of a file, or of standard input if its name is `-`: at most this many bytes.
pub(crate) fn read_end(path: &OsStr, max: usize) -> Result<Input> {
    if path == "-" {
        return end_of("standard input".into(), io::stdin().lock(), max).map_err(Into::into);
    }
    let name = path.to_string_lossy().into_owned();
    let opened = File::open(path).and_then(|mut file| {
        // A log may be huge; a pipe, which cannot be skipped, is read through.
        let skipped = file.metadata()?.len().saturating_sub(max as u64);
        if skipped > 0 {
            file.seek(SeekFrom::Start(skipped))?;
        }
        end_of(name.clone(), file, max)
    });
    opened.map_err(|error| format!("{name}: {error}").into())
}

fn end_of(name: String, mut source: impl Read, max: usize) -> io::Result<Input> {
    let mut bytes = Vec::new();
    while source.by_ref().take(max as u64).read_to_end(&mut bytes)? > 0 {
        let surplus = bytes.len().saturating_sub(max);
        bytes.drain(..surplus);
    }
    Ok(Input::new(name, &bytes, UNIX_EPOCH))
}

impl Input {
    /// These bytes, as if they were read from a file of this name.
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Self {
        Self::new(name.into(), bytes, UNIX_EPOCH)
    }

    fn new(name: String, bytes: &[u8], written: SystemTime) -> Self {
        let max = limit(bytes);
        let text = decode(bytes.get(..max).unwrap_or(bytes));
        let written_ms = written.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1000.0);
        Self { name, text, clipped: bytes.len() > max, written_ms }
    }
}

/// UTF-8, or the UTF-16 that `>` writes in Windows PowerShell, and other programs the other way round. Anything else is
/// read as far as it goes.
fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, _) = bytes.as_chunks();
        String::from_utf16_lossy(&units.iter().map(|pair| unit(*pair)).collect::<Vec<_>>())
    };
    match bytes {
        [0xff, 0xfe, bytes @ ..] => return wide(bytes, u16::from_le_bytes),
        [0xfe, 0xff, bytes @ ..] => return wide(bytes, u16::from_be_bytes),
        _ => {}
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
        assert_eq!(decode(b"\xfe\xff\0H\0T\n"), "HT");
        assert_eq!(decode(b"a\xffb"), "a\u{fffd}b");
    }

    #[test]
    fn json_is_known_by_its_start() {
        for text in ["{}", " \r\n{\n \"log\": {", "{\"log\""] {
            assert!(looks_like_json(text), "{text:?}");
        }
        for text in ["", "{ [5 bytes data]\n", "HTTP/1.1 502 x\r\n\r\n{\"log\":{}}", "[{\"log\":1}]", "* Trying"] {
            assert!(!looks_like_json(text), "{text:?}");
        }
    }

    #[test]
    fn an_endless_source_is_cut() {
        let input = bounded("zeros".into(), io::repeat(b'0'), SystemTime::now()).unwrap();
        assert!(input.clipped);
        assert_eq!(input.text.len(), MAX);
        let json = bounded("json".into(), io::Cursor::new("{\"").chain(io::repeat(b' ')), SystemTime::now()).unwrap();
        assert!(json.clipped);
        assert_eq!(json.text.len(), MAX_JSON);
    }
}
