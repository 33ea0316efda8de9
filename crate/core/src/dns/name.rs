//! Is this a host whose name must never reach a third party? Internal names reveal what somebody runs at home or at
//! work, and nobody outside can say anything about them anyway.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::address::kind;
use crate::text::{any_of, has, unsigned};

/// What the host of an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A name of the public internet, in lower case and without the last dot.
    Name(String),
    /// Not a name at all, however it is spelled.
    Address(IpAddr),
    /// An internal name: a single label, which only this network can know, or one under a suffix that leads nowhere
    /// outside.
    Inside,
    /// Not written as names are. Keeping it is better than guessing.
    NoName,
}

/// Suffixes of names that only a network itself can know.
const OF_NETWORKS: &str = concat!(
    // RFC 6762: multicast DNS, and in its appendix G what people use instead.
    "local|intranet|internal|private|corp|home|lan|",
    // RFC 8375 (`home.arpa`), RFC 6303 (the reverse names of private addresses), RFC 9462 (`resolver.arpa`): nobody
    // visits a site under `arpa`, and a name there may spell an address.
    "arpa|",
    // Not delegated: ICANN's resolutions on name collisions (2018-02-04), which also name `corp` and `home`.
    "mail|",
    // What routers and clusters are shipped with.
    "localdomain|domain|workgroup|router|dhcp|fritz.box|consul|docker",
);

/// Suffixes of names that no name system knows.
const OF_NOBODY: &str = concat!(
    // RFC 6761: special use. `example.com` and the like are names that really exist, and stay public.
    "test|localhost|invalid|example|",
    // RFC 7686: Tor, where asking the name system is the leak; and its sibling networks. RFC 9476: names of other
    // systems.
    "onion|i2p|alt",
);

impl Host {
    /// May it be named to somebody outside?
    pub(crate) fn may_leave(&self) -> bool {
        match self {
            Self::Name(_) => true,
            Self::Address(address) => kind(*address).is_public(),
            Self::Inside | Self::NoName => false,
        }
    }

    /// Looks at a host as it appears in an address, or as somebody typed it.
    pub fn of(text: &str) -> Self {
        let Some(name) = plain(text) else {
            return literal(text).map_or(Self::NoName, Self::Address);
        };
        if ends_in_number(&name) {
            return number(&name).map_or(Self::NoName, |v4| Self::Address(v4.into()));
        }
        let is_inside = is_of_network(&name) || is_under_any(&name, OF_NOBODY);
        if is_inside { Self::Inside } else { Self::Name(name) }
    }
}

/// Can only this network know the name, which is in lower case?
pub(crate) fn is_of_network(name: &str) -> bool {
    !has(name, b'.') || is_under_any(name, OF_NETWORKS)
}

fn is_under_any(name: &str, suffixes: &str) -> bool {
    any_of(suffixes, &|suffix| is_under(name, suffix))
}

/// The longest name in writing (RFC 1035, without the last dot).
const MAX_NAME: usize = 253;
/// The longest label.
const MAX_LABEL: usize = 63;

/// The name in lower case and without the last dot, if it is one: letters, digits, hyphens and underscores.
pub(crate) fn plain(text: &str) -> Option<String> {
    let name = text.strip_suffix('.').unwrap_or(text);
    let label = |label: &str| {
        let letter = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
        !label.is_empty() && label.len() <= MAX_LABEL && label.bytes().all(letter)
    };
    (name.len() <= MAX_NAME && name.split('.').all(label)).then(|| name.to_ascii_lowercase())
}

/// Is `name` this suffix, or a name under it?
pub(crate) fn is_under(name: &str, suffix: &str) -> bool {
    name.strip_suffix(suffix).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// An address of the sixth version, in brackets or bare, with or without the interface it belongs to.
fn literal(text: &str) -> Option<IpAddr> {
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = inside.split('%').next().unwrap_or_default();
    address.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
}

/// Browsers take a host whose last label is a number as an address (URL standard, "ends in a number").
fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    last.bytes().all(|c| c.is_ascii_digit()) || part(last).is_some()
}

/// An IPv4 address in any spelling browsers accept: fewer than four parts, octal, hexadecimal.
fn number(name: &str) -> Option<Ipv4Addr> {
    let (front, last) = name.rsplit_once('.').map_or((None, name), |(front, last)| (Some(front), last));
    let last = part(last)?;
    let (mut bits, mut room) = (0, 32_u32);
    for text in front.iter().flat_map(|front| front.split('.')) {
        let byte = u8::try_from(part(text)?).ok()?;
        room = room.checked_sub(8).filter(|room| *room > 0)?;
        bits |= u64::from(byte) << room;
    }
    let address = (last >> room == 0).then_some(bits | last)?;
    u32::try_from(address).ok().map(Ipv4Addr::from_bits)
}

/// One part of such an address.
fn part(text: &str) -> Option<u64> {
    if let Some(hex) = text.strip_prefix("0x") {
        return if hex.is_empty() { Some(0) } else { unsigned(hex, 16) };
    }
    if let Some(octal) = text.strip_prefix('0').filter(|rest| !rest.is_empty()) {
        return unsigned(octal, 8);
    }
    unsigned(text, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_names_may_leave_in_one_spelling() {
        for (text, name) in [
            ("shop.example.com", "shop.example.com"),
            ("Shop.Example.COM.", "shop.example.com"),
            ("xn--bcher-kva.de", "xn--bcher-kva.de"),
            ("_dmarc.example.org", "_dmarc.example.org"),
            ("localhost.example.com", "localhost.example.com"),
            ("a.contest", "a.contest"),
            ("local.co", "local.co"),
            ("0x7f.example.net", "0x7f.example.net"),
            ("127.0.0.1.nip.io", "127.0.0.1.nip.io"),
        ] {
            assert_eq!(Host::of(text), Host::Name(name.to_owned()), "{text}");
            assert!(Host::of(text).may_leave(), "{text}");
        }
    }

    #[test]
    fn names_of_the_inside_are_kept() {
        for (text, kept) in [
            ("intranet", Host::Inside),
            ("printer", Host::Inside),
            ("printer.", Host::Inside),
            ("localhost", Host::Inside),
            ("LOCALHOST.", Host::Inside),
            ("app.localhost", Host::Inside),
            ("nas.local", Host::Inside),
            ("NAS.Local.", Host::Inside),
            ("db.prod.internal", Host::Inside),
            ("shop.test", Host::Inside),
            ("host.home.arpa", Host::Inside),
            ("1.1.168.192.in-addr.arpa", Host::Inside),
            ("pc.lan", Host::Inside),
            ("wiki.corp", Host::Inside),
            ("wiki.private", Host::Inside),
            ("pc.home", Host::Inside),
            ("a.onion", Host::Inside),
            ("b.i2p", Host::Inside),
            ("c.alt", Host::Inside),
            ("x.invalid", Host::Inside),
            ("x.example", Host::Inside),
            ("fritz.box", Host::Inside),
            ("nas.fritz.box", Host::Inside),
            ("box.localdomain", Host::Inside),
            ("", Host::NoName),
            (".", Host::NoName),
            ("..", Host::NoName),
            ("a..b", Host::NoName),
            (".a.b", Host::NoName),
            ("a.b..", Host::NoName),
            ("a b.com", Host::NoName),
            ("a/b.com", Host::NoName),
            ("user@shop.com", Host::NoName),
            ("shop.com:443", Host::NoName),
            ("bücher.de", Host::NoName),
            ("１２７.0.0.1", Host::NoName),
            ("%31%32%37.0.0.1", Host::NoName),
            ("1.2.3.4.5", Host::NoName),
            ("1.2.3.256", Host::NoName),
            ("256.1.1.1", Host::NoName),
            ("4294967296", Host::NoName),
            ("a.b.09", Host::NoName),
            ("foo.0x1", Host::NoName),
            ("[shop.com]", Host::NoName),
            ("[::1", Host::NoName),
        ] {
            assert_eq!(Host::of(text), kept, "{text}");
            assert!(!Host::of(text).may_leave(), "{text}");
        }
        assert_eq!(Host::of(&format!("{}.com", "a".repeat(64))), Host::NoName);
        assert_eq!(Host::of(&"a.".repeat(127)), Host::Name("a.".repeat(127).trim_end_matches('.').to_owned()));
        assert_eq!(Host::of(&"a.".repeat(128)), Host::NoName);
    }

    #[test]
    fn addresses_are_seen_through_every_spelling() {
        for (text, address, leaves) in [
            ("127.0.0.1", "127.0.0.1", false),
            ("127.0.0.1.", "127.0.0.1", false),
            ("127.1", "127.0.0.1", false),
            ("2130706433", "127.0.0.1", false),
            ("0177.0.0.1", "127.0.0.1", false),
            ("0x7f.1", "127.0.0.1", false),
            ("0X7F000001", "127.0.0.1", false),
            ("017700000001", "127.0.0.1", false),
            ("0", "0.0.0.0", false),
            ("0x", "0.0.0.0", false),
            ("10.0x1", "10.0.0.1", false),
            ("192.168.257", "192.168.1.1", false),
            ("100.64.0.1", "100.64.0.1", false),
            ("169.254.1.1", "169.254.1.1", false),
            ("192.0.2.7", "192.0.2.7", false),
            ("4294967295", "255.255.255.255", false),
            ("93.184.215.14", "93.184.215.14", true),
            ("[::1]", "::1", false),
            ("::1", "::1", false),
            ("[::FFFF:10.0.0.1]", "::ffff:10.0.0.1", false),
            ("[fe80::1%25eth0]", "fe80::1", false),
            ("[fd00::1]", "fd00::1", false),
            ("[2001:db8::1]", "2001:db8::1", false),
            ("[2606:4700::1111]", "2606:4700::1111", true),
        ] {
            let host = Host::of(text);
            assert!(matches!(host, Host::Address(found) if found == address.parse::<IpAddr>().unwrap()), "{text}");
            assert_eq!(host.may_leave(), leaves, "{text}");
        }
    }
}
