//! A tab comes back: its page is loaded again, unless it now shows another one or somebody has begun to use it.

use is_it_me_core::address::without_fragment;
use is_it_me_core::retry::life::Outcome;

use crate::observe::{is_used, stored};
use crate::tabs;

/// Has the tab load its page again. The failure was the answer to a plain visit, and so is what is loaded now.
pub(super) async fn come_back(tab: i32, url: &str) -> Outcome {
    let Ok(Some(tab)) = tabs::get(tab).await else { return Outcome::Elsewhere };
    let Some(failure) = stored::load(tab.id).await else { return Outcome::Elsewhere };
    let is_same = tab.url.as_deref().is_some_and(|shown| without_fragment(shown) == without_fragment(url));
    if !is_same || tab.is_loading() || !failure.method.eq_ignore_ascii_case("GET") {
        return Outcome::Elsewhere;
    }
    match is_used(&tab, &failure).await {
        Some(false) if tabs::reload(tab.id, false).await.is_ok() => Outcome::Sent,
        Some(true) => Outcome::Touched,
        _ => Outcome::Elsewhere,
    }
}
