//! The last resort on a browser's error page: one GET navigation of the tab, watched by listeners for this tab only.
//!
//! After a click, and only then, Chromium shows an extension without host access what happens in that tab.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::Observation;
use is_it_me_core::observation::How;
use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::event::{self, Event};
use crate::browser::{self, WebRequestEvent, global};
use crate::fields::{object, texts};
use crate::limit::within;
use crate::tabs::{self, Tab};

/// Longer than a browser waits for most things; a hanging server is left hanging in the tab.
const PATIENCE_MS: u32 = 15_000;
const EVENTS: [&str; 4] = ["onBeforeRequest", "onBeforeRedirect", "onResponseStarted", "onErrorOccurred"];

/// Navigates the tab to the address and returns what came of it; `None` when nothing did in time.
pub(super) async fn watch(tab: &Tab) -> Result<Option<Observation>, JsValue> {
    let Some(url) = tab.url.as_deref() else { return Ok(None) };
    let events = Rc::new(RefCell::new(Vec::<Event>::new()));
    let mut finish = None;
    let finished = Promise::new(&mut |resolve, _| finish = Some(resolve));
    let listener = listener(Rc::clone(&events), finish);
    let watched = listen(tab.id, &listener)?;
    let outcome = match tabs::navigate(tab.id, url).await {
        Ok(()) => within(PATIENCE_MS, JsFuture::from(finished)).await.map(|_| ()),
        Err(_) => None,
    };
    for event in watched {
        event.remove(listener.as_ref().unchecked_ref());
    }
    let seen = outcome.and_then(|()| event::observation(&events.borrow(), browser::zone()));
    Ok(seen.map(|observation| Observation { how: How::Asked, ..observation }))
}

/// Collects the events; the first that ends the navigation finishes the watch.
fn listener(events: Rc<RefCell<Vec<Event>>>, finish: Option<Function>) -> Closure<dyn FnMut(JsValue)> {
    Closure::new(move |details: JsValue| {
        let event = Event::read(&details);
        let ended = event.error.is_some() || (event.status_code.is_some() && event.redirect_url.is_none());
        events.borrow_mut().push(event);
        if let Some(finish) = finish.as_ref().filter(|_| ended) {
            // Resolving a promise cannot fail.
            let _ = finish.call0(&JsValue::NULL);
        }
    })
}

fn listen(tab: i32, listener: &Closure<dyn FnMut(JsValue)>) -> Result<Vec<WebRequestEvent>, JsValue> {
    let filter = object(&[("urls", texts(&["<all_urls>"])), ("types", texts(&["main_frame"])), ("tabId", tab.into())]);
    let listener: &Function = listener.as_ref().unchecked_ref();
    let mut watched = Vec::new();
    for name in EVENTS {
        let event: WebRequestEvent = global(&["chrome", "webRequest", name])?.unchecked_into();
        if name == "onResponseStarted" {
            event.add_with(listener, &filter, &everything()?);
        } else {
            event.add(listener, &filter);
        }
        watched.push(event);
    }
    Ok(watched)
}

/// All that this browser can add to an event: its header fields, and in Chromium those it hides by default.
fn everything() -> Result<JsValue, JsValue> {
    let options: Object = global(&["chrome", "webRequest", "OnResponseStartedOptions"])?.unchecked_into();
    Ok(Object::values(&options).into())
}
