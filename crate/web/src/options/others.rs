//! Who beside the site may be asked, and what they may be told.

use wasm_bindgen::prelude::*;

use super::form::{store, tick};
use super::{label, section};
use crate::dom::{Node, el};
use crate::fields::flag;
use crate::settings;

/// The choices of the popup's two notices, which can be changed here at any time.
pub(super) fn draw(stored: &JsValue) -> Node {
    let asked = flag(stored, "asked") && flag(stored, "outside");
    let others = tick("outside", &label("options_others_ask"), asked, |on| {
        store(async move { settings::choose(&[("asked", true), ("outside", on)]).await });
    });
    let choice = |name: &'static str| {
        tick(name, &label(&format!("options_others_{name}")), flag(stored, name), move |on| {
            store(async move { settings::choose(&[(name, on)]).await });
        })
    };
    let ticks = [others, choice("vantage"), choice("path")];
    section("others").child(&el("ul").children(ticks.map(|tick| el("li").child(&tick))))
}
