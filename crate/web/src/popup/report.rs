//! The report as text, and its way to the clipboard.

use gloo_utils::window;
use is_it_me_core::report::{Client, markdown};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{Popup, Said};
use crate::browser;
use crate::words::BrowserWords;

/// The report of this case, in Markdown, without secrets.
pub(super) fn text(popup: &Popup, said: &Said) -> String {
    let client = Client {
        program: format!("Is It Me? {}", browser::version()),
        agent: window().navigator().user_agent().unwrap_or_default(),
    };
    markdown(&popup.investigation.case().observations, &said.diagnosis, &said.view, &client, &BrowserWords)
}

/// Puts the text on the clipboard.
pub(super) async fn copy(text: &str) -> Result<(), JsValue> {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.map(|_| ())
}
