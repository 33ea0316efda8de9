//! What standard header fields tell of the answer itself: how old it is, when to come back, who passed it on.

use crate::observation::Observation;
use crate::redact::Cleaner;
use crate::standard::{cache_status, retry_after, server_timing, via};
use crate::text::join;
use crate::view::story::whole;

/// The facts of the first failed answer whose header fields were seen.
pub(super) fn facts(observations: &[Observation], cleaner: &mut Cleaner) -> Vec<(&'static str, String)> {
    let mut failed = observations.iter().filter(|o| o.is_failure() && o.status.is_some());
    let Some((o, headers)) = failed.find_map(|o| Some((o, o.headers.as_ref()?))) else { return Vec::new() };
    let mut facts = Vec::new();
    if let Some(age) = cache_status::age_s(headers).filter(|age| *age > 0) {
        facts.push(("fact_age", span(f64::from(age) * 1000.0)));
    }
    if let Some(wait) = retry_after::wait_ms(headers, o.at_ms).filter(|wait| *wait > 0.0) {
        facts.push(("fact_retry_after", wait_span(wait)));
    }
    if let Some(took) = server_timing::origin_ms(headers) {
        facts.push(("fact_time_origin", format!("{took} ms")));
    }
    let names: Vec<_> = via::hops(headers).iter().map(|hop| cleaner.text(hop.name)).collect();
    facts.push(("fact_via", join(&names, " → ")));
    facts
}

/// A time in units that tell enough: `45 s`, `90 min`, `30 h 5 min`, `12 d`.
pub(crate) fn span(ms: f64) -> String {
    in_units(ms, f64::round)
}

/// A time to wait, which is never over before it is.
pub(crate) fn wait_span(ms: f64) -> String {
    in_units(ms, f64::ceil)
}

fn in_units(ms: f64, rounded: fn(f64) -> f64) -> String {
    /// A unit with its length, so many of which the next one takes over, and the part of it that is told beside it.
    const UNITS: [(&str, f64, f64, &str, f64); 4] = [
        ("s", 1e3, 120.0, "", 1e3),
        ("min", 60e3, 120.0, "", 60e3),
        ("h", 3600e3, 48.0, "min", 60e3),
        ("d", 86400e3, f64::INFINITY, "h", 3600e3),
    ];
    let fits = |(_, unit, most, ..): &&(&str, f64, f64, &str, f64)| ms / unit < *most;
    let Some((name, unit, _, part_name, part)) = UNITS.iter().find(fits) else { return String::new() };
    let (parts, in_one) = (rounded(ms / part), unit / part);
    let units = (parts / in_one).floor();
    let rest = parts - units * in_one;
    let units = join(&[whole(units).as_str(), name], " ");
    if rest > 0.0 { join(&[units.as_str(), whole(rest).as_str(), part_name], " ") } else { units }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers::Headers;

    fn facts_of(status: u16, fields: &[(&str, &str)]) -> Vec<(&'static str, String)> {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        let headers = Some(Headers::from(fields.iter().map(owned).collect::<Vec<_>>()));
        let seen =
            Observation { status: Some(status), headers, at_ms: Some(784_111_777_000.0), ..Observation::default() };
        facts(&[seen], &mut Cleaner::default()).into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    #[test]
    fn times_are_told_in_a_unit_that_fits() {
        for (ms, wanted) in
            [(119e3, "119 s"), (120e3, "2 min"), (5400e3, "90 min"), (108e6, "30 h"), (1e9, "11 d 14 h")]
        {
            assert_eq!(span(ms), wanted);
        }
        assert_eq!(span(f64::NAN), "");
    }

    #[test]
    fn nobody_is_sent_back_before_the_time_is_up() {
        for (s, wanted) in [
            (45.0, "45 s"),
            (119.2, "120 s"),
            (121.0, "3 min"),
            (5399.0, "90 min"),
            (7200.0, "2 h"),
            (8940.0, "2 h 29 min"),
            (172_799.0, "48 h"),
            (172_800.0, "2 d"),
            (215_000.0, "2 d 12 h"),
        ] {
            assert_eq!(wait_span(s * 1e3), wanted, "{s}");
        }
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
        assert_eq!(facts_of(503, &fields), wanted.map(|(key, value)| (key, value.to_owned())));
        assert_eq!(facts_of(200, &fields), []);
    }

    #[test]
    fn a_stored_answer_tells_its_age_and_not_when_to_come_back() {
        let facts = facts_of(503, &[("age", "5392"), ("retry-after", "60")]);
        assert_eq!(facts, [("fact_age", "90 min".to_owned())]);
    }
}
