//! What a resolver answered: the bytes of an `application/dns-message`, read with suspicion.
//!
//! Only what belongs to the question counts: records of the name in question and of the aliases that lead on from it.

mod record;

use core::net::IpAddr;

use domain::base::message::Section;
use domain::base::wire::ParseError;
use domain::base::{ParsedName, ParsedRecord};
use domain::dep::octseq::Parser;

use super::name::is_under;
use super::query::{IN, Kind, Question};
use crate::rank::once;
use record::{Data, Line, text};

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked about the name.
    pub kind: Kind,
    /// How it ended.
    pub rcode: Rcode,
    /// The addresses at the end of the aliases, of both versions.
    pub addresses: Vec<IpAddr>,
    /// The names that the aliases lead to, in order.
    pub cname_chain: Vec<String>,
    /// The zone, where the answer names it.
    pub soa: Option<Soa>,
    /// Why it failed, or what is odd about it, as codes of IANA's registry (RFC 8914).
    pub extended_errors: Vec<u16>,
    /// For how many seconds this may still be kept: the shortest time among its parts, less the time spent in HTTP
    /// caches.
    pub ttl: Option<u32>,
}

/// The start of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soa {
    /// The name the zone starts at; empty for the root.
    pub apex: String,
    /// Grows with every change of the zone.
    pub serial: u32,
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
    /// Anything else, such as a refusal to answer.
    Other(u16),
}

/// The longest message the name system has.
const MAX_BYTES: usize = 65_535;
/// No honest answer has more records, addresses, aliases or reasons than this.
const MAX_RECORDS: u32 = 512;
const MAX_ADDRESSES: usize = 64;
const MAX_ALIASES: usize = 16;

impl Answer {
    /// Reads what came back to a question, if it is a whole and honest answer to it. `age` is the HTTP field of that
    /// name, in seconds.
    pub fn read(bytes: &[u8], question: &Question, age: u32) -> Option<Self> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let mut parser = Parser::from_ref(bytes);
        let head = Head::parse(&mut parser).ok().filter(Head::is_honest)?;
        if !head.answers(&mut parser, question) {
            return None;
        }
        let lines = head.lines(&mut parser).ok()?;
        let mut read = Self::of(question, &lines)?;
        read.ttl = read.ttl.map(|ttl| ttl.saturating_sub(age));
        let mut rcode = head.flags & RCODE;
        for line in lines {
            if let Data::Options(reasons) = line.data {
                // The upper bits of the code stand where other records have their time (RFC 6891, section 6.1.3).
                rcode |= u16::from(line.ttl.to_be_bytes().first().copied().unwrap_or_default()) << 4;
                read.extended_errors = reasons;
                break;
            }
        }
        read.rcode = Rcode::of(rcode);
        Some(read)
    }

    /// Follows the aliases from the asked name to the addresses, unless they go in circles or on and on.
    fn of(question: &Question, lines: &[Line]) -> Option<Self> {
        let mut name = question.name();
        let mut cname_chain: Vec<String> = Vec::new();
        let mut ttl = None;
        while let Some((line, target)) = alias(lines, name) {
            let again = target == question.name() || cname_chain.contains(target);
            if again || cname_chain.len() == MAX_ALIASES {
                return None;
            }
            cname_chain.push(target.clone());
            ttl = Some(shorter(ttl, line.ttl));
            name = target;
        }
        let mut addresses = Vec::new();
        for line in lines.iter().filter(|line| line.section == Section::Answer && line.owner == name) {
            if let Data::Address(address) = line.data {
                once(&mut addresses, address);
                ttl = Some(shorter(ttl, line.ttl));
            }
        }
        addresses.truncate(MAX_ADDRESSES);
        let start = start(lines, name);
        if let (true, Some((_, kept))) = (addresses.is_empty(), &start) {
            ttl = Some(shorter(ttl, *kept));
        }
        Some(Self {
            kind: question.kind(),
            rcode: Rcode::NoError,
            addresses,
            cname_chain,
            soa: start.map(|(soa, _)| soa),
            extended_errors: Vec::new(),
            ttl,
        })
    }
}

impl Rcode {
    fn of(code: u16) -> Self {
        match code {
            0 => Self::NoError,
            2 => Self::ServFail,
            3 => Self::NxDomain,
            other => Self::Other(other),
        }
    }
}

fn shorter(so_far: Option<u32>, ttl: u32) -> u32 {
    so_far.map_or(ttl, |so_far| so_far.min(ttl))
}

/// The bits of the header's flags (RFC 1035, section 4.1.1; RFC 4035, section 3.2.3).
const IS_ANSWER: u16 = 0x8000;
const OPCODE: u16 = 0x7800;
const TRUNCATED: u16 = 0x0200;
const RCODE: u16 = 0x000f;

/// The beginning of a message.
struct Head {
    flags: u16,
    questions: u16,
    /// How many records each section has.
    records: [(Section, u16); 3],
}

impl Head {
    fn parse(parser: &mut Parser<[u8]>) -> Result<Self, ParseError> {
        // The number, which is always 0 over HTTPS.
        parser.advance(2)?;
        let (flags, questions) = (parser.parse_u16_be()?, parser.parse_u16_be()?);
        let answer = (Section::Answer, parser.parse_u16_be()?);
        let authority = (Section::Authority, parser.parse_u16_be()?);
        Ok(Self { flags, questions, records: [answer, authority, (Section::Additional, parser.parse_u16_be()?)] })
    }

    /// Is it an answer, whole, and with no more records than any honest one has?
    fn is_honest(&self) -> bool {
        let records: u32 = self.records.iter().map(|(_, count)| u32::from(*count)).sum();
        self.flags & (IS_ANSWER | OPCODE | TRUNCATED) == IS_ANSWER && records <= MAX_RECORDS
    }

    /// Does it answer this question?
    fn answers(&self, parser: &mut Parser<[u8]>, question: &Question) -> bool {
        // A resolver that did not understand the question may leave it out.
        let [answer, authority, _] = self.records.map(|(_, count)| count);
        if self.questions == 0 && self.flags & RCODE != 0 && (answer, authority) == (0, 0) {
            return true;
        }
        let wanted = (question.name().to_owned(), question.kind().number(), IN);
        self.questions == 1 && asked(parser).is_ok_and(|asked| asked == wanted)
    }

    /// The records that matter here, of all sections.
    fn lines(&self, parser: &mut Parser<[u8]>) -> Result<Vec<Line>, ParseError> {
        let mut found = Vec::new();
        for (section, count) in self.records {
            for _ in 0..count {
                if let Some(line) = Line::of(&ParsedRecord::parse(parser)?, section)? {
                    found.push(line);
                }
            }
        }
        Ok(found)
    }
}

/// The name, the type and the class that were asked for.
fn asked(parser: &mut Parser<[u8]>) -> Result<(String, u16, u16), ParseError> {
    let name = text(&ParsedName::parse(parser)?);
    Ok((name, parser.parse_u16_be()?, parser.parse_u16_be()?))
}

/// The first alias of a name.
fn alias<'l>(lines: &'l [Line], name: &str) -> Option<(&'l Line, &'l String)> {
    let mut of_name = lines.iter().filter(|line| line.section == Section::Answer && line.owner == name);
    of_name.find_map(|line| match &line.data {
        Data::Alias(target) => Some((line, target)),
        _ => None,
    })
}

/// The start of the zone that holds this name, and how long its "no" may be kept (RFC 2308, section 5).
fn start(lines: &[Line], name: &str) -> Option<(Soa, u32)> {
    lines.iter().find_map(|line| match line.data {
        Data::Start { serial, minimum } if line.owner.is_empty() || is_under(name, &line.owner) => {
            Some((Soa { apex: line.owner.clone(), serial }, line.ttl.min(minimum)))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod wire;
