//! The popup: observe, draw the first verdict, run the checks, and draw again whenever one of them has told something.

mod checks;
mod draw;
mod fixes;
mod history;
mod leave;
mod owner;
mod renew;
mod report;
mod retry;
mod station;

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::{join, join3, join4};
use is_it_me_core::check::{Case, Leave, Tier, diagnose_case};
use is_it_me_core::view::checks::Progress;
use is_it_me_core::view::{View, heard, view_case};
use is_it_me_core::words::Hop;
use is_it_me_core::{Diagnosis, Observation};
use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

use crate::browser;
use crate::dom;
use crate::fields::text;
use crate::investigate::{Investigation, Kept};
use crate::observe::{self, Look, Seen};
use crate::permission::Sites;
use crate::platform::platform;
use crate::retry::wish;
use crate::settings::Chosen;
use crate::storage::Area;
use crate::tabs::{self, Tab};
use crate::task::spawn;
use crate::words::label;

/// One page under investigation, and what its drawing depends on besides.
pub(crate) struct Popup {
    tab: Tab,
    investigation: Investigation,
    /// Does the extension see failures of this site as they happen?
    has_access: bool,
    /// May buttons open a private window?
    opens_private: bool,
    /// The notice that names who is asked beside the site was answered.
    answered: Cell<bool>,
    /// The notice is shown.
    shows_notice: Cell<bool>,
    /// What auto-retry does.
    retry: retry::Part,
    /// The owner's part, once it was opened.
    owner: owner::Part,
    /// How the report is written.
    report: report::Part,
    /// The station of the picture that is open.
    station: Cell<Option<Hop>>,
}

/// What the browser is asked while it is looked at the page.
struct Beside {
    has_access: bool,
    has_all: bool,
    opens_private: bool,
    retry: retry::Part,
}

/// All that is said of a case as it stands.
struct Said {
    diagnosis: Diagnosis,
    view: View,
}

/// Draws the first verdict from what is known at once, then runs the checks.
pub(crate) async fn open() -> Result<(), JsValue> {
    // Whoever comes back has answered what was asked before, and may be asked the same from here on.
    let (found, local, ()) = join3(tab(), Area::Local.all(), wish::give_up()).await;
    let chosen = Chosen::of(&local);
    let speak = speak(chosen.language.clone());
    let Ok(Some(tab)) = found else {
        speak.await;
        draw::untouchable();
        return found.map(|_| ());
    };
    let copy = format!("copy:{}", tab.id);
    let ((), seen, copies, beside) =
        join4(speak, observe::at_once(&tab), Area::Session.take(&copy), Beside::load(&tab, &local)).await;
    let seen = match seen {
        Seen::Observations(observations) => observations,
        Seen::Untouchable => {
            draw::untouchable();
            return Ok(());
        }
        Seen::NeedsAccess => {
            draw::needs_access();
            return Ok(());
        }
    };
    let is_incomplete = observe::is_incomplete(&seen);
    let nothing_yet = seen.is_empty();
    let look = if nothing_yet { observe::look(&tab).await? } else { Look { observations: seen, ..Look::default() } };
    let popup = Popup::of(tab, look, beside, chosen).await;
    if is_incomplete && !nothing_yet {
        popup.investigation.complete_first();
    }
    draw::case(&popup);
    dom::painted().await;
    draw::announce();
    retry::watch(&popup);
    renew::watch(&popup);
    run(&popup).await;
    if copies.is_truthy() {
        dom::press("copy");
    }
    Ok(())
}

/// Finds the language, and says in it that something is being done.
async fn speak(language: Option<String>) {
    dom::speak(language).await;
    dom::announce(&label("reading"));
}

/// Says that something went wrong here rather than on the page, and what.
pub(crate) fn apologise(error: &JsValue) {
    draw::broken(&text(error, "message").or_else(|| error.as_string()).unwrap_or_default());
}

/// The tab in front; in a popup that stands in a tab of its own, the one its address names.
async fn tab() -> Result<Option<Tab>, JsValue> {
    let search = gloo_utils::window().location().search()?;
    match UrlSearchParams::new_with_str(&search)?.get("tab").and_then(|id| id.parse().ok()) {
        Some(id) => tabs::get(id).await,
        None => tabs::active().await,
    }
}

/// Runs the checks that are left and draws what comes of them. The last word is said aloud.
async fn run(popup: &Rc<Popup>) {
    popup.investigation.run(|| draw::case(popup)).await;
    draw::announce();
}

impl Beside {
    async fn load(tab: &Tab, local: &Object) -> Self {
        let (site, all) = (Sites::host(retry::host(tab)), Sites::all());
        let access = join(site.are_open(), all.are_open());
        let ((has_access, has_all), opens_private, retry) =
            join3(access, tabs::may_open_private(), retry::Part::of(local, tab)).await;
        Self { has_access, has_all, opens_private, retry }
    }
}

impl Popup {
    async fn of(tab: Tab, look: Look, beside: Beside, chosen: Chosen) -> Rc<Self> {
        let Look { observations, asked, navigated } = look;
        let Beside { has_access, has_all, opens_private, retry } = beside;
        let kept = Kept::load(tab.id, &observations).await;
        // What a private window or a container keeps is out of reach, so nothing sent from here carries any of it.
        let cookies = tab.has_other_cookies().then_some(false);
        // What is chosen for good holds in no private window, where it is asked each time.
        let answered = chosen.asked && !tab.is_private;
        let settings = chosen.into_settings(tier(has_access, has_all), cookies, tab.is_private);
        let investigation = Investigation::new(&tab, Case { observations, settings, ..Case::default() }, kept);
        investigation.take_over(asked, navigated && !has_access);
        Rc::new(Self {
            investigation,
            has_access,
            opens_private,
            answered: Cell::new(answered),
            shows_notice: Cell::new(false),
            retry,
            owner: owner::Part::default(),
            report: report::Part::default(),
            station: Cell::default(),
            tab,
        })
    }

    /// What is said of the case as it stands.
    fn said(&self) -> Said {
        let case = self.investigation.case();
        let diagnosis = diagnose_case(&case);
        let mut view = view_case(&case, &diagnosis, platform());
        heard::add(&mut view, &case, &self.investigation.exchanges());
        Said { diagnosis, view }
    }

    fn is_over(&self) -> bool {
        self.investigation.progress() == Progress::Over
    }

    fn first(&self) -> Option<Observation> {
        self.investigation.case().observations.first().cloned()
    }

    /// Should the notice be there? Once it is, it stays until it is answered or nothing is left to ask others for.
    fn wants_notice(&self, said: &Said) -> bool {
        let stays = self.shows_notice.get() && !self.is_over();
        let wanted =
            !self.answered.get() && (stays || self.investigation.case().would_use(&said.diagnosis, Leave::Others));
        self.shows_notice.set(wanted);
        wanted
    }

    /// Goes on with what is allowed now.
    fn go_on(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        spawn(async move { run(&popup).await });
    }
}

fn tier(has_access: bool, has_all: bool) -> Tier {
    match (has_access, has_all) {
        (_, true) => Tier::Access,
        (false, false) if browser::is_firefox() => Tier::FirefoxClick,
        _ => Tier::Click,
    }
}
