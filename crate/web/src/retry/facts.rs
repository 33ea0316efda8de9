//! What a step sees of the world.

use is_it_me_core::retry::life::{Facts, Tab};
use js_sys::Math;

use crate::browser;
use crate::settings::Chosen;
use crate::tabs;

/// Everything, as it is now.
pub(super) async fn gather() -> Facts {
    let tabs = tabs::all().await;
    let window = tabs::focused_window().await;
    let switches = Chosen::load().await.retry;
    Facts {
        now_ms: browser::now(),
        seed: seed(),
        is_online: browser::is_online(),
        tabs: tabs.iter().map(|shown| tab(shown, window)).collect(),
        switches,
    }
}

fn tab(tab: &tabs::Tab, window: Option<f64>) -> Tab {
    let is_seen = tab.is_active && window.is_some() && tab.window == window;
    Tab { id: tab.id, url: tab.url.clone(), is_active: tab.is_active, is_seen, is_loading: tab.is_loading() }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 up to 2⁵³")]
fn seed() -> u64 {
    (Math::random() * 9_007_199_254_740_992.0) as u64
}
