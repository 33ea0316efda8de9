//! One button that erases everything the extension keeps, and gives back everything it was allowed.

use std::cell::Cell;

use web_sys::Element;

use super::form::{redrawn, tell};
use super::section;
use crate::browser::call;
use crate::dom::{Node, button, target};
use crate::fields::object;
use crate::permission::give_all_back;
use crate::storage::Area;
use crate::tabs;
use crate::task::spawn;
use crate::words::label;

/// The button asks once more before it does it.
pub(super) fn draw() -> Node {
    let is_sure = Cell::new(false);
    let erase = button(label("options_erase_do"), move |event| {
        if is_sure.replace(true) {
            spawn(async {
                let is_erased = erase().await;
                // The language may be another by then.
                redrawn().await;
                tell(if is_erased { "options_erased" } else { "options_not_erased" });
            });
        } else if let Some(button) = target::<Element>(&event) {
            button.set_text_content(Some(&label("options_erase_sure")));
        }
    });
    section("erase").child(erase)
}

/// Everything is tried, whatever could not be done before it. Auto-retry lets go of its tabs first, then the settings
/// go, so that nothing more is kept. What is remembered goes last, as the background learns from it where there was
/// access.
async fn erase() -> bool {
    // Nobody answers.
    drop(call(["runtime", "sendMessage"], &[object().with("retry", "forget-all").into()]));
    let is_forgotten = Area::Local.clear().await.is_ok();
    let is_given_back = give_all_back().await;
    let is_empty = Area::Session.clear().await.is_ok();
    for tab in tabs::all().await {
        tabs::set_badge(tab.id, "");
    }
    is_forgotten && is_given_back && is_empty
}
