//! The last resort on a browser's error page: one GET navigation of the tab, watched by listeners for this tab only.
//!
//! After a click, and only then, Chromium shows an extension without host access what happens in that tab.

use std::cell::RefCell;
use std::rc::Rc;

use is_it_me_core::Observation;
use is_it_me_core::address::has_port;
use is_it_me_core::net_error::{DANGEROUS, FORBIDDEN, FORBIDDEN_PORT, NO_PROGRAM};
use is_it_me_core::observation::How;
use wasm_bindgen::prelude::*;

use super::event::{self, Event};
use super::{failed, is_web};
use crate::browser;
use crate::fields::{field, object, texts};
use crate::limit::{pause, within};
use crate::net::{Listener, Watch};
use crate::permission::Access;
use crate::signal::Signal;
use crate::tabs::{self, Tab};
use crate::task::spawn;

/// Longer than a browser waits for most things; a server that hangs is left hanging in the tab.
const PATIENCE_MS: u32 = 15_000;
/// How long after the news that the tab has stopped loading events of requests may still come.
const LATE_MS: u32 = 500;
const EVENTS: [&str; 4] = ["onBeforeRequest", "onBeforeRedirect", "onResponseStarted", "onErrorOccurred"];

/// What came of the tab's navigation to its address; `None` if nothing did in time, or nothing that this access shows.
/// `silence` is the browser's word for how a request failed before it, empty where it had none.
pub(super) async fn watch(tab: &Tab, access: Access, silence: Option<&str>) -> Result<Option<Observation>, JsValue> {
    for is_again in [false, true] {
        let Some(events) = events_of(tab, is_again).await? else { return Ok(None) };
        let seen = event::observation(&events, browser::zone()).map(asked_for);
        if seen.is_some() || access == Access::None {
            return Ok(seen);
        }
    }
    Ok(forbidden(tab.address(), silence).map(|error| failed(tab, error, How::Asked)))
}

/// What stopped a request before anybody was asked: a rule, which stops only what is shown in a tab. Where fetch fails,
/// too, Firefox names the reason, unless it was the port or nobody may see what becomes of this site.
fn forbidden(url: &str, silence: Option<&str>) -> Option<&'static str> {
    match silence {
        Some(word) if browser::is_firefox() => (word.is_empty() && has_port(url)).then_some(FORBIDDEN_PORT),
        _ => Some(FORBIDDEN),
    }
}

/// Chromium reports of a site that it warns of no more than that the request was aborted. Nobody else did that: the
/// popup is in front of the tab.
fn asked_for(mut seen: Observation) -> Observation {
    seen.how = How::Asked;
    if seen.error.as_deref() == Some("net::ERR_ABORTED") {
        seen.error = Some(DANGEROUS.to_owned());
    }
    seen
}

/// Does the site send the browser to what only another program could open? If there is none, Firefox tells nothing
/// more.
fn leads_out(event: &Event) -> bool {
    browser::is_firefox() && event.redirect_url.as_deref().is_some_and(|url| !is_web(url))
}

/// Sends the tab to its address, or reloads it, for these events. There are none if it has stopped loading without any,
/// and `None` if neither came in time.
async fn events_of(tab: &Tab, is_again: bool) -> Result<Option<Vec<Event>>, JsValue> {
    let (events, end) = (Rc::default(), Signal::new());
    let filter = object().with("urls", texts(&["<all_urls>"])).with("types", texts(&["main_frame"]));
    let filter = filter.with("tabId", tab.id).into();
    let _watch = Watch::begin(&EVENTS, &filter, listener(Rc::clone(&events), end.clone()))?;
    // Past the cache is also past the site's own service worker, and what is repeated is a GET.
    let going = if is_again { tabs::reload(tab.id, true) } else { tabs::navigate(tab.id, tab.address()) };
    end_with(tab.id, Rc::clone(&events), end.clone());
    let ended = match going.await {
        Ok(_) => within(PATIENCE_MS, end.given()).await,
        Err(_) => None,
    };
    Ok(ended.map(|_| events.take()))
}

/// What a service worker takes, or a rule forbids, causes no event: the tab just stops loading. So does what was under
/// way in it before, and then it is loading again already.
fn end_with(tab: i32, events: Rc<RefCell<Vec<Event>>>, end: Signal) {
    let look = move || {
        let (events, end) = (Rc::clone(&events), end.clone());
        spawn(async move {
            let _ = pause(LATE_MS).await;
            if tabs::arrived(tab).await.is_some() && events.borrow().is_empty() {
                end.give(&JsValue::NULL);
            }
        });
    };
    tabs::on_arrival(tab, Box::new(look));
}

/// Collects the events; the first that ends the navigation signals the end. What was under way in the tab before makes
/// way for it, and how that ends is no part of it.
fn listener(events: Rc<RefCell<Vec<Event>>>, end: Signal) -> Listener {
    let mut own = JsValue::UNDEFINED;
    Closure::new(move |details: JsValue| {
        let (mut event, request) = (Event::read(&details), field(&details, "requestId"));
        if event.is_question() {
            own = request.clone();
        }
        if own != request {
            return;
        }
        if leads_out(&event) {
            event.error = Some(NO_PROGRAM.to_owned());
        }
        let ended = event.error.is_some() || (event.status_code.is_some() && event.redirect_url.is_none());
        events.borrow_mut().push(event);
        if ended {
            end.give(&JsValue::NULL);
        }
    })
}
