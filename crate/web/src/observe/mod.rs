//! How a failure is observed after a click, from the gentlest way to the last resort.
//!
//! 1. What the background stored while it happened: complete, nothing is asked again.
//! 2. The page itself: status, protocol, text.
//! 3. Asking again with fetch: headers. Evidence about now, and marked so.
//! 4. Only where the browser shows an error page of its own and fetch cannot say why: one GET navigation of the tab,
//!    watched. Never a reload: that could send a form again.

mod ask;
mod limit;
mod navigate;
mod page;

use is_it_me_core::Observation;
use is_it_me_core::observation::{How, host_of};
use wasm_bindgen::prelude::*;

use crate::browser::{self, Sites, Tab};
use crate::store;
use page::Page;

/// What a page and a fetch tell of a body that ended early: that it did, and not why.
const CUT_SHORT: &str = "CUT_SHORT";

/// What could be observed of a tab, the visitor's own failure first.
pub(crate) enum Seen {
    /// These observations.
    Observations(Vec<Observation>),
    /// No extension may look at this page.
    Untouchable,
    /// Not without more access than a click gives.
    NeedsAccess,
}

/// What is known at once, without asking anybody.
pub(crate) async fn at_once(tab: &Tab) -> Seen {
    let (stored, page) = (store::load(tab.id).await, page::read(tab).await);
    if matches!(page, Page::Waiting) {
        return Seen::Observations(vec![waiting(tab)]);
    }
    let Some(url) = tab.url.as_deref() else { return unseen(&page).await };
    if !is_web(url) {
        return Seen::Untouchable;
    }
    match (stored, page) {
        // A page that started after the stored failure has taken its place.
        (Some(failure), Page::Read(page)) if page.started_at <= failure.at_ms => {
            Seen::Observations(vec![failure, page.observation()])
        }
        (Some(failure), Page::Error | Page::Silent) => Seen::Observations(vec![failure]),
        (_, Page::Read(page)) => Seen::Observations(vec![page.observation()]),
        (None, Page::Error | Page::Silent) => unrecorded(url).await,
        (_, Page::Refused | Page::Waiting) => Seen::Untouchable,
    }
}

/// Without access Firefox may hide even the address of its error pages; every other page without one is off limits.
async fn unseen(page: &Page) -> Seen {
    let more_would_help = !matches!(page, Page::Read(_)) && hides_from_a_click(&Sites::all()).await;
    if more_would_help { Seen::NeedsAccess } else { Seen::Untouchable }
}

/// An error page, and no record of how it came about: what there is to know comes from asking again.
async fn unrecorded(url: &str) -> Seen {
    let asking_is_futile = hides_from_a_click(&Sites::host(host_of(url))).await;
    if asking_is_futile { Seen::NeedsAccess } else { Seen::Observations(Vec::new()) }
}

/// Firefox shows a click neither an answer to fetch nor what becomes of a navigation.
async fn hides_from_a_click(sites: &Sites) -> bool {
    browser::is_firefox() && !sites.are_open().await
}

/// Does what was seen at once leave a question that asking again would answer?
pub(crate) fn is_incomplete(observations: &[Observation]) -> bool {
    let waiting_or_good = observations.first().is_some_and(|o| o.pending || o.is_good());
    !waiting_or_good && !observations.iter().any(|o| o.headers.is_some() || o.error.is_some())
}

/// Asks again, and returns what is known then.
///
/// On an error page a good answer to fetch explains nothing: what keeps the tab from the site, such as a content
/// blocker, may let fetch through. Then the tab itself is led there.
pub(crate) async fn again(tab: &Tab, mut observations: Vec<Observation>) -> Result<Vec<Observation>, JsValue> {
    let nothing_yet = observations.is_empty();
    match ask::ask(tab).await.filter(|answer| !(nothing_yet && answer.is_good())) {
        Some(answer) => observations.push(answer),
        None if nothing_yet => observations.extend(navigate::watch(tab).await?),
        None => {}
    }
    Ok(observations)
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

fn waiting(tab: &Tab) -> Observation {
    let url = tab.pending_url.as_deref().or(tab.url.as_deref()).unwrap_or_default();
    Observation {
        how: How::Page,
        at_ms: browser::now(),
        zone: browser::zone(),
        url: url.to_owned(),
        pending: true,
        ..Observation::default()
    }
    .bounded()
}
