//! The few questions a vendor file can ask of an answer.

use super::table::{Row, Span, Text};
use crate::body::Body;
use crate::failure::Failure;
use crate::headers::Headers;
use crate::observation::How;
use crate::text::{contains_ignore_case, starts_ignore_case};

/// One question. A fact that could not be seen answers no question, not even one about absence.
#[derive(Debug)]
pub enum Condition {
    /// Of the header field of this name.
    Header(Text, Test),
    /// The body contains this. ASCII case is ignored: a page read from the browser has its markup rewritten.
    Body(Text),
    /// The body was seen and does not contain this.
    BodyMissing(Text),
    /// The body starts with this.
    BodyStarts(Text),
    /// The body was seen and is empty.
    BodyEmpty,
    /// The page's title starts with this.
    Title(Text),
    /// The reason phrase is this (HTTP/2 has none).
    Reason(Text),
    /// The status is one of these.
    Status(Span),
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
    fn holds(&self, failure: &Failure) -> Option<How> {
        let body = failure.body();
        let (holds, how) = match self {
            Self::Header(name, test) => {
                (failure.headers().is_some_and(|headers| test.holds(headers, name.get())), failure.headers_how())
            }
            Self::Body(needle) => {
                (body.is_some_and(|b| contains_ignore_case(b.text(), needle.get())), failure.body_how())
            }
            Self::BodyMissing(needle) => {
                (body.is_some_and(|b| !contains_ignore_case(b.text(), needle.get())), failure.body_how())
            }
            Self::BodyStarts(start) => {
                (body.is_some_and(|b| starts_ignore_case(b.text(), start.get())), failure.body_how())
            }
            Self::BodyEmpty => (body.is_some_and(Body::is_empty), failure.body_how()),
            Self::Title(start) => {
                (body.and_then(Body::title).is_some_and(|title| title.starts_with(start.get())), failure.body_how())
            }
            Self::Reason(reason) => (failure.first.reason.as_deref() == Some(reason.get()), failure.first.how),
            Self::Status(list) => {
                (failure.status().is_some_and(|status| u16::rows(*list).contains(&status)), failure.first.how)
            }
        };
        holds.then_some(how)
    }
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
