//! Where auto-retry is switched on and off, and the one visit that may be needed to begin with.

use is_it_me_core::observation::{host_of, without_fragment};
use is_it_me_core::retry::life::Switches;
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser;
use crate::fields::{field, flag, number, object, put, text};
use crate::permission::Sites;
use crate::settings;
use crate::storage::Area;
use crate::tabs;
use crate::task::Work;

/// Where the page that is to be visited once access is there is remembered, in the session storage.
const WISH: &str = "wish";
/// A question of the browser's that was not answered by then was answered with no.
const WISH_MS: f64 = 120_000.0;

/// Where it is switched on.
pub(crate) async fn switches() -> Switches {
    let retry = field(&settings::stored().await, "retry");
    let sites = field(&retry, "sites");
    let hosts = sites.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    let hosts = hosts.iter().filter_map(|host| host.as_string());
    Switches { all: flag(&retry, "all"), sites: hosts.map(|host| (host.clone(), flag(&sites, &host))).collect() }
}

/// Switches it on or off for a host, beside what was chosen for others.
pub(crate) fn switch(host: &str, on: bool) -> Work {
    choose(host, on.into())
}

/// Lets the choice for all sites hold for this host as well.
pub(crate) fn forget(host: &str) -> Work {
    choose(host, JsValue::UNDEFINED)
}

fn choose(host: &str, on: JsValue) -> Work {
    let host = host.to_owned();
    change(Box::new(move |retry| {
        let sites: Object = field(retry, "sites").dyn_into().unwrap_or_default();
        put(&sites, &host, &on);
        put(retry, "sites", &sites);
    }))
}

/// Switches it on or off for every host without a choice of its own.
pub(crate) fn switch_all(on: bool) -> Work {
    change(Box::new(move |retry| put(retry, "all", &on.into())))
}

fn change(change: Box<dyn FnOnce(&Object)>) -> Work {
    settings::change(Box::new(|stored| {
        let retry: Object = field(stored, "retry").dyn_into().unwrap_or_default();
        change(&retry);
        put(stored, "retry", &retry);
    }))
}

/// Whoever switches it on gives access first, and the browser's question takes the place of the popup, which ends with it:
/// so the background does what was wished for once it hears that this very access was given.
pub(crate) async fn wish(tab: i32, url: &str) {
    let sites = Sites::host(host_of(url));
    let site = ("site", sites.pattern().into());
    let wish = object(&[("tab", tab.into()), ("url", url.into()), ("at", browser::now().into()), site]);
    // Where it cannot be remembered, the next reload by hand does the same.
    let _ = Area::Session.set(WISH, wish).await;
}

/// The answer was no, or there was none.
pub(crate) async fn give_up() {
    // A wish that stays is too old soon.
    let _ = Area::Session.remove(WISH).await;
}

/// Does what was wished for.
pub(super) async fn grant() {
    let Some((tab, url)) = wished().await else { return };
    // What could not be stored is still on offer.
    let _ = switch(host_of(&url), true).await;
    visit(tab, &url).await;
}

#[allow(clippy::cast_possible_truncation, reason = "the cast saturates")]
async fn wished() -> Option<(i32, String)> {
    let wish = Area::Session.take(WISH).await;
    let is_fresh = (0.0..WISH_MS).contains(&(browser::now() - number(&wish, "at")?));
    Some((number(&wish, "tab")? as i32, text(&wish, "url")?)).filter(|_| is_fresh)
}

/// A page that failed before anybody was allowed to look, and of which nobody knows how it was asked for, is visited once,
/// with a GET.
pub(crate) async fn visit(tab: i32, url: &str) {
    let is_there = matches!(tabs::get(tab).await, Ok(Some(shown)) if shown.url.as_deref() == Some(url));
    if is_there {
        // What the browser refuses, the next reload by hand does.
        let _ = tabs::navigate(tab, without_fragment(url)).await;
    }
}
