//! A few lines on top of web-sys: elements made of text and children, never of markup.

use gloo_utils::document;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

/// An element under construction. Text becomes a text node, whatever it contains.
pub(super) struct Node(Element);

/// A new element. Only names that HTML knows are passed, so the browser cannot refuse one.
pub(super) fn el(tag: &str) -> Result<Node, JsValue> {
    document().create_element(tag).map(Node)
}

impl Node {
    pub(super) fn class(self, name: &str) -> Self {
        self.0.set_class_name(name);
        self
    }

    pub(super) fn attr(self, name: &str, value: &str) -> Result<Self, JsValue> {
        self.0.set_attribute(name, value)?;
        Ok(self)
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.0.set_text_content(Some(text));
        self
    }

    pub(super) fn child(self, child: &Self) -> Result<Self, JsValue> {
        self.0.append_child(&child.0)?;
        Ok(self)
    }

    pub(super) fn children(self, children: impl IntoIterator<Item = Result<Self, JsValue>>) -> Result<Self, JsValue> {
        children.into_iter().try_fold(self, |parent, child| parent.child(&child?))
    }

    /// Calls `f` at every click, for as long as the popup lives.
    pub(super) fn on_click(self, f: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
        let listener = Closure::<dyn FnMut(Event)>::new(f);
        self.0.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref())?;
        // The popup is closed by a click anywhere else and takes all its memory along.
        listener.forget();
        Ok(self)
    }
}

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
        if open.contains(&child.0.class_name()) {
            child.0.set_attribute("open", "")?;
        }
        app.append_child(&child.0)?;
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

/// Has screen readers say this. The live region outlives every redraw, so each verdict is heard once and in full.
pub(super) fn announce(text: &str) {
    if let Some(live) = document().get_element_by_id("live") {
        live.set_text_content(Some(text));
    }
}

/// The page's language and direction, for pronunciation and layout: those of its sentences, which need not be the
/// browser's, where nobody has translated them yet.
pub(super) fn set_language(language: &str, direction: &str) {
    if let Some(root) = document().document_element() {
        // Setting an attribute of a valid name cannot fail.
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", direction);
    }
}
