//! What is due: the next question, the next tab, the end of a question that nobody answered.

use super::{Answer, Effect, End, Facts, Incident, Phase, Retries, Run};
use crate::retry::figures::{BETWEEN_TABS, FIGURES, GRACE_MS, OFFLINE_MS, QUESTION_MS, RETURN_MS};
use crate::retry::{Around, Attempt, Circuit, Decision, GiveUp, Symptom, decide};

impl Retries {
    /// Does everything whose time has come.
    pub(super) fn due(&mut self, facts: &Facts, effects: &mut Vec<Effect>) {
        for at in 0..self.incidents.len() {
            let Some(incident) = self.incidents.get(at) else { continue };
            match incident.phase {
                Phase::Waiting(due_ms) if due_ms <= facts.now_ms => self.ask(at, facts, effects),
                Phase::Asking(asked_ms) if asked_ms + f64::from(QUESTION_MS) + GRACE_MS <= facts.now_ms => {
                    self.answered(at, Answer::Silence, facts);
                }
                Phase::Returning => self.send(at, facts, effects),
                _ => {}
            }
        }
    }

    /// The next moment at which something is due, in milliseconds since 1970.
    pub fn wake_ms(&self) -> Option<f64> {
        self.incidents.iter().filter_map(Incident::wake_ms).reduce(f64::min)
    }

    /// Asks for the page of one tab. The question is counted with its answer, or with the lack of one.
    fn ask(&mut self, at: usize, facts: &Facts, effects: &mut Vec<Effect>) {
        let Some(incident) = self.incidents.get_mut(at) else { return };
        if !facts.is_online {
            incident.phase = Phase::Waiting(facts.now_ms + OFFLINE_MS);
            return;
        }
        let Some(run) = incident.prober(facts) else { return };
        let (url, has_other_cookies) = (run.url.clone(), run.has_other_cookies);
        let origin = incident.origin.clone();
        incident.phase = Phase::Asking(facts.now_ms);
        effects.push(Effect::Ask { origin: origin.clone(), url, has_other_cookies, asked_ms: facts.now_ms });
        let mut ledger = self.ledger(&origin);
        ledger.bucket = ledger.bucket.taken(&FIGURES.origin, facts.now_ms);
        self.book(ledger);
        self.all = self.all.taken(&FIGURES.all, facts.now_ms);
    }

    /// A question was answered, or will never be.
    pub(super) fn answered(&mut self, at: usize, answer: Answer, facts: &Facts) {
        let Some(incident) = self.incidents.get_mut(at) else { return };
        incident.history.attempts.push(Attempt { at_ms: facts.now_ms, was_good: matches!(answer, Answer::Good) });
        match answer {
            Answer::Good => incident.bring_back(facts),
            Answer::Fails(symptom) => self.still_fails(at, symptom, facts),
            Answer::Silence => {
                let symptom = incident.last.silent();
                self.still_fails(at, symptom, facts);
            }
            Answer::Else(why) => self.over(at, End::Changed(why), facts),
        }
    }

    /// The site is no better: the policy decides what comes next.
    pub(super) fn still_fails(&mut self, at: usize, symptom: Symptom, facts: &Facts) {
        let Some(incident) = self.incidents.get(at) else { return };
        let ledger = self.ledger(&incident.origin);
        let around = Around {
            is_hidden: incident.is_hidden(facts),
            circuit: ledger.circuit,
            origin: ledger.bucket,
            all: self.all,
        };
        let decision = decide(&FIGURES, &incident.history, symptom, &around, facts.now_ms, facts.seed);
        let Some(incident) = self.incidents.get_mut(at) else { return };
        incident.last = symptom;
        incident.back_ms = None;
        incident.runs.iter_mut().for_each(|run| run.sent_ms = None);
        match decision {
            Decision::RetryAt(due_ms) => incident.phase = Phase::Waiting(due_ms),
            Decision::GiveUp(why) => self.over(at, End::GaveUp(why), facts),
        }
    }

    /// Nobody asks any more, and not for a while.
    pub(super) fn over(&mut self, at: usize, end: End, facts: &Facts) {
        let Some(incident) = self.incidents.get_mut(at) else { return };
        incident.phase = Phase::Over(end);
        if end == End::GaveUp(GiveUp::Resting) {
            return;
        }
        let origin = incident.origin.clone();
        let mut ledger = self.ledger(&origin);
        ledger.circuit = Circuit::Open(facts.now_ms + FIGURES.rest_ms);
        self.book(ledger);
    }

    /// Tells tabs to load again whose turn it is, and looks after those that were told long ago.
    fn send(&mut self, at: usize, facts: &Facts, effects: &mut Vec<Effect>) {
        let Some(incident) = self.incidents.get_mut(at) else { return };
        incident.runs.retain_mut(|run| run.wake_ms() > facts.now_ms || run.send(facts, effects));
    }
}

impl Incident {
    /// Whose page is asked for: one that has not failed again after the site seemed to be back, so that one broken page
    /// does not keep the others waiting; and of those the one somebody looks at.
    fn prober(&self, facts: &Facts) -> Option<&Run> {
        let is_seen = |run: &Run| facts.tab(run.tab).is_some_and(|tab| tab.is_active);
        self.runs.iter().min_by_key(|run| (run.relapses, !is_seen(run)))
    }

    /// The tabs come back one after the other, the one somebody looks at first.
    fn bring_back(&mut self, facts: &Facts) {
        self.phase = Phase::Returning;
        self.back_ms = Some(facts.now_ms);
        let seen = |run: &Run| facts.tab(run.tab).is_some_and(|tab| tab.is_active);
        let mut due_ms = facts.now_ms;
        for is_seen in [true, false] {
            for run in self.runs.iter_mut().filter(|run| seen(run) == is_seen) {
                (run.due_ms, run.sent_ms, run.has_gone) = (due_ms, None, false);
                due_ms += BETWEEN_TABS.draw(facts.seed, u64::from(run.tab.unsigned_abs()));
            }
        }
    }

    fn wake_ms(&self) -> Option<f64> {
        match self.phase {
            Phase::Waiting(due_ms) => Some(due_ms),
            Phase::Asking(asked_ms) => Some(asked_ms + f64::from(QUESTION_MS) + GRACE_MS),
            Phase::Returning => self.runs.iter().map(Run::wake_ms).reduce(f64::min),
            Phase::Over(_) => None,
        }
    }
}

impl Run {
    /// When to look after the tab, once the site is back: at its turn, and a while after it was told.
    fn wake_ms(&self) -> f64 {
        self.sent_ms.map_or(self.due_ms, |sent_ms| sent_ms + RETURN_MS)
    }

    /// Tells the tab to load again, and once more if it may not have heard. One that has loaded something of which there is no
    /// news shows the failed page still, and would do so for ever: it is let go. Is the tab looked after any longer?
    fn send(&mut self, facts: &Facts, effects: &mut Vec<Effect>) -> bool {
        let is_loading = facts.tab(self.tab).is_some_and(|tab| tab.is_loading);
        if self.has_gone && !is_loading {
            effects.push(Effect::Drop { tab: self.tab });
            return false;
        }
        if !facts.is_online {
            (self.due_ms, self.sent_ms) = (facts.now_ms + OFFLINE_MS, None);
            return true;
        }
        self.sent_ms = Some(facts.now_ms);
        if !is_loading {
            effects.push(Effect::Return { tab: self.tab, url: self.url.clone() });
        }
        true
    }
}
