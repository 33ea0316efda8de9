//! Cache-Status (RFC 9211), and anything else that says that an error was stored: then the sender did not produce it
//! just now.

use super::speaker::Speaker;
use crate::evidence::{Evidence, PointsTo};
use crate::failure::Failure;
use crate::message::Message;
use crate::standard::cache_status::{Cache, age_s, caches};
use crate::standard::server_timing::says_stored;
use crate::words::Fault;

/// A cache that replays a stored error usually got it from behind; some store errors of their own as well.
const REPLAYED: f32 = -1.5;
/// A cache that can look something up works.
const CACHE_WORKS: f32 = -0.5;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let (Some(headers), Some(status)) = (failure.headers(), failure.status().filter(|status| *status >= 400)) else {
        return;
    };
    let caches = caches(headers);
    // What caches behind a hit say, they said when the answer was stored, and it is just as true of that answer.
    for cache in caches.iter().filter(|cache| cache.got == Some(status)) {
        Speaker::named(&cache.name).passed_on("cache-status/forwarded", failure, evidence);
    }
    let hit = caches.iter().rfind(|cache| cache.hit);
    // `X-Cache` is in no standard: it is enough to ignore the time the answer took, too little to blame anybody by.
    if hit.is_some() || age_s(headers).is_some() || says_stored(headers) {
        stored(hit, failure, evidence);
    }
}

fn stored(hit: Option<&Cache>, failure: &Failure, evidence: &mut Vec<Evidence>) {
    let by = hit.map(|cache| Speaker::named(&cache.name)).filter(|speaker| speaker.0.is_some());
    let author = by.map(|speaker| (PointsTo::Generator(speaker.writer()), REPLAYED));
    for (points_to, weight) in [author, Some((PointsTo::Fault(Fault::Cdn), CACHE_WORKS))].into_iter().flatten() {
        let text = Message::new("evidence_stored");
        evidence.push(Evidence::new("cache-status/stored", points_to, weight, failure.headers_how(), text));
    }
}
