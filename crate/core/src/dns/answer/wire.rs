//! DNS messages, put together byte by byte for tests.
#![allow(clippy::cast_possible_truncation, reason = "the numbers here are small")]

pub(crate) const A: u16 = 1;
pub(crate) const CNAME: u16 = 5;
pub(crate) const SOA: u16 = 6;
pub(crate) const OPT: u16 = 41;

/// An answer that recursion made.
pub(crate) const ANSWERED: u16 = 0x8180;

pub(crate) fn name(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in text.split('.').filter(|label| !label.is_empty()) {
        bytes.push(label.len() as u8);
        bytes.extend(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

pub(crate) fn record(owner: &[u8], rtype: u16, class: u16, ttl: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = owner.to_vec();
    bytes.extend(rtype.to_be_bytes());
    bytes.extend(class.to_be_bytes());
    bytes.extend(ttl.to_be_bytes());
    bytes.extend((data.len() as u16).to_be_bytes());
    bytes.extend(data);
    bytes
}

pub(crate) fn a(owner: &str, ttl: u32, address: [u8; 4]) -> Vec<u8> {
    record(&name(owner), A, 1, ttl, &address)
}

pub(crate) fn cname(owner: &str, ttl: u32, target: &str) -> Vec<u8> {
    record(&name(owner), CNAME, 1, ttl, &name(target))
}

pub(crate) fn soa(owner: &str, ttl: u32, serial: u32, minimum: u32) -> Vec<u8> {
    let mut data = [name("ns.example.com"), name("root.example.com")].concat();
    for number in [serial, 7200, 3600, 86400, minimum] {
        data.extend(number.to_be_bytes());
    }
    record(&name(owner), SOA, 1, ttl, &data)
}

/// The record of EDNS, with reasons; `high` are the upper bits of the code.
pub(crate) fn edns(high: u8, reasons: &[(u16, &[u8])]) -> Vec<u8> {
    let mut data = Vec::new();
    for (code, text) in reasons {
        data.extend([0, 15]);
        data.extend((text.len() as u16 + 2).to_be_bytes());
        data.extend(code.to_be_bytes());
        data.extend(*text);
    }
    record(&[0], OPT, 1232, u32::from(high) << 24, &data)
}

/// An answer to the question for addresses of the fourth version.
pub(crate) fn message(flags: u16, asked: &str, sections: [&[Vec<u8>]; 3]) -> Vec<u8> {
    message_of(flags, asked, A, sections)
}

pub(crate) fn message_of(flags: u16, asked: &str, kind: u16, sections: [&[Vec<u8>]; 3]) -> Vec<u8> {
    let counts = sections.map(|section| section.len() as u16);
    let head = [0, flags, 1, counts[0], counts[1], counts[2]];
    let mut bytes: Vec<u8> = head.into_iter().flat_map(u16::to_be_bytes).collect();
    bytes.extend(name(asked));
    bytes.extend([kind, 1].into_iter().flat_map(u16::to_be_bytes));
    bytes.extend(sections.concat().concat());
    bytes
}
