//! Where the extension may try a failed page again by itself.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::form::{button, store, tick};
use super::sites::start_over;
use super::{label, section};
use crate::browser::{Sites, request_permission};
use crate::fields::{field, flag};
use crate::popup::dom::{Node, el};
use crate::settings;

/// The switch for all sites, those with a choice of their own, and whether to tell when a page is back.
pub(super) fn draw(stored: &JsValue) -> Result<Node, JsValue> {
    let retry = field(stored, "retry");
    let all = tick("retry", &label("options_retry_all"), flag(&retry, "all"), {
        let retry = retry.clone();
        move |on| switch_all(&retry, on)
    })?;
    let notify = tick("notify", &label("options_retry_notify"), flag(stored, "notify"), switch_notify)?;
    let ticks = el("ul")?.child(&el("li")?.child(&all)?)?.child(&el("li")?.child(&notify)?)?;
    section("retry")?.child(&ticks)?.child(&sites(&retry)?)
}

/// Without access to the sites nothing can be tried there, so both are asked for together.
fn switch_all(retry: &JsValue, on: bool) {
    let asked = if on { Sites::all().ask().ok() } else { None };
    let retry = copy(retry);
    store(async move {
        let is_granted = match asked {
            Some(asked) => asked.await?.is_truthy(),
            None => true,
        };
        Reflect::set(&retry, &"all".into(), &(on && is_granted).into())?;
        settings::put("retry", &retry).await?;
        if on {
            start_over()
        }
        Ok(())
    });
}

fn switch_notify(on: bool) {
    let asked = if on { request_permission("notifications").ok() } else { None };
    store(async move {
        let is_granted = match asked {
            Some(asked) => asked.await?.is_truthy(),
            None => true,
        };
        settings::choose(&[("notify", on && is_granted)]).await
    });
}

/// The sites that were chosen one by one.
fn sites(retry: &JsValue) -> Result<Node, JsValue> {
    let hosts: Vec<String> = match field(retry, "sites").dyn_into::<Object>() {
        Ok(sites) => Object::keys(&sites).iter().filter_map(|host| host.as_string()).collect(),
        Err(_) => Vec::new(),
    };
    el("ul")?.children(hosts.into_iter().map(|host| {
        let (retry, name) = (retry.clone(), host.clone());
        let forget = button(&label("options_retry_forget"), move |_| {
            let (retry, name) = (retry.clone(), name.clone());
            spawn_local(async move {
                // What could not be stored is still in the list when it is drawn again.
                let _ = forget(&retry, &name).await;
                start_over();
            });
        })?;
        el("li")?.child(&el("code")?.text(&host))?.child(&forget)
    }))
}

async fn forget(retry: &JsValue, host: &str) -> Result<(), JsValue> {
    let sites: Object = field(retry, "sites").dyn_into()?;
    Reflect::delete_property(&sites, &host.into())?;
    settings::put("retry", retry).await
}

fn copy(object: &JsValue) -> Object {
    let copy = Object::new();
    if let Some(object) = object.dyn_ref::<Object>() {
        Object::assign(&copy, object);
    }
    copy
}
