//! From what curl or wget printed, or a raw HTTP answer, to an observation.

mod address;
mod failure;
mod head;
mod transcript;
mod wget;

use is_it_me_core::Observation;
use is_it_me_core::body::Body;
use is_it_me_core::headers::Headers;
use is_it_me_core::observation::{Redirect, Zone};
use is_it_me_core::standard::date;
use is_it_me_core::text::clip;

pub(crate) use address::join;
use head::Head;
use transcript::{Request, Transcript};

/// More than curl follows unless it is told to (50), and than any browser does.
const MOST_REDIRECTS: usize = 64;

/// The answer in this text; `None` if there is none, and no word of why there is none.
///
/// `start` is the address that was asked, if the user knows it; `written_ms` is when the text was saved, which tells
/// the century of a date. Only the answer itself can say when it was given: a file may have been copied, or typed.
pub(crate) fn parse(text: &str, start: Option<&str>, written_ms: f64) -> Option<Observation> {
    let wget = wget::as_curl(text);
    let (asked, text) = wget.as_ref().map_or((None, text), |(asked, text)| (Some(asked.as_str()), text.as_str()));
    let transcript = Transcript::read(text);
    let (heads, rest) = heads(&transcript);
    let start = start.or(asked).or(transcript.command_url.as_deref()).unwrap_or_default();
    let (mut way, status_only) = (Way::walk(&transcript, heads, start), status_only(&transcript));
    if way.answer.is_none() && way.error.is_none() && status_only.is_none() {
        return None;
    }
    let answer = way.answer.take();
    let body = answer.as_ref().and_then(|head| body(head, rest));
    let said_at = answer.as_ref().and_then(|head| head.get("date")).and_then(|said| date::parse(said, written_ms));
    let observation = Observation {
        at_ms: said_at,
        zone: Zone::default(),
        url: way.url,
        method: transcript.requests.last().map(|request| request.method.clone()).unwrap_or_default(),
        status: answer.as_ref().map(|head| head.status).or(status_only),
        reason: answer.as_ref().and_then(|head| head.reason.clone()),
        protocol: answer.as_ref().map(|head| protocol(&head.version)),
        headers: answer.map(|head| Headers::from(head.fields)),
        body,
        error: way.error,
        ip: transcript.ip,
        redirects: way.redirects,
        ..Observation::default()
    };
    Some(observation.bounded())
}

/// Every head in the order of arrival, and the text after the last.
fn heads(transcript: &Transcript) -> (Vec<Head>, &str) {
    let (written, rest) = heads_of(&transcript.output, Head::may_be_followed);
    if transcript.received.is_empty() {
        return (written, rest);
    }
    // With `-v`, every head was shown as it was received. With `-iv`, each is in the output once more, which adds
    // nothing.
    (heads_of(&transcript.received, |_| true).0, rest)
}

/// The heads at the start of a text: one more is read only if `goes_on` says that it can be one rather than a body.
fn heads_of(text: &str, goes_on: impl Fn(&Head) -> bool) -> (Vec<Head>, &str) {
    let (mut heads, mut rest) = (Vec::new(), text);
    while let Some((head, after)) = Head::read(rest) {
        let last = !goes_on(&head);
        heads.push(head);
        rest = after;
        if last {
            break;
        }
    }
    (heads, rest)
}

/// From the first request to the last: which answers only led on, and which one counts.
#[derive(Default)]
struct Way {
    url: String,
    redirects: Vec<Redirect>,
    answer: Option<Head>,
    error: Option<String>,
}

impl Way {
    fn walk(transcript: &Transcript, heads: Vec<Head>, start: &str) -> Self {
        let mut way = Self { url: start.to_owned(), error: error(transcript), ..Self::default() };
        let mut requests = transcript.requests.iter();
        let mut heads = heads.into_iter().filter(|head| !head.is_interim()).peekable();
        while let Some(head) = heads.next() {
            let request = requests.next();
            let is_last = heads.peek().is_none() && requests.len() == 0;
            if request.is_some_and(Request::is_connect) {
                way.tunnel(&head, is_last);
            } else {
                way.url = request.map_or(way.url, Request::url);
                way.answered(head, is_last);
            }
        }
        // The request that got no answer.
        way.url = requests.next_back().filter(|request| !request.is_connect()).map_or(way.url, Request::url);
        way.forget_tunnel();
        way
    }

    fn answered(&mut self, head: Head, is_last: bool) {
        let failed_later = self.error.is_some() && (head.is_redirect() || head.is_tunnel());
        if is_last && !failed_later {
            self.answer = Some(head);
        } else if let Some(location) = head.get("location").filter(|_| head.is_redirect()) {
            let next = clip(&address::join(&self.url, location), Observation::MAX_URL);
            let from = std::mem::replace(&mut self.url, next);
            if self.redirects.len() < MOST_REDIRECTS {
                self.redirects.push(Redirect { url: from, status: Some(head.status) });
            }
        }
    }

    /// A proxy's answer to `CONNECT` is not the site's: a browser shows none of it, and says at most how it refused.
    fn tunnel(&mut self, head: &Head, is_last: bool) {
        if is_last && !(200..300).contains(&head.status) {
            self.error.get_or_insert_with(|| failure::refusal(head.status).to_owned());
        }
    }

    /// Without `-v` the same answer looks like any other, but curl says what it was.
    fn forget_tunnel(&mut self) {
        if self.error.as_deref().is_some_and(failure::is_refusal) {
            self.answer = None;
        }
    }
}

/// Why curl gave up, in Chromium's words.
fn error(transcript: &Transcript) -> Option<String> {
    let (code, words) = match &transcript.failure {
        Some((code, words)) => (*code, words.as_str()),
        None => (failure::silent(&transcript.notes)?, ""),
    };
    // 22 means that there was an answer that `-f` does not accept.
    (code != 22).then(|| failure::net_error(code, &format!("{words}\n{}", transcript.notes)))
}

fn status_only(transcript: &Transcript) -> Option<u16> {
    transcript.failure.as_ref().filter(|(code, _)| *code == 22).and_then(|(_, words)| failure::status(words))
}

/// An empty rest after a head may mean an empty body, or one that nobody asked for or kept.
fn body(head: &Head, rest: &str) -> Option<Body> {
    let known_empty = head.get("content-length") == Some("0");
    (known_empty || !rest.is_empty()).then(|| Body::from(rest.to_owned()))
}

/// The protocol as browsers call it (the words of ALPN).
pub(crate) fn protocol(version: &str) -> String {
    match version {
        "2" | "2.0" => "h2".into(),
        "3" | "3.0" => "h3".into(),
        _ => format!("http/{version}"),
    }
}

#[cfg(test)]
mod tests;
