//! Work that is started here and ends whenever it does.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

/// What is under way. Boxed, so that the module holds the code that waits for it once and not for each kind of work.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Work that may fail.
pub(crate) type Work = Boxed<'static, Result<JsValue, JsValue>>;

/// Begins work for which JavaScript waits.
pub(crate) fn promise(work: Work) -> Promise {
    future_to_promise(work)
}

/// Begins work that nobody waits for; boxed for the same reason.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Boxed<()> = Box::pin(work);
    spawn_local(work);
}
