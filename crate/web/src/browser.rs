//! The few browser interfaces an extension has that web-sys does not know. Chromium and Firefox share these names.

use is_it_me_core::observation::Zone;
use js_sys::{Array, Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::fields::{field, flag, list, number, text};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    async fn tabs_query(query: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = get, catch)]
    async fn tabs_get(tab: i32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = update, catch)]
    async fn tabs_update(tab: i32, change: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = create, catch)]
    async fn tabs_create(tab: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = reload, catch)]
    async fn tabs_reload(tab: i32, how: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "windows"], js_name = create, catch)]
    async fn windows_create(window: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "extension"], js_name = isAllowedIncognitoAccess, catch)]
    async fn is_allowed_incognito_access() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "browsingData"], js_name = remove, catch)]
    async fn browsing_data_remove(of: &JsValue, what: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = executeScript, catch)]
    async fn execute_script(injection: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = contains, catch)]
    async fn permissions_contains(permissions: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = request)]
    fn permissions_request(permissions: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn get_manifest() -> JsValue;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn get_url(path: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    pub(crate) fn get_message(key: &str, substitutions: &Array) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    pub(crate) fn ui_language() -> String;

    /// A `chrome.webRequest.on…` object.
    pub(crate) type WebRequestEvent;
    #[wasm_bindgen(method, js_name = addListener)]
    pub(crate) fn add(this: &WebRequestEvent, listener: &Function, filter: &JsValue);
    #[wasm_bindgen(method, js_name = addListener)]
    pub(crate) fn add_with(this: &WebRequestEvent, listener: &Function, filter: &JsValue, extra: &JsValue);
    #[wasm_bindgen(method, js_name = removeListener)]
    pub(crate) fn remove(this: &WebRequestEvent, listener: &Function);
}

/// A tab, as far as the browser shows it: without access there is no address.
pub(crate) struct Tab {
    pub(crate) id: i32,
    pub(crate) url: Option<String>,
    pub(crate) pending_url: Option<String>,
    /// It belongs to a private window.
    pub(crate) is_private: bool,
    is_loading: bool,
}

impl Tab {
    fn read(tab: &JsValue) -> Option<Self> {
        #[allow(clippy::cast_possible_truncation, reason = "the browser numbers its tabs with 32 bits")]
        Some(Self {
            id: number(tab, "id")? as i32,
            url: text(tab, "url"),
            pending_url: text(tab, "pendingUrl"),
            is_private: flag(tab, "incognito"),
            is_loading: text(tab, "status").as_deref() == Some("loading"),
        })
    }

    /// Is something being loaded into it?
    pub(crate) fn is_loading(&self) -> bool {
        self.is_loading
    }

    /// Is it on its way to another page, which has not answered yet? Only Chromium tells.
    pub(crate) fn is_leaving(&self) -> bool {
        self.pending_url.is_some()
    }
}

/// What an extension interface is called with, as a plain object.
pub(crate) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// What `path` leads to from the window, one name after the other.
pub(crate) fn global(path: &[&str]) -> Result<JsValue, JsValue> {
    path.iter().try_fold(gloo_utils::window().into(), |object, name| Reflect::get(&object, &(*name).into()))
}

/// The tab in front, in the window the popup belongs to.
pub(crate) async fn active_tab() -> Result<Option<Tab>, JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct InFront {
        active: bool,
        current_window: bool,
    }
    let tabs = tabs_query(&to_js(&InFront { active: true, current_window: true })?).await?;
    Ok(list(tabs).and_then(|mut tabs| tabs.next()).and_then(|tab| Tab::read(&tab)))
}

/// The tab with this number.
pub(crate) async fn tab(id: i32) -> Result<Option<Tab>, JsValue> {
    tabs_get(id).await.map(|tab| Tab::read(&tab))
}

/// Leads the tab to an address with a plain GET, even if the page came from a form.
pub(crate) async fn navigate(tab: i32, url: &str) -> Result<(), JsValue> {
    #[derive(Serialize)]
    struct To<'a> {
        url: &'a str,
    }
    tabs_update(tab, &to_js(&To { url })?).await.map(|_| ())
}

/// Loads the tab's page again, past the browser's cache.
pub(crate) async fn reload(tab: i32) -> Result<(), JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct How {
        bypass_cache: bool,
    }
    tabs_reload(tab, &to_js(&How { bypass_cache: true })?).await.map(|_| ())
}

/// Opens an address in a new tab.
pub(crate) async fn open_tab(url: &str) -> Result<(), JsValue> {
    #[derive(Serialize)]
    struct At<'a> {
        url: &'a str,
    }
    tabs_create(&to_js(&At { url })?).await.map(|_| ())
}

/// Did the visitor let the extension into private windows?
pub(crate) async fn may_open_private() -> bool {
    is_allowed_incognito_access().await.is_ok_and(|allowed| allowed.is_truthy())
}

/// Opens an address in a new private window.
pub(crate) async fn open_private(url: &str) -> Result<(), JsValue> {
    #[derive(Serialize)]
    struct Window<'a> {
        url: &'a str,
        incognito: bool,
    }
    windows_create(&to_js(&Window { url, incognito: true })?).await.map(|_| ())
}

/// Runs a script file in the tab's page and gives back the value of its last expression.
pub(crate) async fn run_in_page(tab_id: i32, file: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Target {
        tab_id: i32,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Injection<'a> {
        target: Target,
        files: [&'a str; 1],
        inject_immediately: bool,
    }
    let injection = Injection { target: Target { tab_id }, files: [file], inject_immediately: true };
    let frames = execute_script(&to_js(&injection)?).await?;
    let first = list(frames).and_then(|mut frames| frames.next()).unwrap_or_default();
    Ok(field(&first, "result"))
}

/// Access to sites, as the browser's permission interface takes it.
#[derive(Clone, Serialize)]
pub(crate) struct Sites {
    origins: [String; 1],
}

impl Sites {
    /// Every site there is.
    pub(crate) fn all() -> Self {
        Self { origins: ["*://*/*".into()] }
    }

    /// The one site with this host.
    pub(crate) fn host(host: &str) -> Self {
        Self { origins: [format!("*://{host}/*")] }
    }

    /// May the extension see failures of these sites as they happen?
    pub(crate) async fn are_open(&self) -> bool {
        let Ok(sites) = to_js(self) else { return false };
        permissions_contains(&sites).await.is_ok_and(|granted| granted.is_truthy())
    }

    /// Asks for that; must be called directly in a click.
    pub(crate) fn ask(&self) -> Result<JsFuture, JsValue> {
        Ok(permissions_request(&to_js(self)?).into())
    }
}

/// What the browser keeps of one site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SiteData {
    #[serde(skip_serializing_if = "Option::is_none")]
    origins: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hostnames: Option<[String; 1]>,
}

impl SiteData {
    /// Of the site at this address. Chromium goes by origins and Firefox by host names.
    pub(crate) fn of(url: &str) -> Result<Self, JsValue> {
        let url = web_sys::Url::new(url)?;
        Ok(if is_firefox() {
            Self { origins: None, hostnames: Some([url.hostname()]) }
        } else {
            Self { origins: Some([url.origin()]), hostnames: None }
        })
    }

    /// Asks for the leave to remove such things; must be called directly in a click.
    pub(crate) fn ask() -> Result<JsFuture, JsValue> {
        #[derive(Serialize)]
        struct Leave {
            permissions: [&'static str; 1],
        }
        Ok(permissions_request(&to_js(&Leave { permissions: ["browsingData"] })?).into())
    }

    /// Removes its cookies and what the cache holds of it.
    pub(crate) async fn remove(&self) -> Result<(), JsValue> {
        #[derive(Serialize)]
        struct What {
            cookies: bool,
            cache: bool,
        }
        browsing_data_remove(&to_js(self)?, &to_js(&What { cookies: true, cache: true })?).await.map(|_| ())
    }
}

/// The extension's version.
pub(crate) fn version() -> String {
    text(&get_manifest(), "version").unwrap_or_default()
}

/// Firefox shows an extension less than Chromium does without host access.
pub(crate) fn is_firefox() -> bool {
    get_url("").starts_with("moz-extension:")
}

/// Where this extension's own pages are, without a slash at the end.
pub(crate) fn own_origin() -> String {
    get_url("").trim_end_matches('/').to_owned()
}

/// The time zone of this moment.
pub(crate) fn zone() -> Zone {
    let minutes = -js_sys::Date::new_0().get_timezone_offset();
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    let name = text(&options, "timeZone");
    #[allow(clippy::cast_possible_truncation, reason = "zones lie within a day of UTC, and the cast saturates")]
    Zone { offset_minutes: minutes as i16, name }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}
