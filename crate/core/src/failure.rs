//! One failure, assembled from everything that was observed of it.
//!
//! A browser shows its facts in pieces: the event has headers and no body, the page has a body and no headers, asking
//! again has both but happens later. A rule wants one failure, but must still be able to say how each fact was
//! obtained.

use core::cell::OnceCell;

use crate::body::Body;
use crate::headers::Headers;
use crate::needle::Found;
use crate::observation::{How, Observation};
use crate::text::{any_of, contains_ignore_case, starts_ignore_case};
use crate::vendor::{self, Trace};
use crate::words::Layer;

/// What pages say about a form that is not the one they gave out: Django, Spring, Express and most others, Rails in
/// development and in production, and `WordPress`. The first is a word on its own: an address that a page quotes may
/// hold it, too.
const EXPIRED_FORM: &str = "csrf |AuthenticityToken|you wanted was rejected|you followed has expired";

/// What pages of filters say in many languages, and applications seldom do. Inflected words are given only in the part
/// that all forms share.
const WORDS_OF_FILTERS: &str = "\
    blocked|access denied by|firewall|incident id|malicious|security policy|security rule|suspicious|blockiert|\
    bloqu|аблокирован|拦截|攔截|防火墙|ブロック|차단";

/// A page with more has a site around it.
const A_FEW_LINKS: usize = 12;

/// What stands around a quotation, and in no page known to us that refuses with a good status.
const MARKS_OF_POSTS: &str = "<article|<blockquote|<code|<pre|<time";

/// What somebody on the visitor's side may have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nearby {
    /// Failed to get the page.
    Failed,
    /// Refused it, in the words of a filter.
    Refused,
}

/// The failure the visitor saw, each part with the observation it was taken from.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// What the visitor saw first; everything not listed below is taken from here.
    pub first: &'a Observation,
    headers: Option<(&'a Headers, How)>,
    body: Option<(&'a Body, How)>,
    found: Found,
    visible: OnceCell<String>,
    traces: Vec<Trace>,
}

impl<'a> Failure<'a> {
    /// The failure as it appears in these observations, the visitor's own first.
    ///
    /// Missing parts are filled from later observations with the same status only: another status is another answer.
    pub fn assemble(observations: &'a [Observation]) -> Option<Self> {
        let first = observations.iter().find(|o| o.is_failure());
        let first = first.or_else(|| observations.iter().find(|o| is_disguised(o)));
        // A page that works has something on it.
        let first = first.or_else(|| observations.iter().find(|o| o.is_good()).filter(|o| o.is_blank()))?;
        Some(Self::of(first, observations))
    }

    fn of(first: &'a Observation, observations: &'a [Observation]) -> Self {
        let kind = first.is_failure();
        let mut same = observations.iter().filter(|o| o.status == first.status && o.is_failure() == kind);
        let headers = same.clone().find_map(|o| o.headers.as_ref().map(|headers| (headers, o.how)));
        let body = same.find_map(|o| o.body.as_ref().map(|body| (body, o.how)));
        let found = body.map(|(body, _)| Found::scan(body.text())).unwrap_or_default();
        let mut failure = Self { first, headers, body, found, visible: OnceCell::new(), traces: Vec::new() };
        failure.traces = vendor::traces(&failure);
        failure
    }

    /// The status the visitor saw.
    pub fn status(&self) -> Option<u16> {
        self.first.status
    }

    /// The header fields, when they could be seen.
    pub fn headers(&self) -> Option<&'a Headers> {
        self.headers.map(|(headers, _)| headers)
    }

    /// The body's first part, when it could be seen.
    pub fn body(&self) -> Option<&'a Body> {
        self.body.map(|(body, _)| body)
    }

    /// Is the body empty, as was seen or as its length says?
    pub fn is_empty(&self) -> bool {
        Body::is_missing(self.body(), self.headers())
    }

    /// Is the body JSON? Each text in it may be one that the program got elsewhere.
    pub(crate) fn is_json(&self) -> bool {
        self.body().is_some_and(Body::is_json)
    }

    pub(crate) fn quotes_a_page(&self) -> bool {
        self.body().is_some_and(Body::quotes_a_page)
    }

    /// The needles that the body contains.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// The beginning of what a person reads in the body; empty if there is nothing. Few failures need it, and some need
    /// it more than once.
    pub fn visible(&self) -> &str {
        self.visible.get_or_init(|| self.body().map(Body::visible).unwrap_or_default())
    }

    /// Is it plain text, a page that leads on to many others, or a good one with an article, a quotation or code in it?
    /// Each may quote a page that refuses something. Such a page itself leads to few others: to ten at most, among some
    /// hundred that were published.
    pub(crate) fn may_quote(&self) -> bool {
        let is_text =
            |headers: &Headers| headers.get("content-type").is_some_and(|kind| starts_ignore_case(kind, "text/plain"));
        let is_post = |body: &Body| any_of(MARKS_OF_POSTS, &|mark| contains_ignore_case(body.text(), mark));
        let quotes = |body: &Body| body.links() > A_FEW_LINKS || (!self.first.is_failure() && is_post(body));
        self.headers().is_some_and(is_text) || self.body().is_some_and(quotes)
    }

    /// What the products involved left in the answer.
    pub(crate) fn traces(&self) -> &[Trace] {
        &self.traces
    }

    /// The products that the answer went through or came from.
    pub fn path(&self) -> impl Iterator<Item = &Trace> + Clone {
        self.traces.iter().filter(|trace| trace.in_path())
    }

    /// Did a product that stands in this place leave a trace?
    pub(crate) fn is_marked_by(&self, layer: Layer) -> bool {
        self.traces.iter().any(|trace| trace.layer() == layer)
    }

    /// Did a good answer break off? A redirect that ends in an error has been read to its end.
    pub(crate) fn is_cut(&self) -> bool {
        self.first.error.is_some() && self.status().is_some_and(|status| status < 300)
    }

    /// May it have broken off on the visitor's side, where nobody left a trace? It is known how often a proxy there
    /// fails that did.
    pub(crate) fn may_be_cut_nearby(&self) -> bool {
        self.is_cut() && !self.is_marked_by(Layer::ClientProxy)
    }

    /// What somebody on this side may have done in the site's name. Without encryption anybody on the way can answer,
    /// and no product left a trace that tells where it stands.
    pub(crate) fn may_be_from_nearby(&self) -> Option<Nearby> {
        let may_be = self.traces.is_empty() && !self.first.is_secure();
        match self.status().filter(|_| may_be)? {
            500.. => Some(Nearby::Failed),
            _ => self.speaks_like_a_filter().then_some(Nearby::Refused),
        }
    }

    /// Does a page that refuses, in its title or where a person reads it, say what filters say?
    pub(crate) fn speaks_like_a_filter(&self) -> bool {
        let said = |text: &str| any_of(WORDS_OF_FILTERS, &|words| contains_ignore_case(text, words));
        let refuses = self.status().is_some_and(|status| (400..500).contains(&status));
        refuses && (self.body().and_then(Body::title).is_some_and(said) || said(self.visible()))
    }

    /// Was something that was sent too large, a form or a file? GET sends nothing along, so there it is the header
    /// fields, and a page that names them means them. IIS says it with a 404.
    pub fn is_too_big_an_upload(&self) -> bool {
        match self.status() {
            Some(413) => self.first.method != "GET" && !self.says("header"),
            Some(404) => self.says("request content length"),
            _ => false,
        }
    }

    /// Does the page refuse the form that was sent, because it is not the one that the site gave out?
    pub(crate) fn is_expired_form(&self) -> bool {
        any_of(EXPIRED_FORM, &|words| self.says(words))
    }

    fn says(&self, words: &str) -> bool {
        contains_ignore_case(self.visible(), words)
    }

    /// Does the answer carry marks that only one product's own pages have?
    pub(crate) fn is_signed(&self) -> bool {
        self.traces.iter().any(|trace| trace.made.is_some())
    }

    /// Are they marks of a product in this place?
    pub(crate) fn is_signed_by(&self, layer: Layer) -> bool {
        self.traces.iter().any(|trace| trace.made.is_some() && trace.layer() == layer)
    }

    /// How the header fields were obtained.
    pub(crate) fn headers_how(&self) -> How {
        self.headers.map_or(self.first.how, |(_, how)| how)
    }

    /// How the body was obtained.
    pub(crate) fn body_how(&self) -> How {
        self.body.map_or(self.first.how, |(_, how)| how)
    }
}

/// Is it a page of refusal or failure that came with a good status, or none, as filters and portals send them?
pub(crate) fn is_disguised(observation: &Observation) -> bool {
    let shown = observation.headers.is_some() || observation.body.is_some();
    if observation.is_failure() || observation.pending || !shown {
        return false;
    }
    let page = Failure::of(observation, std::slice::from_ref(observation));
    page.traces.iter().any(|trace| trace.admits(page.status()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(status: u16) -> Observation {
        Observation { status: Some(status), ..Observation::default() }
    }

    #[test]
    fn parts_are_filled_from_observations_of_the_same_answer_only() {
        let headers = Headers::from([("server", "nginx")]);
        let asked = Observation { how: How::Asked, headers: Some(headers), ..seen(502) };
        let other = Observation { body: Some(Body::from("fine now".to_owned())), ..seen(504) };
        let observations = [seen(502), other, asked];
        let failure = Failure::assemble(&observations).unwrap();
        assert_eq!(failure.headers().and_then(|h| h.get("server")), Some("nginx"));
        assert_eq!(failure.headers_how(), How::Asked);
        assert_eq!(failure.body(), None);
    }

    #[test]
    fn a_body_nobody_saw_is_empty_where_its_length_says_so() {
        let is_empty = |length: &str, body: Option<&str>| {
            let headers = Some(Headers::from([("content-length", length)]));
            let body = body.map(|body| Body::from(body.to_owned()));
            Failure::assemble(&[Observation { headers, body, ..seen(502) }]).unwrap().is_empty()
        };
        assert!(is_empty("0", None) && is_empty("1", Some("\n")));
        assert!(!is_empty("4", None) && !is_empty("0", Some("Oh no")));
        assert!(!Failure::assemble(&[seen(502)]).unwrap().is_empty(), "nothing says so");
    }

    #[test]
    fn a_404_that_names_the_length_of_what_was_sent_means_that() {
        let is_too_big = |body: &str| {
            let body = Some(Body::from(body.to_owned()));
            Failure::assemble(&[Observation { body, ..seen(404) }]).unwrap().is_too_big_an_upload()
        };
        assert!(is_too_big("It is configured to deny a request that exceeds the request content length."));
        assert!(!is_too_big("Not Found"));
    }

    #[test]
    fn only_a_good_answer_breaks_off() {
        let cut = |status| {
            let broken = Observation { error: Some("net::ERR_TOO_MANY_REDIRECTS".to_owned()), ..seen(status) };
            Failure::assemble(&[broken]).unwrap().is_cut()
        };
        assert_eq!([200, 302, 502].map(cut), [true, false, false]);
    }

    #[test]
    fn without_a_failure_there_is_nothing_to_assemble() {
        assert!(Failure::assemble(&[seen(200)]).is_none());
        assert!(Failure::assemble(&[]).is_none());
    }
}
