//! Elements made of text and children, never of markup, and the few questions asked of the page.
//!
//! The names of elements, attributes and events are all written here in the sources, and every browser knows them, so
//! making an element cannot fail. These calls are therefore bound as infallible, which keeps the drawing code short, in
//! the sources and in the module.

mod focus;
mod morph;

use gloo_utils::document;
use js_sys::{Function, Promise, encode_uri_component};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::fields::text;
use crate::limit::{pause, within};
use crate::words::{self, label};

/// Even the slowest screen has shown a frame by then.
const FRAME_MS: u32 = 100;

#[wasm_bindgen]
extern "C" {
    /// An element under construction.
    #[wasm_bindgen(extends = Element)]
    #[derive(Clone)]
    pub(crate) type Node;

    /// A new element.
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    pub(crate) fn el(tag: &str) -> Node;
    #[wasm_bindgen(js_namespace = document, js_name = createElementNS)]
    fn el_of(namespace: &str, tag: &str) -> Node;
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set(this: &Node, name: &str, value: &str);
    #[wasm_bindgen(method, setter, js_name = textContent)]
    fn fill(this: &Node, text: &str);
    #[wasm_bindgen(method)]
    fn append(this: &Node, child: Node);
    #[wasm_bindgen(js_name = requestAnimationFrame)]
    fn next_frame(f: &Function);
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn listen(this: &Node, event: &str, listener: &Function);
}

/// A new element of a picture.
pub(crate) fn svg(tag: &str) -> Node {
    el_of("http://www.w3.org/2000/svg", tag)
}

/// A new element of this class with a text and nothing else.
pub(crate) fn piece(tag: &str, class: &str, text: impl AsRef<str>) -> Node {
    el(tag).class(class).text(text)
}

/// A new element with the sentence of this key and nothing else.
pub(crate) fn labelled(tag: &str, key: &'static str) -> Node {
    el(tag).text(label(key))
}

/// A new heading of a section, which takes over the focus if a button of the section had it and goes.
pub(crate) fn heading(key: &'static str) -> Node {
    labelled("h2", key).attr("tabindex", "-1")
}

/// A new box to tick with this name, in front of what it stands for.
pub(crate) fn choice(id: &str, text: impl AsRef<str>, is_ticked: bool) -> Node {
    let input = el("input").attr("type", "checkbox").attr("id", id);
    let input = if is_ticked { input.attr("checked", "") } else { input };
    el("label").attr("for", id).child(input).child(el("span").text(text))
}

/// A new button that does this at every click.
pub(crate) fn button(text: impl AsRef<str>, on_click: impl FnMut(Event) + 'static) -> Node {
    button_of(text, Box::new(on_click))
}

fn button_of(text: impl AsRef<str>, on_click: Box<dyn FnMut(Event)>) -> Node {
    el("button").attr("type", "button").text(text).heed("click", on_click)
}

impl Node {
    pub(crate) fn class(self, name: &str) -> Self {
        self.attr("class", name)
    }

    pub(crate) fn attr(self, name: &str, value: impl AsRef<str>) -> Self {
        self.set(name, value.as_ref());
        self
    }

    /// The element with this text in place of everything that was in it. It becomes a text node, whatever it contains.
    pub(crate) fn text(self, text: impl AsRef<str>) -> Self {
        self.fill(text.as_ref());
        self
    }

    pub(crate) fn child(self, child: Self) -> Self {
        self.append(child);
        self
    }

    pub(crate) fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self.append(child);
        }
        self
    }

    /// Calls `f` at every such event, for as long as the page lives.
    pub(crate) fn on(self, event: &str, f: impl FnMut(Event) + 'static) -> Self {
        self.heed(event, Box::new(f))
    }

    /// The same for a closure that is boxed already, so that the module holds this code once and not for every
    /// listener.
    fn heed(self, event: &str, f: Box<dyn FnMut(Event)>) -> Self {
        let listener = Closure::wrap(f);
        self.listen(event, listener.as_ref().unchecked_ref());
        // A page of ours is closed some time and takes all its memory with it.
        listener.forget();
        self
    }
}

fn by_id(id: &str) -> Option<Node> {
    document().get_element_by_id(id).map(JsCast::unchecked_into)
}

/// Draws this in the popup in place of what is drawn, without touching what stays the same. The attributes say in the
/// core's words what is drawn, for style and tests.
pub(crate) fn show(attributes: &[(&str, &str)], parts: Vec<Node>) {
    let Some(app) = by_id("app") else { return };
    for (name, value) in attributes {
        app.set(name, value);
    }
    focus::keep(|| {
        // Both are in pages of our own, and a tree can always be made like another.
        let _ = morph::morph(&app, &el("div").children(parts));
    });
}

/// Puts a page into the place that its frame leaves for it.
pub(crate) fn put(page: Node) {
    let Some(frame) = by_id("page") else { return };
    focus::keep(|| {
        frame.text("").child(page);
    });
}

/// Resolves once the browser has painted what is drawn. A page that nobody sees is never painted, and is not waited
/// for.
pub(crate) async fn painted() {
    let frame = Promise::new(&mut |resolve, _| {
        next_frame(&resolve);
    });
    let _ = within(FRAME_MS, JsFuture::from(frame)).await;
    // A frame begins before it is painted; the next turn comes after that.
    let _ = pause(0).await;
}

/// The element that this selector finds first.
fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// Is there an element that this selector finds?
pub(crate) fn is_there(selector: &str) -> bool {
    find(selector).is_some()
}

/// The text of the first element that a selector finds.
pub(crate) fn text_of(selector: &str) -> String {
    find(selector).and_then(|element| element.text_content()).unwrap_or_default()
}

/// Puts this text into the element with this name.
pub(crate) fn write(id: &str, text: &str) {
    if let Some(element) = by_id(id) {
        element.fill(text);
    }
}

/// Gives the focus to the control with this name.
pub(crate) fn focus(id: &str) {
    if let Some(control) = by_id(id).and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot have it stays as it is.
        let _ = control.focus();
    }
}

/// Has the browser save this text in a file.
pub(crate) fn save(name: &str, text: &str) {
    let address = "data:text/plain;charset=utf-8,".to_owned() + &String::from(encode_uri_component(text));
    let link: HtmlElement = el("a").attr("href", address).attr("download", name).unchecked_into();
    link.click();
}

/// What was typed into the field with this name.
pub(crate) fn value_of(id: &str) -> String {
    by_id(id).and_then(|field| text(&field, "value")).unwrap_or_default()
}

/// Is the box with this name ticked?
pub(crate) fn is_ticked(id: &str) -> bool {
    by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.checked())
}

/// The element that an event came from.
pub(crate) fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Has screen readers say this. The live region outlives every redraw, so each verdict is heard once and in full.
pub(crate) fn announce(text: &str) {
    if text_of("#live") != text {
        write("live", text);
    }
}

/// Has the page speak this language, or else the browser's. The direction of the page, and the language it declares for
/// pronunciation and layout, are those of its sentences: if nobody has translated these yet, they are English.
pub(crate) async fn speak(language: Option<String>) {
    words::load(language).await;
    if let Some(root) = document().document_element() {
        let root: Node = root.unchecked_into();
        root.set("lang", &label("language_tag"));
        root.set("dir", &label("language_direction"));
    }
}
