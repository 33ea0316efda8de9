//! Where the extension may try a failed page again by itself.

use super::form::{start_over, store_if, tick};
use super::{button_for, section};
use crate::dom::{Node, el};
use crate::permission::{Question, Sites};
use crate::settings::{self, Chosen};
use crate::task::spawn;
use crate::words::label;

/// The switch for all sites, those with a choice of their own, and whether to tell when a page is back.
pub(super) fn draw(chosen: &Chosen) -> Node {
    let all = tick("retry", label("options_retry_all"), chosen.retry.all, switch_everywhere);
    let notify = tick("notify", label("options_retry_notify"), chosen.notify, switch_notify);
    let ticks = [all, notify].map(|tick| el("li").child(tick));
    let sites = chosen.retry.sites.iter().map(|(host, is_on)| site(host, *is_on));
    section("retry").child(el("ul").children(ticks)).child(el("ul").children(sites))
}

/// Without access to the sites nothing can be tried there, so both are asked for together.
fn switch_everywhere(on: bool) {
    store_if(on.then(|| Sites::all().ask()), settings::set_retry_everywhere(on));
}

fn switch_notify(on: bool) {
    store_if(on.then(|| Question::permission("notifications")), settings::set_notify(on));
}

/// A site that was chosen by itself, and whether it is on there.
fn site(host: &str, is_on: bool) -> Node {
    let site = host.to_owned();
    let on = tick("site", host, is_on, move |on| {
        store_if(on.then(|| Sites::host(&site).ask()), settings::set_retry(&site, Some(on)));
    });
    let name = host.to_owned();
    let forget = button_for(host, "options_retry_forget", move |_| {
        let name = name.clone();
        spawn(async move {
            // What could not be stored is still in the list when it is drawn again.
            let _ = settings::set_retry(&name, None).await;
            start_over();
        });
    });
    el("li").child(on).child(forget)
}
