//! The failures of open tabs, as the background script keeps them in the browser's session storage: the events of the
//! failed navigation as they came. In memory only, gone with the browser. And the end of all that is kept.

use is_it_me_core::Observation;
use wasm_bindgen::prelude::*;

use crate::browser::zone;
use crate::event::{Event, observation};
use crate::fields::{field, list};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = get, catch)]
    async fn get(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = clear, catch)]
    async fn clear_session() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = clear, catch)]
    async fn clear_local() -> Result<JsValue, JsValue>;
}

/// The failure of a tab. What another version stored and this one cannot read counts as nothing.
pub(crate) async fn load(tab: i32) -> Option<Observation> {
    // The background script writes under the same name.
    let key = format!("failure:{tab}");
    let events = list(field(&get(&key).await.ok()?, &key))?;
    observation(&events.map(|details| Event::read(&details)).collect::<Vec<_>>(), zone())
}

/// Forgets everything: failures, investigations, histories and choices.
pub(crate) async fn erase() -> Result<(), JsValue> {
    clear_session().await?;
    clear_local().await.map(|_| ())
}
