//! From evidence to a diagnosis: prior plus the sum of evidence, normalised to probabilities.

mod blame;
mod prior;
mod softmax;
mod written;

pub(crate) use blame::TEMPERATURE;
use serde::Serialize;

use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::{Failure, is_disguised};
use crate::message::Message;
use crate::observation::{How, Observation, is_form};
use crate::rank::heaviest_first;
use crate::vendor::Vendor;
use crate::words::{Cause, Fault, Layer, Scope, Side, State};
use crate::{rules, status};
use written::Written;

/// Below this probability a candidate is not named: "can't tell" is the honest answer.
pub const NAMED: f32 = 0.5;
/// Below this probability nobody is told whose problem it is.
pub const DECIDED: f32 = 0.6;
/// From this probability on, the verdict is stated without "probably", and no further check is advised.
pub const SURE: f32 = 0.75;
/// From this probability on, it is called "very sure", and answers that contradict each other leave the side named.
pub const VERY_SURE: f32 = 0.9;

/// The answer to "is it me, my network, or the site?", with its reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnosis {
    /// What became of the page.
    pub state: State,
    /// Who wrote the failure.
    pub generator: Generator,
    /// Who is to blame.
    pub fault: Blame,
    /// Whose problem it is.
    pub side: Side,
    /// The probability of [`Self::side`]; of the likeliest side while that is unknown.
    pub confidence: f32,
    /// Who else meets it.
    pub scope: Scope,
    /// What went wrong.
    pub cause: Cause,
    /// The products the answer visibly went through or came from.
    pub in_path: Vec<&'static Vendor>,
    /// The reasons, strongest first.
    pub evidence: Vec<Evidence>,
    /// The check that would settle a case that is not sure.
    pub would_decide: Option<Message>,
}

/// Who wrote the failure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Generator {
    /// The kind of program.
    pub layer: Layer,
    /// The product, when it is known.
    pub vendor: Option<&'static Vendor>,
    /// The probability of this being right.
    pub confidence: f32,
}

/// Who is to blame.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Blame {
    /// The place, when one is probable enough to be named.
    pub at: Option<Fault>,
    /// The probability of the likeliest place.
    pub confidence: f32,
    /// Every place with its probability, likeliest first.
    pub ranked: Vec<(Fault, f32)>,
}

impl Diagnosis {
    /// Is it open whose problem it is?
    pub fn is_open(&self) -> bool {
        self.state == State::Failed && (self.side == Side::Unknown || self.confidence < SURE)
    }
}

impl Generator {
    /// The candidate this is.
    pub const fn writer(&self) -> Writer {
        Writer { layer: self.layer, vendor: self.vendor }
    }
}

impl Blame {
    /// The likeliest place, even where it is not probable enough to be named.
    pub fn likeliest(&self) -> Option<Fault> {
        self.ranked.first().map(|(fault, _)| *fault)
    }
}

/// The diagnosis of one page from everything observed of it, the visitor's own observation first.
pub fn diagnose(observations: &[Observation]) -> Diagnosis {
    with(Failure::assemble(observations).as_ref(), observations, Vec::new())
}

/// The same for a failure that was assembled already, with further evidence about it.
pub(crate) fn with(failure: Option<&Failure>, observations: &[Observation], elsewhere: Vec<Evidence>) -> Diagnosis {
    let seen = failure.map(rules::apply).unwrap_or_default();
    let evidence = heaviest_first(seen.into_iter().chain(elsewhere), |item| item.weight.abs());
    let written = Written::by(&evidence);
    let fault = blame::blame(&evidence, &written, failure);
    let (side, confidence) = side(&fault.ranked);
    let state = state(observations);
    let path = failure.iter().flat_map(|failure| failure.path());
    let mut d = Diagnosis {
        state,
        generator: written.generator(),
        side,
        confidence,
        scope: side.scope(),
        cause: cause(&fault, failure, &evidence),
        in_path: path.map(|trace| trace.vendor).collect(),
        would_decide: None,
        fault,
        evidence,
    };
    d.would_decide = would_decide(&d.fault, observations).filter(|_| d.is_open());
    d
}

fn state(observations: &[Observation]) -> State {
    let told = observations.iter().find(|o| o.pending || o.is_failure() || o.is_good());
    if told.is_some_and(|first| first.pending) {
        return State::Waiting;
    }
    // Recognising a refusal means reading the whole page, so it comes last.
    let refused = || observations.iter().any(|o| o.how != How::Asked && is_disguised(o));
    if told.is_none_or(|first| !first.is_failure() && !first.is_blank()) && !refused() {
        return if told.is_some() { State::Healthy } else { State::Unseen };
    }
    let is_back = |o: &Observation| o.how == How::Asked && o.is_good() && !o.is_blank() && !is_disguised(o);
    let good_later = observations.iter().any(is_back);
    if good_later && !is_form(observations) { State::Recovered } else { State::Failed }
}

/// The likeliest side and its probability; `Unknown` while no side is likely enough. The network's own name lookup is a
/// part of the network: where the two cannot be told apart, it is the network.
pub(crate) fn side(ranked: &[(Fault, f32)]) -> (Side, f32) {
    let of = |side: Side| ranked.iter().filter(|(fault, _)| fault.side() == side).map(|(_, p)| p).sum::<f32>();
    let best = Side::ALL.iter().map(|&side| (side, of(side))).max_by(|(_, a), (_, b)| a.total_cmp(b));
    let (side, probability) = best.unwrap_or((Side::Unknown, 0.0));
    if probability >= DECIDED {
        return (side, probability);
    }
    let network = of(Side::Network) + of(Side::Resolver);
    if network >= DECIDED { (Side::Network, network) } else { (Side::Unknown, probability) }
}

/// Places with their probabilities, likeliest first.
pub(crate) fn ranked(places: impl IntoIterator<Item = (Fault, f32)>) -> Vec<(Fault, f32)> {
    heaviest_first(places, |(_, p)| *p)
}

/// The probability of this place.
pub(crate) fn probability(ranked: &[(Fault, f32)], fault: Fault) -> f32 {
    ranked.iter().find(|(place, _)| *place == fault).map_or(0.0, |(_, p)| *p)
}

/// The cause given by the strongest evidence for the likeliest place, or failing that by the status or the browser's
/// error.
fn cause(fault: &Blame, failure: Option<&Failure>, evidence: &[Evidence]) -> Cause {
    let likeliest = fault.likeliest().map(PointsTo::Fault);
    let mut told = evidence.iter().filter(|item| Some(item.points_to) == likeliest && item.weight > 0.0);
    let by_status = || failure?.status().and_then(status::cause);
    let by_error = || Some(failure?.first.net_error()?.cause);
    let cause = told.find_map(|item| item.cause).or_else(by_status).or_else(by_error).unwrap_or(Cause::Unknown);
    failure.map_or(cause, |failure| what_was_sent(cause, failure))
}

/// Which part of the request it is about. Servers have a status for each part that can be too big (RFC 9110, sections
/// 15.5.14 and 15.5.15; RFC 6585, section 5), and none for a form that is out of date.
fn what_was_sent(cause: Cause, failure: &Failure) -> Cause {
    match failure.status() {
        _ if matches!(cause, Cause::Blocked | Cause::BadRequest) && failure.is_expired_form() => Cause::FormExpired,
        _ if cause != Cause::RequestTooBig => cause,
        _ if failure.is_too_big_an_upload() => Cause::BodyTooBig,
        Some(414) => Cause::BadRequest,
        _ => cause,
    }
}

/// The one check that would best tell the two likeliest places apart.
fn would_decide(fault: &Blame, observations: &[Observation]) -> Option<Message> {
    let mut likeliest = fault.ranked.iter().map(|(fault, _)| *fault);
    let pair = [likeliest.next()?, likeliest.next()?];
    let has = |fault| pair.contains(&fault);
    let check = if has(Fault::DnsZone) || has(Fault::DnsLocal) {
        "check_other_resolver"
    } else if has(Fault::LocalNetwork) {
        "check_other_network"
    } else if observations.iter().any(is_alike_in_every_browser) {
        return None;
    } else if has(Fault::LocalBrowser) {
        "check_other_browser"
    } else if is_form(observations) {
        return None;
    } else {
        "check_again"
    };
    Some(Message::new(check))
}

/// Does no browser get further? Who is to sign in is asked by each, and a port that one refuses is refused by all.
fn is_alike_in_every_browser(seen: &Observation) -> bool {
    seen.asks_to_sign_in() || seen.net_error().is_some_and(|error| error.cause == Cause::BadRequest)
}

#[cfg(test)]
mod tests;
