//! What people see without a click: the badge of each tab, and a notification if they asked for it.

use std::cell::RefCell;

use is_it_me_core::address::host_of;
use is_it_me_core::message::Message;
use is_it_me_core::retry::tell::{self, BACK, FAILED};

use super::RETRIES;
use crate::browser::{self, call};
use crate::fields::object;
use crate::observe::stored;
use crate::settings::Chosen;
use crate::tabs;
use crate::words::{self, say};

/// The style sheet's green for what is well.
const GOOD: &str = "#1f7d4c";

thread_local! {
    /// What stands on the badges, so that each is set only when it changes.
    static SHOWN: RefCell<Vec<(i32, String)>> = const { RefCell::new(Vec::new()) };
}

/// Brings the badges up to date. A tab that is no longer looked after has lost its badge with its page, or gets
/// another.
pub(super) fn show() {
    let (is_online, now_ms) = (browser::is_online(), browser::now());
    let wanted: Vec<(i32, String)> = RETRIES.with_borrow(|known| {
        let badges = known.incidents.iter().flat_map(|incident| {
            let text = tell::badge(incident, is_online, now_ms);
            incident.runs.iter().map(move |run| (run.tab, text.clone()))
        });
        badges.collect()
    });
    let changed = SHOWN.with_borrow_mut(|shown| {
        let changed: Vec<_> = wanted.iter().filter(|badge| !shown.contains(badge)).cloned().collect();
        *shown = wanted;
        changed
    });
    for (tab, text) in changed {
        tabs::set_badge(tab, &text);
    }
}

/// A page failed in this tab, so the background script has set the mark of that.
pub(super) fn failed(tab: i32) {
    SHOWN.with_borrow_mut(|shown| shown.retain(|(known, _)| *known != tab));
}

/// The tab is no longer looked after, and its page still fails unless a page that works went unreported.
pub(super) async fn drop(tab: i32) {
    failed(tab);
    tabs::set_badge(tab, if stored::load(tab).await.is_some() { FAILED } else { "" });
}

/// The tab is no longer looked after. A badge set by others stays.
pub(super) async fn leave(tab: i32) {
    let text = tabs::badge(tab).await;
    if text != FAILED && text != BACK {
        tabs::set_badge(tab, "");
    }
}

/// No tab is looked after any more, and nobody may know what its page does.
pub(super) fn clear() {
    for (tab, _) in SHOWN.take() {
        tabs::set_badge(tab, "");
    }
}

/// A page is back, which is no alarm.
pub(super) async fn tell(tab: i32, url: &str, after_ms: f64, is_aloud: bool) {
    tabs::colour_badge(tab, GOOD);
    tabs::set_badge(tab, BACK);
    if is_aloud {
        notify(tab, host_of(url), after_ms).await;
    }
}

/// Says it in a notification, if that was allowed.
async fn notify(tab: i32, host: &str, after_ms: f64) {
    let chosen = Chosen::load().await;
    if !chosen.notify {
        return;
    }
    words::load(chosen.language).await;
    let notification = object()
        .with("type", "basic")
        .with("iconUrl", browser::get_url("icons/icon-128.png"))
        .with("title", say(&Message::new("retry_back").with(host)))
        .with("message", say(&tell::after(after_ms)))
        .into();
    let _ = call(["notifications", "create"], &[name_of(tab).into(), notification]).await;
}

/// Takes back what a notification said about this tab, if there was one.
pub(crate) fn forget_told(tab: i32) {
    core::mem::drop(call(["notifications", "clear"], &[name_of(tab).into()]));
}

/// The background script knows the tab's notification by this name as well.
fn name_of(tab: i32) -> String {
    tabs::named("retry", tab)
}
