//! What the checks heard that people want to read, beyond what it says of the blame.

use super::{Fact, View, facts};
use crate::check::{Answer, Case, Exchange, ask};
use crate::message::Message;
use crate::observation::Observation;

/// What other resolvers say of the name, and what places elsewhere met.
pub fn heard(case: &Case, exchanges: &[Exchange]) -> Vec<Fact> {
    let mut heard = ask::name_facts(case, exchanges);
    heard.extend(ask::places(case, exchanges).iter().map(facts::place));
    heard
}

/// Adds it to what is shown: what other resolvers say of the name, what places elsewhere met, and the site's status page
/// where that tells of trouble.
pub fn add(view: &mut View, case: &Case, exchanges: &[Exchange]) {
    view.facts.extend(heard(case, exchanges));
    let tells = matches!(
        case.outcomes.answer(crate::check::Check::SiteStatus),
        Some(Answer::SiteStatusTrouble | Answer::SiteStatusMaintenance)
    );
    if let Some(page) = ask::site_status_page(exchanges).filter(|_| tells) {
        let host = case.observations.first().map(Observation::host).unwrap_or_default();
        view.steps.insert(0, Message::new("step_status_page").with(host).with(page));
    }
}
