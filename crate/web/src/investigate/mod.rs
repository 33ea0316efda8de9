//! Runs the checks that the core plans, one after the other, until none is left that would tell more.
//!
//! Everything happens in the popup. It does not matter here if the browser ends the background script, and when the
//! popup is closed, the next one resumes from what is kept (`keep.rs`).

mod keep;

use std::cell::{Cell, Ref, RefCell};

use is_it_me_core::check::ask::{self, Step};
use is_it_me_core::check::{
    self, Asks, Assessment, Case, Check, Exchange, Lost, Outcome, Reply, Request, Settings, Why,
};
use is_it_me_core::view::checks::Progress;
use wasm_bindgen::JsValue;

use crate::browser::{self, zone};
use crate::limit::{millis, unless, within};
use crate::net::{Control, NetErrors, Options, flight, send};
use crate::signal::Signal;
use crate::tabs::Tab;
use keep::identity;
pub(crate) use keep::{Kept, forget};

/// One failed page and its checks.
pub(crate) struct Investigation {
    tab: i32,
    /// The cookies that requests could carry are not the page's.
    without_cookies: bool,
    /// Which failure it is, if a later one could be told from it.
    failure: Option<String>,
    case: RefCell<Case>,
    exchanges: RefCell<Vec<Exchange>>,
    kept: RefCell<Kept>,
    /// The site's own host no longer answers this extension.
    is_closed: bool,
    /// The check whose answer also completes what was seen: it comes first.
    first: Cell<Option<Check>>,
    progress: Cell<Progress>,
    /// The time of the last click, in milliseconds since 1970.
    clicked: Cell<f64>,
    /// Ends what is under way; `None` while nothing is.
    stop: RefCell<Option<Signal>>,
}

/// One run of a check.
struct Run<'a> {
    check: Check,
    /// Until when, in milliseconds since 1970.
    deadline: f64,
    /// What tells why a request failed, if the browser tells at all.
    errors: Option<&'a NetErrors>,
}

impl Investigation {
    /// For a page of which this much is known. Questions that were answered before about the same failure are not asked
    /// again, and none goes to the site if that is closed: a click opens a browser's error page for one navigation
    /// only.
    pub(crate) fn new(tab: &Tab, case: Case, kept: Kept, is_closed: bool) -> Self {
        Self {
            tab: tab.id,
            without_cookies: tab.has_other_cookies(),
            failure: case.observations.first().and_then(identity),
            case: RefCell::new(case),
            exchanges: RefCell::default(),
            kept: RefCell::new(kept),
            is_closed,
            first: Cell::new(None),
            progress: Cell::new(Progress::Running(None)),
            clicked: Cell::new(browser::now()),
            stop: RefCell::default(),
        }
    }

    /// Asking again completes what was seen, and so it comes first, if it may be done at all.
    pub(crate) fn complete_first(&self) {
        let is_possible = {
            let case = self.case();
            case.settings.allows(Check::Again) && Assessment::of(&case).calls_for(Check::Again)
        };
        if is_possible {
            self.begin_with(Check::Again);
        }
    }

    /// Begins with this check, which the visitor asked for, at the next run.
    pub(crate) fn begin_with(&self, check: Check) {
        self.first.set(Some(check));
    }

    /// The case as it stands.
    pub(crate) fn case(&self) -> Ref<'_, Case> {
        self.case.borrow()
    }

    /// What was sent so far and what came back.
    pub(crate) fn exchanges(&self) -> Ref<'_, Vec<Exchange>> {
        self.exchanges.borrow()
    }

    /// How far it has come.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.get()
    }

    /// Changes what is allowed. The clock starts anew with this click.
    pub(crate) fn allow(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.case.borrow_mut().settings);
        self.clicked.set(browser::now());
    }

    /// Was this asked for, and is its outcome still to come?
    pub(crate) fn is_to_come(&self, check: Check) -> bool {
        self.first.get() == Some(check) || self.progress.get() == Progress::Running(Some(check))
    }

    /// Ends it, along with what was to come next; what was answered so far stands.
    pub(crate) fn stop(&self) {
        self.first.set(None);
        if let Some(stop) = self.stop.borrow().as_ref() {
            stop.give(&JsValue::NULL);
        }
    }

    /// Runs checks until none is left that would tell more, and calls `changed` whenever there is something new to
    /// show.
    pub(crate) async fn run(&self, changed: impl Fn()) {
        if self.stop.borrow().is_some() {
            return;
        }
        let stop = Signal::new();
        self.stop.replace(Some(stop.clone()));
        let finished = unless(stop.given(), self.run_all(&changed)).await;
        if let (None, Progress::Running(Some(check))) = (finished, self.progress.get()) {
            self.put(check, Outcome::CouldNotRun(Why::Cancelled));
        }
        *self.stop.borrow_mut() = None;
        self.progress.set(Progress::Over);
        changed();
    }

    async fn run_all(&self, changed: &impl Fn()) {
        let errors = NetErrors::watch(self.case().settings.tier);
        while let Some((check, limit)) = self.next() {
            self.progress.set(Progress::Running(Some(check)));
            changed();
            let run = Run { check, deadline: browser::now() + f64::from(limit), errors: errors.as_ref() };
            let outcome = self.check(&run).await;
            self.put(check, outcome);
            if check == Check::Again {
                self.look_once_more();
            }
        }
    }

    /// The next check and its time limit in milliseconds.
    fn next(&self) -> Option<(Check, u32)> {
        if let Some(check) = self.first.take() {
            return Some((check, check.limits().first_millis));
        }
        let mut case = self.case.borrow_mut();
        case.elapsed_ms = millis(browser::now() - self.clicked.get());
        check::next(&case).ok().map(|check| (check, check.limits().millis))
    }

    fn put(&self, check: Check, outcome: Outcome) {
        let outcomes = &mut self.case.borrow_mut().outcomes;
        if outcomes.set(check, outcome).is_err() {
            // Without any outcome, the check would be run again and again.
            let _ = outcomes.set(check, Outcome::CouldNotRun(Why::Unknown));
        }
    }

    async fn check(&self, run: &Run<'_>) -> Outcome {
        loop {
            let step = ask::step(&self.case(), run.check, &self.exchanges.borrow());
            let requests = match step {
                Step::Done(outcome) => return outcome,
                Step::Send(requests) => requests,
            };
            if requests.is_empty() || browser::now() >= run.deadline {
                return Outcome::CouldNotRun(Why::TimedOut);
            }
            let new = self.ask(run, requests).await;
            self.exchanges.borrow_mut().extend(new);
            self.save().await;
        }
    }

    /// What comes back for these requests, in the order of arrival; what is known already is not requested.
    async fn ask(&self, run: &Run<'_>, requests: Vec<Request>) -> Vec<Exchange> {
        let check = run.check;
        let (mut exchanges, mut left) = (Vec::new(), Vec::new());
        for request in requests {
            match self.reply_without_asking(check, &request) {
                Some(reply) => exchanges.push(Exchange { check, request, reply }),
                None => left.push(request),
            }
        }
        if !left.is_empty() {
            let replies = self.send_all(run, &left).await;
            let found =
                |(number, reply): (usize, Reply)| Some(Exchange { check, request: left.get(number)?.clone(), reply });
            exchanges.extend(replies.into_iter().filter_map(found));
        }
        exchanges
    }

    fn reply_without_asking(&self, check: Check, request: &Request) -> Option<Reply> {
        let kept = self.kept.borrow_mut().take(check, request);
        let is_futile = self.is_closed && check.limits().asks == Asks::Site;
        kept.or_else(|| is_futile.then(|| lost(Lost::NotAllowed, browser::now())))
    }

    /// Sends them at the same time. What has not come back by the deadline never will.
    async fn send_all(&self, run: &Run<'_>, requests: &[Request]) -> Vec<(usize, Reply)> {
        let options = Options {
            control: Control::new(),
            errors: run.errors,
            only_own_host: run.errors.is_none() && run.check.limits().asks == Asks::Site,
            without_cookies: self.without_cookies,
            deadline: run.deadline,
        };
        let work = requests.iter().map(|request| send(request, &options)).collect();
        let (mut replies, began_ms) = (Vec::new(), browser::now());
        if within(millis(run.deadline - began_ms), flight::all(work, &mut replies)).await.is_none() {
            let missing = (0..requests.len()).filter(|number| !replies.iter().any(|(known, _)| known == number));
            let missing: Vec<_> = missing.map(|number| (number, lost(Lost::TimedOut, began_ms))).collect();
            replies.extend(missing);
        }
        replies
    }

    /// What a request for the very page showed is one more observation of it.
    fn look_once_more(&self) {
        let exchanges = self.exchanges.borrow();
        let again = exchanges.iter().filter(|exchange| exchange.check == Check::Again);
        self.case.borrow_mut().observations.extend(again.filter_map(|exchange| exchange.observation(zone())));
    }

    async fn save(&self) {
        if let Some(failure) = &self.failure {
            let saved = keep::save(self.tab, failure, &self.exchanges.borrow());
            // Its failure is no reason to stop: a popup that is opened again then asks again.
            let _ = saved.await;
        }
    }
}

/// What was begun at this moment and is given up now.
fn lost(lost: Lost, began_ms: f64) -> Reply {
    Reply { at_ms: began_ms, took_ms: browser::now() - began_ms, result: Err(lost) }
}
