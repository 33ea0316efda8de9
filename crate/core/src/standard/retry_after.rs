//! Retry-After: when to come back (RFC 9110, section 10.2.3).

use super::cache_status::age_s;
use super::{date, first, seconds};
use crate::headers::Headers;

/// How long to wait from `now_ms` on, in milliseconds; a date gives this only if `now_ms` is known. It is counted by
/// the server's clock, if that is told: the visitor's may be wrong by more than the wait.
///
/// An answer that was stored speaks to whoever asked first, so an age above zero makes this `None`. Other signs of a
/// cache tell no age, and then the wait is kept rather than cut short.
pub fn wait_ms(headers: &Headers, now_ms: Option<f64>) -> Option<f64> {
    if age_s(headers).is_some() {
        return None;
    }
    let value = first(headers, "retry-after")?;
    let delay = seconds(value).map(|seconds| f64::from(seconds) * 1000.0);
    let until = |now_ms: f64| {
        let read = |name| first(headers, name).and_then(|text| date::parse(text, now_ms));
        Some((read("retry-after")? - read("date").unwrap_or(now_ms)).max(0.0))
    };
    delay.or_else(|| now_ms.and_then(until))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 784_111_777_000.0;

    fn wait(fields: &[(&str, &str)]) -> Option<f64> {
        wait_ms(&Headers::from(fields), Some(NOW))
    }

    #[test]
    fn seconds_and_dates_are_a_wait() {
        assert_eq!(wait(&[("Retry-After", "120")]), Some(120_000.0));
        assert_eq!(wait(&[("retry-after", "0")]), Some(0.0));
        for date in ["Sun, 06 Nov 1994 08:51:37 GMT", "Sunday, 06-Nov-94 08:51:37 GMT", "Sun Nov  6 08:51:37 1994"] {
            assert_eq!(wait(&[("retry-after", date)]), Some(120_000.0), "{date}");
        }
        assert_eq!(wait(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")]), Some(0.0));
    }

    #[test]
    fn a_date_is_counted_by_the_clock_that_it_is_of() {
        let until = ("Retry-After", "Sun, 06 Nov 1994 12:00:00 GMT");
        assert_eq!(wait(&[until, ("Date", "Sun, 06 Nov 1994 11:58:00 GMT")]), Some(120_000.0));
        assert_eq!(wait(&[until, ("Date", "Sat, 05 Nov 1994 12:00:00 GMT")]), Some(86_400_000.0));
        assert_eq!(wait(&[until, ("Date", "just now")]), wait(&[until]));
    }

    #[test]
    fn a_date_is_no_wait_from_a_moment_that_is_not_known() {
        let headers = Headers::from([("retry-after", "Sun, 06 Nov 1994 08:51:37 GMT")]);
        assert_eq!(wait_ms(&headers, None), None);
    }

    #[test]
    fn nonsense_is_no_wait() {
        for value in ["", "-1", "+1", "1.5", "soon", ",", "x, 120"] {
            assert_eq!(wait(&[("retry-after", value)]), None, "{value}");
        }
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn of_several_that_were_joined_the_first_counts_and_what_is_too_long_is_long() {
        let date = "Sun, 06 Nov 1994 08:51:37 GMT";
        assert_eq!(wait(&[("retry-after", "120, 240")]), Some(120_000.0));
        assert_eq!(wait(&[("retry-after", "120"), ("retry-after", "240")]), Some(120_000.0));
        assert_eq!(wait(&[("retry-after", &format!("{date}, {date}"))]), Some(120_000.0));
        assert!(wait(&[("retry-after", "99999999999999999999")]).is_some_and(|wait| wait > 1e12));
    }

    #[test]
    fn a_stored_answer_speaks_to_somebody_else() {
        assert_eq!(wait(&[("retry-after", "60"), ("age", "5392")]), None);
        assert_eq!(wait(&[("retry-after", "60"), ("age", "0")]), Some(60_000.0));
        assert_eq!(wait(&[("retry-after", "60"), ("age", "-5")]), Some(60_000.0));
    }
}
