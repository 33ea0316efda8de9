//! Auto-retry in the popup: what it does in this tab, or the offer to switch it on.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use is_it_me_core::message::Message;
use is_it_me_core::retry::life::{Outage, Retries, Switches};
use is_it_me_core::retry::symptom;
use is_it_me_core::retry::tell::{self, Choice, Line, line};
use js_sys::Object;

use super::host::{fitting, titled};
use super::{Popup, Said, draw, leave};
use crate::browser::{self, call};
use crate::dom::{self, Node, button, el, heading, labelled};
use crate::fields::object;
use crate::limit::pause;
use crate::observe::stored;
use crate::permission::{Access, Question, Sites};
use crate::retry::{history, known, wish};
use crate::settings::{self, Chosen};
use crate::storage::{self, Area};
use crate::tabs::Tab;
use crate::task::spawn;
use crate::words::{label, say, term};

/// The countdown goes by seconds.
const SECOND_MS: u32 = 1_000;

/// The sentence that counts down.
const LINE: &str = "retry-line";
/// What is said if the access that it takes was not given.
pub(crate) const REFUSED: &str = "retry_not_allowed";
/// What is said if it could not be stored.
const LOST: &str = "options_not_saved";

/// What the popup knows of auto-retry.
pub(super) struct Part {
    known: RefCell<Known>,
    /// What is stored has changed since it was read, or may have.
    is_stale: Cell<bool>,
    /// The key of what has kept it from being switched on.
    failed: Cell<Option<&'static str>>,
    /// The browser's question was answered with yes, and the popup is still there, as in Firefox: it starts over once
    /// the background does what was wanted.
    was_granted: Cell<bool>,
}

#[derive(Default, PartialEq)]
struct Known {
    retries: Retries,
    switches: Switches,
    outages: Vec<Outage>,
}

impl Part {
    /// Read from what is kept on this device, which is at hand already.
    pub(super) async fn of(local: &Object, tab: &Tab, was_refused: bool) -> Self {
        let known = RefCell::new(Known::of(local, tab).await);
        let failed = Cell::new(was_refused.then_some(REFUSED));
        Self { known, is_stale: Cell::new(true), failed, was_granted: Cell::default() }
    }
}

impl Known {
    async fn of(local: &Object, tab: &Tab) -> Self {
        let switches = Chosen::of(local).retry;
        Self { retries: known::load().await, switches, outages: history::of(local, tab.host()) }
    }
}

/// What is kept about this site, oldest first.
pub(super) fn outages(popup: &Popup) -> Vec<Outage> {
    popup.retry.known.borrow().outages.clone()
}

/// What is said about a page that works, if its site was away until shortly before. Nothing is kept about private
/// windows.
pub(super) fn back(popup: &Popup) -> Option<Message> {
    let loaded_ms = popup.investigation.case().observations.first().and_then(|page| page.at_ms)?;
    tell::back(&popup.retry.known.borrow().outages, loaded_ms).filter(|_| !popup.tab.is_private)
}

/// Keeps what is drawn up to date for as long as the popup lives. A passing second changes the countdown alone.
pub(super) fn watch(popup: &Rc<Popup>) {
    let told = Rc::clone(popup);
    let names = [known::KEY, settings::KEY, history::KEY].map(str::to_owned);
    storage::on_changed(names.into(), move || told.retry.is_stale.set(true));
    let popup = Rc::clone(popup);
    spawn(async move {
        let mut drawn = said(&popup);
        loop {
            let _ = pause(SECOND_MS).await;
            let is_news = popup.retry.is_stale.take() && load_again(&popup).await;
            if is_news && popup.retry.was_granted.take() {
                leave::begin_anew(Some(&popup));
            }
            let now = said(&popup);
            if is_news || key(drawn.as_ref()) != key(now.as_ref()) {
                draw::case(&popup);
            }
            show(drawn.as_ref(), now.as_ref());
            drawn = now;
        }
    });
}

/// Shows what is counted, and reads aloud what is new, which a passing second is not.
fn show(before: Option<&Line>, now: Option<&Line>) {
    let Some(line) = now.filter(|_| now != before) else { return };
    let text = say(&line.text);
    dom::write(LINE, &text);
    if key(before) != key(now) {
        dom::announce(&text);
    }
}

/// Reads what is stored again. Is it news?
async fn load_again(popup: &Popup) -> bool {
    let known = Known::of(&Area::Local.all().await, &popup.tab).await;
    let before = popup.retry.known.replace(known);
    before != *popup.retry.known.borrow()
}

/// Which sentence it is, whatever it counts.
fn key(line: Option<&Line>) -> Option<&str> {
    line.map(|line| &*line.text.key)
}

/// What is said of this tab.
fn said(popup: &Popup) -> Option<Line> {
    let known = popup.retry.known.borrow();
    let incident = known.retries.of_tab(popup.tab.id)?;
    Some(line(incident, browser::is_online(), browser::now()))
}

/// This part, if there is something to say or to offer.
pub(super) fn section(popup: &Rc<Popup>, all: &Said) -> Option<Node> {
    let host = popup.tab.host();
    let is_on = popup.access != Access::None && popup.retry.known.borrow().switches.is_on(host);
    match said(popup) {
        Some(line) if is_on => Some(under_way(popup, &line)),
        _ if is_on || popup.tab.is_private || host.is_empty() => None,
        _ => {
            let symptom = symptom(&all.known.case.observations, &all.known.diagnosis);
            symptom.filter(|symptom| symptom.may_pass_soon(browser::now())).map(|_| offer(popup))
        }
    }
}

fn under_way(popup: &Rc<Popup>, line: &Line) -> Node {
    // It counts down, which nobody wants to hear every second.
    let text = el("p").attr("id", LINE).attr("role", "timer").text(say(&line.text));
    let choices = line.choices.iter().map(|choice| choose(popup.tab.id, *choice));
    let title = heading("retry_title");
    let part = el("section").class("retry").child(title).child(text).children(choices);
    // Once nothing is tried there is nothing to end. What is switched off by name stays on the disk, where nothing
    // about a private window may be.
    let is_over = !line.choices.contains(&Choice::Stop);
    if is_over || popup.tab.is_private { part } else { part.child(off(popup)) }
}

fn off(popup: &Rc<Popup>) -> Node {
    let off = popup.button(label("retry_off"), |popup| {
        // What could not be stored stays as it was, and the popup shows that.
        spawn(async move {
            if settings::set_retry(popup.tab.host(), Some(false)).await.is_ok() {
                dom::announce(&label("retry_is_off"));
            }
        });
    });
    off.attr("data-retry", "off")
}

/// A button through which the background hears what is wanted.
fn choose(tab: i32, choice: Choice) -> Node {
    let tell = move |_| {
        let message = object().with("retry", choice.word()).with("tab", tab).into();
        // Nobody answers; the next second shows what has come of it.
        drop(call(["runtime", "sendMessage"], &[message]));
    };
    button(term("retry", choice.word()), tell).attr("data-retry", choice.word())
}

/// One click that switches it on, and asks for access to the site if that is missing.
fn offer(popup: &Rc<Popup>) -> Node {
    let host = popup.tab.host();
    let on = popup.button(say(&Message::new("retry_on").with(fitting(host))), |popup| {
        // The question may come up in the click only, and in Chromium it closes the popup.
        let asked = (popup.access == Access::None).then(|| Sites::host(popup.tab.host()).ask());
        spawn(async move {
            match asked {
                Some(asked) => wish(&popup, asked).await,
                None => switch_on(&popup).await,
            }
        });
    });
    let part = el("section").class("retry").child(labelled("p", "retry_offer")).children(remark(popup));
    part.child(titled(on.attr("data-retry", "on"), host))
}

/// What the browser is going to ask, or what has kept it from being switched on.
fn remark(popup: &Popup) -> Option<Node> {
    let failed = popup.retry.failed.get();
    let key = match popup.access {
        Access::None => failed.or(Some("retry_needs_access")),
        // Access has been given since.
        _ => failed.filter(|key| *key != REFUSED),
    };
    key.map(|key| labelled("p", key))
}

/// Says why it was not switched on.
fn fail(popup: &Rc<Popup>, key: &'static str) {
    popup.retry.failed.set(Some(key));
    draw::case(popup);
    dom::announce(&label(key));
}

/// Leaves the rest to the background, which hears of the access, and lives on.
async fn wish(popup: &Rc<Popup>, asked: Question) {
    wish::keep(popup.tab.id, popup.tab.url.as_deref().unwrap_or_default()).await;
    if asked.granted().await {
        popup.retry.was_granted.set(true);
        return;
    }
    wish::give_up().await;
    fail(popup, REFUSED);
}

async fn switch_on(popup: &Rc<Popup>) {
    if settings::set_retry(popup.tab.host(), Some(true)).await.is_err() {
        return fail(popup, LOST);
    }
    if stored::load(popup.tab.id).await.is_none() {
        wish::visit(popup.tab.id, popup.tab.url.as_deref().unwrap_or_default()).await;
    }
}
