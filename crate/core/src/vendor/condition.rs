//! The few questions a vendor file can ask of an answer.

use crate::body::Body;
use crate::failure::Failure;
use crate::headers::Headers;
use crate::net_error::canonical;
use crate::observation::How;
use crate::text::{contains_ignore_case, starts_ignore_case};

/// One question. A fact that could not be seen answers no question, not even one about absence. ASCII case is ignored
/// unless it says otherwise: a page read from the browser has its markup rewritten.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) kind: Kind,
    /// The number of the needle, where the kind asks for one.
    pub(super) needle: u16,
    /// What is looked for, or the name of the header field.
    pub(super) text: &'static str,
    /// What the header's value is compared with.
    pub(super) value: &'static str,
    /// The statuses, where the kind asks for them.
    pub(super) statuses: &'static [u16],
}

/// The kinds of questions, and a list of them that cannot differ.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident,)+) => {
        /// What is asked. Any header field of the name may answer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Kind {
            /// Every kind, in the order of declaration.
            pub(super) const ALL: &'static [Self] = &[$(Self::$kind,)+];
        }
    };
}

kinds! {
    /// The header field is there.
    HeaderPresent,
    /// The headers were seen and it is not there.
    HeaderMissing,
    /// Its value is this.
    HeaderIs,
    /// The headers were seen and no value of it is this.
    HeaderIsNot,
    /// Its value is this; case counts.
    HeaderIsExactly,
    /// Its value starts with this.
    HeaderStarts,
    /// Its value contains this.
    HeaderHas,
    /// The body contains this needle.
    Body,
    /// The body was seen and does not contain this needle.
    BodyMissing,
    /// The body starts with this, white space before it aside.
    BodyStarts,
    /// The body is this, white space around it aside.
    BodyIs,
    /// The body was seen and is empty.
    BodyEmpty,
    /// The page's title starts with this; case counts.
    Title,
    /// The reason phrase is this; case counts, and HTTP/2 has none.
    Reason,
    /// The status is one of these.
    Status,
    /// The address starts with this scheme.
    Scheme,
    /// The address names a port of its own.
    OddPort,
    /// The browser's word for the failure is this.
    Error,
}

/// Conditions of which all must hold, and others of which one must, if there are any.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) all: Vec<Condition>,
    pub(super) any: Vec<Condition>,
}

impl Asked {
    /// Does it hold? Then the least trusted way in which one of the facts was got.
    pub(super) fn holds(&self, failure: &Failure) -> Option<How> {
        let all = self.all.iter().try_fold(How::Seen, |worst, one| one.holds(failure).map(|how| worst.max(how)))?;
        let mut any = self.any.iter();
        if self.any.is_empty() { Some(all) } else { any.find_map(|one| one.holds(failure)).map(|how| all.max(how)) }
    }

    /// Is this status among those it asks for?
    pub(super) fn names(&self, status: u16) -> bool {
        self.all.iter().chain(&self.any).any(|condition| condition.statuses.contains(&status))
    }
}

impl Condition {
    fn holds(&self, failure: &Failure) -> Option<How> {
        let first = failure.first;
        let (holds, how) = match self.kind {
            Kind::Status => (failure.status().is_some_and(|status| self.statuses.contains(&status)), first.how),
            Kind::Reason => (first.reason.as_deref() == Some(self.text), first.how),
            Kind::Scheme => (has_scheme(&first.url, self.text), first.how),
            Kind::OddPort => (first.has_odd_port(), first.how),
            Kind::Error => (first.error.as_deref().map(canonical) == Some(canonical(self.text)), first.how),
            Kind::HeaderPresent
            | Kind::HeaderMissing
            | Kind::HeaderIs
            | Kind::HeaderIsNot
            | Kind::HeaderIsExactly
            | Kind::HeaderStarts
            | Kind::HeaderHas => {
                (failure.headers().is_some_and(|headers| self.holds_of_headers(headers)), failure.headers_how())
            }
            _ => (failure.body().is_some_and(|body| self.holds_of_body(body, failure)), failure.body_how()),
        };
        holds.then_some(how)
    }

    fn holds_of_headers(&self, headers: &Headers) -> bool {
        let mut values = headers.all(self.text);
        match self.kind {
            Kind::HeaderMissing => values.next().is_none(),
            Kind::HeaderIs => values.any(|value| value.eq_ignore_ascii_case(self.value)),
            Kind::HeaderIsNot => values.all(|value| !value.eq_ignore_ascii_case(self.value)),
            Kind::HeaderIsExactly => values.any(|value| value == self.value),
            Kind::HeaderStarts => values.any(|value| starts_ignore_case(value, self.value)),
            Kind::HeaderHas => values.any(|value| contains_ignore_case(value, self.value)),
            _ => values.next().is_some(),
        }
    }

    fn holds_of_body(&self, body: &Body, failure: &Failure) -> bool {
        match self.kind {
            Kind::Body => failure.found().has(self.needle),
            Kind::BodyMissing => !failure.found().has(self.needle),
            Kind::BodyStarts => starts_ignore_case(body.text().trim_start(), self.text),
            Kind::BodyIs => body.text().trim().eq_ignore_ascii_case(self.text),
            Kind::Title => body.title().is_some_and(|title| title.starts_with(self.text)),
            _ => body.is_empty(),
        }
    }
}

fn has_scheme(url: &str, scheme: &str) -> bool {
    url.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("://"))
}
