//! Work for later, which can be called off until then.

use wasm_bindgen::JsValue;

use crate::limit::{pause, unless};
use crate::signal::Signal;
use crate::task::spawn;

/// Work that is begun in a while, unless this is dropped before.
pub(crate) struct Timer(Signal);

impl Timer {
    /// Begins this in this many milliseconds.
    pub(crate) fn new(ms: u32, work: impl Future<Output = ()> + 'static) -> Self {
        let dropped = Signal::new();
        let end = dropped.given();
        spawn(async move {
            if unless(end, pause(ms)).await.is_some() {
                work.await;
            }
        });
        Self(dropped)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.0.give(&JsValue::NULL);
    }
}
