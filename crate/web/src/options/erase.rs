//! Everything the extension keeps, and every access it was given, taken away with one button.

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::form::{redrawn, tell};
use super::section;
use crate::dom::{Node, button, target};
use crate::permission::{Sites, granted_sites};
use crate::storage::Area;
use crate::task::spawn;
use crate::words::label;

/// The button asks once more before it does it.
pub(super) fn draw() -> Node {
    let is_sure = Cell::new(false);
    let erase = button(&label("options_erase_do"), move |event| {
        if is_sure.replace(true) {
            spawn(async {
                let is_erased = erase().await.is_ok();
                // The language may be another by then.
                redrawn().await;
                tell(if is_erased { "options_erased" } else { "options_not_erased" });
            });
        } else if let Some(button) = target::<Element>(&event) {
            button.set_text_content(Some(&label("options_erase_sure")));
        }
    });
    section("erase").child(&erase)
}

/// What was chosen goes first, so that nothing that is let go of after it is kept.
async fn erase() -> Result<(), JsValue> {
    for area in [Area::Local, Area::Session] {
        area.clear().await?;
    }
    for origin in granted_sites().await {
        Sites::origin(&origin).take_back().await?;
    }
    Ok(())
}
