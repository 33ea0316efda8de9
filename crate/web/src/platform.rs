//! What this browser runs on, as far as it says.

use gloo_utils::window;
use is_it_me_core::view::platform::{Browser, Os, Platform, system};

use crate::browser::is_firefox;

/// The platform for which steps are worded.
pub(crate) fn platform(is_private: bool) -> Platform {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let os = system(&agent).map_or(Os::Other, |(_, os)| os);
    Platform { os, browser: if is_firefox() { Browser::Firefox } else { Browser::Chromium }, is_private }
}
