//! The browser and the site.

use is_it_me_core::retry::chance::chance;
use is_it_me_core::retry::life::{Answer, Effect, Event, Facts, Outage, Outcome, Retries, Switches, Tab, step};
use is_it_me_core::retry::{Pace, Symptom};

/// What the alarm of the browser's own script is set to when a page fails and none is set, in milliseconds.
const LATE_MS: f64 = 30_000.0;
/// An alarm that nobody answers rings again after this long.
const PERIOD_MS: f64 = 60_000.0;
/// How long an idle worker lives.
const IDLE_MS: f64 = 30_000.0;
/// What is due later than this is left to the alarm.
const TIMER_MS: f64 = 25_000.0;

pub(crate) const URL: &str = "https://shop.example/cart";

/// One request that reached the site.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) at_ms: f64,
    pub(crate) url: String,
    /// A tab's own, and not a question.
    pub(crate) is_page: bool,
}

/// The windows of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Windows {
    InFront,
    /// People look at another program.
    Behind,
    /// The same, and they are private.
    Private,
}

/// What tabs load once a question gets a good answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    Work,
    /// They fail all the same.
    Fail,
    /// They are files: the tabs go on showing what failed, and nobody hears of it.
    Save,
}

#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) id: i32,
    pub(crate) url: String,
    pub(crate) fails: bool,
    pub(crate) is_touched: bool,
    pub(crate) is_active: bool,
    /// When what is being loaded is there.
    pub(crate) loads_until_ms: Option<f64>,
    failed_ms: f64,
}

/// What lives and dies with the worker.
struct Worker {
    retries: Retries,
    timer_ms: Option<f64>,
    /// Questions under way: when the answer comes, from where, and which it was.
    asked: Vec<(f64, String, String, f64)>,
    acted_ms: f64,
}

pub(crate) struct World {
    pub(crate) now_ms: f64,
    pub(crate) tabs: Vec<Page>,
    pub(crate) log: Vec<Request>,
    pub(crate) told: Vec<i32>,
    /// Those of which the system was to hear as well.
    pub(crate) told_aloud: Vec<i32>,
    pub(crate) kept: Vec<Outage>,
    pub(crate) dropped: Vec<i32>,
    pub(crate) left: Vec<i32>,
    pub(crate) saved: Option<Retries>,
    pub(crate) alarm_ms: Option<f64>,
    pub(crate) is_online: bool,
    pub(crate) is_on: bool,
    /// Access is taken back, so the browser shows the address of no tab.
    pub(crate) is_hidden: bool,
    pub(crate) windows: Windows,
    /// The site is down until then, and says this.
    pub(crate) down_until_ms: f64,
    pub(crate) says: Symptom,
    pub(crate) pages: Pages,
    /// The moments at which the worker is ended, counted in things it does.
    pub(crate) kills: Box<dyn FnMut(u64) -> bool>,
    pub(crate) killed: u64,
    done: u64,
    worker: Option<Worker>,
    seed: u64,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            now_ms: 1_000_000.0,
            tabs: Vec::new(),
            log: Vec::new(),
            told: Vec::new(),
            told_aloud: Vec::new(),
            kept: Vec::new(),
            dropped: Vec::new(),
            left: Vec::new(),
            saved: None,
            alarm_ms: None,
            is_online: true,
            is_on: true,
            is_hidden: false,
            windows: Windows::InFront,
            down_until_ms: f64::INFINITY,
            says: Symptom { status: 502, pace: Pace::Usual, told_ms: None },
            pages: Pages::Work,
            kills: Box::new(|_| false),
            killed: 0,
            done: 0,
            worker: None,
            seed,
        }
    }

    /// A number from 0 to 1 that nobody foresees.
    fn lot(&mut self) -> f64 {
        self.seed = self.seed.wrapping_add(1);
        chance(self.seed, 1)
    }

    /// Opens a tab; what it shows depends on the site.
    pub(crate) fn open(&mut self, id: i32, url: &str) {
        let page = Page {
            id,
            url: url.into(),
            fails: false,
            is_touched: false,
            is_active: id == 1,
            loads_until_ms: None,
            failed_ms: 0.0,
        };
        self.tabs.push(page);
        self.load(id);
        self.arrive(id);
    }

    pub(crate) fn tab(&mut self, id: i32) -> &mut Page {
        self.tabs.iter_mut().find(|tab| tab.id == id).expect("the tab is open")
    }

    pub(crate) fn known(&self) -> &Retries {
        self.saved.as_ref().expect("something is saved")
    }

    pub(crate) fn questions(&self) -> usize {
        self.log.iter().filter(|request| !request.is_page).count()
    }

    fn facts(&mut self) -> Facts {
        self.seed = self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
        let tab = |page: &Page| Tab {
            id: page.id,
            url: (!self.is_hidden).then(|| page.url.clone()),
            is_active: page.is_active,
            is_seen: page.is_active && self.windows == Windows::InFront,
            is_loading: page.loads_until_ms.is_some(),
        };
        Facts {
            now_ms: self.now_ms,
            seed: self.seed,
            is_online: self.is_online,
            tabs: self.tabs.iter().map(tab).collect(),
            switches: Switches { all: self.is_on, sites: Vec::new() },
        }
    }

    /// Is the worker ended here? Then everything it was about to do is lost.
    fn dies(&mut self) -> bool {
        self.done += 1;
        let dies = (self.kills)(self.done);
        if dies {
            self.worker = None;
            self.killed += 1;
        }
        dies
    }

    /// Something happens for which the worker is started, if it is not running.
    pub(crate) fn happens(&mut self, event: Event) {
        if self.worker.is_none() && !self.starts() {
            return;
        }
        self.turn(event);
    }

    fn starts(&mut self) -> bool {
        let retries = self.saved.clone().unwrap_or_default();
        self.worker = Some(Worker { retries, timer_ms: None, asked: Vec::new(), acted_ms: self.now_ms });
        self.turn(Event::Started);
        // Failures that are stored and were not heard of were lost on the way.
        let has_heard =
            |tab: &Page| self.worker.as_ref().is_none_or(|worker| worker.retries.has_heard(tab.id, tab.failed_ms));
        let lost: Vec<i32> = self.tabs.iter().filter(|tab| tab.fails && !has_heard(tab)).map(|tab| tab.id).collect();
        for id in lost {
            let event = self.failed(id);
            self.turn(event);
        }
        self.worker.is_some()
    }

    fn failed(&mut self, id: i32) -> Event {
        let (symptom, has_other_cookies) = (Some(self.says), self.windows == Windows::Private);
        let page = self.tab(id);
        Event::Failed { tab: id, url: page.url.clone(), at_ms: page.failed_ms, has_other_cookies, symptom }
    }

    /// One step, with everything the shell does around it.
    fn turn(&mut self, event: Event) {
        if self.worker.is_none() || self.dies() {
            return;
        }
        let facts = self.facts();
        let Some(worker) = &mut self.worker else { return };
        let effects = step(&mut worker.retries, event, &facts);
        let retries = worker.retries.clone();
        worker.acted_ms = self.now_ms;
        let wake_ms = retries.wake_ms();
        worker.timer_ms = wake_ms.filter(|wake_ms| wake_ms - self.now_ms <= TIMER_MS);
        assert_sound(&retries);
        // An alarm is set before and taken away after the rest is saved, so that none is missing at any moment.
        if wake_ms.is_some() {
            self.alarm_ms = wake_ms;
        }
        if self.dies() {
            return;
        }
        self.saved = Some(retries);
        if self.dies() {
            return;
        }
        self.alarm_ms = wake_ms;
        for effect in effects {
            if self.dies() {
                return;
            }
            self.carry_out(effect);
            if self.worker.is_none() {
                return;
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Ask { origin, url, asked_ms, .. } => {
                self.log.push(Request { at_ms: self.now_ms, url: url.clone(), is_page: false });
                let comes_ms = self.now_ms + 20.0 + self.lot() * 3_000.0;
                if let Some(worker) = &mut self.worker {
                    assert!(worker.asked.is_empty(), "two questions at the same time");
                    worker.asked.push((comes_ms, origin, url, asked_ms));
                }
            }
            Effect::Return { tab, url } => self.send_back(tab, &url),
            Effect::Tell { tab, is_aloud, .. } => {
                self.told.push(tab);
                self.told_aloud.extend(is_aloud.then_some(tab));
            }
            Effect::Drop { tab } => self.dropped.push(tab),
            Effect::Leave { tab } => self.left.push(tab),
            Effect::Keep(outage) => self.kept.push(outage),
        }
    }

    /// First checks whether the tab still shows the failed page, and whether somebody uses it.
    fn send_back(&mut self, id: i32, url: &str) {
        let outcome = match self.tabs.iter().find(|tab| tab.id == id) {
            Some(tab) if tab.url != url || !tab.fails || tab.loads_until_ms.is_some() => Outcome::Elsewhere,
            Some(tab) if tab.is_touched => Outcome::Touched,
            Some(_) => Outcome::Sent,
            None => Outcome::Elsewhere,
        };
        if self.dies() {
            return;
        }
        if outcome == Outcome::Sent {
            self.load(id);
        }
        self.turn(Event::Returned { tab: id, outcome });
    }

    /// A tab loads its page.
    pub(crate) fn load(&mut self, id: i32) {
        let takes_ms = 20.0 + self.lot() * 2_000.0;
        let now_ms = self.now_ms;
        let tab = self.tab(id);
        assert!(tab.loads_until_ms.is_none(), "a tab loads twice at the same time");
        tab.loads_until_ms = Some(now_ms + takes_ms);
        let url = tab.url.clone();
        self.log.push(Request { at_ms: now_ms, url, is_page: true });
    }

    /// What a tab loads has arrived. The browser's own script hears of it, whatever becomes of the worker then.
    fn arrive(&mut self, id: i32) {
        let is_down = self.now_ms < self.down_until_ms || self.pages == Pages::Fail;
        let (now_ms, is_file) = (self.now_ms, !is_down && self.pages == Pages::Save);
        let tab = self.tab(id);
        tab.loads_until_ms = None;
        if is_file {
            return;
        }
        tab.fails = is_down;
        if !is_down {
            return self.happens(Event::Works { tab: id });
        }
        tab.failed_ms = now_ms;
        self.alarm_ms = self.alarm_ms.or(Some(now_ms + LATE_MS)).filter(|_| self.is_on);
        if self.is_on {
            let event = self.failed(id);
            self.happens(event);
        }
    }

    /// The next moment at which something happens by itself.
    fn next_ms(&self) -> f64 {
        let worker = self.worker.as_ref();
        let timer = worker.and_then(|worker| worker.timer_ms);
        let answers = worker.into_iter().flat_map(|worker| worker.asked.iter().map(|asked| asked.0));
        let loads = self.tabs.iter().filter_map(|tab| tab.loads_until_ms);
        self.alarm_ms.into_iter().chain(timer).chain(answers).chain(loads).fold(f64::INFINITY, f64::min)
    }

    /// Lets time pass.
    pub(crate) fn until(&mut self, end_ms: f64) {
        while self.next_ms() <= end_ms {
            let next_ms = self.next_ms().max(self.now_ms);
            if self.worker.as_ref().is_some_and(|it| it.asked.is_empty() && next_ms - it.acted_ms > IDLE_MS) {
                self.worker = None;
            }
            self.now_ms = next_ms.max(self.now_ms);
            self.one();
        }
        self.now_ms = end_ms;
    }

    pub(crate) fn pass(&mut self, seconds: f64) {
        self.until(self.now_ms + seconds * 1000.0);
    }

    /// The one thing that happens now.
    fn one(&mut self) {
        let now_ms = self.now_ms;
        if let Some(id) =
            self.tabs.iter().find(|tab| tab.loads_until_ms.is_some_and(|at_ms| at_ms <= now_ms)).map(|tab| tab.id)
        {
            return self.arrive(id);
        }
        let is_down = now_ms < self.down_until_ms;
        if let Some(worker) = &mut self.worker {
            if let Some(at) = worker.asked.iter().position(|asked| asked.0 <= now_ms) {
                let (_, origin, _, asked_ms) = worker.asked.remove(at);
                let answer = if is_down { Answer::Fails(self.says) } else { Answer::Good };
                return self.turn(Event::Answered { origin, asked_ms, answer });
            }
            if worker.timer_ms.is_some_and(|at_ms| at_ms <= now_ms) {
                worker.timer_ms = None;
                return self.turn(Event::Tick);
            }
        }
        if self.alarm_ms.is_some_and(|at_ms| at_ms <= now_ms) {
            // It goes on ringing until it is set anew or taken away.
            self.alarm_ms = Some(now_ms + PERIOD_MS);
            self.happens(Event::Tick);
        }
    }
}

/// What must hold at every moment.
fn assert_sound(retries: &Retries) {
    let mut origins: Vec<_> = retries.incidents.iter().map(|incident| incident.origin.as_str()).collect();
    let mut tabs: Vec<_> =
        retries.incidents.iter().flat_map(|incident| incident.runs.iter().map(|run| run.tab)).collect();
    origins.sort_unstable();
    tabs.sort_unstable();
    assert!(origins.windows(2).all(|pair| pair[0] != pair[1]), "two incidents of one origin: {origins:?}");
    assert!(tabs.windows(2).all(|pair| pair[0] != pair[1]), "two runs of one tab: {tabs:?}");
    for incident in &retries.incidents {
        assert!(incident.course.attempts.len() <= 6, "{} requests", incident.course.attempts.len());
    }
}
