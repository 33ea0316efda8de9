//! The few browser interfaces of an extension that web-sys does not have. Chromium and Firefox share these names.

use is_it_me_core::observation::Zone;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::WasmClosure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::fields::{field, object, text, texts};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn get_manifest() -> JsValue;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    pub(crate) fn get_url(path: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    pub(crate) fn open_options();
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    pub(crate) fn get_message(key: &str, substitutions: &Array) -> String;

    /// The same in a page and in the background. A faulty request also shows as a rejection.
    pub(crate) fn fetch(url: &str, init: &JsValue) -> Promise;

    /// Names of languages in a language.
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(languages: &Array, options: &JsValue) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, js_name = of)]
    fn of(this: &DisplayNames, code: &str) -> Option<String>;
}

/// What `path` leads to from the global object, one name after the other.
pub(crate) fn global(path: &[&str]) -> Result<JsValue, JsValue> {
    path.iter().try_fold(js_sys::global().into(), |object, name| Reflect::get(&object, &(*name).into()))
}

/// Calls the extension interface that `path` leads to below `chrome`. The call is made at once rather than when
/// somebody waits for its result: some calls may only be made in a click. What cannot be called fails in the same way
/// as a call that failed.
pub(crate) fn call(path: [&str; 2], arguments: &[JsValue]) -> JsFuture {
    let [area, name] = path;
    call_at(&["chrome", area], name, arguments)
}

/// The same for a method of the object that `path` leads to.
pub(crate) fn call_at(path: &[&str], method: &str, arguments: &[JsValue]) -> JsFuture {
    let promise = match global(path).and_then(|object| call_on(&object, method, arguments)) {
        Ok(result) => Promise::resolve(&result),
        Err(error) => Promise::reject(&error),
    };
    promise.into()
}

/// Calls a method of an object, and returns its result at once.
pub(crate) fn call_on(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    function.apply(object, &arguments.iter().collect())
}

/// Is this the answer? A question that could not be asked was not answered with yes.
pub(crate) async fn is_yes(answer: JsFuture) -> bool {
    answer.await.is_ok_and(|answer| answer.is_truthy())
}

/// Has a listener called, with as many arguments as it takes, for as long as the page lives.
pub(crate) fn listen<F: WasmClosure + ?Sized>(add: fn(&Function), listener: Closure<F>) {
    add(listener.as_ref().unchecked_ref());
    // The page takes all its memory with it.
    listener.forget();
}

/// The contents of a file of the package; nothing if it does not exist. It is fetched at once.
pub(crate) fn packaged(path: &str) -> impl Future<Output = String> + use<> {
    let response = fetch(&get_url(path), &JsValue::UNDEFINED).into();
    async move { read(response).await.ok().and_then(|text| text.as_string()).unwrap_or_default() }
}

async fn read(response: JsFuture) -> Result<JsValue, JsValue> {
    let response: Response = response.await?.dyn_into()?;
    JsFuture::from(response.text()?).await
}

/// What a language calls itself.
pub(crate) fn language_name(code: &str) -> String {
    let names = DisplayNames::new(&Array::of1(&code.into()), &object().with("type", "language").into());
    names.ok().and_then(|names| names.of(code)).unwrap_or_else(|| code.to_owned())
}

/// Removes the cookies of the site at this address, and what the cache holds of it. Chromium goes by origins and
/// Firefox by host names.
pub(crate) fn clear_site(url: &str) -> Result<JsFuture, JsValue> {
    let url = web_sys::Url::new(url)?;
    let (by, name) = if is_firefox() { ("hostnames", url.hostname()) } else { ("origins", url.origin()) };
    let site = object().with(by, texts(&[&name])).into();
    let what = object().with("cookies", true).with("cache", true).into();
    Ok(call(["browsingData", "remove"], &[site, what]))
}

/// The extension's version.
pub(crate) fn version() -> String {
    text(&get_manifest(), "version").unwrap_or_default()
}

/// What the extension may ask for besides access to sites.
pub(crate) fn optional_permissions() -> JsValue {
    field(&get_manifest(), "optional_permissions")
}

/// Without host access, Firefox shows an extension less than Chromium does.
pub(crate) fn is_firefox() -> bool {
    get_url("").starts_with("moz-extension:")
}

/// Where this extension's own pages are, without a slash at the end.
pub(crate) fn own_origin() -> String {
    get_url("").trim_end_matches('/').to_owned()
}

/// The time zone at this moment.
pub(crate) fn zone() -> Zone {
    let minutes = -js_sys::Date::new_0().get_timezone_offset();
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    let name = text(&options, "timeZone");
    #[allow(clippy::cast_possible_truncation, reason = "zones lie within a day of UTC, and the cast saturates")]
    Zone { offset_minutes: minutes as i16, name }
}

/// Is there a network, as far as the browser knows?
pub(crate) fn is_online() -> bool {
    global(&["navigator", "onLine"]).is_ok_and(|is_online| is_online != JsValue::FALSE)
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}
