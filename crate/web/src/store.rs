//! The failures of open tabs, as the background script keeps them in the browser's session storage: the events of the
//! failed navigation as they came. In memory only, gone with the browser. And the end of all that is kept.

use std::pin::Pin;

use is_it_me_core::Observation;
use js_sys::Object;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::browser::{call_on, global, zone};
use crate::event::{Event, observation};
use crate::fields::{field, list, object};

/// A change under way. Boxed, so that the module holds what waits for it once and not for each change there is.
pub(crate) type Change = Pin<Box<dyn Future<Output = Result<(), JsValue>>>>;

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

/// Does this once nobody else does what goes by the same name, in whichever page or worker of ours.
pub(crate) async fn alone(name: &'static str, work: Change) -> Result<(), JsValue> {
    let work = Closure::once_into_js(move || future_to_promise(async { work.await.map(|()| JsValue::UNDEFINED) }));
    call_on(&global(&["navigator", "locks"])?, "request", &[name.into(), work])?.await.map(|_| ())
}

/// Changes the object that is stored on this device under this name by now. Two changes at the same moment are made one after
/// the other, as the later would else write back what the earlier changed.
pub(crate) fn change(key: &'static str, change: Box<dyn FnOnce(&Object)>) -> Change {
    let work = async move {
        let stored: Object = get("local", key).await.dyn_into().unwrap_or_default();
        change(&stored);
        set("local", key, stored.into()).await
    };
    Box::pin(alone(key, Box::pin(work)))
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
