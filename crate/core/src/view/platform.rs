//! On what the visitor's browser runs: keys, commands and addresses differ.

use crate::words::words;

words! {
    /// The operating system.
    Os {
        /// Windows.
        Windows = "windows",
        /// macOS.
        Mac = "mac",
        /// Linux.
        Linux = "linux",
        /// Another one, or not known.
        Other = "other",
    }
}

words! {
    /// The family of the browser.
    Browser {
        /// Chromium and what is made of it, such as Chrome and Edge.
        Chromium = "chromium",
        /// Firefox.
        Firefox = "firefox",
        /// Another one, or none.
        Other = "other",
    }
}

/// Where the steps are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The operating system.
    pub os: Os,
    /// The browser.
    pub browser: Browser,
}

impl Default for Platform {
    fn default() -> Self {
        Self { os: Os::Other, browser: Browser::Other }
    }
}
