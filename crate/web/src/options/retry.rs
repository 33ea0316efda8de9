//! Where the extension may try a failed page again by itself.

use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::form::{start_over, store_if, tick};
use super::{button_for, section};
use crate::dom::{Node, el};
use crate::fields::{field, flag};
use crate::permission::{Question, Sites};
use crate::retry::switch;
use crate::settings;
use crate::task::spawn;
use crate::words::label;

/// The switch for all sites, those with a choice of their own, and whether to tell when a page is back.
pub(super) fn draw(stored: &JsValue) -> Node {
    let retry = field(stored, "retry");
    let all = tick("retry", &label("options_retry_all"), flag(&retry, "all"), switch_all);
    let notify = tick("notify", &label("options_retry_notify"), flag(stored, "notify"), switch_notify);
    let ticks = [all, notify].map(|tick| el("li").child(&tick));
    section("retry").child(&el("ul").children(ticks)).child(&sites(&retry))
}

/// Without access to the sites nothing can be tried there, so both are asked for together.
fn switch_all(on: bool) {
    store_if(on.then(|| Sites::all().ask()), switch::switch_all(on));
}

fn switch_notify(on: bool) {
    store_if(on.then(|| Question::permission("notifications")), settings::put("notify", on.into()));
}

/// The sites that were chosen one by one, and whether it is on there.
fn sites(retry: &JsValue) -> Node {
    let sites = field(retry, "sites");
    let hosts = sites.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    el("ul").children(hosts.iter().filter_map(|host| host.as_string()).map(|host| {
        let site = host.clone();
        let on = tick("site", &host, flag(&sites, &host), move |on| {
            store_if(on.then(|| Sites::host(&site).ask()), switch::switch(&site, on));
        });
        let name = host.clone();
        let forget = button_for(&host, "options_retry_forget", move |_| {
            let name = name.clone();
            spawn(async move {
                // What could not be stored is still in the list when it is drawn again.
                let _ = switch::forget(&name).await;
                start_over();
            });
        });
        el("li").child(&on).child(&forget)
    }))
}
