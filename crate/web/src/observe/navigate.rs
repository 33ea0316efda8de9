//! The last resort on a browser's error page: one GET navigation of the tab, watched by listeners for this tab only.
//!
//! After a click, and only then, Chromium shows an extension without host access what happens in that tab.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::Observation;
use is_it_me_core::observation::How;
use wasm_bindgen::prelude::*;

use super::event::{self, Event};
use crate::browser;
use crate::fields::{field, object, texts};
use crate::limit::within;
use crate::net::{Listener, Watch};
use crate::signal::Signal;
use crate::tabs::{self, Tab};
use crate::task::spawn;

/// Longer than a browser waits for most things; a server that hangs is left hanging in the tab.
const PATIENCE_MS: u32 = 15_000;
const EVENTS: [&str; 4] = ["onBeforeRequest", "onBeforeRedirect", "onResponseStarted", "onErrorOccurred"];

/// Navigates the tab to the address and returns what came of it; `None` if nothing did in time, or if the site's own
/// service worker took the request.
pub(super) async fn watch(tab: &Tab) -> Result<Option<Observation>, JsValue> {
    let Some(url) = tab.url.as_deref() else { return Ok(None) };
    let (events, end) = (Rc::default(), Signal::new());
    let filter = object().with("urls", texts(&["<all_urls>"])).with("types", texts(&["main_frame"]));
    let filter = filter.with("tabId", tab.id).into();
    let _watch = Watch::begin(&EVENTS, &filter, listener(Rc::clone(&events), end.clone()))?;
    end_with(tab.id, Rc::clone(&events), end.clone());
    let ended = match tabs::navigate(tab.id, url).await {
        Ok(_) => within(PATIENCE_MS, end.given()).await,
        Err(_) => None,
    };
    let mut seen = ended.and_then(|_| event::observation(&events.borrow(), browser::zone()));
    if let Some(seen) = &mut seen {
        seen.how = How::Asked;
    }
    Ok(seen)
}

/// What a service worker takes causes no event: the tab just stops loading.
fn end_with(tab: i32, events: Rc<RefCell<Vec<Event>>>, end: Signal) {
    let look = move || {
        let (events, end) = (Rc::clone(&events), end.clone());
        spawn(async move {
            if tabs::arrived(tab).await.is_some() && events.borrow().is_empty() {
                end.give(&JsValue::NULL);
            }
        });
    };
    tabs::on_updated(tab, Box::new(look));
}

/// Collects the events; the first that ends the navigation signals the end. What was under way in the tab before makes
/// way for it, and how that ends is no part of it.
fn listener(events: Rc<RefCell<Vec<Event>>>, end: Signal) -> Listener {
    let mut own = JsValue::UNDEFINED;
    Closure::new(move |details: JsValue| {
        let (event, request) = (Event::read(&details), field(&details, "requestId"));
        if event.is_question() {
            own = request.clone();
        }
        if own != request {
            return;
        }
        let ended = event.error.is_some() || (event.status_code.is_some() && event.redirect_url.is_none());
        events.borrow_mut().push(event);
        if ended {
            end.give(&JsValue::NULL);
        }
    })
}
