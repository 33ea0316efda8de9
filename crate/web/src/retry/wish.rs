//! Auto-retry that is switched on before there is access, and the one visit that may be needed to begin with.

use is_it_me_core::address::host_of;

use crate::browser;
use crate::fields::{number, object, text, whole};
use crate::permission::Sites;
use crate::settings;
use crate::storage::Area;
use crate::tabs;

/// Under which name the page that is to be visited once there is access is remembered, in the session storage.
const WISH: &str = "wish";
/// A question of the browser's that was not answered by then counts as answered with no.
const WISH_MS: f64 = 120_000.0;

/// Whoever switches it on has to give access first, and the browser's question takes the place of the popup, which ends
/// with it. So the background does what was wanted once it hears that this very access was given.
pub(crate) async fn keep(tab: i32, url: &str) {
    let sites = Sites::host(host_of(url));
    let wish = object().with("tab", tab).with("url", url).with("at", browser::now()).with("site", sites.pattern());
    // If it cannot be remembered, the next reload by hand does the same.
    let _ = Area::Session.set(WISH, wish.into()).await;
}

/// The answer was no, or there was none. The tab that it was about, if there was a wish.
pub(crate) fn give_up() -> impl Future<Output = Option<i32>> {
    let wish = Area::Session.take(WISH);
    async { whole(&wish.await, "tab") }
}

/// Does what was wanted.
pub(super) async fn grant() {
    let Some((tab, url)) = wished().await else { return };
    // What could not be stored is still on offer.
    let _ = settings::set_retry(host_of(&url), Some(true)).await;
    visit(tab, &url).await;
}

async fn wished() -> Option<(i32, String)> {
    let wish = Area::Session.take(WISH).await;
    let is_fresh = (0.0..WISH_MS).contains(&(browser::now() - number(&wish, "at")?));
    Some((whole(&wish, "tab")?, text(&wish, "url")?)).filter(|_| is_fresh)
}

/// A page that failed before anybody was allowed to look, so that nobody knows how it was requested, is visited once,
/// with a GET.
pub(crate) async fn visit(tab: i32, url: &str) {
    let is_there = matches!(tabs::get(tab).await, Ok(Some(shown)) if shown.url.as_deref() == Some(url));
    if is_there {
        // If the browser refuses, the next reload by hand does it.
        let _ = tabs::navigate(tab, url).await;
    }
}
