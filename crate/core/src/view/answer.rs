//! What standard header fields say about the answer itself: how old it is, when to come back, who passed it on.

use crate::observation::Observation;
use crate::quantity::{decimal, span};
use crate::redact::Cleaner;
use crate::standard::{cache_status, retry_after, server_timing, via};
use crate::text::join;
use crate::view::fact::Facts;
use crate::words::Hop;

/// The facts of the first failed answer whose header fields were seen; `nearest` is the first of the site's servers.
pub(super) fn add(facts: &mut Facts, observations: &[Observation], nearest: Option<Hop>, cleaner: &mut Cleaner) {
    let mut failed = observations.iter().filter(|o| o.is_failure() && o.status.is_some());
    let Some((o, headers)) = failed.find_map(|o| Some((o, o.headers.as_ref()?))) else { return };
    if let Some(age) = cache_status::age_s(headers) {
        facts.add("fact_age", nearest, span(f64::from(age) * 1000.0));
    }
    if let Some(wait) = retry_after::wait_ms(headers, o.at_ms).filter(|wait| *wait > 0.0) {
        facts.add("fact_retry_after", None, span(wait));
    }
    if let Some(took) = server_timing::origin_ms(headers) {
        facts.add("fact_time_origin", Some(Hop::Gateway), decimal(took) + " ms");
    }
    let names: Vec<_> = via::hops(headers).iter().map(|hop| cleaner.text(hop.name)).collect();
    facts.add("fact_via", None, join(&names, " → "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers::Headers;

    fn facts_of(status: u16, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let headers = Some(Headers::from(fields));
        let seen =
            Observation { status: Some(status), headers, at_ms: Some(784_111_777_000.0), ..Observation::default() };
        let mut facts = Facts::default();
        add(&mut facts, &[seen], None, &mut Cleaner::default());
        facts.0.into_iter().map(|fact| (fact.label.key.into_owned(), fact.value)).collect()
    }

    #[test]
    fn a_failed_answer_tells_of_itself() {
        let fields = [
            ("retry-after", "Sun, 06 Nov 1994 08:51:37 GMT"),
            ("server-timing", "cfOrigin;dur=381.5"),
            ("via", "1.1 varnish, 1.1 ann@mail.example"),
        ];
        let wanted =
            [("fact_retry_after", "2 min"), ("fact_time_origin", "382 ms"), ("fact_via", "varnish → [redacted]")];
        assert_eq!(facts_of(503, &fields), wanted.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(facts_of(200, &fields), []);
    }

    #[test]
    fn a_stored_answer_tells_its_age_and_not_when_to_come_back() {
        let facts = facts_of(503, &[("age", "5392"), ("retry-after", "60")]);
        assert_eq!(facts, [("fact_age".to_owned(), "90 min".to_owned())]);
    }
}
