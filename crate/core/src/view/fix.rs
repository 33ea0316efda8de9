//! What the browser itself can do about it: the steps that come with a button.

use serde::Serialize;

use crate::message::Message;
use crate::observation::{How, Observation};
use crate::words::words;

words! {
    /// Something that a button does.
    Fix {
        /// Loads the page again, past the browser's cache.
        Reload = "reload",
        /// Sends the tab to the page's address; a reload of what came from a form would send that once more.
        OpenAgain = "open-again",
        /// Deletes what the browser keeps for this site, and loads the page again.
        ClearSite = "clear-site",
        /// Opens a page on which somebody reports their own trouble.
        StatusPage = "status-page",
        /// Sends the tab to the page's address over TLS.
        UseHttps = "use-https",
        /// Opens the page in a private window.
        PrivateWindow = "private-window",
        /// Opens a page for which a network that wants people to sign in first substitutes its own.
        Portal = "portal",
    }
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The sentence.
    pub text: Message,
    /// What a button beside it does, if a button can do it.
    pub fix: Option<Fix>,
    /// The page that [`Fix::StatusPage`], [`Fix::Portal`] or [`Fix::UseHttps`] opens.
    pub page: Option<String>,
}

impl Step {
    /// A step without a button.
    pub(super) const fn new(text: Message) -> Self {
        Self { text, fix: None, page: None }
    }

    /// Reading what somebody reports of their own trouble.
    pub(super) fn status_page(whose: &str, page: &str) -> Self {
        let text = Message::new("step_status_page").with(whose).with(page);
        Self { text, fix: Some(Fix::StatusPage), page: Some(page.to_owned()) }
    }

    /// What the button does in such a window. What browsers delete for an extension is what ordinary windows keep, so
    /// it does nothing where other cookies are used, as in a private window.
    pub fn fix_in(&self, has_other_cookies: bool) -> Option<Fix> {
        self.fix.filter(|fix| !has_other_cookies || *fix != Fix::ClearSite)
    }
}

/// May the tab be reloaded? Only if the page is known to have been requested with GET: a reload of any other could send
/// a form once more.
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
        // What we asked for ourselves says nothing about how the page in the tab came about.
        assert!(!may_reload(&seen(How::Asked, "GET")));
    }

    #[test]
    fn what_ordinary_windows_keep_is_not_cleared_from_a_private_one() {
        let step = |fix| Step { fix: Some(fix), ..Step::new(Message::new("step_site_cookies")) };
        assert_eq!(step(Fix::ClearSite).fix_in(false), Some(Fix::ClearSite));
        assert_eq!(step(Fix::ClearSite).fix_in(true), None);
        assert_eq!(step(Fix::Reload).fix_in(true), Some(Fix::Reload));
    }
}
