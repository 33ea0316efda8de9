//! What is known of each product: one TOML file under `vendors/`, compiled into the static table below.
//!
//! Presence is never proof: that an answer passed *through* a product ([`Vendor::in_path`]) says nothing about who
//! *wrote* it ([`Vendor::made`]), and some signs prove that somebody behind it did ([`Vendor::relayed`]).

mod condition;
mod table;

pub use condition::{Condition, Test};
pub(crate) use table::NEEDLES;
use table::Row;
pub use table::{Span, Text, VENDORS};

use crate::failure::Failure;
use crate::headers::Headers;
use crate::observation::How;
use crate::words::{Cause, Fault, Layer};

/// One product that can stand on the way of an answer.
#[derive(Debug)]
pub struct Vendor {
    /// The stable word, equal to the file's name.
    pub id: &'static str,
    /// The name as people write it.
    pub name: &'static str,
    /// What kind of program it is.
    pub layer: Layer,
    /// Where the vendor tells of its own trouble.
    pub status_page: Option<&'static str>,
    passed: &'static [Span],
    made: Span,
    relayed: Span,
    forward: Span,
    ids: &'static [RequestId],
    locations: &'static [Location],
    codes: Span,
    timeouts: Span,
}

/// One sign: when every condition holds, it weighs this much.
#[derive(Debug)]
pub struct Sign {
    rule: Text,
    all: Span,
    tenths: u8,
}

/// A header that carries a request ID.
#[derive(Debug)]
pub struct RequestId {
    /// The header's name.
    pub header: &'static str,
    /// What the vendor calls the ID.
    pub name: &'static str,
}

/// A header that carries the point of presence.
#[derive(Debug)]
pub struct Location {
    /// The header's name.
    pub header: &'static str,
    /// What separates the parts of its value, where there are parts.
    pub split: Option<&'static str>,
    /// Which part it is.
    pub take: Take,
}

/// A part of a separated value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// The first part.
    First,
    /// The last part.
    Last,
    /// All of it.
    Whole,
}

/// What a failure written by a vendor means.
#[derive(Debug)]
pub struct Code {
    all: Span,
    /// What went wrong.
    pub cause: Cause,
    faults: Span,
}

/// A place and how strongly a code speaks for it.
#[derive(Debug)]
pub struct Weighed {
    /// The place.
    pub fault: Fault,
    tenths: u8,
}

/// A time limit that the product is shipped with.
#[derive(Debug)]
pub struct Timeout {
    /// How long it waits.
    pub seconds: f32,
    statuses: Span,
    /// What for.
    pub waits_for: WaitsFor,
}

/// What a product with a time limit waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// A connection to what is behind it.
    Connect,
    /// The answer of what is behind it.
    Answer,
}

impl Vendor {
    /// The vendor with this word.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        VENDORS.iter().find(|vendor| vendor.id == id)
    }

    /// Signs that it wrote the answer itself.
    pub fn made(&self) -> &'static [Sign] {
        Sign::rows(self.made)
    }

    /// Signs that somebody behind it wrote the answer.
    pub fn relayed(&self) -> &'static [Sign] {
        Sign::rows(self.relayed)
    }

    /// Signs that it stands on the visitor's side: a proxy that the browser was told to use.
    pub fn forward(&self) -> &'static [Sign] {
        Sign::rows(self.forward)
    }

    /// The time limits after which it answers with this status.
    pub fn timeouts(&self, status: u16) -> impl Iterator<Item = &'static Timeout> {
        Timeout::rows(self.timeouts).iter().filter(move |timeout| u16::rows(timeout.statuses).contains(&status))
    }

    /// Did the answer pass through this product, or was it written by it?
    pub fn in_path(&self, failure: &Failure) -> bool {
        let passed = self.passed.iter().any(|all| condition::holds(*all, failure).is_some());
        passed || self.made().iter().any(|sign| sign.seen(failure).is_some())
    }

    /// Does this page with a good status say that it is none of the site's? Only what stands on the visitor's side may
    /// be recognised by its page alone, because a healthy page can quote any error; another sign must name the status.
    pub fn admits(&self, page: &Failure) -> bool {
        let status = page.status();
        self.made().iter().filter(|sign| sign.seen(page).is_some()).any(|sign| match status {
            None => true,
            Some(_) if self.layer == Layer::ClientProxy && sign.weight() >= ADMISSION => true,
            Some(status) => sign.names(status),
        })
    }

    /// The first code that fits, for a failure that this vendor wrote.
    pub fn code(&self, failure: &Failure) -> Option<(&'static Code, How)> {
        Code::rows(self.codes).iter().find_map(|code| condition::holds(code.all, failure).map(|how| (code, how)))
    }

    /// The request IDs in these headers, with the vendor's names for them.
    pub fn request_ids<'h>(&self, headers: &'h Headers) -> impl Iterator<Item = (&'static str, &'h str)> {
        self.ids.iter().filter_map(move |id| headers.get(id.header).map(|value| (id.name, value)))
    }

    /// The point of presence that answered.
    pub fn location<'h>(&self, headers: &'h Headers) -> Option<&'h str> {
        self.locations.iter().find_map(|location| location.read(headers))
    }
}

/// How unmistakable a sign must be to overrule a good status.
const ADMISSION: f32 = 4.0;

impl Sign {
    /// Is this status among those it asks for?
    fn names(&self, status: u16) -> bool {
        let lists = Condition::rows(self.all).iter().filter_map(Condition::statuses);
        lists.flatten().any(|named| *named == status)
    }

    /// The stable name of the rule, `vendor/sign`.
    pub fn rule(&self) -> &'static str {
        self.rule.get()
    }

    /// The log-likelihood ratio in nats.
    pub fn weight(&self) -> f32 {
        f32::from(self.tenths) / 10.0
    }

    /// Does the sign show, and how was what it rests on got?
    pub fn seen(&self, failure: &Failure) -> Option<How> {
        condition::holds(self.all, failure)
    }
}

impl Code {
    /// The places this speaks for, the one it means first.
    pub fn faults(&self) -> &'static [Weighed] {
        Weighed::rows(self.faults)
    }
}

impl Weighed {
    /// The log-likelihood ratio in nats.
    pub fn weight(&self) -> f32 {
        f32::from(self.tenths) / 10.0
    }
}

impl Location {
    fn read<'h>(&self, headers: &'h Headers) -> Option<&'h str> {
        let value = headers.get(self.header)?;
        let split = self.split.unwrap_or_default();
        let part = match self.take {
            Take::Whole => value,
            Take::First => value.split(split).next()?,
            Take::Last => value.rsplit(split).next()?,
        };
        Some(part.trim()).filter(|part| !part.is_empty())
    }
}
