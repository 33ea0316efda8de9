//! What the open page tells of itself.

use is_it_me_core::Observation;
use is_it_me_core::body::Body;
use is_it_me_core::observation::{How, Timings};
use serde::Deserialize;
use wasm_bindgen::JsValue;

use super::limit::within;
use crate::browser::{self, Tab};

/// A page whose load died in the middle of its body never answers a script.
const PATIENCE_MS: u32 = 1500;

/// What came of looking at the page.
pub(crate) enum Page {
    /// It answered.
    Read(Box<Facts>),
    /// The browser shows an error page of its own.
    ErrorPage,
    /// It does not answer.
    Silent,
    /// The tab is on its way to another page.
    Waiting,
    /// No script may run there.
    Refused,
}

/// The page's own account: `PerformanceNavigationTiming` and what `page.js` adds to it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Facts {
    url: String,
    /// Milliseconds since 1970.
    pub(crate) started_at: f64,
    body: String,
    response_status: Option<u16>,
    next_hop_protocol: Option<String>,
    delivery_type: Option<String>,
    worker_start: f64,
    load_event_end: f64,
    domain_lookup_start: f64,
    domain_lookup_end: f64,
    connect_start: f64,
    connect_end: f64,
    request_start: f64,
    response_start: f64,
    response_end: f64,
}

pub(super) async fn read(tab: &Tab) -> Page {
    match within(PATIENCE_MS, browser::run_in_page(tab.id, "page.js")).await {
        None if tab.is_loading() => Page::Waiting,
        None => Page::Silent,
        Some(Ok(value)) => facts(tab, value),
        Some(Err(error)) if tab.is_loading() && tab.pending_url.is_some() && !shows_error_page(&error) => Page::Waiting,
        Some(Err(error)) if shows_error_page(&error) => Page::ErrorPage,
        Some(Err(_)) if tab.url.is_some() && browser::is_firefox() => Page::ErrorPage,
        Some(Err(_)) => Page::Refused,
    }
}

fn facts(tab: &Tab, value: JsValue) -> Page {
    let Ok(facts) = browser::from_js::<Facts>(value) else { return Page::Silent };
    // The page finished loading long ago and yet the tab loads: it is waiting for the next page.
    if tab.is_loading() && (tab.pending_url.is_some() || facts.load_event_end > 0.0) {
        return Page::Waiting;
    }
    Page::Read(Box::new(facts))
}

/// Chromium's words for "this is my own error page".
fn shows_error_page(error: &JsValue) -> bool {
    let text = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    text.is_some_and(|text| text.contains("showing error page"))
}

impl Facts {
    pub(super) fn observation(self) -> Observation {
        let span = |start: f64, end: f64| (end > start).then_some(end - start);
        Observation {
            how: How::Page,
            at_ms: self.started_at + self.response_start,
            zone: browser::zone(),
            url: self.url,
            method: String::new(),
            // 0 stands for "not told", as for a page the site's own worker made out of nothing.
            status: self.response_status.filter(|status| *status > 0),
            protocol: self.next_hop_protocol,
            body: Some(Body::from(self.body)),
            from_cache: self.delivery_type.as_deref() == Some("cache"),
            from_worker: self.worker_start > 0.0,
            timings: Timings {
                dns_ms: span(self.domain_lookup_start, self.domain_lookup_end),
                connect_ms: span(self.connect_start, self.connect_end),
                first_byte_ms: span(self.request_start, self.response_start),
                total_ms: span(0.0, self.response_end),
            },
            ..Observation::default()
        }
        .bounded()
    }
}
