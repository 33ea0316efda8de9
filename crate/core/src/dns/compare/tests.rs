//! One case per line: what the browser met, what others say, what follows.

use super::*;
use crate::dns::answer::{Rcode, Soa};
use crate::dns::findings::What;
use crate::dns::query::Kind;
use crate::dns::resolver::DEFAULTS;

const HOST: &str = "shop.acme.com";

/// A case: its name, the browser, the answers, the rules that follow with `!` where they are sure and `?` where not.
///
/// The browser is `cannot`, `told` (it heard a reason), `refused`, or an address that it used: `ip:` where a proxy is
/// possible, `direct:` where there is none, `proxy:` where there is one.
/// An answer is `who=what,what…`; who is `cf`, `g`, `q9` (which filters) or `own` (of which nothing is known), and
/// `cf/cd` is an answer with the signatures left unchecked. What is an address, `nx`, `none`, `fail`, `refused`, `out`,
/// `only4` (the other version was not asked for), `>alias`, `4>alias` (only in the answer about that version),
/// `#serial@apex`, `!reason`, `ttl:seconds`.
const CASES: &[(&str, &str, &str, &str)] = &[
    // The browser's own lookup.
    ("others can", "cannot", "cf=5.6.7.8 g=5.6.7.8", "resolver-fails!"),
    ("three can", "cannot", "cf=5.6.7.8 g=5.6.7.8 q9=5.6.7.8", "resolver-fails!"),
    ("one can, one is silent", "cannot", "cf=5.6.7.8 g=out", "resolver-fails?"),
    ("one can, one will not say", "cannot", "cf=5.6.7.8 g=refused", "resolver-fails?"),
    ("a filter can as well as anybody", "cannot", "cf=5.6.7.8 q9=5.6.7.8", "resolver-fails!"),
    ("only the new version is there", "cannot", "cf=2600:1::1 g=2600:1::1", "fine!"),
    ("refused where another hides the name", "refused", "cf=1.1.1.9 g=1.1.1.9 q9=nx,!17", "fine? blocked-elsewhere!"),
    ("both can, a filter hides it", "cannot", "cf=5.6.7.8 g=5.6.7.8 q9=nx,!15", "resolver-fails! blocked-elsewhere!"),
    ("both can, one does not serve us", "cannot", "cf=5.6.7.8 g=5.6.7.8 q9=refused,!18", "resolver-fails!"),
    ("both can, a filter has none", "cannot", "cf=5.6.7.8 g=5.6.7.8 q9=nx", "resolver-fails!"),
    ("one can, one says there is none", "cannot", "cf=5.6.7.8 g=nx", "resolver-fails? propagation?"),
    ("both can, one could not find out", "cannot", "cf=5.6.7.8 g=5.6.7.8 q9=fail", "resolver-fails?"),
    ("the browser heard why", "told", "cf=5.6.7.8 g=5.6.7.8", "blocked!"),
    ("the browser heard why, one can", "told", "cf=5.6.7.8 g=out", "blocked?"),
    ("the browser heard why, and it is so", "told", "cf=nx g=nx", "no-such-name!"),
    ("the address that is none", "ip:0.0.0.0", "cf=5.6.7.8 g=5.6.7.8", "blocked!"),
    ("the address that is none, new version", "ip:::", "cf=5.6.7.8", "blocked!"),
    ("the address that is none, nobody asked", "refused+ip:0.0.0.0", "", "blocked!"),
    ("the zone itself says 0.0.0.0", "ip:0.0.0.0", "cf=0.0.0.0 g=0.0.0.0", "private!"),
    ("a filter's page", "ip:146.112.61.106", "cf=5.6.7.8 g=5.6.7.8", "blocked!"),
    ("a filter's page, mapped", "ip:::ffff:146.112.61.106", "cf=out g=out", "blocked! nobody?"),
    ("this device, no proxy", "direct:127.0.0.1", "cf=5.6.7.8 g=5.6.7.8", "blocked!"),
    ("this device, perhaps a proxy", "ip:127.0.0.1", "cf=5.6.7.8 g=5.6.7.8", "blocked?"),
    ("this device is the proxy", "proxy:127.0.0.1", "cf=5.6.7.8 g=5.6.7.8", "fine?"),
    (
        "an inner address, hidden elsewhere",
        "direct:192.168.1.9",
        "cf=5.6.7.8 g=5.6.7.8 q9=nx,!17",
        "blocked? blocked-elsewhere!",
    ),
    ("an inner address", "direct:192.168.1.9", "cf=5.6.7.8 g=5.6.7.8", "split!"),
    ("an inner address, perhaps a proxy's", "ip:192.168.1.9", "cf=5.6.7.8 g=5.6.7.8", "split?"),
    ("an inner address, unknown outside", "direct:10.0.0.9", "cf=nx g=nx", "split? no-such-name?"),
    ("an inner address, unknown to a filter", "direct:10.0.0.9", "q9=nx", ""),
    ("a provider's shared address", "direct:100.64.3.4", "cf=5.6.7.8 g=5.6.7.8", "split!"),
    ("all is well", "ip:5.6.7.8", "cf=5.6.7.8 g=5.6.7.8", "fine!"),
    ("one of several", "ip:5.6.7.8", "cf=5.6.7.8,5.6.9.1 g=5.6.9.1", "fine!"),
    ("through the translation of versions", "ip:64:ff9b::506:708", "cf=5.6.7.8 g=5.6.7.8", "fine!"),
    ("another failure, nothing known of the address", "refused", "cf=5.6.7.8 g=5.6.7.8", "fine?"),
    ("an old address", "direct:9.9.1.1", "cf=5.6.7.8 g=5.6.7.8", "stale!"),
    ("an old address, perhaps a proxy's", "ip:9.9.1.1", "cf=5.6.7.8 g=5.6.7.8", "stale?"),
    ("an old address, one voice", "direct:9.9.1.1", "cf=5.6.7.8 g=out", "stale?"),
    ("a proxy's address", "proxy:9.9.1.1", "cf=5.6.7.8 g=5.6.7.8", "fine?"),
    ("an address of a name that is gone", "direct:9.9.1.1", "cf=nx g=nx", "stale? no-such-name?"),
    ("a neighbour", "direct:5.6.8.200", "cf=5.6.7.8 g=5.6.7.8", "steered?"),
    ("an address of the other version", "direct:2600:1::1", "cf=5.6.7.8,only4 g=5.6.7.8,only4", ""),
    ("another server of a rented service", "direct:9.9.1.1", "cf=>x.cdn.net,5.6.7.8 g=>x.cdn.net,5.6.7.8", "steered?"),
    (
        "a rented service of which only the old version knows",
        "direct:9.9.1.1",
        "cf=4>x.cdn.net,5.6.7.8 g=4>x.cdn.net,5.6.7.8",
        "steered?",
    ),
    ("each gets another server", "direct:9.9.1.1", "cf=5.6.7.8 g=8.7.6.5", "steered? steered?"),
    // The zone.
    ("no such name", "cannot", "cf=nx,#7@acme.com g=nx,#7@acme.com", "no-such-name!"),
    ("no such name, and a filter has none either", "cannot", "cf=nx g=nx q9=nx", "no-such-name!"),
    ("no such name, one voice", "cannot", "cf=nx g=out", "no-such-name?"),
    ("no such name, only a filter says so", "cannot", "q9=nx", ""),
    ("no such name, only somebody's own says so", "cannot", "own=nx", ""),
    ("a filter has none, one is silent", "cannot", "q9=nx cf=out", ""),
    ("no such domain", "cannot", "cf=nx,#7@com g=nx,#7@com", "no-such-zone!"),
    ("no such top-level domain", "cannot", "cf=nx,#7@ g=nx,#7@", "no-such-zone!"),
    ("no such domain, below a country's registry", "cannot", "cf=nx,#7@co.uk g=nx,#7@co.uk", "no-such-zone!"),
    ("no such name, below a short domain of a country", "cannot", "cf=nx,#7@ibm.de g=nx,#7@ibm.de", "no-such-name!"),
    ("the zones that say so differ", "cannot", "cf=nx,#7@com g=nx,#7@acme.com", "no-such-name!"),
    ("an alias that leads nowhere", "cannot", "cf=nx,>old.host.net g=nx,>old.host.net", "dead-alias!"),
    ("none, and could not find out", "cannot", "cf=nx g=fail", "no-such-name?"),
    ("no address", "cannot", "cf=none g=none", "no-address!"),
    ("no address, only one version asked for", "cannot", "cf=none,only4 g=none,only4", "no-address?"),
    ("no address, only a filter says so", "cannot", "q9=none", ""),
    ("no address, and no such name", "cannot", "cf=none g=nx", "no-such-name?"),
    ("nobody could find out", "cannot", "cf=fail g=fail", "zone-fails!"),
    ("nobody could find out, with a filter", "cannot", "cf=fail,!22 q9=fail", "zone-fails!"),
    ("only filters could not find out", "cannot", "q9=fail own=fail", "zone-fails?"),
    ("one could not find out", "cannot", "cf=fail g=out", "zone-fails?"),
    ("servers that nobody reaches", "cannot", "cf=fail,!22 g=fail,!23", "zone-fails!"),
    ("refused, and the reason is the zone's", "cannot", "cf=refused,!22 g=fail", "zone-fails!"),
    ("bad signatures, by the reason", "cannot", "cf=fail,!6 g=fail,!7", "bad-signatures!"),
    ("bad signatures, shown by not checking", "cannot", "cf=fail g=fail cf/cd=5.6.7.8", "bad-signatures!"),
    ("bad signatures, and broken unchecked too", "cannot", "cf=fail,!6 g=fail cf/cd=fail", "bad-signatures?"),
    ("bad signatures, but one answers", "cannot", "cf=fail,!6 g=5.6.7.8", "resolver-fails? bad-signatures?"),
    ("one's own trouble", "-", "cf=5.6.7.8 g=fail", ""),
    ("nobody could find out, the browser could", "ip:5.6.7.8", "cf=fail g=fail", "zone-fails?"),
    ("limits are no trouble of the zone", "cannot", "cf=fail,!31 g=fail,!14", "nobody?"),
    ("an old answer is given", "-", "cf=5.6.7.8,!3 g=5.6.7.8", "zone-fails? fine?"),
    ("an old no is given", "cannot", "cf=nx,!19 g=nx", "no-such-name! zone-fails?"),
    (
        "a filter's page for one that hides nothing",
        "cannot",
        "cf=146.112.61.106 g=5.6.7.8",
        "resolver-fails? blocked-elsewhere!",
    ),
    ("inner addresses for everybody", "cannot", "cf=10.0.0.1 g=10.0.0.1", "private!"),
    ("inner addresses for one", "cannot", "cf=10.0.0.1 g=nx", "private?"),
    ("an inner and a public address", "ip:5.6.7.8", "cf=10.0.0.1,5.6.7.8 g=5.6.7.8", "fine!"),
    // Agreement.
    ("changed, with versions", "-", "cf=5.6.7.8,#7 g=8.7.6.5,#8", "propagation!"),
    ("changed, the browser had the old", "ip:5.6.7.8", "cf=5.6.7.8,#7 g=8.7.6.5,#8", "fine! propagation!"),
    ("different addresses, one version", "-", "cf=5.6.7.8,#7 g=8.7.6.5,#7", "steered? fine?"),
    ("different addresses, nothing known", "-", "cf=5.6.7.8 g=8.7.6.5", "steered? fine?"),
    ("different addresses, a lowered time", "-", "cf=5.6.7.8,ttl:60 g=8.7.6.5,ttl:40000", "propagation?"),
    ("different addresses, both for long", "-", "cf=5.6.7.8,ttl:50000 g=8.7.6.5,ttl:40000", "steered? fine?"),
    ("one alias, different addresses", "-", "cf=>x.cdn.net,5.6.7.8,#7 g=>x.cdn.net,8.7.6.5,#8", "steered? fine?"),
    ("one operator, different aliases", "-", "cf=>a.cdn.net,5.6.7.8 g=>b.cdn.net,8.7.6.5", "steered? fine?"),
    ("one address in common", "-", "cf=5.6.7.8,5.6.9.9 g=5.6.7.8", "fine?"),
    ("a new name", "cannot", "cf=5.6.7.8,#8 g=nx,#7", "resolver-fails? propagation!"),
    ("an address for one only", "-", "cf=5.6.7.8 g=none", "propagation?"),
    ("a filter's none is no disagreement", "-", "cf=5.6.7.8 q9=nx", "fine?"),
    ("a filter's 0.0.0.0 is no disagreement", "-", "cf=5.6.7.8 g=5.6.7.8 q9=0.0.0.0", "fine? blocked-elsewhere?"),
    ("somebody's own may hide", "cannot", "cf=5.6.7.8 g=5.6.7.8 own=0.0.0.0", "resolver-fails! blocked-elsewhere!"),
    ("forged for all that are asked", "cannot", "cf=1.2.3.4,!4 g=nx,!16", "blocked-elsewhere? blocked-elsewhere?"),
    // Nobody to ask.
    ("nobody was asked", "cannot", "", ""),
    ("nobody could be reached", "cannot", "cf=out g=out q9=out", "nobody!"),
    ("one could not be reached", "cannot", "cf=out", "nobody?"),
    ("nobody could be reached, the name was no trouble", "refused", "cf=out g=out", "nobody?"),
    ("nobody will say", "cannot", "cf=refused g=refused", "nobody?"),
    ("one could not be reached, the other will not say", "cannot", "cf=out g=refused", "nobody?"),
];

fn browser(text: &str) -> Browser {
    let mut browser = Browser::default();
    for part in text.split('+') {
        let used = |prefix: &str| part.strip_prefix(prefix).map(|address| address.parse().unwrap());
        let error = match part {
            "cannot" => Some("net::ERR_NAME_NOT_RESOLVED"),
            "told" => Some("NS_ERROR_DEFINITIVE_UNKNOWN_HOST"),
            "refused" => Some("net::ERR_CONNECTION_REFUSED"),
            _ => None,
        };
        browser.error = browser.error.or(error.map(str::to_owned));
        for (prefix, proxied) in [("ip:", None), ("direct:", Some(false)), ("proxy:", Some(true))] {
            if let Some(address) = used(prefix) {
                (browser.address, browser.proxied) = (Some(address), proxied);
            }
        }
    }
    browser
}

fn resolvers() -> [(&'static str, Resolver); 4] {
    let [cloudflare, google, quad9] = DEFAULTS.clone();
    let own = Resolver::typed("https://doh.acme.com/").unwrap();
    [("cf", cloudflare), ("g", google), ("q9", quad9), ("own", own)]
}

/// The answers to both questions about addresses.
fn heard<'a>(by: &'a Resolver, what: &str) -> Vec<Heard<'a>> {
    let answers = [Kind::A, Kind::Aaaa].map(|kind| Heard { by, said: (what != "out").then(|| answer(kind, what)) });
    answers.into_iter().take(if what.contains("only4") { 1 } else { 2 }).collect()
}

fn answer(kind: Kind, what: &str) -> Answer {
    let mut answer = Answer {
        kind,
        rcode: Rcode::NoError,
        addresses: Vec::new(),
        cname_chain: Vec::new(),
        soa: None,
        extended_errors: Vec::new(),
        ttl: Some(60),
    };
    for part in what.split(',') {
        match part {
            "nx" => answer.rcode = Rcode::NxDomain,
            "fail" => answer.rcode = Rcode::ServFail,
            "refused" => answer.rcode = Rcode::Other(5),
            "none" | "only4" => {}
            _ => detail(&mut answer, part),
        }
    }
    answer
}

fn detail(answer: &mut Answer, part: &str) {
    if let Some((version, target)) = part.split_once('>') {
        if version.is_empty() || answer.kind == Kind::A {
            answer.cname_chain.push(target.into());
        }
    } else if let Some(soa) = part.strip_prefix('#') {
        let (serial, apex) = soa.split_once('@').unwrap_or((soa, "acme.com"));
        answer.soa = Some(Soa { apex: apex.into(), serial: serial.parse().unwrap() });
    } else if let Some(code) = part.strip_prefix('!') {
        answer.extended_errors.push(code.parse().unwrap());
    } else if let Some(ttl) = part.strip_prefix("ttl:") {
        answer.ttl = Some(ttl.parse().unwrap());
    } else {
        let address: IpAddr = part.parse().unwrap();
        if address.is_ipv4() == (answer.kind == Kind::A) {
            answer.addresses.push(address);
        }
    }
}

fn run(met: &str, answers: &str) -> Vec<Finding> {
    let resolvers = resolvers();
    let (mut checked, mut unchecked) = (Vec::new(), Vec::new());
    for (who, what) in answers.split_whitespace().filter_map(|word| word.split_once('=')) {
        let id = who.trim_end_matches("/cd");
        let (_, by) = resolvers.iter().find(|(known, _)| *known == id).unwrap();
        if who == id { &mut checked } else { &mut unchecked }.extend(heard(by, what));
    }
    compare(HOST, &browser(met), &checked, &unchecked)
}

fn told(findings: &[Finding]) -> String {
    let one = |finding: &Finding| format!("{}{}", finding.what.word(), if finding.sure { '!' } else { '?' });
    findings.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_is_told_apart() {
    let wrong: Vec<String> = CASES
        .iter()
        .map(|(name, met, answers, expected)| (name, expected, told(&run(met, answers))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(name, expected, found)| format!("{name}: {found:?} instead of {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mut names: Vec<_> = CASES.iter().map(|(name, ..)| name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CASES.len(), "two cases have one name");
}

#[test]
fn a_missing_answer_makes_nothing_surer() {
    for (name, met, answers, _) in CASES {
        let all = run(met, answers);
        let words: Vec<&str> = answers.split_whitespace().filter(|word| !word.contains("/cd=")).collect();
        for silenced in &words {
            let who = silenced.split('=').next().unwrap();
            let fewer: Vec<_> = answers
                .split_whitespace()
                .map(|word| if word == *silenced { format!("{who}=out") } else { word.into() })
                .collect();
            for finding in run(met, &fewer.join(" ")).iter().filter(|finding| finding.sure) {
                let before =
                    all.iter().filter(|before| before.what.word() == finding.what.word()).any(|before| before.sure);
                // Without the voice that was against it, the others agree; and silence itself is what `nobody` finds.
                let contradicted = words.len() > 2 || finding.what.word() == "nobody";
                assert!(before || contradicted, "{name}, without {who}: {finding:?}");
            }
        }
    }
}

#[test]
fn the_facts_come_along() {
    let address = |text: &str| text.parse::<IpAddr>().unwrap();
    let resolvers = vec!["Cloudflare".to_owned(), "Google".to_owned()];
    let fails = Finding { resolvers, ..Finding::new(What::ResolverFails, true) };
    assert_eq!(run("cannot", "cf=5.6.7.8 g=5.6.7.8"), [fails]);
    let blocked = Finding { sign: Some("0.0.0.0".into()), how: How::Seen, ..Finding::new(What::Blocked, true) };
    assert_eq!(run("ip:0.0.0.0", "cf=5.6.7.8"), [blocked]);
    let (used, addresses) = (Some(address("9.9.1.1")), vec![address("5.6.7.8")]);
    let stale = Finding { used, addresses, ..Finding::new(What::Stale, true) };
    assert_eq!(run("direct:9.9.1.1", "cf=5.6.7.8 g=5.6.7.8"), [stale]);
    let no_zone = Finding { name: Some("com".into()), ..Finding::new(What::NoSuchZone, true) };
    assert_eq!(run("cannot", "cf=nx,#7@com g=nx,#7@com"), [no_zone]);
    let (codes, resolvers) = (vec![6, 7], vec!["Google".into()]);
    let signatures = Finding { resolvers, codes, ..Finding::new(What::BadSignatures, true) };
    assert_eq!(run("cannot", "cf=fail,!6 g=fail,!7 g/cd=5.6.7.8"), [signatures]);
    let changed = Finding { serials: vec![7, 8], ttl: Some(900), ..Finding::new(What::Propagation, true) };
    assert_eq!(run("-", "cf=5.6.7.8,#7 g=8.7.6.5,#8,ttl:900"), [changed]);
    let (resolvers, codes) = (vec!["Quad9".into()], vec![15]);
    let hidden = Finding { resolvers, codes, ..Finding::new(What::BlockedElsewhere, false) };
    assert_eq!(run("-", "q9=nx,!15"), [hidden]);
    for filtered in ["ip:0.0.0.0", "ip:146.112.61.104"] {
        assert_eq!(run(filtered, "").first().map(|finding| finding.how), Some(How::Seen), "{filtered}");
    }
    assert_eq!(run("direct:127.0.0.1", "cf=5.6.7.8").first().map(|finding| finding.how), Some(How::Asked));
}

#[test]
fn hosts_of_the_inside_are_not_spoken_of() {
    let [cloudflare, ..] = &DEFAULTS;
    let answers = heard(cloudflare, "nx");
    for host in ["nas.local", "printer", "192.168.1.1", "5.6.7.8", ""] {
        assert_eq!(compare(host, &browser("cannot"), &answers, &[]), [], "{host}");
    }
    assert_eq!(compare("Shop.ACME.com.", &browser("cannot"), &answers, &[]).len(), 1);
}

#[test]
fn a_flood_of_answers_is_not_read() {
    let [cloudflare, ..] = &DEFAULTS;
    let flood: Vec<_> = (0..10_000).flat_map(|_| heard(cloudflare, "5.6.7.8")).collect();
    assert_eq!(told(&compare(HOST, &browser("cannot"), &flood, &flood)), "resolver-fails?");
}
