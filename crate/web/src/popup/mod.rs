//! The popup: observe, diagnose, draw; observe more where that would tell more, and draw again.

mod dom;
mod draw;
mod path;
mod report;

use is_it_me_core::message::Words;
use is_it_me_core::observation::host_of;
use is_it_me_core::view::{View, view};
use is_it_me_core::{Diagnosis, Observation, diagnose};
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

use crate::browser::{self, Sites, Tab};
use crate::fields::text;
use crate::observe::{self, Seen};
use crate::words::BrowserWords;

/// One page with everything that is drawn of it.
pub(crate) struct Case {
    pub(crate) observations: Vec<Observation>,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) view: View,
    /// Does the extension see failures of this site as they happen?
    pub(crate) has_access: bool,
}

/// Draws the first verdict from what is known at once, then the final one.
pub(crate) async fn open() -> Result<(), JsValue> {
    dom::set_language(&BrowserWords.label("language_tag"), &BrowserWords.label("language_direction"));
    dom::announce(&BrowserWords.label("reading"));
    let Some(tab) = tab().await? else { return draw::untouchable() };
    let observations = match observe::at_once(&tab).await {
        Seen::Observations(observations) => observations,
        Seen::Untouchable => return draw::untouchable(),
        Seen::NeedsAccess => return draw::needs_access(),
    };
    let site = Sites::host(host_of(tab.url.as_deref().unwrap_or_default()));
    let has_access = site.are_open().await;
    if !observe::is_incomplete(&observations) {
        return draw::case(&case(observations, has_access));
    }
    if !observations.is_empty() {
        draw::case(&case(observations.clone(), has_access))?;
        dom::set_busy(true);
    }
    draw::case(&case(observe::again(&tab, observations).await?, has_access))
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

fn case(observations: Vec<Observation>, has_access: bool) -> Case {
    let diagnosis = diagnose(&observations);
    Case { view: view(&observations, &diagnosis), diagnosis, observations, has_access }
}
