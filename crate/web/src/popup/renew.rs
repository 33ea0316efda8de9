//! A popup is about one failure, or about a page that is still awaited. Once its tab shows another page, or fails in
//! another way, the popup starts over as well.

use std::rc::Rc;

use is_it_me_core::Observation;
use is_it_me_core::observation::How;

use super::{Popup, draw};
use crate::observe::stored;
use crate::permission::Access;
use crate::storage;
use crate::tabs;
use crate::task::spawn;

/// Looks whenever the tab has loaded something or what is stored about it changes. If only the page reported the
/// failure, no event will report the next.
pub(super) fn watch(popup: &Rc<Popup>) {
    let told = match popup.investigation.case().observations.first() {
        Some(first) if first.pending => None,
        Some(first) if first.how == How::Seen => Some(outcome(first)),
        _ => return,
    };
    let (popup, tab) = (Rc::clone(popup), popup.tab.id);
    let look = move || {
        let (popup, told) = (Rc::clone(&popup), told.clone());
        spawn(async move {
            // What somebody has written is about the failure that the popup shows, and would be lost.
            if popup.report.is_changed() {
                return;
            }
            let Some(now) = tabs::arrived(tab).await else { return };
            if told.is_some() && stored::load(tab).await.as_ref().map(outcome) == told {
                return;
            }
            // What a click opened ends when the tab goes to another site or to an error page, and with it what the
            // browser shows of the tab.
            if now.url.is_none() && popup.access != Access::All {
                return draw::out_of_sight(&popup);
            }
            // There is nothing left to do if even this fails.
            let _ = gloo_utils::window().location().reload();
        });
    };
    tabs::on_arrival(tab, Box::new(look.clone()));
    storage::on_changed(vec![stored::name(tab)], look.clone());
    // What came before anybody listened was told to nobody.
    look();
}

/// What was requested and what came of it. Many error pages reload themselves every few seconds: a reader of the popup
/// would be taken back to the beginning each time, and the site would be asked as often.
fn outcome(seen: &Observation) -> (String, Option<u16>, Option<String>) {
    (seen.url.clone(), seen.status, seen.error.clone())
}
