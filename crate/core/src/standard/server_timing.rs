//! Server-Timing: how long servers say they took (W3C Server Timing).

use super::elements::{Holds, elements, split, unquoted};
use crate::headers::Headers;
use crate::text::{contains_ignore_case, unsigned};

/// One thing that was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric<'a> {
    /// What it is called; everybody has another name for it.
    pub name: &'a str,
    /// How many milliseconds it took, rounded up.
    pub dur_ms: Option<u32>,
    /// Further words about it.
    pub desc: Option<&'a str>,
}

/// What was measured, in order.
pub fn metrics(headers: &Headers) -> Vec<Metric<'_>> {
    let mut metrics = Vec::new();
    for element in elements(headers, "server-timing", Holds::Quotes) {
        metrics.push(metric(element));
    }
    metrics
}

/// How long the site's own server took, as measured by whoever asked it. `origin` and `cfOrigin` are such measures: a
/// metric with a name that ends like this is about the origin, whoever writes it.
pub fn origin_ms(headers: &Headers) -> Option<u32> {
    let about_origin = |metric: &Metric| {
        let tail = metric.name.len().checked_sub("origin".len()).and_then(|at| metric.name.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case("origin"))
    };
    metrics(headers).iter().filter(|metric| about_origin(metric)).find_map(|metric| metric.dur_ms).filter(|ms| *ms > 0)
}

/// Does a metric about a cache say that the answer was stored there, such as `cdn-cache;desc=HIT`?
pub fn says_stored(headers: &Headers) -> bool {
    let stored = |metric: &Metric| {
        let about_cache = contains_ignore_case(metric.name, "cache");
        about_cache && metric.desc.is_some_and(|desc| desc.eq_ignore_ascii_case("hit"))
    };
    metrics(headers).iter().any(stored)
}

/// If a parameter is there twice, the first counts.
fn metric(text: &str) -> Metric<'_> {
    let mut parts = split(text, b';', Holds::Quotes).into_iter();
    let mut metric = Metric { name: parts.next().unwrap_or_default(), dur_ms: None, desc: None };
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        let value = unquoted(value.trim());
        if name.trim().eq_ignore_ascii_case("dur") {
            metric.dur_ms = metric.dur_ms.or_else(|| rounded_up(value));
        } else if name.trim().eq_ignore_ascii_case("desc") {
            metric.desc = metric.desc.or(Some(value));
        }
    }
    metric
}

/// Reading a float would bring several KB of code into the module, and nobody needs the fraction.
fn rounded_up(number: &str) -> Option<u32> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: Option<u32> = if whole.is_empty() && !fraction.is_empty() { Some(0) } else { unsigned(whole, 10) };
    let some_more = fraction.bytes().all(|byte| byte.is_ascii_digit()).then(|| fraction.bytes().any(|b| b != b'0'));
    whole?.checked_add(u32::from(some_more?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> Headers {
        Headers::from(values.iter().map(|v| ("server-timing".to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn metrics_are_read_in_every_form() {
        let headers = headers(&[
            "miss, db;dur=53, app;dur=47.2;desc=\"a, \\\"b\\\"; c\" ,cdn-cache; desc=HIT",
            "x;DUR=\"12\";dur=13;desc=;foo, y;dur=nonsense",
        ]);
        let read: Vec<_> = metrics(&headers).iter().map(|m| (m.name, m.dur_ms, m.desc)).collect();
        let wanted = [
            ("miss", None, None),
            ("db", Some(53), None),
            ("app", Some(48), Some("a, \\\"b\\\"; c")),
            ("cdn-cache", None, Some("HIT")),
            ("x", Some(12), Some("")),
            ("y", None, None),
        ];
        assert_eq!(read, wanted);
        assert!(says_stored(&headers));
    }

    #[test]
    fn durations_are_rounded_up_and_nonsense_is_none() {
        let wanted = [
            ("0", Some(0)),
            ("0.0", Some(0)),
            ("0.01", Some(1)),
            (".5", Some(1)),
            ("12.", Some(12)),
            ("12.0", Some(12)),
        ];
        for (text, ms) in wanted {
            assert_eq!(rounded_up(text), ms, "{text}");
        }
        for text in ["", ".", "-1", "1e3", "1.x", "99999999999", "4294967295.1", "é"] {
            assert_eq!(rounded_up(text), None, "{text}");
        }
    }

    #[test]
    fn the_origin_was_asked_only_if_that_took_time() {
        let origin = |value: &str| origin_ms(&headers(&[value]));
        assert_eq!(origin("cfEdge;dur=4,cfOrigin;dur=381"), Some(381));
        assert_eq!(origin("edge; dur=1, origin; dur=0.2"), Some(1));
        assert_eq!(origin("cfOrigin;dur=0"), None);
        assert_eq!(origin("originality;dur=5, é;dur=5"), None);
        assert!(!says_stored(&headers(&["cdn-cache;desc=MISS, x;desc=HIT"])));
    }

    #[test]
    fn a_flood_is_bounded() {
        assert_eq!(metrics(&headers(&[&"a;dur=1,".repeat(4000)])).len(), super::super::elements::MAX_PARTS);
    }
}
