//! The failures of open tabs, in the browser's session storage: in memory only, gone with the browser.

use is_it_me_core::Observation;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::browser::{from_js, object, to_js};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = get, catch)]
    async fn get(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = set, catch)]
    async fn set(items: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = clear, catch)]
    async fn clear() -> Result<JsValue, JsValue>;
}

/// The background script deletes by the same name.
fn key(tab: i32) -> String {
    format!("failure:{tab}")
}

/// Keeps the failure of a tab. When the storage is full, older failures give way to the newest.
pub(crate) async fn save(tab: i32, observation: &Observation) -> Result<(), JsValue> {
    let items = object([(&key(tab), to_js(observation)?)]);
    if set(&items).await.is_err() {
        clear().await?;
        set(&items).await?;
    }
    Ok(())
}

/// The failure of a tab. What was stored by another version and cannot be read counts as nothing.
pub(crate) async fn load(tab: i32) -> Option<Observation> {
    let key = key(tab);
    let stored = Reflect::get(&get(&key).await.ok()?, &key.as_str().into()).ok()?;
    from_js::<Observation>(stored).ok().map(Observation::bounded)
}
