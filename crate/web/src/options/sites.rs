//! The sites whose failures the extension may see as they happen, each with a button that takes the access back.

use super::form::{redraw_after, redrawn};
use super::{button_for, section};
use crate::dom::{Node, button, el, labelled};
use crate::permission::{Sites, granted_sites};
use crate::task::spawn;
use crate::words::label;

/// What was granted, and the offer of all.
pub(super) async fn draw() -> Node {
    let granted = granted_sites().await;
    let list = match granted.as_slice() {
        [] => labelled("p", "options_sites_none"),
        some => el("ul").children(some.iter().map(|origin| row(origin))),
    };
    let section = section("sites").child(list);
    if Sites::all().are_open().await {
        return section;
    }
    section.child(button(label("access_allow_all"), |_| {
        let asked = Sites::all().ask();
        spawn(async move {
            if asked.granted().await {
                redrawn().await;
            }
        });
    }))
}

fn row(origin: &str) -> Node {
    let (shown, sites) = (shown(origin), Sites::origin(origin));
    let take_back = button_for(&shown, "options_sites_take_back", move |_| redraw_after(Box::pin(sites.take_back())));
    el("li").child(el("span").text(shown)).child(take_back)
}

/// The host, in place of the browser's pattern for both schemes and every path of it.
fn shown(origin: &str) -> String {
    match origin.strip_prefix("*://").and_then(|rest| rest.strip_suffix("/*")) {
        Some("*") => label("options_sites_all"),
        host => host.unwrap_or(origin).to_owned(),
    }
}
