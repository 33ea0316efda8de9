//! What the browser keeps for the extension: values under their names, in two areas.

use std::slice::from_ref;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{call_at, listen};
use crate::fields::{array, flag, object};
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
    /// What is stored under this name; `undefined` if nothing is. Like all reads here, it is started at once.
    pub(crate) fn get(self, key: &str) -> impl Future<Output = JsValue> + use<> {
        let key = JsValue::from_str(key);
        let items = self.read(from_ref(&key));
        async move { Reflect::get(&items.await, &key).unwrap_or_default() }
    }

    /// What is stored under these names, by name.
    pub(crate) fn several(self, keys: &[String]) -> impl Future<Output = JsValue> + use<> {
        self.read(&[array(keys, |key| key.into())])
    }

    /// Everything that is stored, by name.
    pub(crate) fn all(self) -> impl Future<Output = Object> {
        let items = self.read(&[]);
        async { items.await.dyn_into().unwrap_or_default() }
    }

    /// Stores this under a name.
    pub(crate) fn set(self, key: &str, value: JsValue) -> JsFuture {
        self.call("set", &[object().with(key, value).into()])
    }

    /// Takes away what is stored under this name.
    pub(crate) fn remove(self, key: &str) -> JsFuture {
        self.call("remove", &[key.into()])
    }

    /// What is stored under this name, and removes it.
    pub(crate) fn take(self, key: &str) -> impl Future<Output = JsValue> + use<> {
        let (value, key) = (self.get(key), key.to_owned());
        async move {
            let value = value.await;
            if !value.is_undefined() {
                // At worst, what cannot be removed is taken twice.
                let _ = self.remove(&key).await;
            }
            value
        }
    }

    /// Changes the object that is now stored under this name. Simultaneous changes are made one after the other, as the
    /// later would otherwise overwrite what the earlier changed.
    pub(crate) fn change(self, key: &'static str, change: Box<dyn FnOnce(&Object)>) -> Work {
        let work = async move {
            let stored: Object = self.get(key).await.dyn_into().unwrap_or_default();
            change(&stored);
            self.set(key, stored.into()).await
        };
        Box::pin(alone(key, Box::pin(work)))
    }

    /// Forgets everything.
    pub(crate) fn clear(self) -> JsFuture {
        self.call("clear", &[])
    }

    fn read(self, names: &[JsValue]) -> impl Future<Output = JsValue> + use<> {
        let items = self.call("get", names);
        async { items.await.unwrap_or_default() }
    }

    fn call(self, method: &str, arguments: &[JsValue]) -> JsFuture {
        let area = match self {
            Self::Session => "session",
            Self::Local => "local",
        };
        call_at(&["chrome", "storage", area], method, arguments)
    }
}

/// Calls `f` whenever what is stored under one of these names changes, for as long as the page lives.
pub(crate) fn on_changed(names: Vec<String>, mut f: impl FnMut() + 'static) {
    let listener = move |changes: JsValue| {
        if names.iter().any(|name| flag(&changes, name)) {
            f();
        }
    };
    listen(add_listener, Closure::<dyn FnMut(_)>::new(listener));
}
