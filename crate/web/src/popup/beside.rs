//! What the browser is asked while the page is examined.

use is_it_me_core::text::unsigned;
use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

use super::retry;
use crate::investigate::Kept;
use crate::permission::Access;
use crate::tabs::{self, Tab};

/// What is known besides the page itself.
pub(super) struct Beside {
    pub(super) access: Access,
    pub(super) opens_private: bool,
    pub(super) retry: retry::Part,
    /// The earlier answers to the checks.
    pub(super) kept: Kept,
}

impl Beside {
    /// `was_refused`: the visitor wanted auto-retry here, and did not give the access that it takes.
    pub(super) async fn load(tab: &Tab, local: &Object, was_refused: bool) -> Self {
        // Everything is asked before anything is waited for.
        let (access, opens_private) = (Access::load(tab.host()), tabs::may_open_private());
        let kept = Kept::load(tab.id);
        let retry = retry::Part::of(local, tab, was_refused).await;
        Self { access: access.await, opens_private: opens_private.await, retry, kept: kept.await }
    }
}

/// The tab in front; in a popup that is in a tab of its own, the one its address names.
pub(super) async fn tab() -> Result<Option<Tab>, JsValue> {
    let search = gloo_utils::window().location().search()?;
    match UrlSearchParams::new_with_str(&search)?.get("tab").and_then(|id| unsigned(&id, 10)) {
        Some(id) => tabs::get(id).await,
        None => tabs::active().await,
    }
}
