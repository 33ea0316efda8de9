//! The shell: turns what browsers report into observations, asks again, and draws the view.
//!
//! No decision about a failure is made here; that is the core's. One door leads in from JavaScript: [`popup`], when
//! the icon was clicked.

mod browser;
mod event;
mod fields;
mod investigate;
mod limit;
mod observe;
mod popup;
mod settings;
mod store;
mod words;

use wasm_bindgen::prelude::*;

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
