//! What is known about each product: one TOML file under `vendors/`, compiled into the table in `table.rs`.
//!
//! Presence is never proof: that an answer passed *through* a product ([`Vendor::in_path`]) says nothing about who
//! *wrote* it ([`Vendor::made`]), and some signs prove that something behind it did ([`Vendor::relayed`]).

pub(crate) mod agreed;
mod clue;
mod condition;
mod table;

use core::fmt;

use clue::{Clue, Clues};
use condition::Conditions;
use serde::{Serialize, Serializer};
pub(crate) use table::NEEDLE_COUNT;
use table::TABLE;

use crate::dns::name::is_under;
use crate::evidence::Writer;
use crate::failure::Failure;
use crate::headers::Headers;
use crate::observation::{How, Observation};
use crate::text::{cut, unescaped};
use crate::words::{Cause, Fault, Layer, listed};

/// One product that can stand on the way of an answer.
pub struct Vendor {
    /// The stable word, equal to the file's name.
    pub id: &'static str,
    /// The name as people write it.
    pub name: &'static str,
    /// What kind of program it is.
    pub layer: Layer,
    /// Where the vendor reports its own trouble.
    pub status_page: Option<&'static str>,
    /// How that page reports it to programs.
    pub status_form: Option<StatusForm>,
    /// The folder of its logs as packages install it, or the file that the system's log fills for it.
    pub logs: Option<&'static str>,
    /// A path that the vendor itself answers on every customer's host, and a text in that answer.
    pub alive: Option<(&'static str, &'static str)>,
    /// A request header that makes the vendor say more, and its value.
    pub explain: Option<(&'static str, &'static str)>,
    cnames: Vec<&'static str>,
    passed: Vec<Conditions>,
    made: Vec<Sign>,
    relayed: Vec<Sign>,
    forward: Vec<Sign>,
    ids: Vec<RequestId>,
    locations: Vec<Location>,
    codes: Vec<Code>,
    timeouts: Vec<Timeout>,
    clues: Vec<Clue>,
}

/// One sign: when every condition holds, it weighs this much.
#[derive(Debug)]
pub struct Sign {
    /// The sign's name, unique within its vendor; "sign" if the crate was built without names.
    pub name: &'static str,
    /// The log-likelihood ratio in nats.
    pub weight: f32,
    conditions: Conditions,
    in_front: bool,
}

/// A header that carries a request ID.
#[derive(Debug)]
pub struct RequestId {
    /// The header's name.
    pub header: &'static str,
    /// What the vendor calls the ID.
    pub name: &'static str,
    /// What precedes it on the vendor's own error pages.
    pub page: Option<&'static str>,
    /// The field that holds it in the log that the vendor keeps for the customer.
    pub log: Option<&'static str>,
    /// The site's own server gets it, too, in a request header of the same name.
    pub forwarded: bool,
}

/// A header that carries the point of presence.
#[derive(Debug)]
pub struct Location {
    /// The header's name.
    pub header: &'static str,
    /// What separates the parts of its value, if it has parts.
    pub split: Option<char>,
    /// Which part it is.
    pub take: Take,
}

listed! {
    /// How a status page reports its state to programs, each form at an address of its own. The most common comes
    /// first.
    pub enum StatusForm {
        /// Atlassian's Statuspage and those who imitate it.
        Statuspage,
        /// Instatus.
        Instatus,
        /// Better Stack.
        BetterStack,
    }
}

listed! {
    /// A part of a separated value.
    pub enum Take {
        /// The first part.
        First,
        /// The last part.
        Last,
        /// All of it.
        Whole,
    }
}

/// What a failure written by a vendor means.
#[derive(Debug)]
pub struct Code {
    conditions: Conditions,
    /// What went wrong.
    pub cause: Cause,
    /// The places this speaks for and how strongly, with the main one first.
    pub faults: Vec<(Fault, f32)>,
}

/// A time limit that the product is shipped with.
#[derive(Debug)]
pub struct Timeout {
    /// How long it waits.
    pub seconds: f32,
    statuses: &'static [u16],
    /// What for.
    pub waits_for: WaitsFor,
}

listed! {
    /// What a product with a time limit waits for.
    pub enum WaitsFor {
        /// A connection to what is behind it.
        Connect,
        /// The answer of what is behind it.
        Answer,
    }
}

impl PartialEq for Vendor {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Vendor {}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl Serialize for Vendor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

/// Every vendor, in the order of their ids.
pub fn vendors() -> &'static [Vendor] {
    &TABLE.vendors
}

/// Every text that bodies are searched for.
pub(crate) fn needles() -> &'static [&'static str] {
    &TABLE.needles
}

impl Vendor {
    /// The vendor with this word.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        vendors().iter().find(|vendor| vendor.id == id)
    }

    /// The vendor to whose servers this name leads.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        vendors().iter().find(|vendor| vendor.cnames.iter().any(|end| is_under(name, end)))
    }

    /// Signs that it wrote the answer itself.
    pub fn made(&self) -> &[Sign] {
        &self.made
    }

    /// The time limits after which it answers with this status.
    pub fn timeouts(&self, status: u16) -> impl Iterator<Item = &Timeout> {
        self.timeouts.iter().filter(move |timeout| timeout.statuses.contains(&status))
    }

    /// What this product left in the answer, if anything.
    fn trace(&'static self, failure: &Failure) -> Option<Trace> {
        // Products on the visitor's side put short pages in the place of others, and so do those that say with a good
        // status what failed. A page with more around their words only quotes them.
        let is_short = self.layer == Layer::ClientProxy || !failure.first.is_failure();
        let trace = Trace {
            vendor: self,
            made: strongest(&self.made, failure, is_short),
            relayed: strongest(&self.relayed, failure, false),
            forward: strongest(&self.forward, failure, false).map(|(sign, _)| sign),
            passed: self.passed.iter().any(|conditions| conditions.holds(failure).is_some()),
        };
        (trace.passed || trace.made.is_some() || trace.relayed.is_some()).then_some(trace)
    }

    /// The first code that fits, for a failure that this vendor wrote.
    pub fn code(&self, failure: &Failure) -> Option<(&Code, How)> {
        self.codes.iter().find_map(|code| code.conditions.holds(failure).map(|how| (code, how)))
    }

    /// The request IDs in an answer, in its headers or on its page, with what is known about each.
    pub fn request_ids<'a>(
        &'static self,
        answer: &'a Observation,
    ) -> impl Iterator<Item = (&'static RequestId, String)> + use<'a> {
        self.ids.iter().filter_map(move |id| id.read(answer).map(|value| (id, value)))
    }

    /// What separates the value of this header from the place at its end, if there is one.
    pub(crate) fn place_behind(&self, header: &str) -> Option<char> {
        let last = |location: &&Location| location.header == header && location.take == Take::Last;
        self.locations.iter().find(last).and_then(|location| location.split)
    }

    /// The point of presence that answered.
    pub fn location<'h>(&self, headers: &'h Headers) -> Option<&'h str> {
        self.locations.iter().find_map(|location| location.read(headers))
    }
}

/// What one product left in an answer.
#[derive(Clone, Copy, Debug)]
pub struct Trace {
    /// The product.
    pub vendor: &'static Vendor,
    /// The strongest sign that it wrote the answer, and how the facts behind the sign were obtained.
    pub made: Option<(&'static Sign, How)>,
    /// The strongest sign that somebody behind it wrote the answer.
    pub relayed: Option<(&'static Sign, How)>,
    /// The strongest sign that it stands on the visitor's side.
    pub forward: Option<&'static Sign>,
    passed: bool,
}

impl Trace {
    /// Did the answer pass through the product, or was it written by it?
    pub fn in_path(&self) -> bool {
        self.passed || self.made.is_some()
    }

    /// What the answer means, if the product signed it: its first code that fits, and how the facts behind that were
    /// obtained.
    pub(crate) fn code(&self, failure: &Failure) -> Option<(&'static Code, How)> {
        self.made.and_then(|_| self.vendor.code(failure))
    }

    /// Does this page with a good status say that it is not the site's? Only a product on the visitor's side may be
    /// recognised by its page alone, because a healthy page can quote any error; another sign must name the status.
    pub(crate) fn admits(&self, status: Option<u16>) -> bool {
        self.made.is_some_and(|(sign, _)| match status {
            None => true,
            Some(_) if self.vendor.layer == Layer::ClientProxy && sign.weight >= ADMISSION => true,
            Some(status) => sign.conditions.names(status),
        })
    }

    /// Where it stands: some programs serve on either side, or in front of others, and some answers tell.
    pub fn layer(&self) -> Layer {
        match self.made {
            _ if self.forward.is_some() => Layer::ClientProxy,
            // The gateway that a server of applications can be as well, or the edge of a platform.
            Some((sign, _)) if sign.in_front && self.vendor.layer == Layer::AppPlatform => Layer::CdnEdge,
            Some((sign, _)) if sign.in_front => Layer::ReverseProxy,
            _ => self.vendor.layer,
        }
    }

    /// The candidate it is for having written the answer.
    pub(crate) fn writer(&self) -> Writer {
        Writer { layer: self.layer(), vendor: Some(self.vendor) }
    }

    /// Where else it may stand, and how much less likely that is, in nats. With TLS, a program that serves on either
    /// side is not on the visitor's, where it could not write a page that the browser shows.
    pub(crate) fn other_layer(&self, failure: &Failure) -> Option<(Layer, f32)> {
        let both = !self.vendor.forward.is_empty() && self.vendor.layer != Layer::ClientProxy;
        match self.forward {
            Some(sign) => Some((self.vendor.layer, sign.weight)),
            None if !failure.first.is_secure() => Some((Layer::ClientProxy, MOSTLY_AT_THE_SITE)),
            None => None,
        }
        .filter(|_| both)
    }
}

/// The traces of every product that left one.
pub(crate) fn traces(failure: &Failure) -> Vec<Trace> {
    let clues = Clues::of(failure);
    let noticed = vendors().iter().filter(|vendor| clues.have_any(&vendor.clues));
    noticed.filter_map(|vendor| vendor.trace(failure)).collect()
}

/// Only the strongest sign of a kind counts: a page's title and its footer are one page, not two witnesses. If the
/// pages of the product are short, its words are no sign on a page that may quote them, and in JSON, or in a text that
/// holds a page, nobody's are; whether a page may quote is asked last, as that takes reading all of it.
fn strongest(signs: &'static [Sign], failure: &Failure, is_short: bool) -> Option<(&'static Sign, How)> {
    let is_quoted = || failure.is_json() || failure.quotes_a_page() || is_short && failure.may_quote();
    let counts = |sign: &Sign| !(sign.conditions.can_be_quoted(failure) && is_quoted());
    let seen = signs.iter().filter_map(|sign| sign.seen(failure).map(|how| (sign, how)));
    seen.filter(|(sign, _)| counts(sign)).max_by(|(a, _), (b, _)| a.weight.total_cmp(&b.weight))
}

/// How much likelier a program that serves on either side stands at the site, if nothing tells.
const MOSTLY_AT_THE_SITE: f32 = 1.5;

/// How unmistakable a sign must be to overrule a good status.
const ADMISSION: f32 = 4.0;

impl Sign {
    /// Does the sign show, and how were the facts behind it obtained?
    pub fn seen(&self, failure: &Failure) -> Option<How> {
        self.conditions.holds(failure)
    }
}

impl RequestId {
    fn read(&self, answer: &Observation) -> Option<String> {
        let header = answer.headers.as_ref().and_then(|headers| headers.get(self.header));
        let page = || answer.body.as_ref().map(|body| unescaped(body.text()));
        header.map(str::to_owned).or_else(|| behind(self.page?, &page()?).map(str::to_owned))
    }
}

/// The first word after a label on a page, past the tags and marks between them.
fn behind<'a>(label: &str, page: &'a str) -> Option<&'a str> {
    /// Longer ones are not request IDs, and no label is further away.
    const NEAR: usize = 120;
    let (_, mut rest) = cut(page, label)?;
    let end = rest.len();
    while let Some(next) = rest.bytes().next().filter(|b| !b.is_ascii_alphanumeric()) {
        let past = if next == b'<' { rest.bytes().position(|b| b == b'>')? } else { 0 };
        rest = rest.get(past + 1..)?;
    }
    let of_id = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'=' | b'+' | b'/');
    let id = rest.get(..rest.bytes().take_while(of_id).count())?;
    Some(id).filter(|id| (4..=NEAR).contains(&id.len()) && end - rest.len() <= NEAR)
}

impl Location {
    fn read<'h>(&self, headers: &'h Headers) -> Option<&'h str> {
        let value = headers.get(self.header)?;
        let part = match (self.take, self.split) {
            (Take::First, Some(split)) => value.split(split).next()?,
            (Take::Last, Some(split)) => value.rsplit(split).next()?,
            _ => value,
        };
        Some(part.trim()).filter(|part| !part.is_empty())
    }
}
