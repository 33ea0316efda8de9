//! What a reply from the site amounts to, compared with the failure that the visitor saw. This is the only place that
//! decides it.

use core::slice;

use super::{Asked, Exchange};
use crate::body::Body;
use crate::check::{Answered, Lost, Why};
use crate::diagnosis::{Diagnosis, Generator, diagnose};
use crate::failure::{Failure, is_disguised};
use crate::net_error::lookup;
use crate::observation::{Observation, Zone};
use crate::words::{Cause, Layer};

/// What a reply amounts to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Came {
    /// It works.
    Good,
    /// The failure that the visitor saw: the same status from the same writer, or again no answer.
    Same,
    /// Another failure.
    Other {
        /// Its status.
        status: u16,
        /// What went wrong.
        cause: Cause,
    },
    /// No answer, although there was one before.
    Silent,
    /// It tells nothing.
    Nothing(Why),
}

impl Came {
    /// Does it fail as a broken server does, rather than because somebody refuses this visitor or this very request?
    pub(super) const fn is_broken(self) -> bool {
        match self {
            Self::Same | Self::Silent => true,
            Self::Other { status, cause } => status >= 500 && !cause.is_refusal(),
            Self::Good | Self::Nothing(_) => false,
        }
    }

    /// The server works and has no such page.
    pub(super) const fn is_missing(self) -> bool {
        matches!(self, Self::Other { status: 404 | 410, cause: Cause::NotFound })
    }
}

/// What came back to a request to the site.
pub(super) fn came(asked: &Asked, exchange: &Exchange) -> Came {
    match &exchange.reply.result {
        Err(lost) => without_answer(&asked.failure, lost),
        // A redirect that is not followed: the browser hides where it leads.
        Ok(Answered { status: 0 | 300..=399, .. }) => Came::Nothing(Why::Unclear),
        // What broke off may have done so behind the part that is read.
        Ok(Answered { body, .. }) if asked.failure.is_cut() && body.len() >= exchange.request.reads => {
            Came::Nothing(Why::Unclear)
        }
        Ok(_) => match exchange.observation(Zone::default()) {
            // An empty file is as good as any, but does not show that the page that failed is back.
            Some(now) if now.is_blank() && exchange.request.url == asked.address.page() => {
                if asked.failure.first.is_blank() { Came::Same } else { Came::Nothing(Why::Unclear) }
            }
            Some(now) => compared(asked, &now, &diagnose(slice::from_ref(&now))),
            None => Came::Nothing(Why::Unreadable),
        },
    }
}

fn without_answer(failure: &Failure, lost: &Lost) -> Came {
    let before = failure.first.net_error();
    let was_answered = failure.status().is_some() && !failure.is_cut();
    match lost {
        Lost::Failed(_) if was_answered => Came::Silent,
        Lost::Failed(word) => {
            let now = word.as_deref().and_then(lookup);
            let other = now.zip(before).is_some_and(|(now, before)| now.cause != before.cause);
            if other { Came::Silent } else { Came::Same }
        }
        Lost::TimedOut if !was_answered && before.is_some_and(|error| is_wait(error.cause)) => Came::Same,
        lost => Came::Nothing(why(lost)),
    }
}

const fn is_wait(cause: Cause) -> bool {
    matches!(cause, Cause::ConnectTimeout | Cause::NoAnswer)
}

/// Why a request brought no answer.
pub(super) const fn why(lost: &Lost) -> Why {
    match lost {
        Lost::NotAllowed => Why::NoAccess,
        Lost::Failed(_) => Why::Unreachable,
        Lost::TimedOut => Why::TimedOut,
    }
}

/// The same for a later observation and its diagnosis.
pub(super) fn compared(asked: &Asked, now: &Observation, diagnosis: &Diagnosis) -> Came {
    let before = &asked.failure;
    if now.is_good() && !is_disguised(now) && !is_same_page(before, now) {
        return Came::Good;
    }
    let same = now.status == before.status() && is_same_writer(&diagnosis.generator, &asked.diagnosis().generator);
    if same || now.is_good() && is_same_page(before, now) {
        return Came::Same;
    }
    Came::Other { status: now.status.unwrap_or_default(), cause: diagnosis.cause }
}

/// Does it say, word for word, what the failed page said? A failure may come with a good status the second time.
fn is_same_page(before: &Failure, now: &Observation) -> bool {
    let text = |body: Option<&Body>| body.map(Body::visible).filter(|text| !text.is_empty());
    text(now.body.as_ref()).is_some_and(|now| text(before.body()) == Some(now))
}

/// Somebody of whom nothing is known may be anybody.
fn is_same_writer(one: &Generator, other: &Generator) -> bool {
    let unknown = one.layer == Layer::Unknown || other.layer == Layer::Unknown;
    unknown
        || one.layer == other.layer && (one.vendor.is_none() || other.vendor.is_none() || one.vendor == other.vendor)
}
