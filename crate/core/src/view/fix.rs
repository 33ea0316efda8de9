//! What the browser itself can do about it: the steps that come with a button.

use crate::message::Message;
use crate::observation::{How, Observation};
use crate::view::steps;
use crate::words::words;

words! {
    /// Something that a button does.
    Fix {
        /// Loads the page again, past the browser's cache.
        Reload = "reload",
        /// Deletes what the browser keeps of this site, and loads the page again.
        ClearSite = "clear-site",
        /// Opens a page on which somebody tells of his own trouble.
        StatusPage = "status-page",
        /// Opens the page in a private window.
        PrivateWindow = "private-window",
    }
}

/// What a button beside this step would do, where a button can do it. What browsers delete for an extension is what the
/// ordinary windows keep, so from a private one nothing is.
pub fn fix(step: &Message, is_private: bool) -> Option<Fix> {
    steps::fix(step).filter(|fix| !is_private || *fix != Fix::ClearSite)
}

/// What the button says. Only a page that is known to have been asked for with GET is loaded again: a reload of any
/// other could send a form once more, and so its address is opened anew.
pub fn label(fix: Fix, observations: &[Observation]) -> Message {
    match fix {
        Fix::Reload if !may_reload(observations) => Message::new("fix_open_again"),
        _ => Message::new(format!("fix_{fix}")),
    }
}

/// May the tab be reloaded?
pub fn may_reload(observations: &[Observation]) -> bool {
    observations.first().is_some_and(|seen| seen.how == How::Seen && seen.method == "GET")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_seen_to_be_asked_with_get_is_reloaded() {
        let seen = |how, method: &str| [Observation { how, method: method.into(), ..Observation::default() }];
        assert!(may_reload(&seen(How::Seen, "GET")));
        assert!(!may_reload(&seen(How::Seen, "POST")) && !may_reload(&seen(How::Page, "")) && !may_reload(&[]));
        // What we asked for ourselves says nothing of how the page in the tab came about.
        assert!(!may_reload(&seen(How::Asked, "GET")));
        assert_eq!(label(Fix::Reload, &[]), Message::new("fix_open_again"));
        assert_eq!(label(Fix::ClearSite, &[]), Message::new("fix_clear_site"));
    }

    #[test]
    fn what_ordinary_windows_keep_is_not_cleared_from_a_private_one() {
        let step = |id: &str| Message::new(format!("step_{id}"));
        assert_eq!(fix(&step("site_cookies"), false), Some(Fix::ClearSite));
        assert_eq!(fix(&step("site_cookies"), true), None);
        assert_eq!(fix(&step("hard_reload"), true), Some(Fix::Reload));
    }
}
