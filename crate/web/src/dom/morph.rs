//! Brings what is drawn up to date with what is to be drawn, and leaves alone what already is: the focus, scroll
//! positions, parts that the reader opened, and the attention of a screen reader all stay where they are.

use gloo_utils::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Node};

/// What tells an element from others of its kind.
const NAMES: [&str; 7] = ["class", "id", "data-check", "data-hop", "data-fix", "data-step", "data-retry"];

/// Gives `parent` the children of `wanted`.
pub(super) fn morph(parent: &Node, wanted: &Node) -> Result<(), JsValue> {
    let mut at = parent.first_child();
    let mut next = wanted.first_child();
    while let Some(new) = next {
        next = new.next_sibling();
        match from(at.clone()).find(|old| is_same(old, &new)) {
            Some(old) => {
                remove_between(parent, at, &old)?;
                at = old.next_sibling();
                update(&old, &new)?;
            }
            None => {
                parent.insert_before(&new, at.as_ref())?;
            }
        }
    }
    from(at).collect::<Vec<_>>().iter().try_for_each(|old| parent.remove_child(old).map(|_| ()))
}

/// This node and those after it.
fn from(first: Option<Node>) -> impl Iterator<Item = Node> {
    std::iter::successors(first, Node::next_sibling)
}

/// The order never changes, so everything before a node that stays is gone.
fn remove_between(parent: &Node, first: Option<Node>, last: &Node) -> Result<(), JsValue> {
    let gone = from(first).take_while(|node| node != last).collect::<Vec<_>>();
    gone.iter().try_for_each(|node| parent.remove_child(node).map(|_| ()))
}

/// Are these the same thing, whatever it says at the moment?
fn is_same(old: &Node, new: &Node) -> bool {
    match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
        (Some(old), Some(new)) => {
            let is_named = |name: &&str| old.get_attribute(name) == new.get_attribute(name);
            old.tag_name() == new.tag_name() && NAMES.iter().all(is_named)
        }
        (None, None) => true,
        _ => false,
    }
}

fn update(old: &Node, new: &Node) -> Result<(), JsValue> {
    if old.is_equal_node(Some(new)) {
        return Ok(());
    }
    match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
        (Some(old), Some(new)) if does_something(new) => replace(old, new),
        (Some(old), Some(new)) => {
            update_attributes(old, new)?;
            morph(old, new)
        }
        _ => {
            old.set_node_value(new.node_value().as_deref());
            Ok(())
        }
    }
}

/// What a button does belongs to the button, so a new one replaces it as a whole.
fn does_something(element: &Element) -> bool {
    matches!(element.tag_name().as_str(), "BUTTON" | "INPUT")
}

fn replace(old: &Element, new: &Element) -> Result<(), JsValue> {
    let has_focus = document().active_element().is_some_and(|focused| focused == *old);
    old.replace_with_with_node_1(new)?;
    match new.dyn_ref::<HtmlElement>().filter(|_| has_focus) {
        Some(new) => new.focus(),
        None => Ok(()),
    }
}

fn update_attributes(old: &Element, new: &Element) -> Result<(), JsValue> {
    // Once a part is there, whether it is open is up to the reader.
    for name in new.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        let value = new.get_attribute(&name).unwrap_or_default();
        if name != "open" && old.get_attribute(&name).as_ref() != Some(&value) {
            old.set_attribute(&name, &value)?;
        }
    }
    for name in old.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        if name != "open" && !new.has_attribute(&name) {
            old.remove_attribute(&name)?;
        }
    }
    Ok(())
}
