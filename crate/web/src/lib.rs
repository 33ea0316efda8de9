//! The shell: turns what browsers report into observations, keeps them, asks again, and draws the view.
//!
//! No decision about a failure is made here; that is the core's. Two doors lead in from JavaScript:
//! [`record`] from the background script, when something failed, and [`popup`] when the icon was clicked.

mod browser;
mod event;
mod observe;
mod popup;
mod store;
mod words;

use wasm_bindgen::prelude::*;

/// Stores what the browser reported of a failed navigation: its events in order, the last one being the failure.
///
/// # Errors
/// Only what the browser's own storage refuses.
#[wasm_bindgen]
pub async fn record(events: JsValue) -> Result<(), JsValue> {
    let events: Vec<event::Event> = serde_wasm_bindgen::from_value(events)?;
    let Some((tab, observation)) = event::observation(&events, browser::zone()) else { return Ok(()) };
    if !observation.is_failure() {
        return Ok(());
    }
    store::save(tab, &observation).await?;
    if observation.status.is_none_or(|status| status >= 500) {
        browser::set_badge(tab, "!").await?;
    }
    Ok(())
}

/// Draws the popup for the active tab.
///
/// # Errors
/// Only what the browser refuses that every popup may do.
#[wasm_bindgen]
pub async fn popup() -> Result<(), JsValue> {
    popup::open().await
}
