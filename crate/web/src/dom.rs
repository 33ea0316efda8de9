//! A few lines on top of web-sys: elements made of text and children, never of markup.

use gloo_utils::document;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

/// An element under construction. Text becomes a text node, whatever it contains.
pub(crate) struct Node(Element);

/// A new element. Only names that HTML knows are passed, so the browser cannot refuse one.
pub(crate) fn el(tag: &str) -> Result<Node, JsValue> {
    document().create_element(tag).map(Node)
}

impl Node {
    pub(crate) fn class(self, name: &str) -> Self {
        self.0.set_class_name(name);
        self
    }

    pub(crate) fn attr(self, name: &str, value: &str) -> Result<Self, JsValue> {
        self.0.set_attribute(name, value)?;
        Ok(self)
    }

    pub(crate) fn text(self, text: &str) -> Self {
        self.0.set_text_content(Some(text));
        self
    }

    pub(crate) fn child(self, child: &Self) -> Result<Self, JsValue> {
        self.0.append_child(&child.0)?;
        Ok(self)
    }

    pub(crate) fn children(self, children: impl IntoIterator<Item = Result<Self, JsValue>>) -> Result<Self, JsValue> {
        children.into_iter().try_fold(self, |parent, child| parent.child(&child?))
    }

    /// The finished element.
    pub(crate) fn element(&self) -> &Element {
        &self.0
    }

    /// Calls `f` at every click, for as long as the page lives.
    pub(crate) fn on_click(self, f: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
        self.on("click", f)
    }

    /// Calls `f` at every event of this name, for as long as the page lives.
    pub(crate) fn on(self, event: &str, f: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
        let listener = Closure::<dyn FnMut(Event)>::new(f);
        self.0.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref())?;
        // A page of ours is closed some time and takes all its memory along.
        listener.forget();
        Ok(self)
    }
}

/// Puts the page into the place its frame leaves for it.
pub(crate) fn put(page: &Node) -> Result<(), JsValue> {
    let place = document().get_element_by_id("page").ok_or("the page has no #page")?;
    place.set_text_content(None);
    place.append_child(page.element()).map(|_| ())
}

/// Has screen readers say this. The live region outlives every redraw, so each verdict is heard once and in full.
pub(crate) fn announce(text: &str) {
    if let Some(live) = document().get_element_by_id("live") {
        live.set_text_content(Some(text));
    }
}

/// The page's language and direction, for pronunciation and layout.
pub(crate) fn set_language(language: &str, direction: &str) {
    if let Some(root) = document().document_element() {
        // Setting an attribute of a valid name cannot fail.
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", direction);
    }
}
