//! How a failure is observed after a click, from the gentlest way to the last resort.
//!
//! 1. What the background stored while it happened: complete, nothing is asked again.
//! 2. The page itself: status, protocol, text.
//! 3. Only where the browser shows an error page of its own or the page does not answer, and nothing was seen: asking
//!    again with fetch.
//! 4. Only on an error page for which that cannot say why: one GET navigation of the tab, watched. Never a reload
//!    first: that could send a form again.

mod event;
mod navigate;
mod page;
pub(crate) mod stored;

use is_it_me_core::Observation;
use is_it_me_core::address::{host_of, tried_first, without_fragment};
use is_it_me_core::check::ask::page_again;
use is_it_me_core::check::{Check, Exchange, Lost};
use is_it_me_core::net_error::{CRASHED, CRASHED_IN_FIREFOX, NO_ANSWER, UNDECODED};
use is_it_me_core::observation::{How, Timings};
use is_it_me_core::retry::tell::FAILED;
use is_it_me_core::text::clip;
use wasm_bindgen::prelude::*;

use crate::browser::{self, call};
use crate::fields::object;
use crate::net::{NetErrors, Options, ask_once};
use crate::permission::{Access, Sites};
use crate::tabs::{self, Tab};
use page::Page;

/// What could be observed of a tab, the visitor's own failure first.
pub(crate) enum Seen {
    /// These observations.
    Observations(Vec<Observation>),
    /// A failure, but the tab still shows what it showed before.
    Unshown(Box<Observation>),
    /// The browser's own error page, or else a page that does not answer, without a record of how that came about: only
    /// asking again can tell more.
    Unrecorded { is_error_page: bool },
    /// No extension may look at this page.
    Untouchable,
    /// Not without more access than a click gives.
    NeedsAccess,
}

/// What is known at once, without asking anybody.
pub(crate) async fn at_once(tab: &Tab) -> Seen {
    let (stored, page) = glance(tab).await;
    seen(tab, stored, page).await
}

/// The stored failure of a tab, and the page in it.
async fn glance(tab: &Tab) -> (Option<Observation>, Page) {
    let stored = stored::load(tab.id);
    let page = page::read(tab).await;
    (stored.await, page)
}

async fn seen(tab: &Tab, stored: Option<Observation>, page: Page) -> Seen {
    if matches!(page, Page::Waiting) {
        return Seen::Observations(vec![waiting(tab).await]);
    }
    let Some(url) = tab.url.as_deref() else { return unseen(&page).await };
    if !is_web(url) {
        return Seen::Untouchable;
    }
    if matches!(page, Page::Ended) {
        return Seen::Observations(vec![failed(tab, crashed(), How::Page)]);
    }
    match (stored, page) {
        (Some(failure), Page::Read(page)) if page.is_of(&failure) => {
            Seen::Observations(vec![failure, page.observation()])
        }
        (Some(failure), Page::Error | Page::Silent | Page::Refused) if is_told_at(url, &failure) => {
            Seen::Observations(vec![failure])
        }
        (_, Page::Read(page)) => Seen::Observations(vec![page.observation()]),
        // If asking again would show nothing either, only more access helps.
        _ if hides_from_a_click(&Sites::host(host_of(url))).await => Seen::NeedsAccess,
        (_, Page::Error) => Seen::Unrecorded { is_error_page: true },
        (_, Page::Silent) => Seen::Unrecorded { is_error_page: false },
        (_, Page::Refused | Page::Waiting | Page::Ended) => Seen::Untouchable,
    }
}

/// What is known at once after a click, when the tab may also show what it showed before the failure: Firefox has no
/// page for an answer that it cannot read. The mark on the icon goes away with every new page, and so tells this from a
/// way back.
pub(crate) async fn at_click(tab: &Tab) -> Seen {
    let (stored, page) = glance(tab).await;
    let seen = seen(tab, stored.clone(), page).await;
    let loaded_ms = match &seen {
        Seen::Untouchable => None,
        Seen::Observations(page) if page.iter().all(Observation::is_good) => page.first().and_then(|page| page.at_ms),
        _ => return seen,
    };
    if tabs::badge(tab.id).await != FAILED {
        return seen;
    }
    let failure = stored.filter(|failure| loaded_ms < failure.at_ms);
    failure.map_or(seen, |failure| Seen::Unshown(Box::new(failure)))
}

/// Has somebody clicked, typed or scrolled in the page of this failure? `None` if the tab shows something else by now.
/// A page that the browser made itself has nothing that could be used.
pub(crate) async fn is_used(tab: &Tab, failure: &Observation) -> Option<bool> {
    match page::read(tab).await {
        Page::Read(page) => page.is_of(failure).then_some(page.is_used),
        Page::Error | Page::Silent => is_at(tab.url.as_deref()?, failure).then_some(false),
        Page::Waiting | Page::Refused | Page::Ended => None,
    }
}

/// Is it the address of this failure? With access to some sites only, nothing is seen of what happens in the same tab
/// on others.
fn is_at(url: &str, failure: &Observation) -> bool {
    without_fragment(&clip(url, Observation::MAX_URL)) == without_fragment(&failure.url)
}

/// Does an error page at this address report this failure? Chromium uses the address over HTTP to warn of what failed
/// over HTTPS.
fn is_told_at(url: &str, failure: &Observation) -> bool {
    is_at(url, failure) || tried_first(url).is_some_and(|first| is_at(&first, failure))
}

/// Without access, Firefox may hide even the address of its error pages; every other page without one is off limits.
async fn unseen(page: &Page) -> Seen {
    let more_would_help = !matches!(page, Page::Read(_)) && hides_from_a_click(&Sites::all()).await;
    if more_would_help { Seen::NeedsAccess } else { Seen::Untouchable }
}

/// Firefox gives a click neither an answer to fetch nor what becomes of a navigation.
async fn hides_from_a_click(sites: &Sites) -> bool {
    browser::is_firefox() && !sites.are_open().await
}

/// Does what was seen at once leave a question that asking again would answer?
pub(crate) fn is_incomplete(observations: &[Observation]) -> bool {
    let waiting_or_good = observations.first().is_some_and(|o| o.pending || o.is_good());
    !waiting_or_good && !observations.iter().any(|o| o.headers.is_some() || o.error.is_some())
}

/// What came of looking at a page of which nothing had been seen.
#[derive(Default)]
pub(crate) struct Look {
    /// What was seen now.
    pub(crate) observations: Vec<Observation>,
    /// What was asked, if that may serve a check as well.
    pub(crate) asked: Option<Exchange>,
    /// The tab was sent to its address, which ends the access that a click had opened.
    pub(crate) navigated: bool,
}

/// Asks for the page of which there is no record; `None` if that takes more access.
///
/// On the browser's own error page, a good answer to fetch explains nothing: what keeps the tab from the site, such as
/// a content blocker, may let fetch through. In that case, and if there was no answer, the tab itself is sent there. A
/// page that does not answer may only be busy, and hold what somebody has typed: there the tab stays as it is.
///
/// If the address takes forms only, its answer says nothing about what became of one, and neither would the tab. If
/// Chromium tries HTTPS first, the popup closes as soon as the tab is sent anywhere from there, and without access
/// nobody else sees what becomes of it: then no answer to fetch is all there is to know. Nor does a click show whether
/// a rule of this device or the site's own service worker keeps the tab from a site that answers.
pub(crate) async fn look(tab: &Tab, is_error_page: bool, access: Access) -> Result<Option<Look>, JsValue> {
    let asked = ask_again(tab, access).await;
    let mut answer = asked.as_ref().and_then(|exchange| exchange.observation(browser::zone()));
    // Firefox shows as much of a body as came: it has an error page only for one that it could not unpack.
    if let Some(cut) = answer.as_mut().filter(|answer| is_error_page && browser::is_firefox() && answer.error.is_some())
    {
        cut.error = Some(UNDECODED.to_owned());
    }
    // A slow site explains an error page, but not why a page is busy.
    let (is_silent, error) = match asked.as_ref().map(|exchange| &exchange.reply.result) {
        Some(Err(Lost::Failed(error))) => (true, error.as_deref()),
        Some(_) => (false, None),
        None => (is_error_page, None),
    };
    let (seen, asked) = match answer {
        Some(answer) if answer.takes_forms_only() => {
            let mut form = bare(tab);
            // Concluded, not seen.
            form.method = "POST".into();
            (form, None)
        }
        Some(answer) if !is_error_page || !answer.is_good() => (answer, asked),
        answer if is_error_page && (access != Access::None || tried_first(tab.address()).is_none()) => {
            let seen = navigate::watch(tab, access, is_silent.then(|| error.unwrap_or_default())).await?;
            // The site's own service worker stands between the tab and the network, and not before fetch.
            let seen = seen.or_else(|| is_silent.then(|| failed(tab, error.unwrap_or(NO_ANSWER), How::Asked)));
            if seen.is_none() && access == Access::None {
                return Ok(None);
            }
            let observations = seen.into_iter().collect();
            return Ok(Some(Look { observations, asked: asked.filter(|_| answer.is_none()), navigated: true }));
        }
        _ if is_silent => (failed(tab, error.unwrap_or(NO_ANSWER), How::Asked), asked),
        _ if is_error_page => return Ok(None),
        _ => (bare(tab), None),
    };
    Ok(Some(Look { observations: vec![seen], asked, navigated: false }))
}

/// Asks for the page in the tab again if nothing is known of its failure, so that no check can be planned yet: the same
/// request that the check of this name would send. `None` if nothing came of it in time.
async fn ask_again(tab: &Tab, access: Access) -> Option<Exchange> {
    let request = page_again(tab.url.as_deref()?)?;
    let errors = NetErrors::watch(access.tier());
    let options = Options {
        errors: errors.as_ref(),
        only_own_host: errors.is_none(),
        without_cookies: tab.has_other_cookies(),
        ..Options::within(Check::Again.limits().first_millis)
    };
    let reply = ask_once(&request, &options).await?;
    Some(Exchange { check: Check::Again, request, reply })
}

/// What the browser shows in place of a page whose process has ended.
fn crashed() -> &'static str {
    if browser::is_firefox() { CRASHED_IN_FIREFOX } else { CRASHED }
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// What the tab waits for. The background has seen where it was sent on the way, if it may, and whether the browser
/// asks for a password (RFC 9110, 15.5.2 and 15.5.8): then the tab waits for the visitor.
async fn waiting(tab: &Tab) -> Observation {
    let events = call(["runtime", "sendMessage"], &[object().with("awaited", tab.id).into()]).await;
    let seen = stored::read(events.unwrap_or_default()).unwrap_or_else(|| bare(tab));
    let timings = Timings { total_ms: None, ..seen.timings };
    let pending = !matches!(seen.status, Some(401 | 407));
    Observation { pending, at_ms: Some(browser::now()), timings, ..seen }
}

/// What became of a page about which nobody tells more.
fn failed(tab: &Tab, error: &str, how: How) -> Observation {
    let mut seen = bare(tab);
    seen.how = how;
    seen.error = Some(error.to_owned());
    seen
}

/// What a tab alone shows.
fn bare(tab: &Tab) -> Observation {
    Observation {
        how: How::Page,
        at_ms: Some(browser::now()),
        zone: browser::zone(),
        url: tab.address().to_owned(),
        ..Observation::default()
    }
    .bounded()
}
