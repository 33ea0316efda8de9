//! What the open page says about itself.

use is_it_me_core::Observation;
use is_it_me_core::body::Body;
use is_it_me_core::net_error::CUT_SHORT;
use is_it_me_core::observation::{How, Timings};
use is_it_me_core::text::contains;
use wasm_bindgen::JsValue;

use super::is_at;
use crate::browser;
use crate::fields::{field, flag, number, status, text};
use crate::limit::within;
use crate::tabs::{self, Tab};

/// A page that stopped loading in the middle of its body never answers a script.
const PATIENCE_MS: u32 = 1500;

/// What came of looking at the page.
pub(crate) enum Page {
    /// It answered.
    Read(Box<Facts>),
    /// The browser shows an error page of its own.
    Error,
    /// It does not answer.
    Silent,
    /// Its process has ended.
    Ended,
    /// The tab is on its way to another page.
    Waiting,
    /// No script may run there.
    Refused,
}

/// The page's own account: `PerformanceNavigationTiming` and what `page.js` adds to it.
#[allow(clippy::struct_excessive_bools, reason = "five facts about a page that have nothing to do with each other")]
pub(crate) struct Facts {
    url: String,
    /// The address it was loaded from: a page can change what is shown as its address.
    loaded_from: String,
    /// Milliseconds since 1970.
    started_at: f64,
    body: String,
    status: Option<u16>,
    protocol: Option<String>,
    from_cache: bool,
    from_worker: bool,
    /// Somebody has clicked, typed or scrolled in it.
    pub(super) is_used: bool,
    /// When the page finished loading, so that a tab that is still loading waits for the next one; 0 while it has not.
    loaded_ms: f64,
    /// The body has not come to its end; once the tab has stopped loading, it never will.
    is_unfinished: bool,
    /// More of the body is coming. Meanwhile, Firefox gives its beginning for its end.
    is_coming: bool,
    timings: Timings,
    answered_ms: f64,
}

pub(super) async fn read(tab: &Tab) -> Page {
    if tab.is_crashed {
        return Page::Ended;
    }
    match within(PATIENCE_MS, tabs::run_in_page(tab.id, "page.js")).await {
        None if tab.is_loading() => Page::Waiting,
        None => Page::Silent,
        Some(Ok(Some(frame))) if frame.is_undefined() => Page::Ended,
        Some(Ok(frame)) => answered(tab, &field(&frame.unwrap_or_default(), "result")),
        Some(Err(error)) if tab.is_loading() && tab.is_leaving() && !shows_error_page(&error) => Page::Waiting,
        Some(Err(error)) if shows_error_page(&error) => Page::Error,
        // A new tab that never got anywhere: there is no page yet that a click could open to us.
        Some(Err(_)) if tab.is_loading() && tab.url.is_none() => Page::Waiting,
        Some(Err(_)) if tab.has_error_icon() => Page::Error,
        Some(Err(_)) => Page::Refused,
    }
}

fn answered(tab: &Tab, value: &JsValue) -> Page {
    let Some(mut facts) = Facts::read(value) else { return Page::Silent };
    let is_half_there = (facts.is_unfinished || facts.is_coming) && facts.status.is_some_and(|status| status < 400);
    if tab.is_loading() && (tab.is_leaving() || facts.loaded_ms > 0.0 || is_half_there) {
        return Page::Waiting;
    }
    facts.is_unfinished &= !tab.is_loading();
    Page::Read(Box::new(facts))
}

/// Chromium's words for "this is my own error page".
fn shows_error_page(error: &JsValue) -> bool {
    text(error, "message").is_some_and(|message| contains(&message, "showing error page"))
}

impl Facts {
    /// What `page.js` handed over; `None` if that is not a page's account. In a tab that was opened with an address,
    /// Firefox counts from when the tab was ready, and what came before is below zero: then the answer is where it
    /// began.
    fn read(page: &JsValue) -> Option<Self> {
        let mark = |name: &str| number(page, name).unwrap_or_default();
        let answered_ms = mark("responseStart");
        // Zero if there was no worker; any other moment may be below zero as well.
        let from_worker = mark("workerStart") != 0.0;
        // Chromium loads what a player plays anew, and a page of that kind never comes to its end.
        let is_played = text(page, "media").is_some_and(|media| media == "video");
        let span = |start: &str, end: &str| Some(mark(end) - mark(start)).filter(|ms| *ms > 0.0);
        Some(Self {
            url: text(page, "url")?,
            loaded_from: text(page, "name")?,
            started_at: mark("startedAt") + answered_ms.min(0.0),
            body: text(page, "body").unwrap_or_default(),
            status: status(page, "responseStatus"),
            protocol: text(page, "nextHopProtocol"),
            // What a worker hands out may look like the cache's, but it is not the browser's own cache.
            from_cache: text(page, "deliveryType").as_deref() == Some("cache") && !from_worker,
            from_worker,
            is_used: flag(page, "used"),
            loaded_ms: mark("loadEventEnd"),
            is_unfinished: mark("responseEnd") == 0.0 && answered_ms != 0.0 && !is_played,
            is_coming: text(page, "readyState").is_some_and(|state| state == "loading")
                && mark("responseEnd") - answered_ms == 0.0,
            timings: Timings {
                dns_ms: span("domainLookupStart", "domainLookupEnd"),
                connect_ms: span("connectStart", "connectEnd"),
                first_byte_ms: span("requestStart", "responseStart"),
                total_ms: span("startTime", "responseEnd"),
            },
            answered_ms: answered_ms.max(0.0),
        })
    }

    /// Is it the page that this failure brought? One that started later has taken its place, and one that the browser
    /// brings back with *Back* started earlier, at an address of its own.
    pub(super) fn is_of(&self, failure: &Observation) -> bool {
        failure.at_ms.is_some_and(|at_ms| self.started_at <= at_ms) && is_at(&self.loaded_from, failure)
    }

    pub(super) fn observation(self) -> Observation {
        Observation {
            how: How::Page,
            at_ms: Some(self.started_at + self.answered_ms),
            zone: browser::zone(),
            url: self.url,
            status: self.status,
            protocol: self.protocol,
            error: self.is_unfinished.then(|| CUT_SHORT.to_owned()),
            body: Some(Body::from(self.body)),
            from_cache: self.from_cache,
            from_worker: self.from_worker,
            timings: self.timings,
            ..Observation::default()
        }
        .bounded()
    }
}
