//! The report as text, and its way to the clipboard.

use gloo_utils::window;
use is_it_me_core::redact::Cleaner;
use is_it_me_core::report::{Client, Format, Report};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::Case;
use crate::browser;
use crate::words::BrowserWords;

/// The report of this case, in Markdown, without secrets.
pub(super) fn text(case: &Case) -> String {
    let client = Client {
        name: "Is It Me?".into(),
        version: browser::version(),
        agent: window().navigator().user_agent().unwrap_or_default(),
    };
    let all = is_it_me_core::Case { observations: case.observations.clone(), ..Default::default() };
    Report::new(&all, &case.diagnosis, &[], client, Cleaner::default()).write(Format::Markdown, &BrowserWords)
}

/// Puts the text on the clipboard.
pub(super) async fn copy(text: &str) -> Result<(), JsValue> {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.map(|_| ())
}
