//! The sites whose failures the extension may see as they happen, each with a button that takes it back.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::form::button;
use super::{label, section};
use crate::browser::{Sites, granted_sites};
use crate::popup::dom::{Node, el};

/// What was granted, and the offer of all.
pub(super) async fn draw() -> Result<Node, JsValue> {
    let granted = granted_sites().await;
    let section = section("sites")?;
    let section = if granted.is_empty() {
        section.child(&el("p")?.text(&label("options_sites_none")))?
    } else {
        section.child(&el("ul")?.children(granted.iter().map(|origin| row(origin)))?)?
    };
    if Sites::all().are_open().await {
        return Ok(section);
    }
    section.child(&button(&label("access_allow_all"), |_| {
        let Ok(granted) = Sites::all().ask() else { return };
        spawn_local(async move {
            if granted.await.is_ok_and(|granted| granted.is_truthy()) {
                start_over();
            }
        });
    })?)
}

fn row(origin: &str) -> Result<Node, JsValue> {
    let sites = Sites::origin(origin);
    let take_back = button(&label("options_sites_take_back"), move |_| {
        let sites = sites.clone();
        spawn_local(async move {
            // What could not be taken back is still in the list when it is drawn again.
            let _ = sites.take_back().await;
            start_over();
        });
    })?;
    el("li")?.child(&el("code")?.text(origin))?.child(&take_back)
}

/// Draws the page from what is true now.
pub(super) fn start_over() {
    // A page may always load itself again.
    let _ = gloo_utils::window().location().reload();
}
