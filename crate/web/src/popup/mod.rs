//! The popup: observe, diagnose, draw; observe more where that would tell more, and draw again.

mod dom;
mod draw;
mod path;
mod report;

use is_it_me_core::message::Words;
use is_it_me_core::view::{View, view};
use is_it_me_core::{Diagnosis, Observation, diagnose};
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

use crate::browser::{self, Tab};
use crate::fields::text;
use crate::observe::{self, Seen};
use crate::words::BrowserWords;

/// One page with everything that is drawn of it.
pub(crate) struct Case {
    pub(crate) observations: Vec<Observation>,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) view: View,
    /// Does the extension see failures as they happen?
    pub(crate) sees_all: bool,
}

/// Draws the first verdict from what is known at once, then the final one.
pub(crate) async fn open() -> Result<(), JsValue> {
    dom::set_language(&browser::ui_language(), &BrowserWords.label("@@bidi_dir"));
    dom::announce(&BrowserWords.label("reading"));
    let sees_all = browser::sees_every_site().await;
    let Some(tab) = tab().await? else { return draw::untouchable() };
    let observations = match observe::at_once(&tab).await {
        Seen::Observations(observations) => observations,
        Seen::Untouchable => return draw::untouchable(),
        Seen::NeedsAccess => return draw::needs_access(),
    };
    if !observe::is_incomplete(&observations) {
        return draw::case(&case(observations, sees_all));
    }
    if !observations.is_empty() {
        draw::case(&case(observations.clone(), sees_all))?;
        dom::set_busy(true);
    }
    draw::case(&case(observe::again(&tab, observations).await?, sees_all))
}

/// Says that something went wrong here rather than on the page, and what.
pub(crate) fn apologise(error: &JsValue) -> Result<(), JsValue> {
    draw::broken(&text(error, "message").or_else(|| error.as_string()).unwrap_or_default())
}

/// The tab in front; in a popup that stands in a tab of its own, the one its address names.
async fn tab() -> Result<Option<Tab>, JsValue> {
    let search = gloo_utils::window().location().search()?;
    match UrlSearchParams::new_with_str(&search)?.get("tab").and_then(|id| id.parse().ok()) {
        Some(id) => browser::tab(id).await,
        None => browser::active_tab().await,
    }
}

fn case(observations: Vec<Observation>, sees_all: bool) -> Case {
    let diagnosis = diagnose(&observations);
    Case { view: view(&observations, &diagnosis), diagnosis, observations, sees_all }
}
