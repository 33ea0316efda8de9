//! Where the extension may retry a failed page by itself.

use super::form::{redraw_after, store_if, tick};
use super::{button_for, section};
use crate::dom::{Node, el, labelled};
use crate::permission::{Question, Sites};
use crate::popup::REFUSED;
use crate::settings::{self, Chosen};
use crate::task::spawn;
use crate::words::label;

/// The switch for all sites, those with a setting of their own, and whether to notify when a page is back.
pub(super) fn draw(chosen: &Chosen) -> Node {
    let all = tick("retry", label("options_retry_all"), chosen.retry.all, switch_everywhere);
    let all = held(el("li").child(all), chosen.retry.all, Sites::all());
    let notify = tick("notify", label("options_retry_notify"), chosen.notify, switch_notify);
    let ticks = el("ul").child(all).child(el("li").child(notify));
    let sites = chosen.retry.sites.iter().map(|(host, is_on)| held(site(host, *is_on), *is_on, Sites::host(host)));
    section("retry").child(ticks).child(el("ul").children(sites))
}

/// The row of a setting. It says so if it is on but cannot work, because the access that it takes was taken back.
fn held(row: Node, is_on: bool, sites: Sites) -> Node {
    if is_on {
        let row = row.clone();
        spawn(async move {
            if !sites.are_open().await {
                row.child(labelled("p", REFUSED).class("about"));
            }
        });
    }
    row
}

/// Without access to the sites nothing can be tried there, so both are asked for together.
fn switch_everywhere(on: bool) {
    store_if(on.then(|| Sites::all().ask()), settings::set_retry_everywhere(on), REFUSED);
}

fn switch_notify(on: bool) {
    store_if(on.then(|| Question::permission("notifications")), settings::set_notify(on), "options_not_saved");
}

/// A site with a setting of its own, and whether it is on there.
fn site(host: &str, is_on: bool) -> Node {
    let site = host.to_owned();
    let on = tick("site", host, is_on, move |on| {
        store_if(on.then(|| Sites::host(&site).ask()), settings::set_retry(&site, Some(on)), REFUSED);
    });
    let name = host.to_owned();
    let forget = button_for(host, "options_retry_forget", move |_| redraw_after(settings::set_retry(&name, None)));
    el("li").child(on).child(forget)
}
