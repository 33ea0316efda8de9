//! A few lines on top of web-sys: elements made of text and children, never of markup.

use gloo_utils::document;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement};

use super::morph::morph;
use crate::fields::text;

/// An element under construction. Text becomes a text node, whatever it contains.
pub(super) struct Node(Element);

/// A new element. Only names that HTML knows are passed, so the browser cannot refuse one.
pub(super) fn el(tag: &str) -> Result<Node, JsValue> {
    document().create_element(tag).map(Node)
}

/// A new button that does this at every click.
pub(super) fn button(text: &str, on_click: impl FnMut(Event) + 'static) -> Result<Node, JsValue> {
    el("button")?.attr("type", "button")?.text(text).on("click", on_click)
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

    /// A new element inside this one. Where elements are many, this takes less code than passing errors on: of a name that
    /// HTML knows there are none.
    pub(super) fn inside(&self, tag: &str, class: &str) -> Self {
        let Ok(new) = document().create_element(tag) else { return Self(self.0.clone()) };
        new.set_class_name(class);
        // Nothing refuses an element that stands nowhere else.
        let _ = self.0.append_child(&new);
        Self(new)
    }

    /// A new element inside this one that holds a text.
    pub(super) fn piece(&self, tag: &str, class: &str, text: &str) -> Self {
        self.inside(tag, class).text(text)
    }

    /// A new button inside this one, with this id unless that is empty.
    pub(super) fn button(&self, id: &str, text: &str, on_click: impl FnMut(Event) + 'static) -> Result<(), JsValue> {
        let button = button(text, on_click)?;
        if !id.is_empty() {
            button.set("id", id);
        }
        self.0.append_child(&button.0).map(|_| ())
    }

    /// Sets an attribute whose name is known to be valid.
    pub(super) fn set(&self, name: &str, value: &str) {
        let _ = self.0.set_attribute(name, value);
    }

    /// Calls `f` at every such event, for as long as the popup lives.
    pub(super) fn on(self, event: &str, f: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
        let listener = Closure::<dyn FnMut(Event)>::new(f);
        self.0.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref())?;
        // The popup is closed by a click anywhere else and takes all its memory along.
        listener.forget();
        Ok(self)
    }
}

/// The element everything is drawn in.
fn app() -> Result<Element, JsValue> {
    document().get_element_by_id("app").ok_or_else(|| JsValue::from_str("popup.html has no #app"))
}

/// Draws this in place of what is drawn, without touching what stays the same. The attributes tell in the core's words
/// what is drawn, for style and tests.
pub(super) fn show(attributes: &[(&str, &str)], parts: Vec<Node>) -> Result<(), JsValue> {
    let (app, wanted) = (app()?, document().create_document_fragment());
    for part in parts {
        wanted.append_child(&part.0)?;
    }
    for (name, value) in attributes {
        app.set_attribute(name, value)?;
    }
    morph(&app, &wanted)
}

/// Is the box with this name ticked?
pub(super) fn is_ticked(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    element.is_some_and(|input| input.checked())
}

/// Is there an element that this selector finds?
pub(super) fn is_there(selector: &str) -> bool {
    document().query_selector(selector).is_ok_and(|found| found.is_some())
}

/// What was typed into the field with this name.
pub(super) fn value_of(id: &str) -> String {
    document().get_element_by_id(id).and_then(|field| text(&field, "value")).unwrap_or_default()
}

/// The text of the first element that a selector finds.
pub(super) fn text_of(selector: &str) -> String {
    let element = document().query_selector(selector).ok().flatten();
    element.and_then(|element| element.text_content()).unwrap_or_default()
}

/// Has screen readers say this. The live region outlives every redraw, so each verdict is heard once and in full.
pub(super) fn announce(text: &str) {
    if let Some(live) = document().get_element_by_id("live")
        && live.text_content().as_deref() != Some(text)
    {
        live.set_text_content(Some(text));
    }
}

/// The page's language and direction, for pronunciation and layout.
pub(super) fn set_language(language: &str, direction: &str) {
    if let Some(root) = document().document_element() {
        // Setting an attribute of a valid name cannot fail.
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", direction);
    }
}
