//! What an exchange showed, as an observation made later.

use super::Exchange;
use crate::body::Body;
use crate::net_error::CUT_SHORT;
use crate::observation::{How, Observation, Redirect, Timings, Zone};

impl Exchange {
    /// What it showed, as an observation made later; `None` where no answer came, or one that the browser hides.
    pub fn observation(&self, zone: Zone) -> Option<Observation> {
        let Self { request, reply, .. } = self;
        let answered = reply.result.as_ref().ok().filter(|answered| answered.status > 0)?;
        let url = if answered.url.is_empty() { &request.url } else { &answered.url };
        let redirect = Redirect { url: request.url.clone(), status: None };
        // Nobody knows whether a body that had not begun to arrive is empty.
        let is_seen = !answered.late || !answered.body.is_empty();
        let body = || Body::from(text(&answered.body));
        let observation = Observation {
            how: How::Asked,
            at_ms: Some(reply.came_ms()),
            zone,
            url: url.clone(),
            method: request.method().into(),
            status: Some(answered.status),
            reason: Some(answered.reason.clone()),
            headers: Some(answered.headers.clone()),
            body: is_seen.then(body),
            error: answered.cut.then(|| CUT_SHORT.to_owned()),
            redirects: if *url == request.url { Vec::new() } else { vec![redirect] },
            timings: Timings { first_byte_ms: Some(reply.took_ms), ..Timings::default() },
            ..Observation::default()
        };
        Some(observation.bounded())
    }
}

/// The text of a body. UTF-16 without its zeros is read as far as it is ASCII, as signs are; no other text has any.
fn text(body: &[u8]) -> String {
    let mut bytes = body.to_vec();
    bytes.retain(|byte| *byte != 0);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::ask::get;
    use crate::check::{Answered, Check, Lost, Reply};

    fn exchange(result: Result<Answered, Lost>) -> Exchange {
        let request = get("https://a.example/old".into(), 1024);
        Exchange { check: Check::Again, request, reply: Reply { at_ms: 7.0, took_ms: 20.0, result } }
    }

    #[test]
    fn an_answer_is_an_observation_made_later_with_the_way_it_came() {
        let url = "https://a.example/new".to_owned();
        let answered = Answered { url, status: 502, reason: "Bad Gateway".into(), cut: true, ..Answered::default() };
        let seen = exchange(Ok(answered)).observation(Zone::default()).unwrap();
        assert_eq!((seen.how, seen.status, seen.reason.as_deref()), (How::Asked, Some(502), Some("Bad Gateway")));
        assert_eq!((seen.error.as_deref(), seen.redirects.len()), (Some(CUT_SHORT), 1));
        assert_eq!(seen.at_ms, Some(27.0), "what the answer says of time counts from when it came");
    }

    #[test]
    fn a_body_that_had_not_begun_to_come_was_not_seen_to_be_empty() {
        let body = |late, text: &str| {
            let answered = Answered { status: 200, body: text.into(), late, ..Answered::default() };
            exchange(Ok(answered)).observation(Zone::default()).unwrap().body.map(String::from)
        };
        assert_eq!(body(true, ""), None);
        assert_eq!((body(false, ""), body(true, "<h1>")), (Some(String::new()), Some("<h1>".to_owned())));
    }

    #[test]
    fn a_page_in_utf_16_is_read_like_any_other() {
        let page = "\u{feff}<title>502 Bad Gateway</title>";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let body = page.encode_utf16().flat_map(bytes).collect();
            let seen = exchange(Ok(Answered { status: 502, body, ..Answered::default() })).observation(Zone::default());
            assert_eq!(seen.unwrap().body.unwrap().title(), Some("502 Bad Gateway"));
        }
    }

    #[test]
    fn no_answer_and_one_that_is_hidden_are_none() {
        assert_eq!(exchange(Err(Lost::TimedOut)).observation(Zone::default()), None);
        assert_eq!(exchange(Ok(Answered::default())).observation(Zone::default()), None);
    }
}
