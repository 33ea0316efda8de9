//! What is due: the next question, the next tab, the end of a question that nobody answered.

use super::{Answer, Books, Effect, End, Facts, Incident, Phase, Retries, Run};
use crate::retry::figures::{BETWEEN_TABS, FIGURES, GRACE_MS, OFFLINE_MS, QUESTION_MS, RETURN_MS};
use crate::retry::{Around, Attempt, GiveUp, Symptom, decide, told};

impl Retries {
    /// Does everything whose time has come.
    pub(super) fn due(&mut self, facts: &Facts, effects: &mut Vec<Effect>) {
        for incident in &mut self.incidents {
            match incident.phase {
                Phase::Waiting(due_ms) if due_ms <= facts.now_ms => incident.ask(facts, &mut self.books, effects),
                Phase::Asking(asked_ms) if asked_ms + f64::from(QUESTION_MS) + GRACE_MS <= facts.now_ms => {
                    incident.answered(Answer::Silence, facts, &mut self.books);
                }
                Phase::Returning => incident.send(facts, effects),
                _ => {}
            }
        }
    }

    /// The next moment at which something is due, in milliseconds since 1970.
    pub fn wake_ms(&self) -> Option<f64> {
        self.incidents.iter().filter_map(Incident::wake_ms).reduce(f64::min)
    }
}

impl Incident {
    /// Asks for the page of one tab. The question is counted when its answer comes, or fails to come.
    fn ask(&mut self, facts: &Facts, books: &mut Books, effects: &mut Vec<Effect>) {
        if !facts.is_online {
            self.phase = Phase::Waiting(facts.now_ms + OFFLINE_MS);
            return;
        }
        let Some(run) = self.prober(facts) else { return };
        let (origin, url) = (self.origin.clone(), run.url.clone());
        let has_other_cookies = run.has_other_cookies;
        effects.push(Effect::Ask { origin, url, has_other_cookies, asked_ms: facts.now_ms });
        self.phase = Phase::Asking(facts.now_ms);
        books.charge(&self.origin, facts.now_ms);
    }

    /// A question was answered, or never will be.
    pub(super) fn answered(&mut self, answer: Answer, facts: &Facts, books: &mut Books) {
        self.course.attempts.push(Attempt { at_ms: facts.now_ms, was_good: matches!(answer, Answer::Good) });
        match answer {
            Answer::Good => self.bring_back(facts),
            Answer::Fails(symptom) => self.still_fails(symptom, facts, books),
            Answer::Silence => self.still_fails(self.last.silent(), facts, books),
            Answer::Else => self.over(End::Changed, facts, books),
        }
    }

    /// The site is no better: the policy decides what comes next.
    pub(super) fn still_fails(&mut self, symptom: Symptom, facts: &Facts, books: &mut Books) {
        let (rests_until_ms, origin) = (books.rests_until_ms(&self.origin), books.bucket(&self.origin));
        let (is_hidden, &Facts { now_ms, seed, .. }) = (self.is_hidden(facts), facts);
        let around = Around { is_hidden, rests_until_ms, origin, all: books.all, now_ms, seed };
        let decision = decide(&FIGURES, &self.course, symptom, &around);
        self.last = symptom;
        (self.back_ms, self.is_told) = (None, false);
        self.runs.iter_mut().for_each(|run| run.sent_ms = None);
        match decision {
            Ok(due_ms) => self.phase = Phase::Waiting(due_ms),
            Err(why) => self.over(End::GaveUp(why), facts, books),
        }
    }

    /// One more tab was told when to come back. Nobody asks before that, and nobody asks at all if it is longer than
    /// any outage is followed.
    pub(super) fn put_off(&mut self, due_ms: f64, symptom: Symptom, facts: &Facts, books: &mut Books) {
        let Some(told_ms) = told(&FIGURES, symptom, facts.now_ms, facts.seed) else { return };
        if told_ms - self.course.began_ms > FIGURES.lifetime_ms {
            return self.over(End::GaveUp(GiveUp::ToldLater), facts, books);
        }
        self.phase = Phase::Waiting(due_ms.max(told_ms));
    }

    /// Nobody asks any more, and will not for a while.
    pub(super) fn over(&mut self, end: End, facts: &Facts, books: &mut Books) {
        self.phase = Phase::Over(end);
        if end != End::GaveUp(GiveUp::Resting) {
            books.rest(&self.origin, facts.now_ms + FIGURES.rest_ms);
        }
    }

    /// Tells tabs to load again when it is their turn, and checks on those that were told long ago.
    fn send(&mut self, facts: &Facts, effects: &mut Vec<Effect>) {
        self.runs.retain_mut(|run| run.wake_ms() > facts.now_ms || run.send(facts, effects));
    }

    /// Whose page is asked for: one that has not failed again after the site seemed to be back, so that one broken page
    /// does not keep the others waiting; and among those, the one somebody looks at.
    fn prober(&self, facts: &Facts) -> Option<&Run> {
        self.runs.iter().min_by_key(|run| (run.relapses, !facts.is_active(run.tab)))
    }

    /// The tabs come back one after the other, the one somebody looks at first.
    fn bring_back(&mut self, facts: &Facts) {
        self.phase = Phase::Returning;
        self.back_ms = Some(facts.now_ms);
        let mut due_ms = facts.now_ms;
        for is_active in [true, false] {
            for run in self.runs.iter_mut().filter(|run| facts.is_active(run.tab) == is_active) {
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
    /// When to check on the tab, once the site is back: when it is its turn, and a while after it was told.
    fn wake_ms(&self) -> f64 {
        self.sent_ms.map_or(self.due_ms, |sent_ms| sent_ms + RETURN_MS)
    }

    /// Tells the tab to load again, and once more if it may not have heard. A tab that has loaded something, and has no
    /// news of that, still shows the failed page and would do so for ever: it is let go. Is the tab looked after any
    /// longer?
    fn send(&mut self, facts: &Facts, effects: &mut Vec<Effect>) -> bool {
        let is_loading = facts.is_loading(self.tab);
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
