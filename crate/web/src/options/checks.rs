//! Which checks may be run at all.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::check::Check;
use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::form::{store, tick};
use super::section;
use crate::dom::{Node, el};
use crate::fields::{field, list};
use crate::settings;
use crate::words::label;

/// Every check with a box. What is not ticked is kept, so that a check of a later version is on until somebody says no.
pub(super) fn draw(stored: &JsValue) -> Node {
    let off: Vec<String> =
        list(field(stored, "off")).into_iter().flatten().filter_map(|word| word.as_string()).collect();
    let off = Rc::new(RefCell::new(off));
    let boxes = Check::ALL.iter().map(|&check| {
        let known = Rc::clone(&off);
        let is_on = !off.borrow().iter().any(|word| word == check.word());
        let name = label(&format!("check_name_{}", check.word().replace('-', "_")));
        let ticked = move |on: bool| {
            known.borrow_mut().retain(|word| word != check.word());
            if !on {
                known.borrow_mut().push(check.word().into());
            }
            let words: Array = known.borrow().iter().map(|word| JsValue::from_str(word)).collect();
            store(async move { settings::put("off", words.into()).await });
        };
        el("li").child(&tick(check.word(), &name, is_on, ticked))
    });
    section("checks").child(&el("ul").children(boxes))
}
