//! On what this browser runs, as far as it says.

use gloo_utils::window;
use is_it_me_core::text::contains;
use is_it_me_core::view::platform::{Browser, Os, Platform};

use crate::browser::is_firefox;

/// How the systems are called in what a browser says of itself; Android and `ChromeOS` name Linux as well, or nothing of it.
const SYSTEMS: [(&str, Os); 5] = [
    ("Android", Os::Other),
    ("CrOS", Os::Other),
    ("Windows", Os::Windows),
    ("Mac OS X", Os::Mac),
    ("Linux", Os::Linux),
];

/// The platform for which steps are worded.
pub(crate) fn platform() -> Platform {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let os = SYSTEMS.iter().find(|(name, _)| contains(&agent, name)).map_or(Os::Other, |(_, os)| *os);
    Platform { os, browser: if is_firefox() { Browser::Firefox } else { Browser::Chromium } }
}
