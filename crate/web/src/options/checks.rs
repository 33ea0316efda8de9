//! Which checks may be run at all.

use is_it_me_core::check::Check;
use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::form::{store, tick};
use super::section;
use crate::dom::{Node, el};
use crate::fields::{field, list, put};
use crate::settings;
use crate::words::label;

/// Where the checks stand that are not to be run.
const OFF: &str = "off";

/// Every check with a box. What is not ticked is kept, so that a check of a later version is on until somebody says no.
pub(super) fn draw(stored: &JsValue) -> Node {
    let off = others(stored, "");
    let boxes = Check::ALL.iter().map(|&check| {
        let word = check.word();
        let is_on = !off.includes(&word.into(), 0);
        let name = label(&format!("check_name_{}", word.replace('-', "_")));
        let ticked = move |on: bool| {
            store(settings::change(Box::new(move |stored| {
                let off = others(stored, word);
                if !on {
                    off.push(&word.into());
                }
                put(stored, OFF, &off);
            })));
        };
        el("li").child(&tick(word, &name, is_on, ticked))
    });
    section("checks").child(&el("ul").children(boxes))
}

/// The checks that are off, without this one.
fn others(stored: &JsValue, word: &str) -> Array {
    list(field(stored, OFF)).into_iter().flatten().filter(|item| *item != JsValue::from_str(word)).collect()
}
