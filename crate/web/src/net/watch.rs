//! What the browser reports about requests, for as long as somebody watches.

use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::browser::{call_on, global};

/// What is called with each event.
pub(crate) type Listener = Closure<dyn FnMut(JsValue)>;

/// Watches until it is dropped.
pub(crate) struct Watch {
    events: Vec<JsValue>,
    listener: Listener,
}

impl Watch {
    /// Begins to watch these events of the requests that the filter lets through.
    pub(crate) fn begin(events: &[&str], filter: &JsValue, listener: Listener) -> Result<Self, JsValue> {
        let mut watch = Self { events: Vec::new(), listener };
        for name in events {
            let event = global(&["chrome", "webRequest", name])?;
            let mut arguments = vec![watch.listener.as_ref().clone(), filter.clone()];
            if *name == "onResponseStarted" {
                arguments.push(everything()?);
            }
            call_on(&event, "addListener", &arguments)?;
            watch.events.push(event);
        }
        Ok(watch)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        for event in &self.events {
            // Nothing is left to do if this fails.
            let _ = call_on(event, "removeListener", &[self.listener.as_ref().clone()]);
        }
    }
}

/// Everything that this browser can add to an event: its header fields and, in Chromium, those it hides by default.
fn everything() -> Result<JsValue, JsValue> {
    let options: Object = global(&["chrome", "webRequest", "OnResponseStartedOptions"])?.unchecked_into();
    Ok(Object::values(&options).into())
}
