//! One step: something happened.

use super::{Answer, Effect, End, Event, Facts, Incident, Outcome, Phase, Retries, Run};
use crate::address::{Address, host_of};
use crate::retry::figures::{LATECOMER_MS, MOST_INCIDENTS, MOST_TABS};
use crate::retry::{Attempt, Course, Symptom};

/// Takes in what happened, and returns what is to be done once that is saved.
pub fn step(retries: &mut Retries, event: Event, facts: &Facts) -> Vec<Effect> {
    let mut effects = Vec::new();
    let waited: Vec<i32> = retries.incidents.iter().flat_map(|incident| &incident.runs).map(|run| run.tab).collect();
    if let Event::Withdrawn { tab } = event {
        retries.withdrawn(tab, facts);
    }
    retries.sweep(facts, &mut effects);
    match event {
        Event::Tick | Event::Withdrawn { .. } => {}
        Event::Started => retries.started(facts),
        Event::Failed { tab, url, at_ms, has_other_cookies, symptom } => {
            retries.hear(tab, at_ms);
            match symptom {
                Some(symptom) if facts.switches.is_on(host_of(&url)) => {
                    retries.failed(Run { tab, url, has_other_cookies, ..Run::default() }, symptom, facts, &mut effects);
                }
                _ => retries.let_go(tab),
            }
        }
        Event::Works { tab } => retries.works(tab, facts, &mut effects),
        Event::Answered { origin, asked_ms, answer } => retries.heard(&origin, asked_ms, answer, facts),
        Event::Returned { tab, outcome } => retries.returned(tab, outcome, facts, &mut effects),
        Event::Stop { tab } => retries.stop(tab, facts, &mut effects),
        Event::Now { tab } => retries.now(tab, facts, &mut effects),
    }
    retries.due(facts, &mut effects);
    retries.conclude(facts, &mut effects);
    retries.leave(waited, facts, &mut effects);
    effects
}

impl Retries {
    /// A question that was under way is lost, and nobody knows whether a tab was really told to load again.
    fn started(&mut self, facts: &Facts) {
        for incident in &mut self.incidents {
            match incident.phase {
                Phase::Asking(_) => incident.answered(Answer::Silence, facts, &mut self.books),
                Phase::Returning => incident.send_again(facts),
                Phase::Waiting(_) | Phase::Over(_) => {}
            }
        }
    }

    /// A page failed: a new outage, one more tab of a known one, or a site that is not back after all.
    fn failed(&mut self, mut run: Run, symptom: Symptom, facts: &Facts, effects: &mut Vec<Effect>) {
        let before = self.of_tab(run.tab).and_then(|incident| incident.run(run.tab)).cloned();
        self.let_go(run.tab);
        let was_sent = before.as_ref().is_some_and(|run| run.sent_ms.is_some());
        run.relapses = before.map_or(0, |run| run.relapses + u32::from(was_sent));
        let origin = Address::of(&run.url).map(|address| address.origin()).unwrap_or_default();
        let Some(incident) = self.incidents.iter_mut().find(|incident| incident.origin == origin) else {
            return self.begin(origin, run, symptom, facts);
        };
        let is_another = matches!(incident.phase, Phase::Over(_)) && facts.now_ms >= self.books.rests_until_ms(&origin);
        if is_another {
            incident.begin_again(symptom, facts, effects);
        }
        incident.add(run, facts);
        match incident.phase {
            _ if is_another => incident.still_fails(symptom, facts, &mut self.books),
            // What one tab is told also holds for the others, which would come back earlier.
            Phase::Returning if was_sent || symptom.told_ms.is_some() => {
                incident.course.attempts.push(Attempt { at_ms: facts.now_ms, was_good: false });
                incident.still_fails(symptom, facts, &mut self.books);
            }
            Phase::Waiting(due_ms) => incident.put_off(due_ms, symptom, facts, &mut self.books),
            Phase::Returning | Phase::Asking(_) | Phase::Over(_) => {}
        }
    }

    fn begin(&mut self, origin: String, run: Run, symptom: Symptom, facts: &Facts) {
        if self.incidents.len() >= MOST_INCIDENTS {
            return;
        }
        let incident = self.incidents.push_mut(Incident {
            origin,
            status: symptom.status,
            last: symptom,
            course: Course { began_ms: facts.now_ms, attempts: Vec::new() },
            phase: Phase::Waiting(facts.now_ms),
            has_other_cookies: run.has_other_cookies,
            runs: vec![run],
            back_ms: None,
            is_told: false,
        });
        incident.still_fails(symptom, facts, &mut self.books);
    }

    fn let_go(&mut self, tab: i32) {
        for incident in &mut self.incidents {
            incident.runs.retain(|run| run.tab != tab);
        }
    }

    /// When access to its last tab is taken back, an outage is stopped, not left: the pages are still there, and only
    /// their addresses are hidden now. Access to several sites is usually taken back at once, and the browser reports
    /// one tab at a time.
    fn withdrawn(&mut self, tab: i32, facts: &Facts) {
        let is_hidden = |run: &Run| run.tab == tab || facts.tab(run.tab).is_some_and(|shown| shown.url.is_none());
        for incident in self.incidents.iter_mut().filter(|incident| incident.runs.iter().any(is_hidden)) {
            incident.runs.retain(|run| !is_hidden(run));
            if incident.runs.is_empty() && !matches!(incident.phase, Phase::Over(_)) {
                incident.phase = Phase::Over(End::Stopped);
            }
        }
    }

    fn works(&mut self, tab: i32, facts: &Facts, effects: &mut Vec<Effect>) {
        let Some(incident) = of_tab(&mut self.incidents, tab) else { return };
        incident.back_ms.get_or_insert(facts.now_ms);
        if let Some(run) = incident.run(tab).filter(|run| run.sent_ms.is_some()).cloned() {
            effects.push(incident.tell(run, facts));
        }
        self.let_go(tab);
    }

    fn heard(&mut self, origin: &str, asked_ms: f64, answer: Answer, facts: &Facts) {
        let is_asked =
            |incident: &&mut Incident| incident.origin == origin && incident.phase == Phase::Asking(asked_ms);
        if let Some(incident) = self.incidents.iter_mut().find(is_asked) {
            incident.answered(answer, facts, &mut self.books);
        }
    }

    fn returned(&mut self, tab: i32, outcome: Outcome, facts: &Facts, effects: &mut Vec<Effect>) {
        let Some(incident) = of_tab(&mut self.incidents, tab) else { return };
        match outcome {
            Outcome::Sent => {
                incident.runs.iter_mut().filter(|run| run.tab == tab).for_each(|run| run.has_gone = true);
                return;
            }
            Outcome::Touched => {
                effects.extend(incident.run(tab).cloned().map(|run| incident.tell(run, facts)));
            }
            Outcome::Elsewhere => {}
        }
        self.let_go(tab);
    }

    fn stop(&mut self, tab: i32, facts: &Facts, effects: &mut Vec<Effect>) {
        if let Some(incident) = of_tab(&mut self.incidents, tab) {
            incident.over(End::Stopped, facts, &mut self.books);
            effects.extend(incident.runs.iter().map(|run| Effect::Drop { tab: run.tab }));
        }
    }

    /// Somebody wants to know now. After the end, this begins a new count, as if the page had failed just now.
    fn now(&mut self, tab: i32, facts: &Facts, effects: &mut Vec<Effect>) {
        let Some(incident) = of_tab(&mut self.incidents, tab) else { return };
        match incident.phase {
            Phase::Waiting(_) => {}
            Phase::Over(_) => incident.begin_again(incident.last, facts, effects),
            Phase::Asking(_) | Phase::Returning => return,
        }
        incident.phase = Phase::Waiting(facts.now_ms);
        self.books.rest(&incident.origin, 0.0);
    }
}

/// The incident that looks after this tab.
fn of_tab(incidents: &mut [Incident], tab: i32) -> Option<&mut Incident> {
    incidents.iter_mut().find(|incident| incident.run(tab).is_some())
}

impl Incident {
    /// One more tab waits. If the site was found to be back a moment ago, this tab comes last.
    fn add(&mut self, run: Run, facts: &Facts) {
        self.has_other_cookies &= run.has_other_cookies;
        let last_ms = self.runs.iter().map(|run| run.due_ms).fold(facts.now_ms, f64::max);
        if self.runs.len() < MOST_TABS {
            self.runs.push(Run { due_ms: last_ms + LATECOMER_MS, ..run });
        }
    }

    /// It was given up on, and that is kept; what fails now is another outage, for which the same tabs wait.
    fn begin_again(&mut self, symptom: Symptom, facts: &Facts, effects: &mut Vec<Effect>) {
        effects.extend(self.outage(facts.now_ms).map(Effect::Keep));
        self.course = Course { began_ms: facts.now_ms, attempts: Vec::new() };
        (self.back_ms, self.is_told) = (None, false);
        self.status = symptom.status;
        self.has_other_cookies = self.runs.iter().all(|run| run.has_other_cookies);
    }

    /// Tabs that are loading already were told. Of the others, those that may not have heard are told again; the shell
    /// checks whether they still need it.
    fn send_again(&mut self, facts: &Facts) {
        for run in &mut self.runs {
            let is_told = run.has_gone || facts.is_loading(run.tab);
            run.sent_ms = run.sent_ms.filter(|_| is_told);
        }
    }

    fn tell(&mut self, run: Run, facts: &Facts) -> Effect {
        let is_seen = facts.tab(run.tab).is_some_and(|tab| tab.is_seen);
        let is_aloud = !run.has_other_cookies && !is_seen && !self.is_told;
        self.is_told |= is_seen || is_aloud;
        let after_ms = self.back_ms.unwrap_or(facts.now_ms) - self.course.began_ms;
        Effect::Tell { tab: run.tab, url: run.url, after_ms, is_aloud }
    }
}
