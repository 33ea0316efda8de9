//! What the browser keeps for the extension: values under their names, in two areas.

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{call_on, global, listen};
use crate::fields::{array, field, flag, object};
use crate::lock::alone;
use crate::task::Work;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "onChanged"], js_name = addListener)]
    fn add_listener(listener: &Function);
}

/// Where it is kept.
#[derive(Clone, Copy)]
pub(crate) enum Area {
    /// In memory, and gone with the browser.
    Session,
    /// On this device.
    Local,
}

impl Area {
    /// What is stored under this name; `undefined` when nothing is.
    pub(crate) async fn get(self, key: &str) -> JsValue {
        field(&self.read(&[key.into()]).await, key)
    }

    /// What is stored under these names, by its name.
    pub(crate) async fn several(self, keys: &[String]) -> JsValue {
        self.read(&[array(keys, |key| key.into())]).await
    }

    /// All that is stored, by its name.
    pub(crate) async fn all(self) -> Object {
        self.read(&[]).await.dyn_into().unwrap_or_default()
    }

    /// Stores this under a name.
    pub(crate) async fn set(self, key: &str, value: JsValue) -> Result<(), JsValue> {
        self.call("set", &[object(&[(key, value)])])?.await.map(|_| ())
    }

    /// Takes away what is stored under this name.
    pub(crate) async fn remove(self, key: &str) -> Result<(), JsValue> {
        self.call("remove", &[key.into()])?.await.map(|_| ())
    }

    /// What is stored under this name, which is stored no longer then.
    pub(crate) async fn take(self, key: &str) -> JsValue {
        let value = self.get(key).await;
        if !value.is_undefined() {
            // What cannot be removed is taken twice at worst.
            let _ = self.remove(key).await;
        }
        value
    }

    /// Changes the object that is stored under this name by now. Two changes at the same moment are made one after the other,
    /// as the later would else write back what the earlier changed.
    pub(crate) fn change(self, key: &'static str, change: Box<dyn FnOnce(&Object)>) -> Work {
        let work = async move {
            let stored: Object = self.get(key).await.dyn_into().unwrap_or_default();
            change(&stored);
            self.set(key, stored.into()).await
        };
        Box::pin(alone(key, Box::pin(work)))
    }

    /// Forgets everything.
    pub(crate) async fn clear(self) -> Result<(), JsValue> {
        self.call("clear", &[])?.await.map(|_| ())
    }

    async fn read(self, names: &[JsValue]) -> JsValue {
        match self.call("get", names) {
            Ok(items) => items.await.unwrap_or_default(),
            Err(_) => JsValue::UNDEFINED,
        }
    }

    fn call(self, method: &str, arguments: &[JsValue]) -> Result<JsFuture, JsValue> {
        let area = match self {
            Self::Session => "session",
            Self::Local => "local",
        };
        call_on(&global(&["chrome", "storage", area])?, method, arguments)
    }
}

/// Calls `f` whenever what is stored under one of these names changes, for as long as the page lives.
pub(crate) fn on_changed(names: Vec<String>, mut f: impl FnMut() + 'static) {
    let listener = move |changes: JsValue| {
        if names.iter().any(|name| flag(&changes, name)) {
            f();
        }
    };
    listen(add_listener, Closure::new(listener));
}
