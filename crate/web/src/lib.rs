//! The shell: turns what browsers report into observations, asks again, and draws the view.
//!
//! No decision about a failure is made here; that is for the core. JavaScript gets in by one door for each place that
//! needs it: [`popup`], [`retry`], [`options`] and [`welcome`].

mod browser;
mod dom;
mod fields;
mod hops;
mod investigate;
mod limit;
mod lock;
mod net;
mod observe;
mod options;
mod permission;
mod platform;
mod popup;
mod retry;
mod settings;
mod signal;
mod storage;
mod stored;
mod tabs;
mod task;
mod timer;
mod welcome;
mod words;

use js_sys::Promise;
use rlsf::SmallGlobalTlsf;
use task::promise;
use wasm_bindgen::prelude::*;

/// The standard library brings an allocator of seven kilobytes; this one takes one.
#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// Draws the popup for the active tab.
#[wasm_bindgen]
pub fn popup() -> Promise {
    door(async {
        if let Err(error) = popup::open().await {
            popup::apologise(&error);
        }
        JsValue::UNDEFINED
    })
}

/// Tells auto-retry what happened, in the background: a word for it, and the tab, if it concerns one. Was every failure
/// that is stored by now heard of, if that is to be checked?
#[wasm_bindgen]
pub fn retry(word: String, tab: Option<i32>, looks: bool) -> Promise {
    door(async move { retry::happened(&word, tab, looks).await.into() })
}

/// Draws the page of the settings.
#[wasm_bindgen]
pub fn options() -> Promise {
    door(async {
        options::open().await;
        JsValue::UNDEFINED
    })
}

/// Draws the page after installation.
#[wasm_bindgen]
pub fn welcome() -> Promise {
    door(async {
        welcome::open().await;
        JsValue::UNDEFINED
    })
}

/// What is done behind a door, as a promise. It is boxed, so that the module holds the code that makes it one only
/// once.
fn door(work: impl Future<Output = JsValue> + 'static) -> Promise {
    promise(Box::pin(async { Ok(work.await) }))
}
