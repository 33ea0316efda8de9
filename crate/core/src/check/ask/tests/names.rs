//! What other resolvers say of the name. The messages are those of the name system, byte by byte.

use super::*;
use crate::dns::answer::wire::{a, cname, edns, message_of, record, soa};
use crate::dns::{DEFAULTS, Kind, Question, Resolver};

const HOST: &str = "shop.example.com";
const NXDOMAIN: u16 = 0x8183;
const SERVFAIL: u16 = 0x8182;
const NOERROR: u16 = 0x8180;

/// A question as its address spells it: the resolver's name, the kind, whether signatures stay unchecked.
fn question(url: &str, host: &str) -> (String, Kind, bool) {
    for by in &DEFAULTS {
        for kind in [Kind::A, Kind::Aaaa, Kind::Soa] {
            let plain = Question::new(host, kind).unwrap();
            for (question, unchecked) in [(plain.clone(), false), (plain.unchecked(), true)] {
                if [question.url(by), question.direct_url(by)].iter().flatten().any(|door| door == url) {
                    return (by.name.to_string(), kind, unchecked);
                }
            }
        }
    }
    panic!("{url} is no question")
}

#[allow(clippy::unnecessary_wraps, reason = "it stands among replies that are none")]
fn said(kind: Kind, flags: u16, sections: [&[Vec<u8>]; 3]) -> Came {
    let body = message_of(flags, HOST, kind.number(), sections);
    Ok(Answered { status: 200, body, ..Answered::default() })
}

/// What a resolver says of a name that is fine.
fn found(kind: Kind, address: [u8; 4]) -> Came {
    let zone = soa("example.com", 900, 7, 300);
    match kind {
        Kind::A => said(kind, NOERROR, [&[a(HOST, 300, address)], &[], &[]]),
        Kind::Aaaa | Kind::Soa => said(kind, NOERROR, [&[], &[zone], &[]]),
    }
}

fn no_such_name(kind: Kind) -> Came {
    said(kind, NXDOMAIN, [&[], &[soa("example.com", 900, 7, 300)], &[]])
}

fn could_not(kind: Kind, code: u16) -> Came {
    said(kind, SERVFAIL, [&[], &[], &[edns(0, &[(code, b"")])]])
}

fn words(outcome: &Outcome) -> Vec<(&'static str, bool)> {
    let Outcome::Compared(findings) = outcome else { panic!("{outcome:?}") };
    findings.iter().map(|finding| (finding.what.word(), finding.sure)).collect()
}

fn not_resolved() -> Case {
    net_error(CART, "net::ERR_NAME_NOT_RESOLVED")
}

/// The outcome where resolvers answer by their name, the kind, and whether they check signatures.
fn names(case: &Case, mut world: impl FnMut(&str, Kind, bool) -> Came) -> (Outcome, Vec<Exchange>) {
    run(case, Check::Names, |_, request| {
        let (by, kind, unchecked) = question(&request.url, HOST);
        world(&by, kind, unchecked)
    })
}

#[test]
fn who_asks_a_resolver_outside_of_a_check_asks_it_alike_and_nobody_else() {
    let (_, exchanges) = names(&not_resolved(), |_, kind, _| no_such_name(kind));
    assert!(!exchanges.is_empty());
    for Exchange { request, .. } in &exchanges {
        assert_eq!(&to_resolver(request.url.clone()), request);
        assert!(!request.follows && !request.cookies, "{request:?}");
    }
}

#[test]
fn what_resolvers_say_is_compared_with_what_the_browser_met() {
    let (outcome, exchanges) = names(&not_resolved(), |_, kind, _| found(kind, [5, 6, 7, 8]));
    assert_eq!(words(&outcome), [("resolver-fails", true)]);
    assert_eq!((outcome.answer(), exchanges.len()), (Some(Answer::NamesResolver), 9));
    let (outcome, _) = names(&not_resolved(), |_, kind, _| no_such_name(kind));
    assert_eq!((words(&outcome), outcome.answer()), (vec![("no-such-name", true)], Some(Answer::NamesZone)));
    let blocked = |by: &str, kind| match by {
        "Quad9" => said(kind, NXDOMAIN, [&[], &[], &[edns(0, &[(15, b"blocked")])]]),
        _ => found(kind, [5, 6, 7, 8]),
    };
    let (outcome, _) = names(&not_resolved(), |by, kind, _| blocked(by, kind));
    assert_eq!(words(&outcome), [("resolver-fails", true), ("blocked-elsewhere", true)]);
    let (outcome, _) = names(&not_resolved(), |_, _, _| failed(""));
    assert_eq!((words(&outcome), outcome.answer()), (vec![("nobody", true)], Some(Answer::NamesNobody)));
    let (outcome, _) = names(&not_resolved(), |_, _, _| answer(503, &[], "<p>no"));
    assert_eq!(outcome.answer(), Some(Answer::NamesNobody));
    let (outcome, _) = names(&not_resolved(), |_, _, _| answer(200, &[], "<p>no"));
    assert_eq!(outcome.answer(), Some(Answer::NamesNobody));
    let changed = |by: &str, kind| {
        let zone = soa("example.com", 900, if by == "Google" { 8 } else { 7 }, 300);
        match (kind, by) {
            (Kind::A, "Google") => found(kind, [8, 7, 6, 5]),
            (Kind::A, _) => found(kind, [5, 6, 7, 8]),
            _ => said(kind, NOERROR, [&[], &[zone], &[]]),
        }
    };
    let (outcome, _) = names(&net_error(CART, "net::ERR_CONNECTION_TIMED_OUT"), |by, kind, _| changed(by, kind));
    assert_eq!((words(&outcome), outcome.answer()), (vec![("propagation", true)], Some(Answer::NamesDisagree)));
}

#[test]
fn the_address_that_the_browser_used_is_held_against_the_answers() {
    let used = |ip: &str| {
        let mut case = answered(CART, nginx(502));
        case.observations[0].ip = Some(ip.into());
        names(&case, |_, kind, _| found(kind, [5, 6, 7, 8])).0
    };
    assert_eq!(words(&used("5.6.7.8")), [("fine", true)]);
    assert_eq!(words(&used("9.9.1.1")), [("stale", false)]);
    assert_eq!(words(&used("0.0.0.0")), [("blocked", true)]);
    assert_eq!(words(&used("198.18.0.9")), [("split", false)]);
}

#[test]
fn who_could_not_find_out_is_asked_once_more_without_checking() {
    let (outcome, exchanges) =
        names(
            &not_resolved(),
            |_, kind, unchecked| {
                if unchecked { found(kind, [5, 6, 7, 8]) } else { could_not(kind, 6) }
            },
        );
    assert_eq!((words(&outcome), exchanges.len()), (vec![("bad-signatures", true)], 12));
    let (outcome, exchanges) = names(&not_resolved(), |_, kind, _| could_not(kind, 22));
    assert_eq!((words(&outcome), exchanges.len()), (vec![("zone-fails", true)], 12));
    // One of three: only that one is asked again.
    let (_, exchanges) =
        names(
            &not_resolved(),
            |by, kind, _| {
                if by == "Google" { could_not(kind, 0) } else { found(kind, [5, 6, 7, 8]) }
            },
        );
    assert_eq!(exchanges.len(), 10);
    // The zone alone is no reason.
    let (_, exchanges) =
        names(
            &not_resolved(),
            |_, kind, _| if kind == Kind::Soa { could_not(kind, 0) } else { found(kind, [5, 6, 7, 8]) },
        );
    assert_eq!(exchanges.len(), 9);
}

#[test]
fn an_interrupted_comparison_goes_on_where_it_was() {
    let world = |_: usize, request: &Request| {
        let (_, kind, unchecked) = question(&request.url, HOST);
        if unchecked { found(kind, [5, 6, 7, 8]) } else { could_not(kind, 6) }
    };
    let (whole, all) = run(&not_resolved(), Check::Names, world);
    for kept in 0..all.len() {
        let (outcome, exchanges) = go_on(&not_resolved(), Check::Names, all[..kept].to_vec(), world);
        assert_eq!((outcome, exchanges.len()), (whole.clone(), 12), "{kept}");
    }
}

#[test]
fn who_answers_nothing_until_the_time_is_up_is_not_asked_by_name() {
    let (outcome, exchanges) = run(&not_resolved(), Check::Names, |_, _| Err(Lost::TimedOut));
    assert_eq!((outcome.answer(), exchanges.len()), (Some(Answer::NamesNobody), 9));
    let (outcome, exchanges) = run(&not_resolved(), Check::Names, |_, _| failed(""));
    assert_eq!((outcome.answer(), exchanges.len()), (Some(Answer::NamesNobody), 12));
}

#[test]
fn who_may_not_be_asked_has_said_nothing() {
    assert_eq!(outcome(&not_resolved(), Check::Names, &Err(Lost::NotAllowed)), not(Why::NoAccess));
    let (outcome, _) = names(&not_resolved(), |by, kind, _| match by {
        "Quad9" => Err(Lost::NotAllowed),
        "Google" => Err(Lost::TimedOut),
        _ => found(kind, [5, 6, 7, 8]),
    });
    assert_eq!(words(&outcome), [("resolver-fails", false)]);
}

#[test]
fn the_resolvers_are_the_visitors_choice_and_hear_no_name_of_the_inside() {
    let own = Resolver::typed("https://dns.aa.net.uk").unwrap();
    let mut case = not_resolved();
    case.settings.resolvers = vec![own];
    let Step::Send(requests) = step(&case, Check::Names, &[]) else { panic!("nothing is asked") };
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert!(request.url.starts_with("https://dns.aa.net.uk/dns-query?dns=AAABAAAB"));
        assert_eq!(request.headers, [("Accept", "application/dns-message".to_owned())]);
    }
    case.settings.resolvers.clear();
    assert_eq!(step(&case, Check::Names, &[]), Step::could_not(Why::Unknown));
    for url in ["https://wiki.corp/", "https://10.0.0.1/", "https://93.184.215.14/", "https://u:p@shop.example.com/"] {
        let case = net_error(url, "net::ERR_NAME_NOT_RESOLVED");
        assert_eq!(step(&case, Check::Names, &[]), Step::could_not(Why::Unknown), "{url}");
    }
}

#[test]
fn time_in_caches_of_the_web_is_taken_off() {
    let mut case = answered(CART, nginx(502));
    case.observations[0].ip = Some("5.6.7.8".into());
    let (_, exchanges) = names(&case, |_, kind, _| {
        let aged = Headers::from([("age", "240")]);
        found(kind, [5, 6, 7, 8]).map(|answered| Answered { headers: aged, ..answered })
    });
    assert_eq!(name_facts(&case, &exchanges).ttl_s, Some(60));
}

#[test]
fn what_the_answers_show_is_told_as_name_facts() {
    type Shown = (Vec<String>, Vec<String>, Option<&'static str>, Option<String>, Option<u32>);
    let shown = |exchanges: &[Exchange]| -> Shown {
        let facts = name_facts(&not_resolved(), exchanges);
        let addresses = facts.addresses.iter().map(ToString::to_string).collect();
        (addresses, facts.aliases, facts.service.map(|vendor| vendor.id), facts.zone, facts.ttl_s)
    };
    let (_, exchanges) = names(&not_resolved(), |_, kind, _| found(kind, [5, 6, 7, 8]));
    assert_eq!(shown(&exchanges), (vec!["5.6.7.8".into()], vec![], None, Some("example.com".into()), Some(300)));
    let (_, exchanges) = names(&not_resolved(), |_, kind, _| {
        let to_cloud = cname(HOST, 60, "shop.example.com.cdn.cloudflare.net");
        let address = a("shop.example.com.cdn.cloudflare.net", 300, [104, 16, 1, 1]);
        let odd = record(&[3, b'a', b' ', b'b', 0], 5, 1, 60, &[0]);
        said(kind, NOERROR, [&[to_cloud, address, odd], &[soa("cloudflare.net", 900, 7, 300)], &[]])
    });
    let aliases = vec!["shop.example.com.cdn.cloudflare.net".into()];
    assert_eq!(shown(&exchanges), (vec!["104.16.1.1".into()], aliases, Some("cloudflare"), None, Some(60)));
    // For a name that does not exist, the zone above may be that of a whole registry.
    let (_, exchanges) = names(&not_resolved(), |_, kind, _| no_such_name(kind));
    assert_eq!(shown(&exchanges), (vec![], vec![], None, None, Some(300)));
    assert_eq!(shown(&[]), Shown::default());
}

#[test]
fn where_the_lookup_fails_nobody_is_asked_for_the_way_to_a_resolver() {
    let at = |exchanges: &[Exchange], door: &str| exchanges.iter().filter(|one| one.request.url.contains(door)).count();
    let (_, exchanges) = names(&not_resolved(), |_, kind, _| found(kind, [5, 6, 7, 8]));
    assert_eq!((at(&exchanges, "//1.1.1.1/"), at(&exchanges, "//8.8.8.8/"), at(&exchanges, "//9.9.9.9/")), (3, 3, 3));
    let (_, exchanges) = names(&net_error(CART, "net::ERR_CONNECTION_REFUSED"), |_, kind, _| found(kind, [5, 6, 7, 8]));
    assert_eq!((at(&exchanges, "//cloudflare-dns.com/"), at(&exchanges, "//1.1.1.1/")), (3, 0));
}

#[test]
fn a_network_without_such_addresses_is_asked_by_name_after_all() {
    let case = not_resolved();
    let (outcome, exchanges) = run(&case, Check::Names, |_, request| {
        let (_, kind, _) = question(&request.url, HOST);
        let by_name = DEFAULTS.iter().any(|by| request.url.starts_with(by.url.as_ref()));
        if by_name { found(kind, [5, 6, 7, 8]) } else { failed("net::ERR_ADDRESS_UNREACHABLE") }
    });
    assert_eq!((words(&outcome), exchanges.len()), (vec![("resolver-fails", true)], 12));
    // Nothing is left for a second round then, and what was said counts all the same.
    let (outcome, exchanges) = run(&case, Check::Names, |_, request| {
        let (_, kind, _) = question(&request.url, HOST);
        if request.url.contains("dns.") { could_not(kind, 22) } else { failed("net::ERR_ADDRESS_UNREACHABLE") }
    });
    assert_eq!((words(&outcome), exchanges.len()), (vec![("zone-fails", true)], 12));
}
