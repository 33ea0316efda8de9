//! Cache-Status (RFC 9211) and Age (RFC 9111): was the answer stored, and who made it?

use super::elements::{Holds, elements};
use super::server_timing::says_stored;
use super::structured::{Member, Value, list};
use super::{first, lines, seconds};
use crate::headers::Headers;
use crate::text::{contains_ignore_case, cut};

/// What one cache says of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// What it calls itself.
    pub name: String,
    /// It had the answer stored and asked nobody.
    pub hit: bool,
    /// It asked what is behind it, and this is the status it got. Without one, nothing follows: by the standard it
    /// would be the answer's own, but in practice there may have been none.
    pub got: Option<u16>,
}

/// What the caches say, the one nearest the site first.
pub fn caches(headers: &Headers) -> Vec<Cache> {
    let members = list(&lines(headers, "cache-status")).unwrap_or_default();
    let mut caches = Vec::new();
    for member in &members {
        caches.extend(cache(member));
    }
    caches
}

fn cache(member: &Member) -> Option<Cache> {
    let forwarded = member.get("fwd").is_some_and(|reason| reason.text().is_some());
    Some(Cache {
        name: member.value.text()?.to_owned(),
        hit: member.get("hit") == Some(&Value::Boolean(true)) && !forwarded,
        got: member.get("fwd-status").and_then(Value::status).filter(|_| forwarded),
    })
}

/// For how many seconds the answer had been stored when it was sent; an age of zero counts as none.
pub fn age_s(headers: &Headers) -> Option<u32> {
    first(headers, "age").and_then(seconds).filter(|age| *age > 0)
}

/// Was the answer stored, by any sign: those of the standards, a metric, or the fields that networks had before them?
pub(crate) fn is_stored(headers: &Headers) -> bool {
    // Each cache on the way says it, followed by what it calls itself, which may contain the same letters.
    let hit = |said: &&str| contains_ignore_case(cut(said, " from ").map_or(said, |(said, _)| said), "hit");
    let tells_hit = |name| elements(headers, name, Holds::Quotes).iter().any(hit);
    age_s(headers).is_some()
        || caches(headers).iter().any(|cache| cache.hit)
        || says_stored(headers)
        || ["x-cache", "cf-cache-status"].into_iter().any(tells_hit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &str, value: &str) -> Headers {
        Headers::from([(name, value)])
    }

    fn read(value: &str) -> Vec<(String, bool, Option<u16>)> {
        let caches = caches(&headers("Cache-Status", value));
        caches.into_iter().map(|cache| (cache.name, cache.hit, cache.got)).collect()
    }

    #[test]
    fn caches_are_read_from_the_site_to_the_visitor() {
        let wanted = [("OriginCache".to_owned(), true, None), ("CDN Company Here".to_owned(), false, Some(502))];
        assert_eq!(read("OriginCache; hit; ttl=1100, \"CDN Company Here\"; fwd=stale; fwd-status=502"), wanted);
        assert_eq!(read("a;fwd=miss"), [("a".to_owned(), false, None)]);
        assert_eq!(read("a;hit=?0"), [("a".to_owned(), false, None)]);
    }

    #[test]
    fn what_contradicts_itself_or_is_no_status_says_nothing() {
        assert_eq!(read("a;hit;fwd=miss"), [("a".to_owned(), false, None)]);
        assert_eq!(read("a;fwd-status=502"), [("a".to_owned(), false, None)]);
        assert_eq!(read("a;fwd=miss;fwd-status=99"), [("a".to_owned(), false, None)]);
        assert_eq!(read("a;fwd=miss;fwd-status=\"502\""), [("a".to_owned(), false, None)]);
        assert_eq!(read("a; hit, "), []);
        assert_eq!(read("Hit from somewhere"), []);
    }

    #[test]
    fn any_sign_says_that_an_answer_was_stored() {
        for (name, value, stored) in [
            ("Age", "1", true),
            ("Age", "0", false),
            ("Cache-Status", "a; hit", true),
            ("Cache-Status", "a; fwd=miss", false),
            ("Server-Timing", "cdn-cache;desc=HIT", true),
            ("X-Cache", "Hit from cloudfront", true),
            ("X-Cache", "RefreshHit from cloudfront", true),
            ("X-Cache", "TCP_MEM_HIT from a.example, MISS from b.example", true),
            ("X-Cache", "MISS from a.example, HIT from b.example", true),
            ("X-Cache", "MISS from a.example\nHIT from b.example", true),
            ("X-Cache", "MISS from whitelist, MISS from b.example", false),
            ("X-Cache", "Error from cloudfront", false),
            ("CF-Cache-Status", "DYNAMIC", false),
            ("X-Other", "hit", false),
        ] {
            assert_eq!(is_stored(&headers(name, value)), stored, "{name}: {value}");
        }
    }

    #[test]
    fn an_age_is_a_whole_number_above_nothing() {
        for (value, age) in [("5392", 5392), ("60, 0", 60), ("99999999999", u32::MAX)] {
            assert_eq!(age_s(&headers("Age", value)), Some(age), "{value}");
        }
        for nonsense in ["0", "-1", "+1", "1.5", "", "x", "0, 60"] {
            assert_eq!(age_s(&headers("age", nonsense)), None, "{nonsense}");
        }
    }
}
