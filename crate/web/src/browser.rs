//! The few browser interfaces an extension has that web-sys does not know. Chromium and Firefox share these names.

use is_it_me_core::observation::Zone;
use js_sys::{Array, Function, Object, Promise, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    async fn tabs_query(query: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = get, catch)]
    async fn tabs_get(tab: i32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = update, catch)]
    async fn tabs_update(tab: i32, change: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = executeScript, catch)]
    async fn execute_script(injection: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = contains, catch)]
    async fn permissions_contains(permissions: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = request)]
    fn permissions_request(permissions: &JsValue) -> Promise;
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeText, catch)]
    async fn set_badge_text(details: &JsValue) -> Result<JsValue, JsValue>;
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
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Tab {
    pub(crate) id: i32,
    pub(crate) url: Option<String>,
    pub(crate) pending_url: Option<String>,
    pub(crate) status: Option<String>,
}

impl Tab {
    pub(crate) fn is_loading(&self) -> bool {
        self.status.as_deref() == Some("loading")
    }
}

/// A Rust value as a plain JavaScript object.
pub(crate) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// A JavaScript value as a Rust one.
pub(crate) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

/// An object made of these fields.
pub(crate) fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// What `path` leads to from the global object, one name after the other.
pub(crate) fn global(path: &[&str]) -> Result<JsValue, JsValue> {
    path.iter().try_fold(js_sys::global().into(), |object, name| Reflect::get(&object, &(*name).into()))
}

/// The tab in front, in the window the popup belongs to.
pub(crate) async fn active_tab() -> Result<Option<Tab>, JsValue> {
    let tabs = tabs_query(&object([("active", true.into()), ("currentWindow", true.into())])).await?;
    from_js::<Vec<Tab>>(tabs).map(|tabs| tabs.into_iter().next())
}

/// The tab with this number.
pub(crate) async fn tab(id: i32) -> Result<Tab, JsValue> {
    from_js(tabs_get(id).await?)
}

/// Leads the tab to an address with a plain GET, even if the page came from a form.
pub(crate) async fn navigate(tab: i32, url: &str) -> Result<(), JsValue> {
    tabs_update(tab, &object([("url", url.into())])).await.map(|_| ())
}

/// Runs a script file in the tab's page and gives back the value of its last expression.
pub(crate) async fn run_in_page(tab: i32, file: &str) -> Result<JsValue, JsValue> {
    let target = object([("tabId", tab.into())]);
    let injection = object([("target", target), ("files", Array::of1(&file.into()).into()), ("injectImmediately", true.into())]);
    let results = execute_script(&injection).await?;
    let frame = Reflect::get_u32(&results, 0)?;
    Reflect::get(&frame, &"result".into())
}

fn every_site() -> JsValue {
    object([("origins", Array::of1(&"*://*/*".into()).into())])
}

/// May the extension see failures as they happen, on every site?
pub(crate) async fn sees_every_site() -> bool {
    permissions_contains(&every_site()).await.is_ok_and(|granted| granted.is_truthy())
}

/// Asks for that; must be called directly in a click.
pub(crate) fn ask_for_every_site() -> JsFuture {
    permissions_request(&every_site()).into()
}

/// Writes a short text on the icon for this tab; the browser takes it away with the next navigation.
pub(crate) async fn set_badge(tab: i32, text: &str) -> Result<(), JsValue> {
    set_badge_text(&object([("tabId", tab.into()), ("text", text.into())])).await.map(|_| ())
}

/// The extension's version.
pub(crate) fn version() -> String {
    Reflect::get(&get_manifest(), &"version".into()).ok().and_then(|version| version.as_string()).unwrap_or_default()
}

/// Firefox shows an extension less than Chromium does without host access.
pub(crate) fn is_firefox() -> bool {
    get_url("").starts_with("moz-extension:")
}

/// The time zone of this moment.
pub(crate) fn zone() -> Zone {
    let minutes = -js_sys::Date::new_0().get_timezone_offset();
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    let name = Reflect::get(&options, &"timeZone".into()).ok().and_then(|name| name.as_string());
    #[allow(clippy::cast_possible_truncation, reason = "zones lie within a day of UTC, and the cast saturates")]
    Zone { offset_minutes: minutes as i16, name }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}
