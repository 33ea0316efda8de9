//! The failures of open tabs, as the background script keeps them in the session storage: the events of the failed
//! navigation as they came.

use is_it_me_core::Observation;
use js_sys::Object;
use wasm_bindgen::JsValue;

use super::event::{Event, observation};
use crate::browser::zone;
use crate::fields::{field, list};
use crate::storage::Area;

/// What the names of failures start with; the number of the tab follows. The background script writes under the same names.
const FAILURE: &str = "failure:";

/// The name of a tab's failure.
pub(crate) fn name(tab: i32) -> String {
    format!("{FAILURE}{tab}")
}

/// The failure of a tab. What another version stored and this one cannot read counts as nothing.
pub(crate) async fn load(tab: i32) -> Option<Observation> {
    read(Area::Session.get(&name(tab)).await)
}

/// The failures of all tabs.
pub(crate) async fn all() -> Vec<(i32, Observation)> {
    let items = Area::Session.all().await;
    let failure = |name: String| Some((name.strip_prefix(FAILURE)?.parse().ok()?, read(field(&items, &name))?));
    Object::keys(&items).iter().filter_map(|name| failure(name.as_string()?)).collect()
}

fn read(events: JsValue) -> Option<Observation> {
    observation(&list(events)?.map(|details| Event::read(&details)).collect::<Vec<_>>(), zone())
}
