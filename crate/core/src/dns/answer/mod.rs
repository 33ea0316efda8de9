//! What a resolver answered: the bytes of an `application/dns-message`, read with suspicion.
//!
//! Only what belongs to the question counts: records of the asked name and of the aliases that lead on from it.

use core::net::IpAddr;

use domain::base::iana::{Class, Opcode, Rtype};
use domain::base::message::RecordSection;
use domain::base::opt::{ExtendedError as ErrorOption, Opt, OptRecord};
use domain::base::wire::ParseError;
use domain::base::{Message, ParsedName, ParsedRecord};
use domain::rdata::{A, Aaaa, Cname, Soa as SoaData};

use super::name::is_under;
use super::query::{Kind, Question};
use crate::rank::each_once;
use crate::text::{clip, one_line};

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked of the name.
    pub kind: Kind,
    /// How it ended.
    pub rcode: Rcode,
    /// The addresses at the end of the aliases, of both versions.
    pub addresses: Vec<IpAddr>,
    /// The names that the aliases lead to, in order.
    pub cname_chain: Vec<String>,
    /// The zone, where the answer names it.
    pub soa: Option<Soa>,
    /// Why it failed, or what is peculiar about it (RFC 8914).
    pub extended_errors: Vec<ExtendedError>,
    /// For how many seconds this may still be kept: the shortest of all parts, less the time spent in caches of the web.
    pub ttl: Option<u32>,
    /// The resolver says that it checked the signatures, and that they are good.
    pub authentic: bool,
}

/// The start of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soa {
    /// The name the zone starts at; empty for the root.
    pub apex: String,
    /// Grows with every change of the zone.
    pub serial: u32,
}

/// A reason in numbers and words (RFC 8914).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedError {
    /// The code in IANA's registry.
    pub code: u16,
    /// What the resolver adds. Hostile text, on one line.
    pub text: String,
}

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rcode {
    /// The name exists; what was asked for may not.
    NoError,
    /// The name does not exist.
    NxDomain,
    /// The resolver could not find out.
    ServFail,
    /// The resolver would not say.
    Refused,
    /// Anything else.
    Other(u16),
}

/// Why an answer cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not as long as the shortest message, or longer than the longest.
    Length,
    /// It breaks off, points nowhere, or lies about its counts.
    Malformed,
    /// It is no answer.
    NoAnswer,
    /// It answers something else than was asked.
    OtherQuestion,
    /// It says that a part of it is missing.
    Truncated,
    /// More records than any honest answer has.
    TooMany,
    /// Its aliases lead in a circle, or on and on.
    Loop,
}

/// The longest message the name system has.
const MAX_BYTES: usize = 65_535;
/// More records, addresses, aliases or reasons than this no honest answer has.
const MAX_RECORDS: u32 = 512;
const MAX_ADDRESSES: usize = 64;
const MAX_ALIASES: usize = 16;
const MAX_REASONS: usize = 8;
/// More of a resolver's own words is not kept.
const MAX_TEXT: usize = 200;

/// A record that matters here. What is malformed is reported; what is merely unknown is passed over.
struct Line {
    owner: String,
    ttl: u32,
    data: Data,
}

enum Data {
    Address(IpAddr),
    Alias(String),
    Start { serial: u32, minimum: u32 },
}

impl Answer {
    /// Reads what came back to a question. `age` is the HTTP field of that name, in seconds.
    ///
    /// # Errors
    /// Says why it cannot be read.
    pub fn read(bytes: &[u8], question: &Question, age: u32) -> Result<Self, Unreadable> {
        let message = Message::from_slice(bytes).map_err(|_| Unreadable::Length)?;
        if bytes.len() > MAX_BYTES {
            return Err(Unreadable::Length);
        }
        answers(message, question)?;
        let malformed = |_: ParseError| Unreadable::Malformed;
        let (_, answer, authority, additional) = message.sections().map_err(malformed)?;
        let answer = lines(answer).map_err(malformed)?;
        let authority = lines(authority).map_err(malformed)?;
        let opt = opt(additional).map_err(malformed)?;
        let mut read = Self::of(question, &answer, &authority)?;
        read.ttl = read.ttl.map(|ttl| ttl.saturating_sub(age));
        read.authentic = message.header().ad();
        let rcode = opt.as_ref().map_or(message.header().rcode().into(), |opt| opt.rcode(message.header()));
        read.rcode = Rcode::of(rcode.to_int());
        read.extended_errors = opt.as_ref().map(reasons).unwrap_or_default();
        Ok(read)
    }

    /// Follows the aliases from the asked name to the addresses.
    fn of(question: &Question, answer: &[Line], authority: &[Line]) -> Result<Self, Unreadable> {
        let mut name = question.name();
        let mut cname_chain: Vec<String> = Vec::new();
        let mut ttl = None;
        while let Some((line, target)) = alias(answer, name) {
            let again = target == question.name() || cname_chain.contains(target);
            if again || cname_chain.len() == MAX_ALIASES {
                return Err(Unreadable::Loop);
            }
            cname_chain.push(target.clone());
            ttl = Some(shorter(ttl, line.ttl));
            name = target;
        }
        let mut addresses = Vec::new();
        for line in answer.iter().filter(|line| line.owner == name) {
            if let Data::Address(address) = line.data {
                addresses.push(address);
                ttl = Some(shorter(ttl, line.ttl));
            }
        }
        let mut addresses = each_once(addresses);
        addresses.truncate(MAX_ADDRESSES);
        let start = start(answer.iter().chain(authority), name);
        if let (true, Some((_, kept))) = (addresses.is_empty(), &start) {
            ttl = Some(shorter(ttl, *kept));
        }
        Ok(Self {
            kind: question.kind(),
            rcode: Rcode::NoError,
            addresses,
            cname_chain,
            soa: start.map(|(soa, _)| soa),
            extended_errors: Vec::new(),
            ttl,
            authentic: false,
        })
    }
}

impl Rcode {
    fn of(code: u16) -> Self {
        match code {
            0 => Self::NoError,
            2 => Self::ServFail,
            3 => Self::NxDomain,
            5 => Self::Refused,
            other => Self::Other(other),
        }
    }
}

fn shorter(so_far: Option<u32>, ttl: u32) -> u32 {
    so_far.map_or(ttl, |so_far| so_far.min(ttl))
}

/// Is this message an answer to the question?
fn answers(message: &Message<[u8]>, question: &Question) -> Result<(), Unreadable> {
    let (header, counts) = (message.header(), message.header_counts());
    if !header.qr() || header.opcode() != Opcode::QUERY {
        return Err(Unreadable::NoAnswer);
    }
    if header.tc() {
        return Err(Unreadable::Truncated);
    }
    let records: u32 = [counts.ancount(), counts.nscount(), counts.arcount()].into_iter().map(u32::from).sum();
    if records > MAX_RECORDS {
        return Err(Unreadable::TooMany);
    }
    // A resolver that did not understand the question may leave it out.
    if counts.qdcount() == 0 && header.rcode().to_int() != 0 && records == u32::from(counts.arcount()) {
        return Ok(());
    }
    let asked = message.sole_question().map_err(|_| Unreadable::OtherQuestion)?;
    let same = asked.qtype().to_int() == question.kind().number()
        && asked.qclass() == Class::IN
        && text(asked.qname()) == question.name();
    if same { Ok(()) } else { Err(Unreadable::OtherQuestion) }
}

/// A name in lower case, without the last dot; the root is empty. The library escapes what is no letter.
fn text<Octets: AsRef<[u8]>>(name: &ParsedName<Octets>) -> String {
    if name.is_root() {
        return String::new();
    }
    let mut text = name.to_string();
    text.make_ascii_lowercase();
    text
}

fn lines(section: RecordSection<'_, [u8]>) -> Result<Vec<Line>, ParseError> {
    let mut found = Vec::new();
    for record in section {
        found.extend(line(&record?)?);
    }
    Ok(found)
}

fn line(record: &ParsedRecord<'_, [u8]>) -> Result<Option<Line>, ParseError> {
    if record.class() != Class::IN {
        return Ok(None);
    }
    let data = match record.rtype() {
        Rtype::A => record.to_record::<A>()?.map(|record| Data::Address(record.data().addr().into())),
        Rtype::AAAA => record.to_record::<Aaaa>()?.map(|record| Data::Address(record.data().addr().into())),
        Rtype::CNAME => record.to_record::<Cname<_>>()?.map(|record| Data::Alias(text(record.data().cname()))),
        Rtype::SOA => record.to_record::<SoaData<_>>()?.map(|record| Data::Start {
            serial: record.data().serial().into_int(),
            minimum: record.data().minimum().as_secs(),
        }),
        _ => None,
    };
    Ok(data.map(|data| Line { owner: text(&record.owner()), ttl: record.ttl().as_secs(), data }))
}

/// The first alias of a name.
fn alias<'l>(lines: &'l [Line], name: &str) -> Option<(&'l Line, &'l String)> {
    lines.iter().filter(|line| line.owner == name).find_map(|line| match &line.data {
        Data::Alias(target) => Some((line, target)),
        _ => None,
    })
}

/// The start of the zone that holds this name, and for how long its "no" may be kept (RFC 2308, section 5).
fn start<'l>(mut lines: impl Iterator<Item = &'l Line>, name: &str) -> Option<(Soa, u32)> {
    lines.find_map(|line| match line.data {
        Data::Start { serial, minimum } if line.owner.is_empty() || is_under(name, &line.owner) => {
            Some((Soa { apex: line.owner.clone(), serial }, line.ttl.min(minimum)))
        }
        _ => None,
    })
}

/// The record that carries the reasons.
fn opt(section: RecordSection<'_, [u8]>) -> Result<Option<OptRecord<&[u8]>>, ParseError> {
    let mut found = None;
    for record in section {
        let record = record?;
        if found.is_none() && record.rtype() == Rtype::OPT {
            found = record.to_record::<Opt<_>>()?.map(OptRecord::from_record);
        }
    }
    Ok(found)
}

/// The reasons; an option that cannot be read is passed over, as an unknown one is.
fn reasons(opt: &OptRecord<&[u8]>) -> Vec<ExtendedError> {
    let all = opt.opt().iter::<ErrorOption<_>>().filter_map(Result::ok).take(MAX_REASONS);
    all.map(|reason| {
        let text = String::from_utf8_lossy(reason.text_slice().unwrap_or_default());
        ExtendedError { code: reason.code().to_int(), text: clip(&one_line(&text), MAX_TEXT) }
    })
    .collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod wire;
