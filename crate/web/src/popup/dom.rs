//! What the popup replaces when it draws anew.

use gloo_utils::document;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::dom::Node;

/// The element everything is drawn in.
fn app() -> Result<Element, JsValue> {
    document().get_element_by_id("app").ok_or_else(|| JsValue::from_str("popup.html has no #app"))
}

/// Replaces all that is drawn; parts the reader has opened stay open.
pub(super) fn replace(state: &str, side: &str, children: Vec<Node>) -> Result<(), JsValue> {
    let app = app()?;
    let open = open_parts(&app)?;
    app.set_text_content(None);
    app.set_attribute("data-state", state)?;
    app.set_attribute("data-side", side)?;
    for child in children {
        if open.contains(&child.element().class_name()) {
            child.element().set_attribute("open", "")?;
        }
        app.append_child(child.element())?;
    }
    app.set_attribute("aria-busy", "false")
}

fn open_parts(app: &Element) -> Result<Vec<String>, JsValue> {
    let open = app.query_selector_all("details[open]")?;
    let elements = (0..open.length()).filter_map(|i| open.get(i)?.dyn_into::<Element>().ok());
    Ok(elements.map(|element| element.class_name()).collect())
}

/// Says that more is coming.
pub(super) fn set_busy(busy: bool) {
    // Setting an attribute of a valid name cannot fail.
    let _ = app().and_then(|app| app.set_attribute("aria-busy", if busy { "true" } else { "false" }));
}
