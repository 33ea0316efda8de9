//! What is no longer true since the last step: tabs that are gone, sites for which it was switched off, accounts that
//! are settled.

use super::{Effect, Facts, Incident, Phase, Retries, Run};
use crate::address::{host_of, without_fragment};
use crate::retry::figures::FIGURES;

impl Retries {
    /// Drops everything that no longer holds.
    pub(super) fn sweep(&mut self, facts: &Facts, effects: &mut Vec<Effect>) {
        for incident in self.incidents.iter().filter(|incident| !facts.switches.is_on(incident.host())) {
            effects.extend(incident.runs.iter().map(|run| Effect::Drop { tab: run.tab }));
        }
        self.incidents.retain(|incident| facts.switches.is_on(incident.host()));
        self.heard.retain(|(tab, _)| facts.tab(*tab).is_some());
        for incident in &mut self.incidents {
            incident.runs.retain(|run| still_waits(run, facts));
            incident.clamp(facts.now_ms);
        }
        self.books.sweep(facts.now_ms, |origin| facts.switches.is_on(host_of(origin)));
    }

    /// Incidents that nobody waits for have ended.
    pub(super) fn conclude(&mut self, facts: &Facts, effects: &mut Vec<Effect>) {
        for incident in self.incidents.iter().filter(|incident| incident.runs.is_empty()) {
            effects.extend(incident.outage(facts.now_ms).map(Effect::Keep));
        }
        self.incidents.retain(|incident| !incident.runs.is_empty());
    }

    /// The badges of tabs that waited before this step and no longer do would stay as they are if nobody said anything.
    pub(super) fn leave(&self, waited: Vec<i32>, facts: &Facts, effects: &mut Vec<Effect>) {
        for tab in waited {
            let is_said = effects
                .iter()
                .any(|effect| matches!(effect, Effect::Tell { tab: of, .. } | Effect::Drop { tab: of } if *of == tab));
            if self.of_tab(tab).is_none() && facts.tab(tab).is_some() && !is_said {
                effects.push(Effect::Leave { tab });
            }
        }
    }
}

/// Is the tab there, and does it show the address that failed? A tab on its way there shows it already or soon will.
fn still_waits(run: &Run, facts: &Facts) -> bool {
    let shown = facts.tab(run.tab).and_then(|tab| tab.url.as_deref());
    shown.is_some_and(|shown| without_fragment(shown) == without_fragment(&run.url))
}

impl Incident {
    /// A clock that was set back must not put anything off for days.
    fn clamp(&mut self, now_ms: f64) {
        let latest_ms = now_ms + FIGURES.lifetime_ms;
        if let Phase::Waiting(due_ms) = &mut self.phase {
            *due_ms = due_ms.min(latest_ms);
        }
        for run in &mut self.runs {
            run.due_ms = run.due_ms.min(latest_ms);
            run.sent_ms = run.sent_ms.map(|sent_ms| sent_ms.min(now_ms));
        }
    }
}
