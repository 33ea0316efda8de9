//! A few lines on top of web-sys: elements made of text and children, never of markup.

use gloo_utils::document;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement};

use super::morph::morph;
use crate::fields::text;

/// An element under construction. Text becomes a text node, whatever it contains.
pub(crate) struct Node(Element);

/// A new element. Only names that HTML knows are passed, so the browser cannot refuse one.
pub(crate) fn el(tag: &str) -> Result<Node, JsValue> {
    document().create_element(tag).map(Node)
}

/// A new button that does this at every click.
pub(crate) fn button(text: &str, on_click: impl FnMut(Event) + 'static) -> Result<Node, JsValue> {
    el("button")?.attr("type", "button")?.text(text).on("click", on_click)
}

impl Node {
    /// The finished element.
    pub(crate) fn element(&self) -> &Element {
        &self.0
    }

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

    /// Calls `f` at every click, for as long as the popup lives.
    pub(crate) fn on_click(self, f: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
        self.on("click", f)
    }

    /// Calls `f` at every event of this name, for as long as the page lives.
    pub(crate) fn on(self, event: &str, f: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
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
pub(crate) fn show(attributes: &[(&str, &str)], parts: Vec<Node>) -> Result<(), JsValue> {
    let (app, wanted) = (app()?, document().create_document_fragment());
    for part in parts {
        wanted.append_child(&part.0)?;
    }
    for (name, value) in attributes {
        app.set_attribute(name, value)?;
    }
    morph(&app, &wanted)
}

/// Puts a page into the place its frame leaves for it.
pub(crate) fn put(page: &Node) -> Result<(), JsValue> {
    let place = document().get_element_by_id("page").ok_or("the page has no #page")?;
    place.set_text_content(None);
    place.append_child(page.element()).map(|_| ())
}

/// Is the box with this name ticked?
pub(crate) fn is_ticked(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    element.is_some_and(|input| input.checked())
}

/// Is there an element that this selector finds?
pub(crate) fn is_there(selector: &str) -> bool {
    document().query_selector(selector).is_ok_and(|found| found.is_some())
}

/// What was typed into the field with this name.
pub(crate) fn value_of(id: &str) -> String {
    document().get_element_by_id(id).and_then(|field| text(&field, "value")).unwrap_or_default()
}

/// The text of the first element that a selector finds.
pub(crate) fn text_of(selector: &str) -> String {
    let element = document().query_selector(selector).ok().flatten();
    element.and_then(|element| element.text_content()).unwrap_or_default()
}

/// Has screen readers say this. The live region outlives every redraw, so each verdict is heard once and in full.
pub(crate) fn announce(text: &str) {
    if let Some(live) = document().get_element_by_id("live")
        && live.text_content().as_deref() != Some(text)
    {
        live.set_text_content(Some(text));
    }
}

/// The page's language and direction, for pronunciation and layout: those of its sentences, which need not be the
/// browser's, where nobody has translated them yet.
pub(crate) fn set_language(language: &str, direction: &str) {
    if let Some(root) = document().document_element() {
        // Setting an attribute of a valid name cannot fail.
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", direction);
    }
}
