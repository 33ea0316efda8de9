//! Tabs and windows: what the browser shows of them, and what it does with them.

use is_it_me_core::address::{host_of, without_fragment};
use is_it_me_core::quantity::decimal;
use is_it_me_core::text::join;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{call, is_yes, listen};
use crate::fields::{flag, items, number, object, text, texts, whole};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "tabs", "onUpdated"], js_name = addListener)]
    fn add_listener(listener: &Function);
}

/// A tab, as far as the browser shows it: without access there is no address.
#[allow(clippy::struct_excessive_bools, reason = "facts about a tab that have nothing to do with each other")]
pub(crate) struct Tab {
    pub(crate) id: i32,
    pub(crate) url: Option<String>,
    pub(crate) pending_url: Option<String>,
    /// It belongs to a private window.
    pub(crate) is_private: bool,
    /// It belongs to a container of Firefox, which has cookies of its own.
    is_contained: bool,
    /// It is in front in its window.
    pub(crate) is_active: bool,
    /// The number of that window.
    pub(crate) window: Option<f64>,
    is_loading: bool,
    /// There is no longer a page in it, as its process has ended. Only Chromium tells it of a tab.
    pub(crate) is_crashed: bool,
    icon: Option<String>,
    /// Its address is that of a failure for which the browser has no page, and it still shows the page before.
    pub(crate) shows_another: bool,
}

/// What the names of Firefox's containers begin with.
const CONTAINER: &str = "firefox-container-";
/// Where Firefox has the icons of its own pages, and those of its error pages.
const ICONS: &str = "chrome://global/skin/icons/";
const ERROR_ICONS: [&str; 2] = ["info.svg", "warning.svg"];

impl Tab {
    fn read(tab: &JsValue) -> Option<Self> {
        let status = text(tab, "status").unwrap_or_default();
        Some(Self {
            id: whole(tab, "id")?,
            url: text(tab, "url"),
            pending_url: text(tab, "pendingUrl"),
            is_private: flag(tab, "incognito"),
            is_contained: text(tab, "cookieStoreId").is_some_and(|store| store.starts_with(CONTAINER)),
            is_active: flag(tab, "active"),
            window: number(tab, "windowId"),
            is_loading: status == "loading",
            is_crashed: status == "unloaded",
            icon: text(tab, "favIconUrl"),
            shows_another: false,
        })
    }

    /// The address it shows, or that it is on its way to; empty if the browser shows neither.
    pub(crate) fn address(&self) -> &str {
        self.pending_url.as_deref().or(self.url.as_deref()).unwrap_or_default()
    }

    /// The host of that address.
    pub(crate) fn host(&self) -> &str {
        host_of(self.address())
    }

    /// Is something being loaded into it?
    pub(crate) fn is_loading(&self) -> bool {
        self.is_loading
    }

    /// Does it use other cookies than the ordinary profile? Requests of this extension carry those of the profile, and
    /// would tell the site that both are the same visitor.
    pub(crate) fn has_other_cookies(&self) -> bool {
        self.is_private || self.is_contained
    }

    /// Does it have the icon of an error page of Firefox? Nothing else tells those from pages on which no script may
    /// run.
    pub(crate) fn has_error_icon(&self) -> bool {
        let own = self.icon.as_deref().and_then(|icon| icon.strip_prefix(ICONS));
        own.is_some_and(|icon| ERROR_ICONS.contains(&icon))
    }

    /// Is it on its way to another page, which has not answered yet? Only Chromium tells.
    pub(crate) fn is_leaving(&self) -> bool {
        self.pending_url.is_some()
    }
}

/// What is called with a word and the number of the tab that it is about.
pub(crate) fn named(word: &str, tab: i32) -> String {
    join(&[word, &decimal(tab)], ":")
}

/// The tab in front, in the window the popup belongs to.
pub(crate) async fn active() -> Result<Option<Tab>, JsValue> {
    let in_front = object().with("active", true).with("currentWindow", true).into();
    let tabs = call(["tabs", "query"], &[in_front]).await?;
    Ok(items(tabs).first().and_then(Tab::read))
}

/// All tabs.
pub(crate) async fn all() -> Vec<Tab> {
    let tabs = call(["tabs", "query"], &[object().into()]).await.unwrap_or_default();
    items(tabs).iter().filter_map(Tab::read).collect()
}

/// Calls `f` whenever this tab has stopped loading, for as long as the page lives.
pub(crate) fn on_arrival(tab: i32, mut f: Box<dyn FnMut()>) {
    let listener = move |id: JsValue, change: JsValue| {
        if id == tab && text(&change, "status").as_deref() == Some("complete") {
            f();
        }
    };
    listen(add_listener, Closure::<dyn FnMut(_, _)>::new(listener));
}

/// The window that has the keyboard; none while another program has it.
pub(crate) async fn focused_window() -> Option<f64> {
    let last = call(["windows", "getLastFocused"], &[]).await.ok()?;
    number(&last, "id").filter(|_| flag(&last, "focused"))
}

/// The tab with this number.
pub(crate) async fn get(id: i32) -> Result<Option<Tab>, JsValue> {
    call(["tabs", "get"], &[id.into()]).await.map(|tab| Tab::read(&tab))
}

/// The same, once it has stopped loading.
pub(crate) async fn arrived(id: i32) -> Option<Tab> {
    get(id).await.ok()?.filter(|tab| !tab.is_loading())
}

/// The text on the icon while this tab is in front.
pub(crate) async fn badge(id: i32) -> String {
    let text = call(["action", "getBadgeText"], &[object().with("tabId", id).into()]).await;
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Sets that text.
pub(crate) fn set_badge(id: i32, text: &str) {
    put("setBadgeText", id, "text", text);
}

/// Sets the colour behind it.
pub(crate) fn colour_badge(id: i32, colour: &str) {
    put("setBadgeBackgroundColor", id, "color", colour);
}

/// A tab that is gone has no badge, and nobody waits for one.
fn put(method: &str, id: i32, name: &str, value: &str) {
    drop(call(["action", method], &[object().with("tabId", id).with(name, value).into()]));
}

/// Sends the tab to an address with a plain GET, even if the page came from a form. It is loaded anew even if the tab
/// shows it already: with a fragment, browsers would only scroll there.
pub(crate) fn navigate(tab: i32, url: &str) -> JsFuture {
    call(["tabs", "update"], &[tab.into(), object().with("url", without_fragment(url)).into()])
}

/// Loads the tab's page again; past the browser's cache, all its parts are fetched anew as well.
pub(crate) fn reload(tab: i32, past_the_cache: bool) -> JsFuture {
    call(["tabs", "reload"], &[tab.into(), object().with("bypassCache", past_the_cache).into()])
}

/// Opens an address in a new tab.
pub(crate) fn open(url: &str) -> JsFuture {
    call(["tabs", "create"], &[object().with("url", without_fragment(url)).into()])
}

/// Did the visitor let the extension into private windows?
pub(crate) fn may_open_private() -> impl Future<Output = bool> {
    is_yes(call(["extension", "isAllowedIncognitoAccess"], &[]))
}

/// Opens an address in a new private window.
pub(crate) fn open_private(url: &str) -> JsFuture {
    let window = object().with("url", url).with("incognito", true).into();
    call(["windows", "create"], &[window])
}

/// Runs a script file in the tab's page and returns what the browser tells of that, with the value of its last
/// expression. It is `undefined` in Firefox where the process of the page has ended, and nothing where no page was
/// found.
pub(crate) async fn run_in_page(tab: i32, file: &str) -> Result<Option<JsValue>, JsValue> {
    let target = object().with("tabId", tab);
    let injection =
        object().with("target", target).with("files", texts(&[file])).with("injectImmediately", true).into();
    let frames = call(["scripting", "executeScript"], &[injection]).await?;
    Ok(items(frames).into_iter().next())
}
