//! What made the report, and with which browser the page was visited.

use crate::text::cut;
use crate::view::platform::system;

/// Who made the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// This program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What the browser says about itself in every request; empty if there was no browser.
    pub agent: String,
}

/// Browsers by what they write before their version. Each also writes the words of those below it.
const BROWSERS: &[(&str, &str)] = &[
    ("Firefox/", "Firefox"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

impl Client {
    /// The browser's name and version, if it is a known one.
    pub fn browser(&self) -> Option<(&'static str, &str)> {
        BROWSERS.iter().find_map(|(word, name)| {
            let (_, rest) = cut(&self.agent, word)?;
            Some((*name, rest.split([' ', ';', ')']).next().unwrap_or_default()))
        })
    }

    /// The system's name, if it is a known one.
    pub fn system(&self) -> Option<&'static str> {
        system(&self.agent).map(|(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_systems_are_known_by_what_they_say() {
        let told = |agent: &str| {
            let client = Client { agent: agent.into(), ..Client::default() };
            let (name, version) = client.browser().unwrap_or_default();
            (name, version.to_owned(), client.system().unwrap_or_default())
        };
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(told(firefox), ("Firefox", "140.0".into(), "Linux"));
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        assert_eq!(told(edge), ("Edge", "140.0.0.0".into(), "Windows"));
        let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";
        assert_eq!(told(phone), ("Chrome", "141.0.0.0".into(), "Android"));
        let safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
        assert_eq!(told(safari), ("Safari", "18.1".into(), "macOS"));
        assert_eq!((told(""), told("curl/8.5.0")), (("", String::new(), ""), ("", String::new(), "")));
    }
}
