//! What a check sends and what comes back: plain values, so that the browser, the command line and a test can each do
//! the asking.

use super::Check;
use crate::headers::Headers;

/// One request that a check wants sent. The sender bypasses every cache and reads at most `reads` bytes of the answer's
/// body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// Header fields in addition to those that the sender sets by itself.
    pub headers: Vec<(&'static str, String)>,
    /// The body of an order for a measurement; no other request has one, and no form is ever sent.
    pub body: Option<String>,
    /// The site's cookies are sent along, to the site but not to where its redirects lead.
    pub cookies: bool,
    /// Redirects are followed; otherwise a redirect is the answer.
    pub follows: bool,
    /// Bytes of the answer's body worth reading.
    pub reads: usize,
    /// Milliseconds to wait before it is sent.
    pub after_ms: u32,
}

impl Request {
    /// The method.
    pub const fn method(&self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
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

impl Reply {
    /// When the answer's headers came, or when it was given up.
    pub(crate) fn came_ms(&self) -> f64 {
        self.at_ms + self.took_ms
    }
}

/// An answer that came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answered {
    /// The address that answered, after redirects.
    pub url: String,
    /// Its status; 0 if the browser hides it, as it does for a redirect that is not followed.
    pub status: u16,
    /// Its reason phrase; HTTP/2 and later have none.
    pub reason: String,
    /// Its header fields, as far as the browser shows them.
    pub headers: Headers,
    /// The beginning of its body.
    pub body: Vec<u8>,
    /// The body broke off before its end.
    pub cut: bool,
    /// Its end had not come when the wait for it was over.
    pub late: bool,
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
}

impl Lost {
    /// The stable word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::Failed(_) => "failed",
            Self::TimedOut => "timed-out",
        }
    }
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
    /// May the answer be stored? What a delivery network says about itself includes the visitor's address. And what was
    /// not allowed, or failed for a reason that the browser does not tell, may turn out differently with more access.
    pub fn may_be_kept(&self) -> bool {
        let wants_access = matches!(self.reply.result, Err(Lost::NotAllowed | Lost::Failed(None)));
        self.check != Check::EdgeAlive && !wants_access
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::ask::get;

    #[test]
    fn what_more_access_may_change_is_not_kept() {
        let kept = |result| {
            let request = get("https://shop.example/".into(), 1024);
            let reply = Reply { at_ms: 0.0, took_ms: 1.0, result };
            Exchange { check: Check::Root, request, reply }.may_be_kept()
        };
        assert!(kept(Ok(Answered::default())) && kept(Err(Lost::TimedOut)));
        assert!(kept(Err(Lost::Failed(Some("net::ERR_CONNECTION_REFUSED".into())))));
        assert!(!kept(Err(Lost::NotAllowed)) && !kept(Err(Lost::Failed(None))));
    }
}
