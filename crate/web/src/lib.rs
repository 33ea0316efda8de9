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
mod options;
mod platform;
mod popup;
mod settings;
mod store;
mod welcome;
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

/// Draws the page of the settings.
///
/// # Errors
/// Only what leaves no page to draw on.
#[wasm_bindgen]
pub async fn options() -> Result<(), JsValue> {
    options::open().await
}

/// Draws the page after installation.
///
/// # Errors
/// Only what leaves no page to draw on.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    welcome::open().await
}
