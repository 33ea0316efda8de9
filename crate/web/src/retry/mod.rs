//! Auto-retry in the background: carries out what the core's life of an outage says, and decides nothing.
//!
//! What is known is kept in memory while the worker lives, and saved at each step; a worker that starts anew reads it
//! back. The steps themselves never wait for anything, so two events cannot get in each other's way.

mod ask;
mod badge;
mod come_back;
mod facts;
pub(crate) mod history;
pub(crate) mod known;
mod wake;
pub(crate) mod wish;

use std::cell::{Cell, RefCell};

use is_it_me_core::Observation;
use is_it_me_core::diagnose;
use is_it_me_core::observation::How;
use is_it_me_core::retry::life::{Answer, Effect, Event, Retries, step};
use is_it_me_core::retry::symptom;

pub(crate) use badge::forget_told;

use crate::investigate;
use crate::observe::{self, Seen, stored};
use crate::settings::Chosen;
use crate::storage::Area;
use crate::stored::Stored;
use crate::tabs;
use crate::task::spawn;

thread_local! {
    static RETRIES: RefCell<Retries> = RefCell::default();
    /// What an earlier worker knew was read back.
    static IS_READ: Cell<bool> = const { Cell::new(false) };
}

/// Something happened that concerns auto-retry, in this tab if in any. Calls are made one after the other. The answer
/// says, if asked, whether every stored failure was heard of.
pub(crate) async fn happened(word: &str, tab: Option<i32>, wants_to_know: bool) -> bool {
    if word == "forget-all" {
        forget().await;
        return true;
    }
    let is_new = !IS_READ.replace(true);
    if is_new {
        RETRIES.set(known::load().await);
        turn(Event::Started).await;
    }
    if is_new || word == "net" {
        adopt(false).await;
    }
    act(word, tab).await;
    // All of them are read for it.
    if !wants_to_know {
        return false;
    }
    let switches = Chosen::load().await.retry;
    !stored::all().await.iter().any(|(tab, failure)| switches.is_on(failure.host()) && is_news(*tab, failure, false))
}

async fn act(word: &str, tab: Option<i32>) {
    match (word, tab) {
        ("failed", Some(tab)) => {
            if let Some(failure) = stored::load(tab).await.filter(|failure| is_news(tab, failure, false)) {
                failed(tab, &failure).await;
            }
        }
        ("works", Some(tab)) => turn(Event::Works { tab }).await,
        ("forget", Some(tab)) => turn(Event::Withdrawn { tab }).await,
        ("stop", Some(tab)) => turn(Event::Stop { tab }).await,
        ("now" | "again", Some(tab)) => turn(Event::Now { tab }).await,
        ("tick", None) => turn(Event::Tick).await,
        ("switched", None) => {
            turn(Event::Tick).await;
            adopt(true).await;
        }
        ("granted", None) => wish::grant().await,
        _ => {}
    }
}

/// One step, and what it says is to be done.
pub(super) async fn turn(event: Event) {
    let facts = facts::gather().await;
    let is_off = facts.switches.are_off();
    let effects = RETRIES.with_borrow_mut(|known| step(known, event, &facts));
    persist(is_off).await;
    badge::show();
    for effect in effects {
        carry_out(effect).await;
    }
}

/// The alarm first and the rest after it, so that it is never missing, whenever the worker ends. What is saved is what
/// is known by then, which may be more than when this began.
///
/// If everything is switched off, nothing stays behind.
async fn persist(is_off: bool) {
    if is_off {
        wake::rest().await;
        let _ = Area::Session.remove(known::KEY).await;
        return;
    }
    if let Some(wake_ms) = RETRIES.with_borrow(Retries::wake_ms) {
        wake::ring_at(wake_ms).await;
    }
    // If nothing can be stored, the memory of this worker has to do.
    let _ = Area::Session.set(known::KEY, RETRIES.with_borrow(Retries::write)).await;
    match RETRIES.with_borrow(Retries::wake_ms) {
        Some(wake_ms) => wake::come_again(wake_ms),
        None => wake::rest().await,
    }
}

async fn carry_out(effect: Effect) {
    match effect {
        // The answer is an event of its own.
        Effect::Ask { origin, url, has_other_cookies, asked_ms } => spawn(async move {
            let answer = ask::ask(&url, has_other_cookies).await;
            if matches!(answer, Answer::Good | Answer::Else) {
                forget_checks(&origin).await;
            }
            turn(Event::Answered { origin, asked_ms, answer }).await;
        }),
        Effect::Return { tab, url } => spawn(async move {
            let outcome = come_back::come_back(tab, &url).await;
            turn(Event::Returned { tab, outcome }).await;
        }),
        Effect::Tell { tab, url, after_ms, is_aloud } => badge::tell(tab, &url, after_ms, is_aloud).await,
        Effect::Drop { tab } => badge::drop(tab).await,
        Effect::Leave { tab } => badge::leave(tab).await,
        Effect::Keep(outage) => history::keep(outage).await,
    }
}

/// The site does not do what its tabs show, so the answers that their checks had no longer hold.
async fn forget_checks(origin: &str) {
    let tabs: Vec<i32> = RETRIES.with_borrow(|known| {
        let incidents = known.incidents.iter().filter(|incident| incident.origin == origin);
        incidents.flat_map(|incident| &incident.runs).map(|run| run.tab).collect()
    });
    for tab in tabs {
        // What cannot be forgotten is soon too old to count.
        let _ = investigate::forget(tab).await;
    }
}

/// A page failed in this tab: what it says, including its text, which the browser's events do not have.
async fn failed(tab: i32, failure: &Observation) {
    badge::failed(tab);
    let (Ok(Some(tab)), Some(at_ms)) = (tabs::get(tab).await, failure.at_ms) else { return };
    match observe::at_once(&tab).await {
        Seen::Observations(seen) if seen.iter().any(|o| o.pending) => {}
        Seen::Observations(seen) if seen.iter().any(|o| o.how == How::Seen) => {
            let symptom = symptom(&seen, &diagnose(&seen));
            let (url, has_other_cookies) = (failure.url.clone(), tab.has_other_cookies());
            turn(Event::Failed { tab: tab.id, url, at_ms, has_other_cookies, symptom }).await;
        }
        // The tab shows something else by now.
        _ => RETRIES.with_borrow_mut(|known| known.hear(tab.id, at_ms)),
    }
}

/// Failures that are stored and that nobody heard of here: lost on the way, or older than the switch.
async fn adopt(all: bool) {
    for (tab, failure) in stored::all().await {
        if is_news(tab, &failure, all) {
            failed(tab, &failure).await;
        }
    }
}

/// Is nobody looking after this failure? With `all`, those count as well that were heard of while this was switched
/// off.
fn is_news(tab: i32, failure: &Observation, all: bool) -> bool {
    RETRIES.with_borrow(|known| {
        let is_heard = failure.at_ms.is_none_or(|at_ms| known.has_heard(tab, at_ms));
        !is_heard || (all && known.of_tab(tab).is_none())
    })
}

/// All access was taken back, so everything that came of it goes as well.
async fn forget() {
    RETRIES.take();
    IS_READ.set(true);
    wake::rest().await;
    let _ = Area::Session.remove(known::KEY).await;
    badge::clear();
}
