//! What the visitor's browser runs on: keys, commands and addresses differ.

use crate::text::contains;

/// The operating system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Os {
    /// Windows.
    Windows,
    /// macOS.
    Mac,
    /// Linux.
    Linux,
    /// Another one, or not known.
    #[default]
    Other,
}

/// The family of the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Browser {
    /// Chromium and what is based on it, such as Chrome and Edge.
    Chromium,
    /// Firefox.
    Firefox,
    /// Another one, or none.
    #[default]
    Other,
}

/// Systems by a word in what a browser says about itself, and their names. Some also write the words of those below
/// them.
const SYSTEMS: &[(&str, &str, Os)] = &[
    ("Windows", "Windows", Os::Windows),
    ("Android", "Android", Os::Other),
    ("iPhone", "iOS", Os::Other),
    ("iPad", "iPadOS", Os::Other),
    ("Mac OS X", "macOS", Os::Mac),
    ("CrOS", "ChromeOS", Os::Other),
    ("Linux", "Linux", Os::Linux),
];

/// The system of a browser that says this about itself, if it is a known one: its name, and what it is for the steps.
pub fn system(agent: &str) -> Option<(&'static str, Os)> {
    SYSTEMS.iter().find(|(word, ..)| contains(agent, word)).map(|(_, name, os)| (*name, *os))
}

/// Where the steps are to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Platform {
    /// The operating system.
    pub os: Os,
    /// The browser.
    pub browser: Browser,
    /// The page is in a private window.
    pub is_private: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_is_not_the_computer_it_says_it_is_like() {
        let os = |agent: &str| system(agent).map(|(_, os)| os);
        assert_eq!(os("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"), Some(Os::Mac));
        assert_eq!(os("Mozilla/5.0 (X11; Linux x86_64; rv:140.0)"), Some(Os::Linux));
        for phone in ["(Linux; Android 10; K)", "(iPhone; CPU iPhone OS 18_1 like Mac OS X)", "(X11; CrOS x86_64)"] {
            assert_eq!(os(phone), Some(Os::Other), "{phone}");
        }
        assert_eq!(os("curl/8.5.0"), None);
    }
}
