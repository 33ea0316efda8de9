#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the numbers here are small or noise")]

use super::record::MAX_REASONS;
use super::wire::*;
use super::*;
use crate::noise::Noise;

fn question() -> Question {
    Question::new("shop.example.com", Kind::A).unwrap()
}

fn read(bytes: &[u8]) -> Option<Answer> {
    Answer::read(bytes, &question(), 0)
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn addresses_are_found_behind_aliases_in_any_order() {
    let records = [
        a("edge.cdn.net", 60, [93, 184, 215, 14]),
        cname("www.cdn.net", 300, "EDGE.cdn.net"),
        cname("Shop.Example.com", 20, "www.CDN.net"),
        a("edge.cdn.net", 60, [93, 184, 215, 14]),
        record(&name("edge.cdn.net"), 28, 1, 60, &[0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        a("elsewhere.example.org", 1, [6, 6, 6, 6]),
        record(&name("edge.cdn.net"), A, 3, 60, &[7, 7, 7, 7]),
        record(&name("edge.cdn.net"), 46, 1, 5, b"a signature, or anything"),
    ];
    let answer = read(&message(ANSWERED, "SHOP.example.com", [&records, &[], &[]])).unwrap();
    assert_eq!(answer.cname_chain, ["www.cdn.net", "edge.cdn.net"]);
    assert_eq!(answer.addresses, [address("93.184.215.14"), address("2001:db8::1")]);
    assert_eq!((answer.rcode, answer.ttl), (Rcode::NoError, Some(20)));
}

#[test]
fn time_in_caches_of_the_web_is_taken_off() {
    let bytes = message(ANSWERED, "shop.example.com", [&[a("shop.example.com", 60, [1, 2, 3, 4])], &[], &[]]);
    let ttl = |age| Answer::read(&bytes, &question(), age).unwrap().ttl;
    assert_eq!([ttl(0), ttl(25), ttl(60), ttl(u32::MAX)], [Some(60), Some(35), Some(0), Some(0)]);
}

#[test]
fn a_no_names_its_zone_and_how_long_it_holds() {
    let start = soa("example.com", 900, 2_026_112_101, 300);
    let answer = read(&message(ANSWERED | 3, "shop.example.com", [&[], &[start], &[]])).unwrap();
    assert_eq!(answer.rcode, Rcode::NxDomain);
    assert_eq!(answer.soa, Some(Soa { apex: "example.com".into(), serial: 2_026_112_101 }));
    assert_eq!(answer.ttl, Some(300));
    // The start of a zone that does not hold the name says nothing.
    let foreign = soa("ample.com", 900, 1, 300);
    let answer = read(&message(ANSWERED | 3, "shop.example.com", [&[], &[foreign], &[]])).unwrap();
    assert_eq!((answer.soa, answer.ttl), (None, None));
    // Behind an alias it is the zone of the target; the root holds everything.
    let records = [cname("shop.example.com", 60, "gone.host.net")];
    let answer = read(&message(ANSWERED | 3, "shop.example.com", [&records, &[soa("", 900, 7, 30)], &[]])).unwrap();
    assert_eq!((answer.soa, answer.ttl), (Some(Soa { apex: String::new(), serial: 7 }), Some(30)));
}

#[test]
fn reasons_are_kept_by_their_codes_and_bounded() {
    let opt = edns(0, &[(15, b"blocked by\r\nhouse rules"), (6, b""), (0, b"\xff\xfe")]);
    let answer = read(&message(ANSWERED | 2, "shop.example.com", [&[], &[], &[opt]])).unwrap();
    assert_eq!(answer.extended_errors, [15, 6, 0]);
    let again: (u16, &[u8]) = (15, b"again");
    let many = edns(0, &[again; 40]);
    let answer = read(&message(ANSWERED, "shop.example.com", [&[], &[], &[many]])).unwrap();
    assert_eq!(answer.extended_errors.len(), MAX_REASONS);
}

#[test]
fn the_code_is_put_together_of_both_parts() {
    let code = |flags, opt: &[Vec<u8>]| read(&message(flags, "shop.example.com", [&[], &[], opt])).unwrap().rcode;
    assert_eq!(code(ANSWERED | 2, &[]), Rcode::ServFail);
    assert_eq!(code(ANSWERED | 5, &[edns(0, &[])]), Rcode::Other(5));
    assert_eq!(code(ANSWERED, &[edns(1, &[])]), Rcode::Other(16));
}

#[test]
fn what_is_no_answer_to_the_question_is_not_read() {
    let good = [a("shop.example.com", 60, [1, 2, 3, 4])];
    let of = |flags, asked: &str| read(&message(flags, asked, [&good, &[], &[]]));
    assert!(of(ANSWERED, "shop.example.com").is_some());
    assert_eq!(of(0x0100, "shop.example.com"), None);
    assert_eq!(of(0xa800, "shop.example.com"), None);
    assert_eq!(of(ANSWERED | 0x0200, "shop.example.com"), None);
    assert_eq!(of(ANSWERED, "shop.example.org"), None);
    let other_type = Question::new("shop.example.com", Kind::Soa).unwrap();
    let bytes = message(ANSWERED, "shop.example.com", [&good, &[], &[]]);
    assert_eq!(Answer::read(&bytes, &other_type, 0), None);
    assert_eq!(read(&[]), None);
    assert_eq!(read(&[0; 11]), None);
    assert_eq!(read(&vec![0; MAX_BYTES + 1]), None);
    // The question was not understood, which the header alone says.
    let head: Vec<u8> = [0, ANSWERED | 1, 0, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&head).map(|answer| answer.rcode), Some(Rcode::Other(1)));
    let head: Vec<u8> = [0, ANSWERED, 0, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&head), None);
}

#[test]
fn circles_end() {
    let of = |records: &[Vec<u8>]| read(&message(ANSWERED, "shop.example.com", [records, &[], &[]]));
    assert_eq!(of(&[cname("shop.example.com", 1, "shop.example.com")]), None);
    let circle = [cname("shop.example.com", 1, "a.net"), cname("a.net", 1, "b.net"), cname("b.net", 1, "a.net")];
    assert_eq!(of(&circle), None);
    let mut long = vec![cname("shop.example.com", 1, "0.net")];
    long.extend((0..40).map(|n| cname(&format!("{n}.net"), 1, &format!("{}.net", n + 1))));
    assert_eq!(of(&long), None);
    // A compression pointer that points at itself, and two that point at each other.
    let at = 12 + 18 + 4;
    for pointer in [at, at + 2, at - 1] {
        let owner = (0xc000 | pointer as u16).to_be_bytes();
        assert_eq!(of(&[record(&owner, A, 1, 1, &[1, 2, 3, 4])]), None, "{pointer}");
    }
}

#[test]
fn lies_about_counts_and_lengths_are_noticed() {
    let good = message(ANSWERED, "shop.example.com", [&[a("shop.example.com", 60, [1, 2, 3, 4])], &[], &[]]);
    for (at, count) in [(7, 2), (9, 1), (11, 9)] {
        let mut bytes = good.clone();
        bytes[at] = count;
        assert_eq!(read(&bytes), None, "{at}");
    }
    let mut bytes = good.clone();
    bytes[6] = 0xff;
    assert_eq!(read(&bytes), None);
    for data in [&[1, 2, 3][..], &[1, 2, 3, 4, 5], &[]] {
        let bytes = message(ANSWERED, "shop.example.com", [&[record(&name("x"), A, 1, 1, data)], &[], &[]]);
        assert_eq!(read(&bytes), None);
    }
}

fn is_bounded(answer: &Answer) -> bool {
    let mut names = answer.cname_chain.iter().chain(answer.soa.as_ref().map(|soa| &soa.apex)).map(String::len);
    answer.addresses.len() <= MAX_ADDRESSES
        && answer.cname_chain.len() <= MAX_ALIASES
        && answer.extended_errors.len() <= MAX_REASONS
        && names.all(|length| length <= 1024)
}

#[test]
fn no_message_does_harm() {
    let rich = message(
        ANSWERED,
        "shop.example.com",
        [
            &[cname("shop.example.com", 9, "a.net"), a("a.net", 60, [1, 2, 3, 4]), soa("net", 9, 1, 2)],
            &[soa("example.com", 60, 5, 60)],
            &[edns(0, &[(15, b"blocked"), (22, b"")])],
        ],
    );
    assert!(read(&rich).is_some());
    for end in 0..rich.len() {
        assert!(read(&rich[..end]).is_none(), "{end}");
    }
    let mut noise = Noise(0x1234_5678_9abc_def1);
    let mut readable = 0;
    for round in 0..60_000 {
        let mut bytes = rich.clone();
        match round % 3 {
            0 => bytes[noise.below(rich.len())] ^= 1 << noise.below(8),
            1 => (0..=noise.below(12)).for_each(|_| bytes[noise.below(rich.len())] = noise.below(256) as u8),
            _ => {
                let length = noise.below(400);
                // A good head and question let the noise reach further in.
                let keep = [0, 12, 34][noise.below(3)].min(length);
                bytes = rich[..keep].iter().copied().chain((keep..length).map(|_| noise.below(256) as u8)).collect();
            }
        }
        if let Some(answer) = read(&bytes) {
            assert!(is_bounded(&answer), "{bytes:x?}");
            readable += 1;
        }
    }
    assert!(readable > 5_000, "the noise is too wild to reach the inside: {readable}");
}

#[test]
fn the_longest_message_is_read_in_bounded_time() {
    // Every record's name is a chain of pointers, each one a step longer than the one before.
    let mut bytes = message(ANSWERED, "shop.example.com", [&[], &[], &[]]);
    bytes[6..8].copy_from_slice(&512_u16.to_be_bytes());
    for n in 0..512_usize {
        let back = if n == 0 { 12 } else { bytes.len() - 2 - 12 - 2 };
        bytes.extend([1, b'a']);
        bytes.extend((0xc000 | back.min(0x3fff) as u16).to_be_bytes());
        bytes.extend(&record(&[], A, 1, 1, &[1, 2, 3, 4])[..]);
    }
    let _ = read(&bytes);
    let many: Vec<_> = (0..512).map(|n| a("shop.example.com", 60, [9, 9, (n >> 8) as u8, n as u8])).collect();
    let answer = read(&message(ANSWERED, "shop.example.com", [&many, &[], &[]])).unwrap();
    assert_eq!(answer.addresses.len(), MAX_ADDRESSES);
}
