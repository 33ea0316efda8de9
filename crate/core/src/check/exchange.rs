//! What a check sends and what comes back: plain values, so that the browser, the command line and a test can all be
//! the one who asks.

use super::Check;
use crate::body::Body;
use crate::headers::Headers;
use crate::observation::{How, Observation, Redirect, Timings, Zone};

/// One request that a check wants sent. Whoever sends it bypasses every cache and reads at most `reads` bytes of the
/// answer's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// The method.
    pub method: Method,
    /// Header fields beside those that the sender sets by itself.
    pub headers: Vec<(&'static str, String)>,
    /// The body, where the method has one.
    pub body: Option<String>,
    /// The site's cookies go along.
    pub cookies: bool,
    /// Redirects are followed; otherwise a redirect is the answer.
    pub follows: bool,
    /// Bytes of the answer's body worth reading.
    pub reads: usize,
    /// Milliseconds to wait before it is sent.
    pub after_ms: u32,
}

/// The methods that checks use. None of them sends a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Only the headers.
    Head,
    /// Order a measurement; never sent to the site.
    Post,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// When the request was sent, in milliseconds since 1970 by this device's clock.
    pub at_ms: f64,
    /// Milliseconds until the answer's headers, or until it was given up.
    pub took_ms: f64,
    /// The answer, or why there is none.
    pub result: Result<Answered, Lost>,
}

/// An answer that came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answered {
    /// The address that answered, after redirects.
    pub url: String,
    /// Its status; 0 where the browser hides it, as it does of a redirect that is not followed.
    pub status: u16,
    /// Its reason phrase; HTTP/2 and later have none.
    pub reason: String,
    /// Its header fields, as far as the browser shows them.
    pub headers: Headers,
    /// The beginning of its body.
    pub body: Vec<u8>,
    /// The body broke off before its end.
    pub cut: bool,
}

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The browser may not ask there, or may not read what is answered.
    NotAllowed,
    /// It failed below HTTP, with the browser's word for it where it is known.
    Failed(Option<String>),
    /// The check's time ran out.
    TimedOut,
    /// The visitor stopped it.
    Cancelled,
}

/// One request of one check and what came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// Whose request it was.
    pub check: Check,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub reply: Reply,
}

/// What a page and a fetch tell of a body that ended early: that it did, and not why.
pub const CUT_SHORT: &str = "CUT_SHORT";

impl Method {
    /// Its name in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
        }
    }
}

impl Exchange {
    /// What it showed, as an observation made later; `None` where no answer came, or one that the browser hides.
    pub fn observation(&self, zone: Zone) -> Option<Observation> {
        let Self { request, reply, .. } = self;
        let answered = reply.result.as_ref().ok().filter(|answered| answered.status > 0)?;
        let redirect = Redirect { url: request.url.clone(), status: 0 };
        let observation = Observation {
            how: How::Asked,
            at_ms: reply.at_ms,
            zone,
            url: answered.url.clone(),
            method: request.method.name().into(),
            status: Some(answered.status),
            reason: Some(answered.reason.clone()),
            headers: Some(answered.headers.clone()),
            body: Some(Body::from(String::from_utf8_lossy(&answered.body).into_owned())),
            error: answered.cut.then(|| CUT_SHORT.to_owned()),
            redirects: if answered.url == request.url { Vec::new() } else { vec![redirect] },
            timings: Timings { first_byte_ms: Some(reply.took_ms), ..Timings::default() },
            ..Observation::default()
        };
        Some(observation.bounded())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(result: Result<Answered, Lost>) -> Exchange {
        let request = Request {
            url: "https://a.example/old".into(),
            method: Method::Get,
            headers: Vec::new(),
            body: None,
            cookies: true,
            follows: true,
            reads: 1024,
            after_ms: 0,
        };
        Exchange { check: Check::Again, request, reply: Reply { at_ms: 7.0, took_ms: 20.0, result } }
    }

    #[test]
    fn an_answer_is_an_observation_made_later_with_the_way_it_came() {
        let url = "https://a.example/new".to_owned();
        let answered = Answered { url, status: 502, reason: "Bad Gateway".into(), cut: true, ..Answered::default() };
        let seen = exchange(Ok(answered)).observation(Zone::default()).unwrap();
        assert_eq!((seen.how, seen.status, seen.reason.as_deref()), (How::Asked, Some(502), Some("Bad Gateway")));
        assert_eq!((seen.error.as_deref(), seen.redirects.len()), (Some(CUT_SHORT), 1));
    }

    #[test]
    fn no_answer_and_one_that_is_hidden_are_none() {
        assert_eq!(exchange(Err(Lost::TimedOut)).observation(Zone::default()), None);
        assert_eq!(exchange(Ok(Answered::default())).observation(Zone::default()), None);
    }
}
