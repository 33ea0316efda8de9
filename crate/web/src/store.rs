//! The failures of open tabs, as the background script keeps them in the browser's session storage: the events of the
//! failed navigation as they came. In memory only, gone with the browser. And the end of all that is kept.

use is_it_me_core::Observation;
use wasm_bindgen::JsValue;

use crate::browser::{call_on, global, zone};
use crate::event::{Event, observation};
use crate::fields::{field, list, object};

/// What is stored under this name in one of the browser's storage areas; `undefined` when nothing is.
pub(crate) async fn get(area: &str, key: &str) -> JsValue {
    let Ok(items) = global(&["chrome", "storage", area]).and_then(|area| call_on(&area, "get", &[key.into()])) else {
        return JsValue::UNDEFINED;
    };
    items.await.map(|items| field(&items, key)).unwrap_or_default()
}

/// Stores this under a name.
pub(crate) async fn set(area: &str, key: &str, value: JsValue) -> Result<(), JsValue> {
    call_on(&global(&["chrome", "storage", area])?, "set", &[object(&[(key, value)])])?.await.map(|_| ())
}

/// What is stored under this name, which is stored no longer then.
pub(crate) async fn take(area: &str, key: &str) -> JsValue {
    let value = get(area, key).await;
    if !value.is_undefined() {
        // What cannot be removed is taken twice at worst.
        let _ = remove(area, key).await;
    }
    value
}

async fn remove(area: &str, key: &str) -> Result<(), JsValue> {
    call_on(&global(&["chrome", "storage", area])?, "remove", &[key.into()])?.await.map(|_| ())
}

/// The failure of a tab. What another version stored and this one cannot read counts as nothing.
pub(crate) async fn load(tab: i32) -> Option<Observation> {
    // The background script writes under the same name.
    let key = format!("failure:{tab}");
    let events = list(get("session", &key).await)?;
    observation(&events.map(|details| Event::read(&details)).collect::<Vec<_>>(), zone())
}

/// Forgets everything: failures, investigations, histories and choices.
pub(crate) async fn erase() -> Result<(), JsValue> {
    for area in ["session", "local"] {
        call_on(&global(&["chrome", "storage", area])?, "clear", &[])?.await?;
    }
    Ok(())
}
