//! The failures of open tabs, as the background script keeps them in the browser's session storage: the events of the
//! failed navigation as they came. In memory only, gone with the browser. And the end of all that is kept.

use is_it_me_core::Observation;
use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::browser::{self, call_on, global, zone};
use crate::event::{Event, observation};
use crate::fields::{field, list, object};

/// What the names of failures start with; the number of the tab follows.
const FAILURE: &str = "failure:";

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

/// Calls `f` whenever anything stored changes, for as long as the page lives.
pub(crate) fn on_change(f: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(f);
    browser::on_stored(listener.as_ref().unchecked_ref());
    // The page takes all its memory along.
    listener.forget();
}

/// Takes away what is stored under this name.
pub(crate) async fn remove(area: &str, key: &str) -> Result<(), JsValue> {
    call_on(&global(&["chrome", "storage", area])?, "remove", &[key.into()])?.await.map(|_| ())
}

/// The failure of a tab. What another version stored and this one cannot read counts as nothing.
pub(crate) async fn load(tab: i32) -> Option<Observation> {
    // The background script writes under the same name.
    read(get("session", &format!("{FAILURE}{tab}")).await)
}

fn read(events: JsValue) -> Option<Observation> {
    observation(&list(events)?.map(|details| Event::read(&details)).collect::<Vec<_>>(), zone())
}

/// The failures of all tabs.
pub(crate) async fn failures() -> Vec<(i32, Observation)> {
    let Ok(items) = global(&["chrome", "storage", "session"]).and_then(|area| call_on(&area, "get", &[])) else {
        return Vec::new();
    };
    let items: Object = items.await.unwrap_or_default().dyn_into().unwrap_or_default();
    let names = Object::keys(&items);
    let failure = |name: String| Some((name.strip_prefix(FAILURE)?.parse().ok()?, read(field(&items, &name))?));
    names.iter().filter_map(|name| failure(name.as_string()?)).collect()
}

/// Forgets everything: failures, investigations, histories and choices.
pub(crate) async fn erase() -> Result<(), JsValue> {
    for area in ["session", "local"] {
        call_on(&global(&["chrome", "storage", area])?, "clear", &[])?.await?;
    }
    Ok(())
}
