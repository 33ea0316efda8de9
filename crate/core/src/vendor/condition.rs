//! The few questions a vendor file can ask about an answer.

use super::needles;
use crate::body::Body;
use crate::failure::Failure;
use crate::headers::Headers;
use crate::net_error::canonical;
use crate::observation::How;
use crate::text::{contains_ignore_case, join, starts_ignore_case};

/// One question. A fact that could not be seen answers no question, not even one about absence. ASCII case is ignored
/// unless stated otherwise: the markup of a page read from the browser has been rewritten.
#[derive(Debug)]
pub(super) enum Condition {
    /// The status is one of these.
    Status(&'static [u16]),
    /// The reason phrase is this; case counts, and HTTP/2 has none.
    Reason(&'static str),
    /// The address starts with this scheme.
    Scheme(&'static str),
    /// The address names a port of its own.
    OddPort,
    /// The browser's word for the failure is this.
    Error(&'static str),
    /// What is asked about the header fields of this name, any of which may answer.
    Header(&'static str, HeaderTest),
    /// What is asked about the body.
    Body(BodyTest),
    /// The body is empty.
    Empty,
    /// Nothing of the body was seen: what its length or the lack of headers suggests counts only then.
    Unseen,
}

/// A question about a header field.
#[derive(Debug)]
pub(super) enum HeaderTest {
    /// It is there.
    Present,
    /// The headers were seen and it is not there.
    Missing,
    /// It is there, and an HTTP/1 answer writes its name in lower case, which HTTP/2 always does.
    Lower,
    /// Its value is this.
    Is(&'static str),
    /// The headers were seen, and no value of it is this.
    IsNot(&'static str),
    /// Its value is this; case counts.
    IsExactly(&'static str),
    /// Its value starts with this.
    Starts(&'static str),
    /// Its value contains this.
    Has(&'static str),
}

/// A question about the body.
#[derive(Debug)]
pub(super) enum BodyTest {
    /// It contains the needle with this number.
    Has(u16),
    /// It was seen whole, as far as its length tells, and does not contain this needle.
    Misses(u16),
    /// Its [bare](Body::bare) text starts with this.
    Starts(&'static str),
    /// Its bare text is this; case counts, as browsers rewrite markup and leave plain text alone.
    Is(&'static str),
    /// The page's title starts with this; case counts.
    Title(&'static str),
}

/// Conditions of which all must hold, and others of which one must, if there are any.
#[derive(Debug)]
pub(super) struct Conditions {
    pub(super) all: Vec<Condition>,
    pub(super) any: Vec<Condition>,
}

impl Conditions {
    /// Does it hold? Then the least trusted way in which one of the facts was obtained.
    pub(super) fn holds(&self, failure: &Failure) -> Option<How> {
        let all = self.all.iter().try_fold(How::Seen, |worst, one| one.holds(failure).map(|how| worst.max(how)))?;
        let mut any = self.any.iter();
        if self.any.is_empty() { Some(all) } else { any.find_map(|one| one.holds(failure)).map(|how| all.max(how)) }
    }

    /// Would a page that only quotes it be like this, too?
    pub(super) fn can_be_quoted(&self, failure: &Failure) -> bool {
        let proves = |one: &Condition| !one.can_be_quoted(failure);
        !self.all.iter().any(proves) && !self.any.iter().any(|one| proves(one) && one.holds(failure).is_some())
    }

    /// Is this status among those it asks for?
    pub(super) fn names(&self, status: u16) -> bool {
        let among = |one: &Condition| matches!(one, Condition::Status(statuses) if statuses.contains(&status));
        self.all.iter().chain(&self.any).any(among)
    }
}

impl Condition {
    /// Does it ask only for words that any page may have?
    fn can_be_quoted(&self, failure: &Failure) -> bool {
        match self {
            Self::Body(BodyTest::Has(needle)) => {
                needles().get(usize::from(*needle)).is_some_and(|text| is_among_words(text, failure))
            }
            Self::Body(BodyTest::Misses(_) | BodyTest::Title(_)) | Self::Status(_) => true,
            _ => false,
        }
    }

    fn holds(&self, failure: &Failure) -> Option<How> {
        let first = failure.first;
        let address = || first.address();
        let (holds, how) = match self {
            Self::Status(statuses) => (failure.status().is_some_and(|status| statuses.contains(&status)), first.how),
            Self::Reason(reason) => (first.reason.as_deref() == Some(*reason), first.how),
            Self::Scheme(scheme) => (address().is_some_and(|address| address.scheme() == *scheme), first.how),
            Self::OddPort => (address().is_some_and(|address| address.has_odd_port()), first.how),
            Self::Error(error) => (first.error.as_deref().map(canonical) == Some(canonical(error)), first.how),
            Self::Header(name, test) => {
                (failure.headers().is_some_and(|headers| test.holds(name, headers, failure)), failure.headers_how())
            }
            Self::Unseen => (failure.body().is_none_or(Body::is_empty), failure.headers_how()),
            Self::Body(test) => (failure.body().is_some_and(|body| test.holds(body, failure)), failure.body_how()),
            Self::Empty => {
                (failure.is_empty(), failure.body().map_or_else(|| failure.headers_how(), |_| failure.body_how()))
            }
        };
        holds.then_some(how)
    }
}

/// Does this text of the body have none of the marks that are written otherwise in a quotation? JSON in JSON has a
/// backslash before each of them, and a text that quotes a page leaves all of it as it is.
fn is_among_words(text: &str, failure: &Failure) -> bool {
    if !failure.is_json() {
        return failure.quotes_a_page() || !text.contains(['<', '>']);
    }
    let escaped = join(&["\\", text], "");
    !text.contains('"') || failure.body().is_some_and(|body| contains_ignore_case(body.text(), &escaped))
}

impl HeaderTest {
    fn holds(&self, name: &str, headers: &Headers, failure: &Failure) -> bool {
        let mut values = headers.all(name);
        match self {
            Self::Present => values.next().is_some(),
            Self::Missing => values.next().is_none(),
            Self::Lower => failure.first.is_http1() && headers.iter().any(|(written, _)| written == name),
            Self::Is(wanted) => values.any(|value| value.eq_ignore_ascii_case(wanted)),
            Self::IsNot(other) => values.all(|value| !value.eq_ignore_ascii_case(other)),
            Self::IsExactly(wanted) => values.any(|value| value == *wanted),
            Self::Starts(start) => values.any(|value| starts_ignore_case(value, start)),
            Self::Has(part) => values.any(|value| contains_ignore_case(value, part)),
        }
    }
}

impl BodyTest {
    fn holds(&self, body: &Body, failure: &Failure) -> bool {
        match self {
            Self::Has(needle) => failure.found().has(*needle),
            Self::Misses(needle) => !failure.found().has(*needle) && !body.is_part(failure.headers()),
            Self::Starts(start) => starts_ignore_case(body.bare(), start),
            Self::Is(text) => body.bare() == *text,
            Self::Title(start) => body.title().is_some_and(|title| title.starts_with(start)),
        }
    }
}
