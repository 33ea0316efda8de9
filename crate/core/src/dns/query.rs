//! A question to a resolver, and the address to fetch for its answer (RFC 8484, GET).

use super::name::{Host, plain};
use super::resolver::Resolver;
use crate::text::{has, join};

/// What is asked about a name. Aliases come along with any answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Addresses of the fourth version.
    A,
    /// Addresses of the sixth version.
    Aaaa,
    /// The start of the zone, with its serial number.
    Soa,
}

impl Kind {
    /// The number of the record's type.
    pub const fn number(self) -> u16 {
        match self {
            Self::A => 1,
            Self::Aaaa => 28,
            Self::Soa => 6,
        }
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    name: String,
    kind: Kind,
    unchecked: bool,
}

/// Flags of the header: recursion desired, checking disabled.
const RD: u16 = 0x0100;
const CD: u16 = 0x0010;
/// EDNS (RFC 6891): an empty name, type 41, room for answers, no flag, no option. Without it no resolver may say why.
const EDNS: [u8; 11] = [0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0];
/// The class: the internet.
pub(super) const IN: u16 = 1;

impl Question {
    /// A question about a name, if the text is one. Names with other letters come as punycode, as browsers write them.
    pub fn new(name: &str, kind: Kind) -> Option<Self> {
        plain(name).map(|name| Self { name, kind, unchecked: false })
    }

    /// The same, with the signatures left unchecked: a name that only gets an answer this way is in a zone with broken
    /// signatures.
    #[must_use]
    pub(crate) fn unchecked(self) -> Self {
        Self { unchecked: true, ..self }
    }

    /// The name, in lower case and without the last dot.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is asked about it.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The message. Its number is 0, so that the same question is the same address and can be kept (RFC 8484, 4.1).
    pub fn message(&self) -> Vec<u8> {
        let flags = RD | if self.unchecked { CD } else { 0 };
        let mut bytes = Vec::new();
        for number in [0, flags, 1, 0, 0, 1] {
            bytes.extend_from_slice(&u16::to_be_bytes(number));
        }
        for label in self.name.split('.') {
            // A label has at most 63 bytes.
            bytes.push(u8::try_from(label.len()).unwrap_or_default());
            bytes.extend_from_slice(label.as_bytes());
        }
        bytes.push(0);
        for number in [self.kind.number(), IN] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&EDNS);
        bytes
    }

    /// The address to fetch, with `Accept: application/dns-message`, if this may be asked there.
    pub fn url(&self, resolver: &Resolver) -> Option<String> {
        self.url_at(&resolver.url, resolver.inside)
    }

    /// The same, if the name of the resolver itself need not be looked up.
    pub(crate) fn direct_url(&self, resolver: &Resolver) -> Option<String> {
        self.url_at(resolver.direct(), resolver.inside)
    }

    /// Internal names are asked of internal resolvers only. This is the one place where questions become addresses, so
    /// none slips through.
    fn url_at(&self, at: &str, inside: bool) -> Option<String> {
        match Host::of(&self.name) {
            Host::Name(_) => {}
            Host::Inside | Host::NoName if inside => {}
            Host::Address(_) | Host::Inside | Host::NoName => return None,
        }
        let joint = if has(at, b'?') { "&" } else { "?" };
        let mut url = join(&[at, joint, "dns="], "");
        write_base64url(&mut url, &self.message());
        Some(url)
    }
}

/// The letters of base64url (RFC 4648, section 5).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Without padding, as RFC 8484 asks.
fn write_base64url(out: &mut String, bytes: &[u8]) {
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_u32, |group, at| group << 8 | u32::from(chunk.get(at).copied().unwrap_or_default()));
        for at in 0..=chunk.len() {
            let six = usize::try_from(group >> (18 - 6 * at) & 63).unwrap_or_default();
            out.push(LETTERS.get(six).map_or('A', |letter| char::from(*letter)));
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::base::iana::{Class, Rtype};
    use domain::base::{Message, ParsedName};

    use super::*;
    use crate::dns::resolver::DEFAULTS;

    #[test]
    fn the_library_reads_what_is_asked() {
        for (kind, rtype) in [(Kind::A, Rtype::A), (Kind::Aaaa, Rtype::AAAA), (Kind::Soa, Rtype::SOA)] {
            for unchecked in [false, true] {
                let question = Question::new("Shop.Example.COM.", kind).unwrap();
                let question = if unchecked { question.unchecked() } else { question };
                let bytes = question.message();
                let message = Message::from_slice(&bytes).unwrap();
                let header = message.header();
                assert_eq!((header.id(), header.rd(), header.cd(), header.qr()), (0, true, unchecked, false));
                let asked = message.sole_question().unwrap();
                assert_eq!((asked.qtype(), asked.qclass()), (rtype, Class::IN));
                let name: &ParsedName<_> = asked.qname();
                assert_eq!(name.to_string(), "shop.example.com");
                let opt = message.opt().unwrap();
                assert!(!opt.dnssec_ok() && opt.version() == 0 && opt.opt().is_empty());
            }
        }
    }

    #[test]
    fn the_address_is_the_one_of_the_standard() {
        // RFC 8484, section 4.1.1, has www.example.com without EDNS; ours goes on only where that one ends.
        let url = Question::new("www.example.com", Kind::A).unwrap().url(&DEFAULTS[0]).unwrap();
        let expected =
            "https://cloudflare-dns.com/dns-query?dns=AAABAAABAAAAAAABA3d3dwdleGFtcGxlA2NvbQAAAQABAAApBNAAAAAAAAA";
        assert_eq!(url, expected);
        let own = Resolver::typed("https://doh.example.com/?k=v").unwrap();
        assert!(
            Question::new("a.de", Kind::A).unwrap().url(&own).unwrap().starts_with("https://doh.example.com/?k=v&dns=")
        );
    }

    #[test]
    fn base64url_is_that_of_the_standard() {
        // RFC 4648, section 10, without padding, and the two letters that differ from base64.
        let cases: [(&[u8], &str); 6] =
            [(b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"foob", "Zm9vYg"), (b"\xff\xff\xfe", "___-")];
        for (bytes, expected) in cases {
            let mut out = String::new();
            write_base64url(&mut out, bytes);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn what_is_no_name_is_not_asked() {
        let long = (format!("{}.de", "a".repeat(64)), "a.".repeat(128));
        for name in ["", ".", "a..b", "bücher.de", "a b", "a/b", "..", "[::1]", "a.b:80", &long.0, &long.1] {
            assert_eq!(Question::new(name, Kind::A), None, "{name}");
        }
        assert!(Question::new(&"a.".repeat(127), Kind::A).is_some_and(|question| question.message().len() == 255 + 27));
    }

    #[test]
    fn names_of_the_inside_stay_inside() {
        let inside = Resolver::typed("https://192.168.1.1/").unwrap();
        for name in ["nas.local", "printer", "shop.test"] {
            let question = Question::new(name, Kind::A).unwrap();
            assert!(DEFAULTS.iter().all(|resolver| question.url(resolver).is_none()), "{name}");
            assert!(question.url(&inside).is_some(), "{name}");
        }
        for address in ["127.0.0.1", "93.184.215.14", "0x7f.1", "2130706433"] {
            let question = Question::new(address, Kind::A).unwrap();
            assert!(question.url(&DEFAULTS[0]).is_none() && question.url(&inside).is_none(), "{address}");
        }
    }
}
