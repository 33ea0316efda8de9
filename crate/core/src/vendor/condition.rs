//! The few questions a vendor file can ask of an answer.

use super::table::{Row, Span, Text};
use crate::body::Body;
use crate::failure::Failure;
use crate::headers::Headers;
use crate::needle::Found;
use crate::net_error::canonical;
use crate::observation::How;
use crate::text::{contains_ignore_case, starts_ignore_case};

/// One question. A fact that could not be seen answers no question, not even one about absence.
#[derive(Debug)]
pub enum Condition {
    /// Of the header field of this name.
    Header(Text, Test),
    /// The body contains this needle. ASCII case is ignored: a page read from the browser has its markup rewritten.
    Body(u16),
    /// The body was seen and does not contain this needle.
    BodyMissing(u16),
    /// The body starts with this, white space before it ignored.
    BodyStarts(Text),
    /// The body is this, white space around it ignored.
    BodyIs(Text),
    /// The body was seen and is empty.
    BodyEmpty,
    /// The page's title starts with this.
    Title(Text),
    /// The reason phrase is this (HTTP/2 has none).
    Reason(Text),
    /// The status is one of these.
    Status(Span),
    /// The address starts with this scheme.
    Scheme(Text),
    /// The browser's word for the failure is this.
    Error(Text),
}

/// What is asked of a header field; any field of the name may answer. ASCII case is ignored.
#[derive(Debug)]
pub enum Test {
    /// It is there.
    Present,
    /// The headers were seen and it is not there.
    Missing,
    /// Its value is this.
    Is(Text),
    /// Its value starts with this.
    Starts(Text),
    /// Its value contains this.
    Has(Text),
}

/// Do all conditions hold? Then the least trusted way in which one of the facts was got.
pub(super) fn holds(all: Span, failure: &Failure) -> Option<How> {
    Condition::rows(all)
        .iter()
        .try_fold(How::Seen, |worst, condition| condition.holds(failure).map(|how| worst.max(how)))
}

impl Condition {
    /// The statuses it asks for.
    pub(super) fn statuses(&self) -> Option<&'static [u16]> {
        if let Self::Status(list) = self { Some(u16::rows(*list)) } else { None }
    }

    fn holds(&self, failure: &Failure) -> Option<How> {
        let (holds, how) = match self {
            Self::Header(name, test) => {
                (failure.headers().is_some_and(|headers| test.holds(headers, name.get())), failure.headers_how())
            }
            Self::Status(list) => {
                (failure.status().is_some_and(|status| u16::rows(*list).contains(&status)), failure.first.how)
            }
            Self::Reason(reason) => (failure.first.reason.as_deref() == Some(reason.get()), failure.first.how),
            Self::Scheme(scheme) => (has_scheme(&failure.first.url, scheme.get()), failure.first.how),
            Self::Error(error) => {
                let given = failure.first.error.as_deref().map(canonical);
                (given == Some(canonical(error.get())), failure.first.how)
            }
            _ => (failure.body().is_some_and(|body| self.holds_of(body, failure.found())), failure.body_how()),
        };
        holds.then_some(how)
    }

    /// Does it hold of the body?
    fn holds_of(&self, body: &Body, found: &Found) -> bool {
        match self {
            Self::Body(needle) => found.has(*needle),
            Self::BodyMissing(needle) => !found.has(*needle),
            Self::BodyStarts(start) => starts_ignore_case(body.text().trim_start(), start.get()),
            Self::BodyIs(whole) => body.text().trim().eq_ignore_ascii_case(whole.get()),
            Self::BodyEmpty => body.is_empty(),
            Self::Title(start) => body.title().is_some_and(|title| title.starts_with(start.get())),
            _ => false,
        }
    }
}

fn has_scheme(url: &str, scheme: &str) -> bool {
    url.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("://"))
}

impl Test {
    fn holds(&self, headers: &Headers, name: &str) -> bool {
        let mut values = headers.all(name);
        match self {
            Self::Present => values.next().is_some(),
            Self::Missing => values.next().is_none(),
            Self::Is(text) => values.any(|value| value.eq_ignore_ascii_case(text.get())),
            Self::Starts(text) => values.any(|value| starts_ignore_case(value, text.get())),
            Self::Has(text) => values.any(|value| contains_ignore_case(value, text.get())),
        }
    }
}
