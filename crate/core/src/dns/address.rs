//! What kind of address this is: one of the public internet, of a private network, of nothing at all, or of the page
//! that a filtering resolver shows instead of a site.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::ops::RangeInclusive;

/// What an address stands for. The blocks are those of IANA's special-purpose registries (RFC 6890).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressKind {
    /// Somewhere on the public internet.
    Public,
    /// Not the public internet, but some network: a private one (RFC 1918, unique-local addresses of RFC 4193, the old
    /// site-local block, local NAT64 of RFC 8215), the addresses that a provider shares among its customers (RFC 6598),
    /// and this cable or Wi-Fi alone (link-local).
    Private,
    /// This very device.
    Loopback,
    /// `0.0.0.0` or `::`: no address at all. Filters answer with it.
    Unspecified,
    /// Multicast, benchmarks, examples in documents (RFC 5737, RFC 3849, RFC 9637), and what is kept for later.
    Reserved,
    /// The page of a filtering service.
    BlockPage,
}

impl AddressKind {
    /// Can a site be there for everyone?
    pub(crate) fn is_public(self) -> bool {
        self == Self::Public
    }

    /// Is this what a filter answers instead of the truth?
    pub(crate) fn is_block(self) -> bool {
        matches!(self, Self::Unspecified | Self::BlockPage)
    }
}

/// The first and the last address of block pages.
///
/// Cisco Umbrella and OpenDNS: "What are the Cisco Umbrella Block Page IP Addresses?" at support.opendns.com, article
/// 227986927; Pi-hole recognises the same range. The `IPv6` ones are these, mapped.
const BLOCK_PAGES: RangeInclusive<Ipv4Addr> = Ipv4Addr::new(146, 112, 61, 104)..=Ipv4Addr::new(146, 112, 61, 110);

/// A block of addresses of the fourth version: its first address and the length of its prefix.
type Block = (Ipv4Addr, u32, AddressKind);

/// The standard library knows fewer blocks, and part of what it knows is not stable yet.
const BLOCKS: &[Block] = &[
    (Ipv4Addr::UNSPECIFIED, 32, AddressKind::Unspecified),
    (Ipv4Addr::UNSPECIFIED, 8, AddressKind::Reserved),
    (Ipv4Addr::new(10, 0, 0, 0), 8, AddressKind::Private),
    (Ipv4Addr::new(100, 64, 0, 0), 10, AddressKind::Private),
    (Ipv4Addr::new(127, 0, 0, 0), 8, AddressKind::Loopback),
    (Ipv4Addr::new(169, 254, 0, 0), 16, AddressKind::Private),
    (Ipv4Addr::new(172, 16, 0, 0), 12, AddressKind::Private),
    (Ipv4Addr::new(192, 0, 0, 0), 24, AddressKind::Reserved),
    (Ipv4Addr::new(192, 0, 2, 0), 24, AddressKind::Reserved),
    (Ipv4Addr::new(192, 168, 0, 0), 16, AddressKind::Private),
    (Ipv4Addr::new(198, 18, 0, 0), 15, AddressKind::Reserved),
    (Ipv4Addr::new(198, 51, 100, 0), 24, AddressKind::Reserved),
    (Ipv4Addr::new(203, 0, 113, 0), 24, AddressKind::Reserved),
    (Ipv4Addr::new(224, 0, 0, 0), 3, AddressKind::Reserved),
];

/// What this address stands for. An `IPv6` address that only wraps an `IPv4` address is looked at inside.
pub fn kind(address: IpAddr) -> AddressKind {
    match unwrapped(address) {
        IpAddr::V4(v4) => kind_v4(v4),
        IpAddr::V6(v6) => kind_v6(v6),
    }
}

fn kind_v4(address: Ipv4Addr) -> AddressKind {
    if BLOCK_PAGES.contains(&address) {
        return AddressKind::BlockPage;
    }
    let within = |(first, length, _): &&Block| shares_prefix(IpAddr::V4(*first), IpAddr::V4(address), *length);
    BLOCKS.iter().find(within).map_or(AddressKind::Public, |(_, _, kind)| *kind)
}

fn kind_v6(address: Ipv6Addr) -> AddressKind {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => AddressKind::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => AddressKind::Loopback,
        [0x64, 0xff9b, 1, ..] | [0xfc00..=0xfdff | 0xfe80..=0xfeff, ..] => AddressKind::Private,
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => AddressKind::Reserved,
        // Global unicast is one eighth of the space; nothing outside it is handed out.
        [0x2000..=0x3fff, ..] => AddressKind::Public,
        _ => AddressKind::Reserved,
    }
}

/// The address inside: mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056), and the long-dead "compatible" form.
pub(super) fn unwrapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let join = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => address,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            join(high, low)
        }
        _ => address,
    }
}

/// Do the first bits of two addresses of the same version agree?
pub(crate) fn shares_prefix(one: IpAddr, other: IpAddr, length: u32) -> bool {
    let different = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()).leading_zeros(),
        _ => return false,
    };
    different >= length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_address_is_known() {
        use AddressKind::*;
        for (text, expected) in [
            ("93.184.215.14", Public),
            ("1.1.1.1", Public),
            ("2606:4700::1111", Public),
            ("64:ff9b::93.184.215.14", Public),
            ("2002:5db8:d70e::1", Public),
            ("0.0.0.0", Unspecified),
            ("0.0.0.1", Reserved),
            ("::", Unspecified),
            ("::ffff:0.0.0.0", Unspecified),
            ("10.1.2.3", Private),
            ("172.15.255.255", Public),
            ("172.16.0.0", Private),
            ("172.31.255.255", Private),
            ("172.32.0.0", Public),
            ("192.168.1.1", Private),
            ("::ffff:192.168.1.1", Private),
            ("::192.168.1.1", Private),
            ("64:ff9b::10.0.0.1", Private),
            ("64:ff9b:1::1", Private),
            ("2002:a00:1::", Private),
            ("fd12:3456::1", Private),
            ("fec0::1", Private),
            ("100.63.255.255", Public),
            ("100.64.0.1", Private),
            ("100.127.255.255", Private),
            ("127.0.0.1", Loopback),
            ("127.9.9.9", Loopback),
            ("::1", Loopback),
            ("::ffff:127.0.0.1", Loopback),
            ("169.254.169.254", Private),
            ("fe80::1", Private),
            ("192.0.2.1", Reserved),
            ("198.51.100.1", Reserved),
            ("203.0.113.1", Reserved),
            ("2001:db8::1", Reserved),
            ("3fff::1", Reserved),
            ("3fff:1000::1", Public),
            ("198.18.0.1", Reserved),
            ("224.0.0.251", Reserved),
            ("255.255.255.255", Reserved),
            ("ff02::fb", Reserved),
            ("4000::1", Reserved),
            ("146.112.61.103", Public),
            ("146.112.61.104", BlockPage),
            ("146.112.61.110", BlockPage),
            ("::ffff:146.112.61.106", BlockPage),
            ("146.112.61.111", Public),
        ] {
            assert_eq!(kind(text.parse().unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn a_prefix_is_compared_within_one_version_only() {
        let shares =
            |one: &str, other: &str, length| shares_prefix(one.parse().unwrap(), other.parse().unwrap(), length);
        assert!(shares("192.0.2.1", "192.0.2.200", 24) && !shares("192.0.2.1", "192.0.3.1", 24));
        assert!(shares("2001:db8::1", "2001:db8:0:9::", 48) && !shares("2001:db8::1", "2001:db8:1::", 48));
        assert!(shares("1.2.3.4", "1.2.3.4", 32) && shares("1.2.3.4", "9.9.9.9", 0));
        assert!(!shares("::", "0.0.0.0", 0));
    }
}
