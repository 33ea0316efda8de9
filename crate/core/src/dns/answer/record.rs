//! The records that matter, out of those in a message.
//!
//! One type of our own reads the data of all of them with the library's parser: each of the library's types would bring
//! its own way of reading records along.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domain::base::iana::{Class, Rtype};
use domain::base::message::Section;
use domain::base::wire::{Parse, ParseError};
use domain::base::{ParseRecordData, ParsedName, ParsedRecord, RecordData};
use domain::dep::octseq::Parser;

use crate::quantity::digits;

/// The number of the option that carries a reason (RFC 8914).
const REASON: u16 = 15;
/// No honest answer has more reasons than this.
pub(super) const MAX_REASONS: usize = 8;

/// A record that matters here. What is malformed is reported; what is merely unknown is passed over.
pub(super) struct Line {
    pub(super) section: Section,
    pub(super) owner: String,
    pub(super) ttl: u32,
    pub(super) data: Data,
}

pub(super) enum Data {
    Address(IpAddr),
    Alias(String),
    Start { serial: u32, minimum: u32 },
    Options(Vec<u16>),
}

impl Line {
    /// The record, if it matters in this section.
    pub(super) fn of(record: &ParsedRecord<[u8]>, section: Section) -> Result<Option<Self>, ParseError> {
        let is_options = record.rtype() == Rtype::OPT;
        // Options come after everything else, and their class is a size.
        let matters =
            if section == Section::Additional { is_options } else { record.class() == Class::IN && !is_options };
        if !matters {
            return Ok(None);
        }
        let owner = text(&record.owner());
        let read = record.to_record::<Data>()?;
        Ok(read.map(|read| Self { section, owner, ttl: read.ttl().as_secs(), data: read.into_data() }))
    }
}

impl RecordData for Data {
    fn rtype(&self) -> Rtype {
        match self {
            Self::Address(IpAddr::V4(_)) => Rtype::A,
            Self::Address(IpAddr::V6(_)) => Rtype::AAAA,
            Self::Alias(_) => Rtype::CNAME,
            Self::Start { .. } => Rtype::SOA,
            Self::Options(_) => Rtype::OPT,
        }
    }
}

impl<'a> ParseRecordData<'a, [u8]> for Data {
    fn parse_rdata(rtype: Rtype, parser: &mut Parser<'a, [u8]>) -> Result<Option<Self>, ParseError> {
        Ok(Some(match rtype {
            Rtype::A => Self::Address(Ipv4Addr::parse(parser)?.into()),
            Rtype::AAAA => Self::Address(Ipv6Addr::parse(parser)?.into()),
            Rtype::CNAME => Self::Alias(text(&ParsedName::parse(parser)?)),
            Rtype::SOA => {
                ParsedName::skip(parser)?;
                ParsedName::skip(parser)?;
                let serial = parser.parse_u32_be()?;
                // When to look again, when to try again, when to give up.
                parser.advance(12)?;
                Self::Start { serial, minimum: parser.parse_u32_be()? }
            }
            Rtype::OPT => Self::Options(reasons(parser)?),
            _ => return Ok(None),
        }))
    }
}

/// The codes of the reasons among the options; an unreadable one is passed over, as an unknown option is.
fn reasons(parser: &mut Parser<[u8]>) -> Result<Vec<u16>, ParseError> {
    let mut reasons = Vec::new();
    while parser.remaining() > 0 {
        let option = parser.parse_u16_be()?;
        let length = usize::from(parser.parse_u16_be()?);
        let data = parser.parse_octets(length)?;
        if let Some(code) = data.first_chunk().filter(|_| option == REASON && reasons.len() < MAX_REASONS) {
            reasons.push(u16::from_be_bytes(*code));
        }
    }
    Ok(reasons)
}

/// A name in lower case, without the last dot; the root is empty. What names are not made of is escaped, as in files of
/// zones (RFC 1035).
pub(super) fn text<Octets: AsRef<[u8]>>(name: &ParsedName<Octets>) -> String {
    let mut text = String::new();
    for label in name.iter().filter(|label| !label.is_root()) {
        if !text.is_empty() {
            text.push('.');
        }
        for byte in label.iter().map(|byte| byte.to_ascii_lowercase()) {
            match byte {
                b' ' | b'.' | b'\\' => text.extend(['\\', char::from(byte)]),
                0x21..=0x7e => text.push(char::from(byte)),
                _ => text.extend(["\\", &digits(u64::from(byte), 10, 3)]),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::text;
    use domain::base::ParsedName;
    use domain::dep::octseq::Parser;

    #[test]
    fn names_are_written_as_the_library_does_but_in_lower_case() {
        let every_byte: Vec<u8> = (0..=u8::MAX).collect();
        for label in every_byte.chunks(63) {
            let length = u8::try_from(label.len()).unwrap();
            let bytes = [&[length], label, b"\x03CoM\x00"].concat();
            let name = ParsedName::parse(&mut Parser::from_ref(bytes.as_slice())).unwrap();
            assert_eq!(text(&name), name.to_string().to_ascii_lowercase());
        }
        assert_eq!(text(&ParsedName::parse(&mut Parser::from_ref(&b"\0"[..])).unwrap()), "");
    }
}
