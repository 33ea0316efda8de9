//! Where the extension may try a failed page again by itself.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::form::{is_granted, start_over, store, tick};
use super::{label, section};
use crate::browser::{Sites, request_permission};
use crate::dom::{Node, button, el};
use crate::fields::{field, flag};
use crate::settings;

/// The switch for all sites, those with a choice of their own, and whether to tell when a page is back.
pub(super) fn draw(stored: &JsValue) -> Node {
    let retry = field(stored, "retry");
    let chosen = retry.clone();
    let all = tick("retry", &label("options_retry_all"), flag(&retry, "all"), move |on| switch_all(&chosen, on));
    let notify = tick("notify", &label("options_retry_notify"), flag(stored, "notify"), switch_notify);
    let ticks = [all, notify].map(|tick| el("li").child(&tick));
    section("retry").child(&el("ul").children(ticks)).child(&sites(&retry))
}

/// Without access to the sites nothing can be tried there, so both are asked for together.
fn switch_all(retry: &JsValue, on: bool) {
    let asked = if on { Sites::all().ask().ok() } else { None };
    let changed = Object::new();
    if let Some(retry) = retry.dyn_ref::<Object>() {
        Object::assign(&changed, retry);
    }
    store(async move {
        Reflect::set(&changed, &"all".into(), &(is_granted(asked).await && on).into())?;
        settings::put("retry", changed.into()).await
    });
}

fn switch_notify(on: bool) {
    let asked = if on { request_permission("notifications").ok() } else { None };
    store(async move { settings::choose(&[("notify", is_granted(asked).await && on)]).await });
}

/// The sites that were chosen one by one.
fn sites(retry: &JsValue) -> Node {
    let sites = field(retry, "sites");
    let hosts = sites.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    el("ul").children(hosts.iter().filter_map(|host| host.as_string()).map(|host| {
        let (retry, sites, name) = (retry.clone(), sites.clone(), host.clone());
        let forget = button(&label("options_retry_forget"), move |_| {
            // A plain object lets go of any field.
            let _ = sites.dyn_ref::<Object>().map(|sites| Reflect::delete_property(sites, &name.as_str().into()));
            let retry = retry.clone();
            spawn_local(async move {
                // What could not be stored is still in the list when it is drawn again.
                let _ = settings::put("retry", retry).await;
                start_over();
            });
        });
        el("li").child(&el("code").text(&host)).child(&forget)
    }))
}
