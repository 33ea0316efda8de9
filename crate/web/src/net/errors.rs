//! Why one of the extension's own requests failed below HTTP. Fetch does not say; with access to every site, the
//! browser tells those who watch.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::check::Tier;
use is_it_me_core::net_error::{is_aborted, named_behind};
use wasm_bindgen::prelude::*;

use super::watch::{Listener, Watch};
use crate::browser::own_origin;
use crate::fields::{field, object, text, texts};
use crate::limit::within;
use crate::signal::Signal;

/// The browser reports the failure and its reason in two ways; the reason is never far behind.
const PATIENCE_MS: u32 = 250;

/// Requests whose failure somebody wants to understand: the address, and who is told the error's name.
type Waiting = Rc<RefCell<Vec<(String, Signal)>>>;

/// Watches this extension's own requests until it is dropped.
pub(crate) struct NetErrors {
    waiting: Waiting,
    _watch: Watch,
}

/// The error in which a request may still end. Nobody waits for it any more once this is dropped.
pub(crate) struct NetError {
    waiting: Waiting,
    told: Signal,
}

impl NetErrors {
    /// Begins to watch, if the browser reports requests.
    pub(crate) fn watch(tier: Tier) -> Option<Self> {
        if tier != Tier::Access {
            return None;
        }
        let waiting = Waiting::default();
        let filter = object().with("urls", texts(&["<all_urls>"])).with("types", texts(&["xmlhttprequest"])).into();
        let watch = Watch::begin(&["onErrorOccurred"], &filter, listener(Rc::clone(&waiting)));
        Some(Self { waiting, _watch: watch.ok()? })
    }

    /// What the next request to this address may fail of.
    pub(crate) fn of(&self, url: &str) -> NetError {
        let told = Signal::new();
        self.waiting.borrow_mut().push((url.to_owned(), told.clone()));
        NetError { waiting: Rc::clone(&self.waiting), told }
    }
}

impl NetError {
    /// The browser's word for it, once the request is known to have failed.
    pub(crate) async fn name(self) -> Option<String> {
        within(PATIENCE_MS, self.told.given()).await?.ok()?.as_string()
    }
}

impl Drop for NetError {
    fn drop(&mut self) {
        self.waiting.borrow_mut().retain(|(_, told)| *told != self.told);
    }
}

/// The error that an event reports, if any. Only Firefox tells of the proxy.
pub(crate) fn error_of(details: &JsValue) -> Option<String> {
    let proxy = text(&field(details, "proxyInfo"), "type").unwrap_or_default();
    text(details, "error").map(|error| named_behind(&proxy, &error).to_owned())
}

/// Tells the one who waits for that address; requests of pages are not ours.
fn listener(waiting: Waiting) -> Listener {
    let own = own_origin();
    Closure::new(move |details: JsValue| {
        let by = text(&details, "initiator").or_else(|| text(&details, "originUrl"));
        if !by.is_some_and(|by| by.starts_with(&own)) {
            return;
        }
        let (Some(url), Some(error)) = (text(&details, "url"), error_of(&details)) else { return };
        // That is how a request ends whose redirect is not followed, or which nobody waits for any more; the next may
        // be on its way.
        if is_aborted(&error) {
            return;
        }
        let mut waiting = waiting.borrow_mut();
        if let Some(at) = waiting.iter().position(|(wanted, _)| *wanted == url) {
            waiting.swap_remove(at).1.give(&error.into());
        }
    })
}
