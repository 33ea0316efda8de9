//! Why an own request failed below HTTP. Fetch does not say; with access to every site the browser tells whoever watches.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::net_error::is_aborted;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{WebRequestEvent, global, own_origin};
use crate::fields::{object, text, texts};
use crate::limit::within;

/// The browser tells of the failure and of its reason on two ways; the reason is never far behind.
const PATIENCE_MS: u32 = 250;

/// Requests whose failure somebody wants to understand: the address, and what to call with the error's name.
type Waiting = Rc<RefCell<Vec<(String, Function)>>>;

/// Watches this extension's own requests until it is dropped.
pub(crate) struct NetErrors {
    waiting: Waiting,
    event: WebRequestEvent,
    listener: Closure<dyn FnMut(JsValue)>,
}

/// The error that a request may yet end in. Nobody waits for it any more once this is dropped.
pub(crate) struct NetError {
    waiting: Waiting,
    tell: Option<Function>,
    told: JsFuture,
}

impl NetErrors {
    /// Begins to watch.
    pub(crate) fn watch() -> Result<Self, JsValue> {
        let waiting = Waiting::default();
        let event: WebRequestEvent = global(&["chrome", "webRequest", "onErrorOccurred"])?.unchecked_into();
        let listener = listener(Rc::clone(&waiting));
        let filter = object(&[("urls", texts(&["<all_urls>"])), ("types", texts(&["xmlhttprequest"]))]);
        event.add(listener.as_ref().unchecked_ref(), &filter);
        Ok(Self { waiting, event, listener })
    }

    /// What the next request to this address may fail of.
    pub(crate) fn of(&self, url: &str) -> NetError {
        let mut tell = None;
        let told = Promise::new(&mut |resolve, _| tell = Some(resolve));
        self.waiting.borrow_mut().extend(tell.clone().map(|tell| (url.to_owned(), tell)));
        NetError { waiting: Rc::clone(&self.waiting), tell, told: told.into() }
    }
}

impl NetError {
    /// The browser's word for it, once the request is known to have failed.
    pub(crate) async fn name(mut self) -> Option<String> {
        within(PATIENCE_MS, &mut self.told).await?.ok()?.as_string()
    }
}

impl Drop for NetError {
    fn drop(&mut self) {
        self.waiting.borrow_mut().retain(|(_, tell)| Some(tell) != self.tell.as_ref());
    }
}

/// Tells the one who waits for that address; requests of pages are none of ours.
fn listener(waiting: Waiting) -> Closure<dyn FnMut(JsValue)> {
    let own = own_origin();
    Closure::new(move |details: JsValue| {
        let by = text(&details, "initiator").or_else(|| text(&details, "originUrl"));
        if !by.is_some_and(|by| by.starts_with(&own)) {
            return;
        }
        let (Some(url), Some(error)) = (text(&details, "url"), text(&details, "error")) else { return };
        // So ends a request whose redirect is not followed, or which nobody waits for any more; the next may be on its way.
        if is_aborted(&error) {
            return;
        }
        let mut waiting = waiting.borrow_mut();
        if let Some(at) = waiting.iter().position(|(wanted, _)| *wanted == url) {
            let (_, tell) = waiting.swap_remove(at);
            // Resolving a promise cannot fail.
            let _ = tell.call1(&JsValue::NULL, &JsValue::from_str(&error));
        }
    })
}

impl Drop for NetErrors {
    fn drop(&mut self) {
        self.event.remove(self.listener.as_ref().unchecked_ref());
    }
}
