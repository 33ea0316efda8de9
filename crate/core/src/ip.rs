//! Writing the addresses of computers: as the standard library does it (RFC 5952), but without what that brings along
//! for widths, and for any other way of writing.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::ops::Range;

use crate::quantity::{decimal, digits};
use crate::text::join;

/// The address as people write it.
pub(crate) fn text(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => four(address),
        IpAddr::V6(address) => six(address),
    }
}

fn four(address: Ipv4Addr) -> String {
    join(&address.octets().map(decimal), ".")
}

fn six(address: Ipv6Addr) -> String {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return join(&["::ffff:", &four(mapped)], "");
    }
    let groups = address.segments().map(|group| digits(u64::from(group), 16, 1));
    let zeros = most_zeros(&groups);
    match (groups.get(..zeros.start), groups.get(zeros.end..)) {
        (Some(before), Some(after)) if zeros.len() > 1 => join(&[join(before, ":"), join(after, ":")], "::"),
        _ => join(&groups, ":"),
    }
}

/// Where most zeros follow one another; of equals the first.
fn most_zeros(groups: &[String]) -> Range<usize> {
    let (mut most, mut start) = (0..0, 0);
    for (place, group) in groups.iter().enumerate() {
        if group != "0" {
            start = place + 1;
        } else if place + 1 - start > most.len() {
            most = start..place + 1;
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::text;
    use core::net::{IpAddr, Ipv6Addr};

    #[test]
    fn addresses_are_written_as_the_standard_library_does() {
        for written in ["0.0.0.0", "192.0.2.255", "::ffff:192.0.2.1", "2001:db8::a0b:1", "fe80::"] {
            assert_eq!(text(written.parse().unwrap()), written);
        }
        // Every way in which groups can be zero.
        for zeros in 0..=u8::MAX {
            let groups = [0, 1, 2, 3, 4, 5, 6, 7].map(|at| if zeros >> at & 1 == 1 { 0 } else { 0x0a0 + at });
            let address = IpAddr::V6(Ipv6Addr::from(groups));
            assert_eq!(text(address), address.to_string());
        }
    }
}
