//! The shell: turns what browsers report into observations, asks again, and draws the view.
//!
//! No decision about a failure is made here; that is the core's. One door leads in from JavaScript: [`popup`], when
//! the icon was clicked.

mod browser;
mod event;
mod fields;
mod observe;
mod popup;
mod store;
mod words;

use rlsf::SmallGlobalTlsf;
use wasm_bindgen::prelude::*;

/// The standard library brings an allocator of seven kilobytes; this one takes one.
#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// Draws the popup for the active tab.
///
/// # Errors
/// Only what leaves the popup without a page to draw on.
#[wasm_bindgen]
pub async fn popup() -> Result<(), JsValue> {
    match popup::open().await {
        Ok(()) => Ok(()),
        Err(error) => popup::apologise(&error),
    }
}
