//! What other resolvers say of the name: each is asked for both kinds of address and for the zone, and again without
//! checking signatures if it could not find out. `dns::compare` says what the answers show.
//!
//! If the browser could not look the site up, its lookup may be what is broken, and then it cannot find a resolver by
//! name either. So resolvers are asked at their addresses, and by name only if these lead nowhere, as on a network
//! without addresses of that version.

use core::net::IpAddr;

use super::{Asked, Check, Exchange, Outcome, Request, Step, Why, get};
use crate::check::{Answered, Lost};
use crate::dns::answer::Rcode;
use crate::dns::name::plain;
use crate::dns::{self, Answer, Browser, Heard, Kind, Question, Resolver};
use crate::rank::once;
use crate::standard::cache_status::age_s;
use crate::vendor::Vendor;
use crate::words::Layer;

/// Answers over HTTPS are padded to a few hundred bytes (RFC 8467), and even one with many addresses fits in.
const BYTES: usize = 8192;
/// No reader gains anything from more addresses.
const SHOWN: usize = 6;

/// What other resolvers say of a name, as far as people want to read it.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameFacts {
    /// The first of its addresses, each once.
    pub(crate) addresses: Vec<IpAddr>,
    /// The names that its aliases lead to, in order.
    pub(crate) aliases: Vec<String>,
    /// Whose service it leads to.
    pub(crate) service: Option<&'static Vendor>,
    /// The zone that holds it.
    pub(crate) zone: Option<String>,
    /// For how many seconds that holds.
    pub(crate) ttl_s: Option<u32>,
}

/// How a resolver is found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    /// At its address, where that is known.
    Address,
    /// By its name, as usual.
    Name,
    /// By its name after its address led nowhere: what is left of the limit allows one question each.
    NameAfterAll,
}

/// One question to one resolver.
struct Query<'a> {
    by: &'a Resolver,
    question: Question,
    url: String,
}

pub(super) fn names(asked: &Asked) -> Step {
    let first = queries(asked);
    if first.is_empty() {
        return Step::could_not(Why::Unknown);
    }
    if let Some(send) = missing(asked, &first) {
        return send;
    }
    let checked = heard(asked, &first);
    let second = unchecked(asked, &checked);
    let has_room = asked.mine().count() < usize::from(asked.check.limits().requests);
    if let Some(send) = missing(asked, &second).filter(|_| has_room) {
        return send;
    }
    if checked.is_empty() {
        return Step::could_not(Why::NoAccess);
    }
    let findings = dns::compare(asked.address.host, &browser(asked), &checked, &heard(asked, &second));
    Step::Done(Outcome::Compared(findings))
}

/// The questions of the first round. An internal name becomes none.
fn queries<'a>(asked: &Asked<'a>) -> Vec<Query<'a>> {
    if !is_lost(asked) {
        return queries_at(asked, Door::Name);
    }
    let direct = queries_at(asked, Door::Address);
    // If waiting for an answer was in vain, the time is up.
    let leads_nowhere = |lost: &Lost| *lost != Lost::TimedOut;
    let nowhere = |query: &Query| {
        query.exchange(asked).is_some_and(|exchange| exchange.reply.result.as_ref().is_err_and(leads_nowhere))
    };
    if !direct.is_empty() && direct.iter().all(nowhere) { queries_at(asked, Door::NameAfterAll) } else { direct }
}

/// Could the browser not look the site's name up?
fn is_lost(asked: &Asked) -> bool {
    asked.failure.first.net_error().is_some_and(|error| error.cause.is_lookup())
}

fn queries_at<'a>(asked: &Asked<'a>, door: Door) -> Vec<Query<'a>> {
    let kinds: &[Kind] = if door == Door::NameAfterAll { &[Kind::A] } else { &[Kind::A, Kind::Aaaa, Kind::Soa] };
    let mut queries = Vec::new();
    for by in asked.case.settings.resolvers() {
        for kind in kinds {
            if let Some(query) = Query::of(by, asked.address.host, *kind, false, door) {
                queries.push(query);
            }
        }
    }
    queries
}

/// A resolver that could not find out is asked again, without checking signatures.
fn unchecked<'a>(asked: &Asked, checked: &[Heard<'a>]) -> Vec<Query<'a>> {
    let mut queries: Vec<Query> = Vec::new();
    for one in checked {
        let failed = one.said.as_ref().is_some_and(|said| said.rcode == Rcode::ServFail && said.kind != Kind::Soa);
        let new = failed && !queries.iter().any(|query| query.by.url == one.by.url);
        let door = if is_lost(asked) { Door::Address } else { Door::Name };
        if let Some(query) = Query::of(one.by, asked.address.host, Kind::A, true, door).filter(|_| new) {
            queries.push(query);
        }
    }
    queries
}

/// Sends what has not been sent yet.
fn missing(asked: &Asked, queries: &[Query]) -> Option<Step> {
    let mut left = Vec::new();
    for query in queries.iter().filter(|query| query.exchange(asked).is_none()) {
        left.push(query.request());
    }
    (!left.is_empty()).then_some(Step::Send(left))
}

/// What was heard; a resolver that may not be asked, or not be listened to, has said nothing.
fn heard<'a>(asked: &Asked, queries: &[Query<'a>]) -> Vec<Heard<'a>> {
    let mut heard = Vec::new();
    for query in queries {
        let said = match query.exchange(asked).map(|exchange| &exchange.reply.result) {
            None | Some(Err(Lost::NotAllowed)) => continue,
            Some(Err(_)) => None,
            Some(Ok(answered)) => query.read(answered),
        };
        heard.push(Heard { by: query.by, said });
    }
    heard
}

/// What the browser met. A proxy that the browser reports, or that left its traces in the failure, looked the name up
/// itself.
fn browser(asked: &Asked) -> Browser {
    let first = asked.failure.first;
    let seen = asked.case.observations.iter().find(|seen| seen.ip.is_some()).unwrap_or(first);
    Browser {
        error: first.error.clone(),
        address: seen.ip.as_deref().and_then(|ip| ip.trim_matches(['[', ']']).parse().ok()),
        proxied: asked.failure.is_marked_by(Layer::ClientProxy).then_some(true).or(first.proxied),
        how: seen.how,
    }
}

/// The question to a resolver that this address holds. It goes to that resolver alone: a redirect is no answer.
pub fn to_resolver(url: String) -> Request {
    let accept = ("Accept", "application/dns-message".to_owned());
    Request { headers: vec![accept], ..get(url, BYTES) }
}

impl<'a> Query<'a> {
    fn of(by: &'a Resolver, host: &str, kind: Kind, unchecked: bool, door: Door) -> Option<Self> {
        let question = Question::new(host, kind)?;
        let question = if unchecked { question.unchecked() } else { question };
        let url = match door {
            Door::Address => question.direct_url(by),
            Door::Name | Door::NameAfterAll => question.url(by),
        }?;
        Some(Self { by, question, url })
    }

    fn request(&self) -> Request {
        to_resolver(self.url.clone())
    }

    fn exchange<'e>(&self, asked: &Asked<'e>) -> Option<&'e Exchange> {
        asked.exchanges.iter().find(|exchange| exchange.check == Check::Names && exchange.request.url == self.url)
    }

    fn read(&self, answered: &Answered) -> Option<Answer> {
        let age = age_s(&answered.headers).unwrap_or_default();
        let is_good = (200..300).contains(&answered.status);
        is_good.then(|| Answer::read(&answered.body, &self.question, age)).flatten()
    }
}

/// All answers that could be read.
fn answers(asked: &Asked) -> Vec<Answer> {
    let mut answers = Vec::new();
    for one in heard(asked, &queries(asked)) {
        answers.extend(one.said);
    }
    answers
}

/// The zone that holds this name, if it exists and the answers name the zone.
pub(super) fn zone(asked: &Asked) -> Option<String> {
    zone_in(&answers(asked))
}

fn zone_in(answers: &[Answer]) -> Option<String> {
    let exists = |answer: &&Answer| answer.rcode == Rcode::NoError && answer.cname_chain.is_empty();
    answers.iter().filter(exists).find_map(|answer| plain(&answer.soa.as_ref()?.apex))
}

/// What other resolvers say of the name.
pub(super) fn facts(asked: &Asked) -> NameFacts {
    let answers = answers(asked);
    let mut facts = NameFacts { zone: zone_in(&answers), ..NameFacts::default() };
    for answer in &answers {
        for address in &answer.addresses {
            once(&mut facts.addresses, *address);
        }
        // Any chain will do: if others differ, the findings say so.
        let new = if facts.aliases.is_empty() { answer.cname_chain.as_slice() } else { &[] };
        facts.aliases.extend(new.iter().filter_map(|name| plain(name)));
        if answer.kind != Kind::Soa {
            facts.ttl_s = facts.ttl_s.max(answer.ttl);
        }
    }
    facts.addresses.truncate(SHOWN);
    let names = facts.aliases.iter().map(String::as_str);
    facts.service = names.chain([asked.address.host]).find_map(Vendor::by_name);
    facts
}
