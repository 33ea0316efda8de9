//! Work that all pages and workers of the extension do one at a time.

use wasm_bindgen::prelude::*;

use crate::browser::call_at;
use crate::task::{Work, promise};

/// Does this once nobody else, in any page or worker of ours, is doing something under the same name.
pub(crate) async fn alone(name: &'static str, work: Work) -> Result<JsValue, JsValue> {
    let work = Closure::once_into_js(move || promise(work));
    call_at(&["navigator", "locks"], "request", &[name.into(), work]).await
}
