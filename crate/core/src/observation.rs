//! What was seen of one request: plain values, no browser type, everything bounded.

use serde::{Deserialize, Serialize};

use crate::address::{Address, host_of};
use crate::body::Body;
use crate::headers::Headers;
use crate::net_error::{NetError, lookup};
use crate::text::{any_of, clip, contains, contains_ignore_case, one_line, starts_ignore_case};
use crate::words::words;

words! {
    /// How a fact was obtained. The order is the order of trust: what was seen beats what was asked for later.
    #[derive(Default)]
    How {
        /// The browser reported it while the page failed.
        #[default]
        Seen = "seen",
        /// Read from the page that is still open.
        Page = "page",
        /// Asked again later: evidence about later.
        Asked = "asked",
    }
}

/// What servers say, each in its own words, to a client that speaks plain HTTP at a port for TLS: nginx and its
/// descendants, Apache, every program in Go, and Tomcat.
const WANTS_TLS: &str = "sent to HTTPS port|SSL-enabled server port|to an HTTPS server|port requires TLS";

/// One request and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Observation {
    /// How these facts were obtained.
    pub how: How,
    /// When the answer came, or the end if none did, in milliseconds since 1970 (UTC), if that is known. A wait that
    /// the answer names starts here.
    pub at_ms: Option<f64>,
    /// The local time zone at that moment.
    pub zone: Zone,
    /// The address that was asked, after redirects.
    pub url: String,
    /// The request's method.
    pub method: String,
    /// The final status, when there was an answer.
    pub status: Option<u16>,
    /// The reason phrase; HTTP/2 and later have none.
    pub reason: Option<String>,
    /// `h2`, `h3`, `http/1.1`.
    pub protocol: Option<String>,
    /// The response's header fields; `None` if they could not be seen, which is no evidence of absence.
    pub headers: Option<Headers>,
    /// The first part of the body; `None` if it could not be seen.
    pub body: Option<Body>,
    /// The browser's word for a failure of the connection (`net::ERR_…`, `NS_ERROR_…`, a number).
    pub error: Option<String>,
    /// The address that answered, or the proxy's where one is used.
    pub ip: Option<String>,
    /// Did the request go through a proxy of the visitor's? Only Firefox tells.
    pub proxied: Option<bool>,
    /// The answer came from the browser's own cache.
    pub from_cache: bool,
    /// The answer came from the site's own service worker.
    pub from_worker: bool,
    /// No outcome yet: the request is still waiting.
    pub pending: bool,
    /// The addresses on the way here, in order.
    pub redirects: Vec<Redirect>,
    /// How long the parts took.
    pub timings: Timings,
}

/// One redirect on the way to the final address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Redirect {
    /// The address that redirected.
    pub url: String,
    /// Its status, where it was seen.
    pub status: Option<u16>,
}

/// A local time zone: its distance from UTC and its name, where known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Zone {
    /// Minutes to add to UTC.
    pub offset_minutes: i16,
    /// The IANA name (`Europe/Berlin`).
    pub name: Option<String>,
}

/// Durations in milliseconds, each measured from its own start; `None` if the browser does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timings {
    /// Looking the name up.
    pub dns_ms: Option<f64>,
    /// Opening the connection, TLS included.
    pub connect_ms: Option<f64>,
    /// From sending the request to the first byte of the answer.
    pub first_byte_ms: Option<f64>,
    /// From the start to the end, or to the failure.
    pub total_ms: Option<f64>,
}

impl Observation {
    /// Longer addresses are clipped: browsers allow megabytes.
    pub const MAX_URL: usize = 4096;
    /// More redirects than any browser follows.
    pub const MAX_REDIRECTS: usize = 32;
    /// Longer short texts (method, reason, error, address) are clipped.
    pub(crate) const MAX_WORD: usize = 256;

    /// The same observation with every part within its bound. Headers and body bound themselves.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.url = clip(&self.url, Self::MAX_URL);
        self.method = word_of(&self.method);
        // An answer to HEAD has no content, whatever its fields say (RFC 9110, section 9.3.2): nobody saw it empty.
        self.body = self.body.filter(|_| self.method != "HEAD");
        for word in [&mut self.reason, &mut self.error, &mut self.ip, &mut self.protocol, &mut self.zone.name] {
            *word = word.take().map(|text| word_of(&text)).filter(|text| !text.is_empty());
        }
        self.redirects.truncate(Self::MAX_REDIRECTS);
        for redirect in &mut self.redirects {
            redirect.url = clip(&redirect.url, Self::MAX_URL);
        }
        self
    }

    /// Is the answer known to have come in a version of HTTP that keeps the case of names?
    pub(crate) fn is_http1(&self) -> bool {
        self.protocol.as_deref().is_some_and(|protocol| starts_ignore_case(protocol, "http/1"))
    }

    /// Did the request end as the visitor hoped?
    pub fn is_good(&self) -> bool {
        self.error.is_none() && self.status.is_some_and(|status| (100..400).contains(&status))
    }

    /// May its address be longer than what is kept of it? Then nobody can ask for the very page.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.url.len() >= Self::MAX_URL
    }

    /// Is it a good answer with nothing in it? A program that dies as it starts leaves one, so it is no sign of a page
    /// that works.
    pub fn is_blank(&self) -> bool {
        let is_empty = Body::is_missing(self.body.as_ref(), self.headers.as_ref());
        self.error.is_none() && (self.status == Some(200) || self.leads_nowhere()) && is_empty
    }

    /// Is it a redirect that does not say where to? Browsers show its content as they show a page.
    fn leads_nowhere(&self) -> bool {
        let leads_on = self.headers.as_ref().is_none_or(|headers| headers.get("location").is_some());
        !leads_on && matches!(self.status, Some(301..=303 | 307 | 308))
    }

    /// Did the request end in a failure, by status or by net error?
    pub fn is_failure(&self) -> bool {
        self.error.is_some() || self.status.is_some_and(|status| status >= 400)
    }

    /// Does the answer ask who is there (RFC 9110, section 15.5.2)? Then a browser asks for a name and a password.
    pub(crate) fn asks_to_sign_in(&self) -> bool {
        self.status == Some(401)
    }

    /// The page's address over TLS, if the answer says that nothing else is spoken there.
    pub(crate) fn address_over_tls(&self) -> Option<String> {
        let says_so = |body: &Body| any_of(WANTS_TLS, &|words| contains_ignore_case(body.text(), words));
        let address = self.address().filter(|address| !address.is_secure)?;
        (self.status == Some(400) && self.body.as_ref().is_some_and(says_so)).then(|| address.over_tls().page())
    }

    /// Does the answer find the address too long (RFC 9110, section 15.5.15)? IIS says it of a query with a 404.
    pub(crate) fn has_long_address(&self) -> bool {
        let says_so = |body: &Body| contains_ignore_case(body.text(), "query string is too long");
        self.status == Some(414) || self.status == Some(404) && self.body.as_ref().is_some_and(says_so)
    }

    /// Does the answer say that the law forbids it (RFC 7725)?
    pub(crate) fn is_legal(&self) -> bool {
        self.status == Some(451)
    }

    /// Did the visitor send something with it, as a form does?
    fn sends_a_form(&self) -> bool {
        self.how != How::Asked && !matches!(self.method.as_str(), "" | "GET" | "HEAD")
    }

    /// Does the address take forms only, as its answer to our GET says (RFC 9110, 15.5.6)? A browser can open any
    /// address in a tab with GET or with POST. A refusal without a page shows in the tab as the browser's own, and may
    /// be about the visitor. An address that does not take a method says which it takes, whereas a filter may refuse
    /// somebody with the same status.
    pub fn takes_forms_only(&self) -> bool {
        let has_page = self.body.as_ref().is_some_and(|body| !body.is_empty());
        let takes = self.field("allow").unwrap_or_default();
        let takes_post_alone = contains(takes, "POST") && !contains(takes, "GET");
        self.how == How::Asked && self.status == Some(405) && has_page && takes_post_alone
    }

    /// The first value of this header field, if it was seen.
    fn field(&self, name: &str) -> Option<&str> {
        self.headers.as_ref()?.get(name)
    }

    /// The parts of the address, if it is a web address.
    pub(crate) fn address(&self) -> Option<Address<'_>> {
        Address::of(&self.url)
    }

    /// Was it asked for over TLS?
    pub(crate) fn is_secure(&self) -> bool {
        self.address().is_some_and(|address| address.is_secure)
    }

    /// Does the address lead past gateways, straight to a server? They listen on the usual ports.
    pub(crate) fn is_past_gateways(&self) -> bool {
        self.address().is_some_and(|address| !address.is_secure && address.has_odd_port())
    }

    /// What is known of the net error it ended with.
    pub fn net_error(&self) -> Option<NetError> {
        self.error.as_deref().and_then(lookup)
    }

    /// The host of the address: what a name lookup is asked for.
    pub fn host(&self) -> &str {
        host_of(&self.url)
    }
}

/// Did the visitor send a form? Asking its address again with GET repeats nothing of that. If nobody saw how the page
/// was requested, the address may tell.
pub(crate) fn is_form(observations: &[Observation]) -> bool {
    let is_unknown = observations.first().is_some_and(|seen| seen.how == How::Page && seen.status != Some(405));
    observations.iter().any(Observation::sends_a_form)
        || is_unknown && observations.iter().any(Observation::takes_forms_only)
}

/// A short text on one line: what people read in the middle of a sentence.
fn word_of(text: &str) -> String {
    one_line(&clip(text.trim(), Observation::MAX_WORD))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net_error::CUT_SHORT;

    #[test]
    fn every_part_is_bounded() {
        let long = "é".repeat(100_000);
        let o = Observation {
            url: long.clone(),
            method: long.clone(),
            error: Some(long.clone()),
            redirects: vec![Redirect { url: long.clone(), status: Some(302) }; 1000],
            ..Observation::default()
        }
        .bounded();
        assert!(o.url.len() <= Observation::MAX_URL && o.method.len() <= 256);
        assert!(o.error.is_some_and(|e| e.len() <= 256));
        assert!(o.redirects.len() <= 32 && o.redirects.iter().all(|r| r.url.len() <= Observation::MAX_URL));
    }

    #[test]
    fn an_address_that_takes_no_get_was_sent_a_form_where_nobody_saw_how_it_was_asked() {
        let page = |how, status: u16, body: &str| Observation {
            how,
            status: Some(status),
            headers: Some(Headers::from([("Allow", "OPTIONS, POST")])),
            body: Some(Body::from(body.to_owned())),
            ..Observation::default()
        };
        let refused = page(How::Asked, 405, "GET not allowed");
        assert!(is_form(&[page(How::Page, 502, ""), refused.clone()]));
        assert!(!is_form(&[page(How::Page, 405, "GET not allowed"), refused.clone()]), "the visitor's own GET");
        assert!(!is_form(&[page(How::Seen, 502, ""), refused]), "it was seen to be a GET");
        assert!(!is_form(&[page(How::Page, 502, ""), page(How::Asked, 405, "")]), "the browser's own page for it");
    }

    #[test]
    fn an_answer_is_blank_where_nothing_is_in_it_or_it_says_so() {
        let answer = |status, length: &str, body: Option<&str>| Observation {
            status: Some(status),
            headers: Some(Headers::from([("Content-Length", length)])),
            body: body.map(|text| Body::from(text.to_owned())),
            ..Observation::default()
        };
        assert!(answer(200, "1", Some("\n")).is_blank() && answer(200, "0", None).is_blank());
        assert!(
            !answer(200, "0", Some("Shop")).is_blank() && !answer(200, "4", None).is_blank(),
            "not yet, or not seen"
        );
        assert!(!answer(204, "0", None).is_blank() && !answer(304, "0", None).is_blank(), "as it should be");
        let redirect = answer(302, "0", Some(""));
        assert!(redirect.is_blank() && !Observation { headers: None, ..redirect.clone() }.is_blank());
        let headers = Some(Headers::from([("Content-Length", "0"), ("Location", "/cart")]));
        assert!(!Observation { headers, ..redirect }.is_blank(), "on its way");
        let cut = Observation { error: Some(CUT_SHORT.to_owned()), ..answer(200, "4", Some("")) };
        assert!(!cut.is_blank());
    }

    #[test]
    fn a_filter_that_refuses_somebody_with_that_status_makes_no_form_of_a_visit() {
        let visit = Observation { how: How::Page, status: Some(502), ..Observation::default() };
        for fields in [&[("x-amzn-waf-action", "captcha")][..], &[("allow", "GET, POST")], &[("allow", "PUT")]] {
            let refused = Observation {
                how: How::Asked,
                status: Some(405),
                headers: Some(Headers::from(fields)),
                body: Some(Body::from("Human Verification".to_owned())),
                ..Observation::default()
            };
            assert!(!is_form(&[visit.clone(), refused.clone()]), "{refused:?}");
        }
    }
}
