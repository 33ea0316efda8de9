//! What the checks heard that people want to read, beyond what it says about blame.

use super::fix::Step;
use super::{Fact, View};
use crate::check::ask::{self, NameFacts, Place};
use crate::check::{Answer, Case, Check, Exchange};
use crate::ip;
use crate::message::Message;
use crate::observation::Observation;
use crate::quantity::{decimal, span};
use crate::text::{join, shown};
use crate::words::Hop;

/// What other resolvers say about the name, and what places elsewhere met.
pub fn heard(case: &Case, exchanges: &[Exchange]) -> Vec<Fact> {
    let mut heard = name(ask::name_facts(case, exchanges));
    heard.extend(ask::places(case, exchanges).iter().map(place));
    heard
}

fn name(facts: NameFacts) -> Vec<Fact> {
    let addresses: Vec<_> = facts.addresses.iter().map(|address| ip::text(*address)).collect();
    let lines = [
        ("fact_names_addresses", join(&addresses, ", ")),
        ("fact_names_aliases", join(&facts.aliases, " → ")),
        ("fact_names_service", facts.service.map(|vendor| vendor.name.to_owned()).unwrap_or_default()),
        ("fact_names_zone", facts.zone.unwrap_or_default()),
        ("fact_names_holds", facts.ttl_s.map(|ttl_s| span(f64::from(ttl_s) * 1000.0)).unwrap_or_default()),
    ];
    let told = lines.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(key, value)| Fact { label: Message::new(key), value, hop: Some(Hop::Dns) }).collect()
}

/// How the site does at one place elsewhere, with what was requested there and what came, such as `HEAD / → 200`.
fn place(place: &Place) -> Fact {
    let near = [place.city.as_str(), place.country.as_str(), place.network.as_str()];
    let near = join(&near.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>(), ", ");
    let status = place.status.map_or("–".to_owned(), decimal);
    let label = Message::of("fact_elsewhere", place.elsewhere.word()).with(shown(&near));
    let value = join(&["HEAD", &place.path, "→", &status, &place.error], " ");
    Fact { label, value: shown(value.trim_end()), hop: None }
}

/// Adds it to what is shown: what other resolvers say about the name, what places elsewhere met, and the site's status
/// page if it reports trouble.
pub fn add(view: &mut View, case: &Case, exchanges: &[Exchange]) {
    view.facts.extend(heard(case, exchanges));
    let tells = matches!(
        case.outcomes.answer(Check::SiteStatus),
        Some(Answer::SiteStatusTrouble | Answer::SiteStatusMaintenance)
    );
    if let Some(page) = ask::site_status_page(exchanges).filter(|_| tells) {
        let host = case.observations.first().map(Observation::host).unwrap_or_default();
        view.steps.insert(0, Step::status_page(host, &page));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::ask::Elsewhere;
    use crate::vendor::Vendor;

    #[test]
    fn a_place_elsewhere_tells_what_it_was_asked_for_and_why_it_fails() {
        let place = |status: Option<u16>, error: &str| {
            let fact = place(&Place {
                country: "DE".into(),
                city: "Berlin".into(),
                network: String::new(),
                own: false,
                elsewhere: Elsewhere::Fails,
                status,
                path: "/".into(),
                error: error.into(),
            });
            assert_eq!(fact.label, Message::new("fact_elsewhere_fails").with("Berlin, DE"));
            fact.value
        };
        assert_eq!(place(Some(502), ""), "HEAD / → 502");
        assert_eq!(place(Some(200), "CERT_HAS_EXPIRED"), "HEAD / → 200 CERT_HAS_EXPIRED");
        assert_eq!(place(None, "Request timeout."), "HEAD / → – Request timeout.");
        assert_eq!(place(None, "tuo \u{202e}emit"), "HEAD / → – tuo \u{fffd}emit");
    }

    #[test]
    fn what_is_known_of_a_name_is_told_and_nothing_else() {
        let facts = NameFacts {
            addresses: vec!["5.6.7.8".parse().unwrap(), "2600:1::1".parse().unwrap()],
            aliases: vec!["a.cdn.example".into(), "b.cdn.example".into()],
            service: Vendor::by_id("cloudflare"),
            zone: None,
            ttl_s: Some(300),
        };
        let told = name(facts).into_iter().map(|fact| (fact.label.key.into_owned(), fact.value)).collect::<Vec<_>>();
        let wanted = [
            ("fact_names_addresses", "5.6.7.8, 2600:1::1"),
            ("fact_names_aliases", "a.cdn.example → b.cdn.example"),
            ("fact_names_service", "Cloudflare"),
            ("fact_names_holds", "5 min"),
        ];
        assert_eq!(told, wanted.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(name(NameFacts::default()), []);
    }
}
