//! The failures of open tabs, as the background script keeps them in the session storage: the events of the failed
//! navigation as they came.

use is_it_me_core::Observation;
use wasm_bindgen::JsValue;

use super::event::{Event, observation};
use crate::browser::zone;
use crate::fields::{field, list};
use crate::storage::Area;
use crate::tabs;

/// The name of a tab's failure. The background script writes under the same.
pub(crate) fn name(tab: i32) -> String {
    tabs::named("failure", tab)
}

/// The failure of a tab. What another version stored and this one cannot read counts as nothing.
pub(crate) fn load(tab: i32) -> impl Future<Output = Option<Observation>> {
    let events = Area::Session.get(&name(tab));
    async { read(events.await) }
}

/// The failures of all open tabs. Other stored values may be large, and are not read.
pub(crate) async fn all() -> Vec<(i32, Observation)> {
    let tabs = tabs::all().await;
    let items = Area::Session.several(&tabs.iter().map(|tab| name(tab.id)).collect::<Vec<_>>()).await;
    tabs.iter().filter_map(|tab| Some((tab.id, read(field(&items, &name(tab.id)))?))).collect()
}

/// What these events amount to.
pub(super) fn read(events: JsValue) -> Option<Observation> {
    observation(&list(events)?.iter().map(Event::read).collect::<Vec<_>>(), zone())
}
