//! The outages of each site that auto-retry has seen, on this device: a few per site, and of a limited number of sites.

use is_it_me_core::retry::life::{Ending, Outage};
use is_it_me_core::retry::tell::{MOST_HOSTS, remember};
use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::fields::{field, items, put};
use crate::storage::Area;
use crate::stored::{self, Stored, stored, stored_words};

/// The name they are stored under.
pub(crate) const KEY: &str = "history";

/// Forgets a host.
pub(crate) async fn erase(host: &str) {
    let host = host.to_owned();
    // What could not be stored is still there when it is drawn again.
    let _ = Area::Local.change(KEY, Box::new(move |all| put(all, &host, &JsValue::UNDEFINED))).await;
}

/// Keeps an outage. A host with a new outage moves to the end, and the first makes room if there are too many.
pub(super) async fn keep(outage: Outage) {
    let keep = move |all: &Object| {
        let host = outage.host.clone();
        let mut history = outages(all, &host);
        remember(&mut history, outage);
        put(all, &host, &JsValue::UNDEFINED);
        put(all, &host, &history.write());
        let hosts: Vec<String> = Object::keys(all).iter().filter_map(|host| host.as_string()).collect();
        for host in hosts.iter().take(hosts.len().saturating_sub(MOST_HOSTS)) {
            put(all, host, &JsValue::UNDEFINED);
        }
    };
    let _ = Area::Local.change(KEY, Box::new(keep)).await;
}

/// What is kept about a host, oldest first, out of all that is kept on this device.
pub(crate) fn of(local: &Object, host: &str) -> Vec<Outage> {
    outages(&field(local, KEY), host)
}

fn outages(all: &JsValue, host: &str) -> Vec<Outage> {
    let items = items(field(all, host));
    items.iter().filter_map(stored::read).map(|outage| Outage { host: host.to_owned(), ..outage }).collect()
}

stored! {
    Outage { status, began_ms, ended_ms, ending, attempts; host }
}

stored_words!(Ending or Back);
