//! The report as text, and its way to the clipboard.

use gloo_utils::window;
use is_it_me_core::redact::Cleaner;
use is_it_me_core::report::{Attempt, Client, Format, Report, Told};
use is_it_me_core::view::heard::heard;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{Popup, Said};
use crate::browser;
use crate::words::BrowserWords;

/// The report of this case, in Markdown, without secrets.
pub(super) fn text(popup: &Popup, said: &Said) -> String {
    let client = Client {
        name: "Is It Me?".into(),
        version: browser::version(),
        agent: window().navigator().user_agent().unwrap_or_default(),
    };
    let (case, exchanges) = (popup.investigation.case(), popup.investigation.exchanges());
    let asked: Vec<_> = exchanges.iter().map(|exchange| Attempt::by(exchange, &browser::zone())).collect();
    let told = Told { case: &case, diagnosis: &said.diagnosis, asked: &asked, heard: &heard(&case, &exchanges) };
    Report::new(&told, client, Cleaner::default()).write(Format::Markdown, &BrowserWords)
}

/// Puts the text on the clipboard.
pub(super) async fn copy(text: &str) -> Result<(), JsValue> {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.map(|_| ())
}
