//! What the browser is asked while the page is examined.

use is_it_me_core::check::Tier;
use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

use super::retry;
use crate::browser;
use crate::investigate::Kept;
use crate::permission::Sites;
use crate::tabs::{self, Tab};

/// What is known beside the page itself.
pub(super) struct Beside {
    pub(super) access: Access,
    pub(super) opens_private: bool,
    pub(super) retry: retry::Part,
    /// What the checks were answered before.
    pub(super) kept: Kept,
}

/// Of which sites the extension sees failures as they happen.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Access {
    /// Not of this one.
    None,
    /// Of this one, but not of all.
    Site,
    /// Of all.
    All,
}

impl Beside {
    /// `was_refused`: the visitor wished for auto-retry here, and did not give the access that it takes.
    pub(super) async fn load(tab: &Tab, local: &Object, was_refused: bool) -> Self {
        // All is asked before anything is waited for.
        let (access, opens_private) = (Access::load(tab.host()), tabs::may_open_private());
        let kept = Kept::load(tab.id);
        let retry = retry::Part::of(local, tab, was_refused).await;
        Self { access: access.await, opens_private: opens_private.await, retry, kept: kept.await }
    }
}

impl Access {
    fn load(host: &str) -> impl Future<Output = Self> + use<> {
        let (site, all) = (Sites::host(host).are_open(), Sites::all().are_open());
        async {
            match (site.await, all.await) {
                (_, true) => Self::All,
                (true, false) => Self::Site,
                (false, false) => Self::None,
            }
        }
    }

    /// What checks may see.
    pub(super) fn tier(self) -> Tier {
        match self {
            Self::All => Tier::Access,
            Self::None if browser::is_firefox() => Tier::FirefoxClick,
            Self::None | Self::Site => Tier::Click,
        }
    }
}

/// The tab in front; in a popup that stands in a tab of its own, the one its address names.
pub(super) async fn tab() -> Result<Option<Tab>, JsValue> {
    let search = gloo_utils::window().location().search()?;
    match UrlSearchParams::new_with_str(&search)?.get("tab").and_then(|id| id.parse().ok()) {
        Some(id) => tabs::get(id).await,
        None => tabs::active().await,
    }
}
