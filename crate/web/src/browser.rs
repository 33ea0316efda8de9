//! The few browser interfaces an extension has that web-sys does not know. Chromium and Firefox share these names.

use is_it_me_core::observation::Zone;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestInit;

use crate::fields::{field, flag, list, number, object, text, texts};
use crate::retry::switch::give_up;
use crate::task::spawn;

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

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "onChanged"], js_name = addListener)]
    fn on_stored(listener: &Function);
    #[wasm_bindgen(js_namespace = ["chrome", "tabs", "onUpdated"], js_name = addListener)]
    fn on_updated(listener: &Function);

    /// The same in a page and in the background.
    #[wasm_bindgen(js_name = fetch)]
    pub(crate) fn fetch(url: &str, init: &RequestInit) -> Promise;

    /// Names of languages in a language.
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(languages: &Array, options: &JsValue) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, js_name = of)]
    fn of(this: &DisplayNames, code: &str) -> Option<String>;

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
    icon: Option<String>,
}

/// What the names of Firefox's containers begin with.
const CONTAINER: &str = "firefox-container-";
/// Where Firefox has the icons of its own pages, and those of its error pages.
const ICONS: &str = "chrome://global/skin/icons/";
const ERROR_ICONS: [&str; 2] = ["info.svg", "warning.svg"];

impl Tab {
    fn read(tab: &JsValue) -> Option<Self> {
        #[allow(clippy::cast_possible_truncation, reason = "the browser numbers its tabs with 32 bits")]
        Some(Self {
            id: number(tab, "id")? as i32,
            url: text(tab, "url"),
            pending_url: text(tab, "pendingUrl"),
            is_private: flag(tab, "incognito"),
            is_contained: text(tab, "cookieStoreId").is_some_and(|store| store.starts_with(CONTAINER)),
            is_active: flag(tab, "active"),
            window: number(tab, "windowId"),
            is_loading: text(tab, "status").as_deref() == Some("loading"),
            icon: text(tab, "favIconUrl"),
        })
    }

    /// The address it shows, or that it is on its way to; empty where the browser shows neither.
    pub(crate) fn address(&self) -> &str {
        self.pending_url.as_deref().or(self.url.as_deref()).unwrap_or_default()
    }

    /// Is something being loaded into it?
    pub(crate) fn is_loading(&self) -> bool {
        self.is_loading
    }

    /// Are its cookies others than those of the ordinary profile? Requests of this extension carry the latter, and would tell the
    /// site that both are the same visitor.
    pub(crate) fn has_other_cookies(&self) -> bool {
        self.is_private || self.is_contained
    }

    /// Does it have the icon of an error page of Firefox? Nothing else tells those from pages on which no script may run.
    pub(crate) fn has_error_icon(&self) -> bool {
        let own = self.icon.as_deref().and_then(|icon| icon.strip_prefix(ICONS));
        own.is_some_and(|icon| ERROR_ICONS.contains(&icon))
    }

    /// Is it on its way to another page, which has not answered yet? Only Chromium tells.
    pub(crate) fn is_leaving(&self) -> bool {
        self.pending_url.is_some()
    }
}

/// What `path` leads to from the global object, one name after the other.
pub(crate) fn global(path: &[&str]) -> Result<JsValue, JsValue> {
    path.iter().try_fold(js_sys::global().into(), |object, name| Reflect::get(&object, &(*name).into()))
}

/// Calls the extension interface that `path` leads to below `chrome`. The call is made at once, and not when somebody waits
/// for what comes of it: some may be made in a click only.
pub(crate) fn call(path: [&str; 2], arguments: &[JsValue]) -> Result<JsFuture, JsValue> {
    let [area, name] = path;
    call_on(&global(&["chrome", area])?, name, arguments)
}

/// The same of the object whose method it is.
pub(crate) fn call_on(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsFuture, JsValue> {
    let function: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let result = function.apply(object, &arguments.iter().collect())?;
    Ok(Promise::resolve(&result).into())
}

/// The tab in front, in the window the popup belongs to.
pub(crate) async fn active_tab() -> Result<Option<Tab>, JsValue> {
    let in_front = object(&[("active", true.into()), ("currentWindow", true.into())]);
    let tabs = call(["tabs", "query"], &[in_front])?.await?;
    Ok(list(tabs).and_then(|mut tabs| tabs.next()).and_then(|tab| Tab::read(&tab)))
}

/// All tabs.
pub(crate) async fn tabs() -> Vec<Tab> {
    let Ok(tabs) = call(["tabs", "query"], &[object(&[])]) else { return Vec::new() };
    let tabs = tabs.await.unwrap_or_default();
    list(tabs).into_iter().flatten().filter_map(|tab| Tab::read(&tab)).collect()
}

/// Calls `f` whenever something changes in any tab, for as long as the page lives.
pub(crate) fn on_tab_updated(f: impl FnMut() + 'static) {
    listen(on_updated, Closure::new(f));
}

/// Calls `f` whenever anything stored changes, for as long as the page lives.
pub(crate) fn on_storage_changed(f: impl FnMut() + 'static) {
    listen(on_stored, Closure::new(f));
}

fn listen(add: fn(&Function), listener: Closure<dyn FnMut()>) {
    add(listener.as_ref().unchecked_ref());
    // The page takes all its memory along.
    listener.forget();
}

/// The window that people type into; none while that is another program's.
pub(crate) async fn focused_window() -> Option<f64> {
    let last = call(["windows", "getLastFocused"], &[]).ok()?.await.ok()?;
    number(&last, "id").filter(|_| flag(&last, "focused"))
}

/// The tab with this number.
pub(crate) async fn tab(id: i32) -> Result<Option<Tab>, JsValue> {
    call(["tabs", "get"], &[id.into()])?.await.map(|tab| Tab::read(&tab))
}

/// Leads the tab to an address with a plain GET, even if the page came from a form.
pub(crate) async fn navigate(tab: i32, url: &str) -> Result<(), JsValue> {
    call(["tabs", "update"], &[tab.into(), object(&[("url", url.into())])])?.await.map(|_| ())
}

/// Loads the tab's page again; past the browser's cache all its parts are fetched anew as well.
pub(crate) async fn reload(tab: i32, past_the_cache: bool) -> Result<(), JsValue> {
    call(["tabs", "reload"], &[tab.into(), object(&[("bypassCache", past_the_cache.into())])])?.await.map(|_| ())
}

/// Opens an address in a new tab.
pub(crate) async fn open_tab(url: &str) -> Result<(), JsValue> {
    call(["tabs", "create"], &[object(&[("url", url.into())])])?.await.map(|_| ())
}

/// Did the visitor let the extension into private windows?
pub(crate) async fn may_open_private() -> bool {
    let Ok(answer) = call(["extension", "isAllowedIncognitoAccess"], &[]) else { return false };
    answer.await.is_ok_and(|allowed| allowed.is_truthy())
}

/// Opens an address in a new private window.
pub(crate) async fn open_private(url: &str) -> Result<(), JsValue> {
    let window = object(&[("url", url.into()), ("incognito", true.into())]);
    call(["windows", "create"], &[window])?.await.map(|_| ())
}

/// Runs a script file in the tab's page and gives back the value of its last expression.
pub(crate) async fn run_in_page(tab: i32, file: &str) -> Result<JsValue, JsValue> {
    let target = object(&[("tabId", tab.into())]);
    let injection = object(&[("target", target), ("files", texts(&[file])), ("injectImmediately", true.into())]);
    let frames = call(["scripting", "executeScript"], &[injection])?.await?;
    let first = list(frames).and_then(|mut frames| frames.next()).unwrap_or_default();
    Ok(field(&first, "result"))
}

/// A question of the browser's to the visitor, which may come up only in a click.
pub(crate) struct Question(Result<JsFuture, JsValue>);

impl Question {
    /// What was wished for with an earlier question is given up: that one was never answered with yes.
    fn put(permissions: JsValue) -> Self {
        spawn(give_up());
        Self(call(["permissions", "request"], &[permissions]))
    }

    /// Asks for one more permission; must be called directly in a click.
    pub(crate) fn permission(name: &str) -> Self {
        Self::put(object(&[("permissions", texts(&[name]))]))
    }

    /// Was it answered with yes? What could not be asked was not.
    pub(crate) async fn granted(self) -> bool {
        match self.0 {
            Ok(answer) => answer.await.is_ok_and(|granted| granted.is_truthy()),
            Err(_) => false,
        }
    }
}

/// Was the question answered with yes, where there was one to ask?
pub(crate) async fn is_granted(asked: Option<Question>) -> bool {
    match asked {
        Some(question) => question.granted().await,
        None => true,
    }
}

/// Access to sites, as the browser's permission interface takes it.
#[derive(Clone)]
pub(crate) struct Sites(String);

impl Sites {
    /// Every site there is.
    pub(crate) fn all() -> Self {
        Self("*://*/*".into())
    }

    /// The one site with this host.
    pub(crate) fn host(host: &str) -> Self {
        Self(format!("*://{host}/*"))
    }

    /// The sites of a pattern, as the browser writes it.
    pub(crate) fn origin(pattern: &str) -> Self {
        Self(pattern.to_owned())
    }

    /// May the extension see failures of these sites as they happen?
    pub(crate) async fn are_open(&self) -> bool {
        let Ok(answer) = call(["permissions", "contains"], &[self.origins()]) else { return false };
        answer.await.is_ok_and(|granted| granted.is_truthy())
    }

    /// Asks for that; must be called directly in a click.
    pub(crate) fn ask(&self) -> Question {
        Question::put(self.origins())
    }

    /// Gives the access back.
    pub(crate) async fn take_back(&self) -> Result<(), JsValue> {
        call(["permissions", "remove"], &[self.origins()])?.await.map(|_| ())
    }

    fn origins(&self) -> JsValue {
        object(&[("origins", texts(&[&self.0]))])
    }
}

/// The patterns of all sites that the extension was given access to.
pub(crate) async fn granted_sites() -> Vec<String> {
    let Ok(granted) = call(["permissions", "getAll"], &[]) else { return Vec::new() };
    let granted = granted.await.unwrap_or_default();
    list(field(&granted, "origins")).into_iter().flatten().filter_map(|origin| origin.as_string()).collect()
}

/// What a language calls itself.
pub(crate) fn language_name(code: &str) -> String {
    let names = DisplayNames::new(&Array::of1(&code.into()), &object(&[("type", "language".into())]));
    names.ok().and_then(|names| names.of(code)).unwrap_or_else(|| code.to_owned())
}

/// What the browser keeps of one site, as its interface takes it.
pub(crate) struct SiteData(JsValue);

impl SiteData {
    /// Of the site at this address. Chromium goes by origins and Firefox by host names.
    pub(crate) fn of(url: &str) -> Result<Self, JsValue> {
        let url = web_sys::Url::new(url)?;
        let (by, name) = if is_firefox() { ("hostnames", url.hostname()) } else { ("origins", url.origin()) };
        Ok(Self(object(&[(by, texts(&[&name]))])))
    }

    /// Asks for the leave to remove such things; must be called directly in a click.
    pub(crate) fn ask() -> Question {
        Question::permission("browsingData")
    }

    /// Removes its cookies and what the cache holds of it.
    pub(crate) async fn remove(self) -> Result<(), JsValue> {
        let what = object(&[("cookies", true.into()), ("cache", true.into())]);
        call(["browsingData", "remove"], &[self.0, what])?.await.map(|_| ())
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

/// Is there a network, as far as the browser knows?
pub(crate) fn is_online() -> bool {
    global(&["navigator", "onLine"]).is_ok_and(|is_online| is_online != JsValue::FALSE)
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}
