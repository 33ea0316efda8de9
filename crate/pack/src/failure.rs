//! The one way anything here fails: a sentence that names the thing and what stopped it.

use std::fmt;
use std::path::Path;

/// What went wrong, ready to be shown.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// An error met while doing something with a file or folder: "read dist/popup.js: permission denied".
    pub(crate) fn at(verb: &str, path: &Path, error: impl fmt::Display) -> Self {
        Self(format!("{verb} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
