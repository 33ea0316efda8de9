//! How long it took: a failure after exactly a product's time limit was a wait; an immediate one was not.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::standard::cache_status::is_stored;
use crate::vendor::WaitsFor;
use crate::words::{Cause, Fault};

/// How far a measured time may be from the limit: limits are whole seconds, and the way there and back takes a moment.
const TOLERANCE_S: f64 = 1.0;
/// A limit of a product that is seen in the answer, and a round number that many products share.
const KNOWN_LIMIT: f32 = 2.0;
const ROUND_LIMIT: f32 = 1.0;
/// Time limits that gateways are shipped with most often.
const ROUND_S: &[f64] = &[30.0, 60.0, 90.0, 100.0, 120.0, 300.0];
/// A gateway that fails sooner did not wait for anybody: it was refused, or had nobody to ask.
const AT_ONCE_S: f64 = 0.1;
const DID_NOT_WAIT: f32 = 0.7;
/// Who let a gateway wait, by what it waited for.
const KINDS: &[(WaitsFor, Fault, Cause)] =
    &[(WaitsFor::Answer, Fault::App, Cause::NoAnswer), (WaitsFor::Connect, Fault::Origin, Cause::ConnectTimeout)];

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let Some(status) = failure.status().filter(|status| matches!(status, 500 | 502..=504 | 520..=530)) else { return };
    let Some(seconds) = waited(failure) else { return };
    let near = |limit: f64| (-0.2..TOLERANCE_S).contains(&(seconds - limit));
    let limits = failure.path().flat_map(|trace| trace.vendor.timeouts(status));
    let kinds: Vec<_> = limits.filter(|limit| near(f64::from(limit.seconds))).map(|limit| limit.waits_for).collect();
    // One minute is often the limit of both, and then it was one of the two.
    for (kind, fault, cause) in KINDS {
        if kinds.contains(kind) {
            evidence.push(say(failure, *fault, KNOWN_LIMIT, Some(*cause), "evidence_time_limit"));
        }
    }
    if !kinds.is_empty() {
        return;
    }
    if ROUND_S.iter().any(|limit| near(*limit)) {
        evidence.push(say(failure, Fault::App, ROUND_LIMIT, Some(Cause::NoAnswer), "evidence_time_limit"));
    } else if seconds < AT_ONCE_S && !matches!(status, 504 | 522 | 524) {
        // Those say that somebody waited, whenever that was.
        evidence.push(say(failure, Fault::Origin, -DID_NOT_WAIT, None, "evidence_time_at_once"));
    }
}

/// The seconds from the request to the first byte of the answer, or to its end; `None` if the answer was made earlier,
/// for somebody else.
fn waited(failure: &Failure) -> Option<f64> {
    let first = failure.first;
    let was_kept = failure.headers().is_some_and(is_stored);
    if was_kept || first.from_cache || first.from_worker {
        return None;
    }
    let timings = first.timings;
    timings.first_byte_ms.or(timings.total_ms).map(|ms| ms / 1000.0)
}

fn say(failure: &Failure, fault: Fault, weight: f32, cause: Option<Cause>, key: &'static str) -> Evidence {
    Evidence::new("time/waited", fault, weight, failure.first.how, Message::new(key)).because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers::Headers;
    use crate::observation::{Observation, Timings};

    fn seen(ms: f64, status: u16, server: &str) -> Observation {
        Observation {
            status: Some(status),
            headers: Some(Headers::from([("server", server)])),
            timings: Timings { first_byte_ms: Some(ms), ..Timings::default() },
            ..Observation::default()
        }
    }

    fn said_of(seen: Observation) -> Vec<(f32, Option<Cause>)> {
        let mut evidence = Vec::new();
        rule(&Failure::assemble(&[seen]).unwrap(), &mut evidence);
        evidence.iter().map(|item| (item.weight, item.cause)).collect()
    }

    fn after(ms: f64, status: u16, server: &str) -> Vec<(f32, Option<Cause>)> {
        said_of(seen(ms, status, server))
    }

    #[test]
    fn a_minute_to_the_second_is_a_time_limit_and_an_odd_time_is_nothing() {
        assert_eq!(after(60_050.0, 504, "x"), [(ROUND_LIMIT, Some(Cause::NoAnswer))]);
        assert_eq!(after(47_000.0, 504, "x"), []);
        assert_eq!(after(60_050.0, 404, "x"), []);
    }

    #[test]
    fn at_once_speaks_against_a_wait() {
        assert_eq!(after(3.0, 502, "x"), [(-DID_NOT_WAIT, None)]);
    }

    #[test]
    fn a_limit_of_both_kinds_says_that_it_was_one_of_the_two() {
        let both = [(KNOWN_LIMIT, Some(Cause::NoAnswer)), (KNOWN_LIMIT, Some(Cause::ConnectTimeout))];
        assert_eq!(after(60_050.0, 504, "nginx"), both);
    }

    #[test]
    fn a_kept_answer_tells_no_time() {
        let stored = |name: &str, value: &str| {
            let headers = Headers::from([(name, value)]);
            Observation { headers: Some(headers), ..seen(3.0, 502, "x") }
        };
        let kept = [
            stored("age", "40"),
            stored("x-cache", "HIT"),
            Observation { from_cache: true, ..seen(3.0, 502, "x") },
            Observation { from_worker: true, ..seen(3.0, 502, "x") },
        ];
        for seen in kept {
            assert_eq!(said_of(seen), []);
        }
    }
}
