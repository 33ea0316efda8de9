//! The shell: turns what browsers report into observations, asks again, and draws the view.
//!
//! No decision about a failure is made here; that is the core's. A door leads in from JavaScript for each place that needs
//! it: [`popup`], [`retry`], [`options`] and [`welcome`].

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
mod tabs;
mod task;
mod welcome;
mod words;

use rlsf::SmallGlobalTlsf;
use wasm_bindgen::prelude::*;

/// The standard library brings an allocator of seven kilobytes; this one takes one.
#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// Draws the popup for the active tab.
#[wasm_bindgen]
pub async fn popup() {
    if let Err(error) = popup::open().await {
        popup::apologise(&error);
    }
}

/// Tells auto-retry what happened, in the background: a word for it, and the tab, where it concerns one. Was every failure
/// heard of that is stored by now, if that is to be looked for?
#[wasm_bindgen]
pub async fn retry(word: String, tab: Option<i32>, looks: bool) -> bool {
    retry::happened(&word, tab, looks).await
}

/// Draws the page of the settings.
#[wasm_bindgen]
pub async fn options() {
    options::open().await;
}

/// Draws the page after installation.
#[wasm_bindgen]
pub async fn welcome() {
    welcome::open().await;
}
