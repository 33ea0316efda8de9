//! What a check sends and what comes back: plain values, so that the browser, the command line and a test can all be
//! the one who asks.

use core::net::IpAddr;

use super::Check;
use super::budget::BYTES;
use crate::headers::Headers;

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

impl Exchange {
    /// The exchange as it may be kept: its body no longer than was asked for, and without the lines in which a delivery
    /// network's own page tells the visitor's address. No check answers otherwise for that.
    #[must_use]
    pub fn kept(mut self) -> Self {
        if let Ok(answered) = &mut self.reply.result {
            answered.body.truncate(self.request.reads.min(BYTES));
            if self.check == Check::EdgeAlive {
                answered.body = without_addresses(&answered.body);
            }
        }
        self
    }
}

/// The lines `name=value` whose value is no address.
fn without_addresses(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let mut kept = String::new();
    for line in text.lines() {
        let value = line.rsplit('=').next().unwrap_or_default().trim();
        if value.parse::<IpAddr>().is_err() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(check: Check, reads: usize, body: &str) -> Exchange {
        let request = Request {
            url: String::new(),
            method: Method::Get,
            headers: Vec::new(),
            body: None,
            cookies: false,
            follows: false,
            reads,
            after_ms: 0,
        };
        let answered = Answered { body: body.into(), ..Answered::default() };
        Exchange { check, request, reply: Reply { at_ms: 0.0, took_ms: 0.0, result: Ok(answered) } }
    }

    fn body(exchange: Exchange) -> String {
        String::from_utf8(exchange.kept().reply.result.unwrap().body).unwrap()
    }

    #[test]
    fn the_visitors_address_is_not_kept() {
        let trace = "fl=1f2\nh=shop.example.com\nip=203.0.113.7\nts=1795266202.1\ncolo=FRA\n";
        assert_eq!(
            body(exchange(Check::EdgeAlive, 4096, trace)),
            "fl=1f2\nh=shop.example.com\nts=1795266202.1\ncolo=FRA\n"
        );
        assert_eq!(body(exchange(Check::EdgeAlive, 4096, "ip=2001:db8::7\r\ncolo=FRA")), "colo=FRA\n");
    }

    #[test]
    fn no_more_is_kept_than_was_asked_for() {
        assert_eq!(body(exchange(Check::Again, 3, "abcdef")), "abc");
        assert_eq!(body(exchange(Check::Again, usize::MAX, &"x".repeat(BYTES + 1))).len(), BYTES);
    }
}
