//! `webRequest` events of one navigation, and the observation they amount to.

use is_it_me_core::address::host_of;
use is_it_me_core::body::Body;
use is_it_me_core::headers::Headers;
use is_it_me_core::net_error::named_after;
use is_it_me_core::observation::{How, Observation, Redirect, Timings, Zone};
use wasm_bindgen::JsValue;

use crate::browser::is_firefox;
use crate::fields::{field, flag, list, number, status, text};
use crate::net::error_of;

/// The fields of any `webRequest` event that a diagnosis uses. Each event has some of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    pub(crate) url: String,
    pub(crate) method: String,
    /// Milliseconds since 1970.
    pub(crate) time_stamp: f64,
    pub(crate) status_code: Option<u16>,
    pub(crate) status_line: Option<String>,
    pub(crate) response_headers: Option<Headers>,
    pub(crate) redirect_url: Option<String>,
    pub(crate) ip: Option<String>,
    /// Only Firefox tells.
    pub(crate) proxied: Option<bool>,
    pub(crate) from_cache: bool,
    pub(crate) error: Option<String>,
}

impl Event {
    /// The event from the details a listener is called with.
    pub(crate) fn read(details: &JsValue) -> Self {
        Self {
            url: text(details, "url").unwrap_or_default(),
            method: text(details, "method").unwrap_or_default(),
            time_stamp: number(details, "timeStamp").unwrap_or_default(),
            status_code: status(details, "statusCode"),
            status_line: text(details, "statusLine"),
            response_headers: list(field(details, "responseHeaders")).map(|raw| headers(&raw)),
            redirect_url: text(details, "redirectUrl"),
            ip: text(details, "ip"),
            proxied: is_firefox().then(|| flag(details, "proxyInfo")),
            from_cache: flag(details, "fromCache"),
            error: error_of(details),
        }
    }

    /// Does it report a request rather than what comes of it?
    pub(crate) fn is_question(&self) -> bool {
        self.status_code.is_none() && self.error.is_none()
    }
}

/// A value that is not text comes as `binaryValue` and is left out; the field itself still counts.
fn headers(raw: &[JsValue]) -> Headers {
    let pair = |header: &JsValue| Some((text(header, "name")?, text(header, "value").unwrap_or_default()));
    Headers::from(raw.iter().take(Headers::MAX_FIELDS).filter_map(pair).collect::<Vec<_>>())
}

/// What was seen of the navigation; `None` if there was no event.
pub(crate) fn observation(events: &[Event], zone: Zone) -> Option<Observation> {
    let (first, last) = (events.first()?, events.last()?);
    let answer = events.iter().rev().find(|event| event.response_headers.is_some() && event.redirect_url.is_none());
    let redirects: Vec<_> = events.iter().filter(|event| event.redirect_url.is_some()).map(redirect).collect();
    let status = answer.and_then(|event| event.status_code);
    Some(
        Observation {
            how: How::Seen,
            at_ms: Some(last.time_stamp),
            zone,
            url: last.url.clone(),
            method: last.method.clone(),
            status,
            reason: answer.and_then(|event| reason(event.status_line.as_deref()?)),
            protocol: answer.and_then(|event| protocol(event.status_line.as_deref()?)),
            headers: answer.and_then(|event| event.response_headers.clone()),
            body: None::<Body>,
            error: last.error.as_deref().map(|error| named_after(error, redirects.len()).to_owned()),
            ip: address(events, last),
            proxied: last.proxied.map(|_| events.iter().any(|event| event.proxied == Some(true))),
            from_cache: last.from_cache,
            timings: Timings { total_ms: Some(last.time_stamp - first.time_stamp), ..timings(events, answer) },
            redirects,
            ..Observation::default()
        }
        .bounded(),
    )
}

/// The address that answered for the last host. A redirect may have come from another host, whose address does not
/// belong to this one.
fn address(events: &[Event], last: &Event) -> Option<String> {
    let mut of_last = events.iter().rev().filter(|event| host_of(&event.url) == host_of(&last.url));
    of_last.find_map(|event| event.ip.clone())
}

fn redirect(event: &Event) -> Redirect {
    Redirect { url: event.url.clone(), status: event.status_code }
}

/// From the last request (after redirects) to its answer.
fn timings(events: &[Event], answer: Option<&Event>) -> Timings {
    let asked = events.iter().rfind(|event| event.is_question());
    let first_byte_ms = asked.zip(answer).map(|(asked, answer)| answer.time_stamp - asked.time_stamp);
    Timings { first_byte_ms, ..Timings::default() }
}

/// The reason phrase of `HTTP/1.1 502 Bad Gateway`. Browsers show HTTP/2 as `HTTP/1.1 502` with no phrase.
fn reason(status_line: &str) -> Option<String> {
    status_line.splitn(3, ' ').nth(2).map(str::to_owned)
}

/// A phrase proves HTTP/1; its absence proves nothing, since browsers write every version as `HTTP/1.1`.
fn protocol(status_line: &str) -> Option<String> {
    let (version, _) = status_line.split_once(' ')?;
    reason(status_line).filter(|reason| !reason.is_empty())?;
    Some(version.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(url: &str, at: f64) -> Event {
        Event { url: url.into(), method: "GET".into(), time_stamp: at, ..Event::default() }
    }

    fn answer(url: &str, at: f64, status: u16) -> Event {
        Event {
            status_code: Some(status),
            status_line: Some(format!("HTTP/1.1 {status} Bad Gateway")),
            response_headers: Some(Headers::from([("Server", "nginx")])),
            ip: Some("192.0.2.1".into()),
            ..event(url, at)
        }
    }

    #[test]
    fn a_failure_after_a_redirect_keeps_the_way_it_came() {
        let hop = Event { redirect_url: Some("/b".into()), ..answer("https://a.example/a", 20.0, 302) };
        let events = [
            event("https://a.example/a", 10.0),
            hop,
            event("https://a.example/b", 30.0),
            answer("https://a.example/b", 75.0, 502),
        ];
        let o = observation(&events, Zone::default()).unwrap();
        assert_eq!((o.status, o.reason.as_deref()), (Some(502), Some("Bad Gateway")));
        assert_eq!(o.redirects, [Redirect { url: "https://a.example/a".into(), status: Some(302) }]);
        assert_eq!((o.timings.first_byte_ms, o.timings.total_ms), (Some(45.0), Some(65.0)));
    }

    #[test]
    fn the_address_is_that_of_the_host_that_failed() {
        let ip = |from: &str, to: &str| {
            let hop = Event { redirect_url: Some(to.into()), ..answer(from, 2.0, 302) };
            let failed = Event { error: Some("net::ERR_CONNECTION_REFUSED".into()), ..event(to, 9.0) };
            observation(&[hop, event(to, 3.0), failed], Zone::default()).unwrap().ip
        };
        assert_eq!(ip("https://a.example/", "https://b.example/"), None);
        assert_eq!(ip("http://a.example/", "https://a.example/b").as_deref(), Some("192.0.2.1"));
    }

    #[test]
    fn an_answer_that_dies_keeps_its_headers_and_its_error() {
        let died =
            Event { error: Some("net::ERR_CONTENT_LENGTH_MISMATCH".into()), ..event("https://a.example/", 90.0) };
        let o = observation(
            &[event("https://a.example/", 1.0), answer("https://a.example/", 5.0, 200), died],
            Zone::default(),
        )
        .unwrap();
        assert_eq!((o.status, o.error.as_deref()), (Some(200), Some("net::ERR_CONTENT_LENGTH_MISMATCH")));
        assert!(o.headers.is_some());
    }

    #[test]
    fn an_endless_chain_is_a_loop_whatever_the_browser_calls_it() {
        let hop = Event { redirect_url: Some("/".into()), ..answer("https://a.example/", 2.0, 302) };
        let mut events = vec![hop; 20];
        events.push(Event { error: Some("net::ERR_ABORTED".into()), ..event("https://a.example/", 9.0) });
        let o = observation(&events, Zone::default()).unwrap();
        assert_eq!(o.error.as_deref(), Some("ERR_TOO_MANY_REDIRECTS"));
    }

    #[test]
    fn good_and_empty_histories_are_no_failure() {
        assert!(observation(&[], Zone::default()).is_none());
        let good = observation(&[answer("https://a.example/", 1.0, 200)], Zone::default()).unwrap();
        assert!(good.is_good() && !good.is_failure());
    }
}
