//! What is known about one hop on the way: the facts that belong there, and the checks that looked at it.

use super::View;
use super::checks::came_of;
use crate::check::{Check, Outcomes};
use crate::message::{Message, Words};
use crate::words::Hop;

/// The pairs of a label and a value that are known about this hop, in words.
pub fn known(hop: Hop, view: &View, outcomes: &Outcomes, words: &dyn Words) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for station in view.path.iter().filter(|station| station.hop == hop && !station.products.is_empty()) {
        pairs.push((words.label("hop_product"), words.list(&station.products)));
    }
    for fact in view.facts.iter().filter(|fact| fact.hop == Some(hop)) {
        pairs.push((words.say(&fact.label), fact.value.clone()));
    }
    for (check, outcome) in outcomes.iter().filter(|(check, _)| looks_at(*check) == Some(hop)) {
        let (_, result) = came_of(outcome);
        pairs.push((words.say(&Message::of("check_name", check.word())), words.say(&result)));
    }
    pairs
}

/// Which hop a check looked at, if it is one.
const fn looks_at(check: Check) -> Option<Hop> {
    match check {
        Check::Control => Some(Hop::Network),
        Check::Names => Some(Hop::Dns),
        Check::EdgeExplains | Check::EdgeAlive | Check::VendorStatus => Some(Hop::Edge),
        Check::Root | Check::Sibling => Some(Hop::App),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Answer, Case, Outcome};
    use crate::diagnosis::diagnose;
    use crate::headers::Headers;
    use crate::observation::{Observation, Timings};
    use crate::view::platform::Platform;
    use crate::view::view_case;

    struct Keys;
    impl Words for Keys {
        fn say(&self, message: &Message) -> String {
            message.key.to_string()
        }
    }

    fn about(hop: Hop, seen: Observation, outcomes: Outcomes) -> Vec<String> {
        let case = Case { observations: vec![seen], outcomes, ..Case::default() };
        let diagnosis = diagnose(&case.observations);
        let view = view_case(&case, &diagnosis, Platform::default());
        let pairs = known(hop, &view, &case.outcomes, &Keys);
        pairs.into_iter().map(|(label, value)| format!("{label}: {value}")).collect()
    }

    fn behind(server: &str) -> Observation {
        let fields = [("server", server), ("cf-ray", "9a1b2c3d4e5f6a7b-FRA")];
        let fields = fields.iter().filter(|(name, _)| server == "cloudflare" || *name == "server");
        Observation {
            url: "https://shop.example/".into(),
            status: Some(522),
            ip: Some("192.0.2.1".into()),
            headers: Some(Headers::from(fields.map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect::<Vec<_>>())),
            timings: Timings { dns_ms: Some(3.0), ..Timings::default() },
            ..Observation::default()
        }
    }

    #[test]
    fn the_address_belongs_to_the_first_server_there_is() {
        let edge = about(Hop::Edge, behind("cloudflare"), Outcomes::default());
        assert!(edge.contains(&"fact_ip: 192.0.2.1".to_owned()), "{edge:?}");
        assert!(edge.contains(&"fact_status: 522".to_owned()), "{edge:?}");
        assert!(edge.contains(&"fact_request_id: 9a1b2c3d4e5f6a7b".to_owned()), "{edge:?}");
        let gateway = about(Hop::Gateway, behind("nginx"), Outcomes::default());
        assert!(gateway.contains(&"fact_ip: 192.0.2.1".to_owned()), "{gateway:?}");
        assert_eq!(about(Hop::Edge, behind("nginx"), Outcomes::default()), Vec::<String>::new());
    }

    #[test]
    fn lookups_stand_at_the_resolver_with_what_checks_heard_of_them() {
        let mut outcomes = Outcomes::default();
        outcomes.set(Check::Control, Outcome::Answered(Answer::ControlAll)).expect("an answer of that check");
        assert_eq!(about(Hop::Dns, behind("nginx"), outcomes.clone()), ["fact_time_lookup: 3 ms"]);
        assert_eq!(about(Hop::Network, behind("nginx"), outcomes), ["check_name_control: check_answer_control_all"]);
    }
}
