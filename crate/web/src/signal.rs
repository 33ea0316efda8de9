//! A word that one side waits for and another gives.

use js_sys::{Promise, PromiseWithResolvers};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The word, which is given once.
#[derive(Clone, PartialEq)]
pub(crate) struct Signal(PromiseWithResolvers);

impl Signal {
    pub(crate) fn new() -> Self {
        Self(Promise::with_resolvers())
    }

    /// Gives it.
    pub(crate) fn give(&self, word: &JsValue) {
        // Resolving a promise cannot fail.
        let _ = self.0.resolve().call1(&JsValue::NULL, word);
    }

    /// Waits for it.
    pub(crate) fn given(&self) -> JsFuture {
        self.0.promise().into()
    }
}
