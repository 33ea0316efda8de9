//! Work that nobody waits for.

use std::pin::Pin;

use wasm_bindgen_futures::spawn_local;

/// Begins it. Boxed, so that the module holds what drives it once and not for each kind of work.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}
