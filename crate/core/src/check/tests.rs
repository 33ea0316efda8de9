use super::*;
use crate::body::Body;
use crate::headers::Headers;
use crate::message::Message;
use crate::observation::{How, Observation};
use crate::words::{Scope, State};

fn case(observation: Observation) -> Case {
    let settings = Settings { outside: true, ..Settings::default() };
    Case { observations: vec![observation], settings, ..Case::default() }
}

fn net_error(error: &str, url: &str) -> Case {
    case(Observation { error: Some(error.into()), url: url.into(), ..Observation::default() })
}

fn answered(status: u16, server: &str) -> Case {
    case(Observation {
        url: "https://shop.example.com/cart".into(),
        status: Some(status),
        headers: Some(Headers::from([("server", server), ("cf-ray", "8a1b2c3d4e5f6a7b-FRA")])),
        body: Some(Body::from("<title>Sorry</title>".to_owned())),
        ..Observation::default()
    })
}

fn with(mut case: Case, answers: &[Answer]) -> Case {
    for answer in answers {
        case.outcomes.set(answer.check(), Outcome::Answered(*answer)).unwrap();
    }
    case
}

fn step(case: &Case) -> Result<Check, Stop> {
    super::next(case)
}

fn next(case: &Case) -> Option<Check> {
    step(case).ok()
}

fn deciding(case: &Case) -> Option<Check> {
    Assessment::of(case).deciding()
}

fn applies(case: &Case, check: Check) -> bool {
    Assessment::of(case).calls_for(check)
}

const SHOP: &str = "https://shop.example.com/cart";

#[test]
fn a_check_makes_sense_only_where_it_can_tell_something() {
    let (name, page) = (net_error("net::ERR_NAME_NOT_RESOLVED", SHOP), answered(522, "cloudflare"));
    for (check, for_name, for_page) in [
        (Check::Again, true, true),
        (Check::Several, false, false),
        (Check::WithoutCookies, false, true),
        (Check::Root, false, true),
        (Check::OtherName, true, false),
        (Check::OtherScheme, true, false),
        (Check::EdgeAlive, false, true),
        (Check::EdgeExplains, false, true),
        (Check::VendorStatus, false, true),
        (Check::Control, true, false),
        (Check::Names, true, false),
        (Check::Outside, true, true),
    ] {
        assert_eq!((applies(&name, check), applies(&page, check)), (for_name, for_page), "{check}");
    }
    assert!(applies(&with(page.clone(), &[Answer::AgainGood]), Check::Several));
    let [outside, site_status] = [Check::Outside, Check::SiteStatus];
    let proxy = net_error("net::ERR_PROXY_CONNECTION_FAILED", SHOP);
    assert!(!applies(&proxy, outside) && !applies(&proxy, site_status) && applies(&name, site_status));
    assert!(!applies(&net_error("net::ERR_BLOCKED_BY_CLIENT", SHOP), Check::Again));
    assert!(applies(&net_error("net::ERR_CERT_COMMON_NAME_INVALID", SHOP), Check::OtherName));
    let circles = net_error("net::ERR_TOO_MANY_REDIRECTS", SHOP);
    let bare = |case: &Case| applies(&with(case.clone(), &[Answer::WithoutCookiesGood]), Check::Several);
    assert!(bare(&page) && !bare(&circles));
    let mut flaps = page.clone();
    flaps.outcomes.set(Check::Several, Outcome::Counted { good: 2, of: 4 }).unwrap();
    assert!(!applies(&flaps, Check::WithoutCookies));
    let mut by_proxy = page;
    by_proxy.observations[0].headers = Some(Headers::from([("via", "1.1 proxy (squid)")]));
    assert!(applies(&by_proxy, Check::Control));
    assert!(!applies(&net_error("net::ERR_EMPTY_RESPONSE", "https://shop.example.com/"), Check::Root));
    assert!(!applies(&net_error("net::ERR_EMPTY_RESPONSE", "https://shop.example.com/#/cart"), Check::Root));
    assert!(applies(&net_error("net::ERR_EMPTY_RESPONSE", "https://shop.example.com?id=7"), Check::Root));
}

#[test]
fn a_form_is_not_sent_again_and_its_address_tells_nothing_of_it() {
    let mut form = answered(502, "nginx");
    form.observations[0].method = "POST".into();
    for check in [Check::Again, Check::Several, Check::WithoutCookies] {
        assert!(!applies(&with(form.clone(), &[Answer::RootFailing]), check), "{check}");
    }
    assert!(applies(&form, Check::Root));
    let good = Observation { how: How::Asked, method: "GET".into(), status: Some(200), ..Observation::default() };
    let state = |case: Case| diagnose_case(&with(case, &[Answer::AgainGood])).state;
    let mut later = form.clone();
    later.observations.push(good);
    assert_eq!((state(form.clone()), state(later.clone())), (State::Failed, State::Failed));
    assert_ne!(diagnose_case(&form).would_decide, Some(Message::new("check_again")));
    later.observations[0].method = "HEAD".into();
    assert_eq!(state(later), State::Recovered);
}

#[test]
fn a_page_whose_address_is_not_known_to_its_end_is_not_asked_for_again() {
    let mut long = answered(522, "cloudflare");
    long.observations[0].url = format!("{SHOP}?{}", "x".repeat(9_000));
    long.observations[0] = long.observations[0].clone().bounded();
    let long = with(long, &[Answer::RootFailing]);
    for check in [Check::Again, Check::Several, Check::WithoutCookies, Check::EdgeExplains] {
        assert!(!applies(&long, check), "{check}");
    }
    assert!(applies(&long, Check::Root));
}

#[test]
fn a_page_that_asks_for_a_name_is_not_asked_for_again() {
    let sign_in = with(answered(401, "nginx"), &[Answer::RootFailing]);
    for check in [Check::Again, Check::Several, Check::WithoutCookies] {
        assert!(!applies(&sign_in, check), "{check}");
    }
    assert!(applies(&sign_in, Check::Root));
}

#[test]
fn nothing_is_asked_through_a_proxy_that_waits_for_its_password() {
    let locked = answered(407, "squid");
    assert!(Check::ALL.iter().all(|&check| !applies(&locked, check)));
}

#[test]
fn names_of_the_inside_and_passwords_are_told_to_nobody() {
    for url in ["https://wiki.corp/a", "http://10.0.0.1/", "https://printer/", "https://me:secret@shop.example.com/"] {
        let case = net_error("net::ERR_CONNECTION_TIMED_OUT", url);
        for &check in Check::ALL.iter().filter(|check| check.limits().asks == Asks::ToldTheName) {
            assert!(!applies(&case, check), "{check} of {url}");
        }
        assert!(applies(&case, Check::Again) && applies(&case, Check::Control));
    }
}

#[test]
fn a_name_that_led_to_a_place_of_the_inside_is_told_to_nobody() {
    let told = |ip: &str, proxied: Option<bool>| {
        let mut case = answered(502, "nginx");
        case.observations.push(Observation { ip: Some(ip.into()), proxied, ..Observation::default() });
        let of_the_name = Check::ALL.iter().filter(|check| check.limits().asks == Asks::ToldTheName);
        let told = of_the_name.filter(|check| applies(&case, **check)).count();
        let refused = ask::step(&case, Check::Archive, &[]) == ask::Step::Done(Outcome::CouldNotRun(Why::Unknown));
        assert_eq!(refused, told == 0, "{ip}");
        told
    };
    for ip in ["10.0.0.7", "fd12:3456::1", "100.64.1.2", "169.254.1.1", "fe80::1", "127.0.0.1", "::1"] {
        assert_eq!(told(ip, Some(false)), 0, "{ip}");
        // Chromium does not report proxies, and internal addresses there are no reason to tell anybody of a site.
        assert_eq!(told(ip, None) == 4, ip == "127.0.0.1" || ip == "::1", "{ip}");
        assert_eq!(told(ip, Some(true)), 4, "the address of a proxy says nothing of the name");
    }
    for ip in ["93.184.215.14", "0.0.0.0", "146.112.61.104", "198.18.0.9"] {
        assert_eq!(told(ip, None), 4, "{ip}");
    }
}

#[test]
fn a_check_is_run_only_where_browser_and_visitor_allow_it() {
    let mut case = net_error("net::ERR_NAME_NOT_RESOLVED", SHOP);
    assert!(case.settings.allows(Check::Names) && case.settings.allows(Check::Control));
    case.settings.tier = Tier::Click;
    assert!(
        case.settings.allows(Check::Names)
            && case.settings.allows(Check::Again)
            && !case.settings.allows(Check::Control)
    );
    case.settings.tier = Tier::FirefoxClick;
    assert!(case.settings.allows(Check::Names) && !case.settings.allows(Check::Again));
    (case.settings.others, case.settings.outside) = (false, false);
    assert!(!case.settings.allows(Check::Names));
    assert_eq!((next(&case), step(&case)), (None, Err(Stop::NothingLeft)));
    assert_eq!(deciding(&case), Some(Check::Names));
}

#[test]
fn the_archive_is_never_asked_by_itself() {
    let mut case = net_error("net::ERR_CONNECTION_TIMED_OUT", SHOP);
    while let Some(check) = next(&case) {
        assert_ne!(check, Check::Archive);
        case.outcomes.set(check, Outcome::CouldNotRun(Why::TimedOut)).unwrap();
    }
    assert!(deciding(&case).is_some_and(|check| check != Check::Archive));
}

#[test]
fn a_proxy_that_is_still_down_is_no_less_this_network() {
    let before = net_error("net::ERR_PROXY_CONNECTION_FAILED", SHOP);
    let after = with(before.clone(), &[Answer::AgainSame]);
    assert_eq!(diagnose_case(&after).side, diagnose_case(&before).side);
    let over = with(before, &[Answer::AgainGood]);
    assert_eq!(diagnose_case(&over).state, State::Recovered);
}

#[test]
fn time_that_is_used_up_ends_it() {
    let mut case = net_error("net::ERR_NAME_NOT_RESOLVED", SHOP);
    assert!(next(&case).is_some());
    case.elapsed_ms = budget::USUAL_MS;
    assert!(next(&case).is_some(), "it is still open");
    case.elapsed_ms = budget::HARD_MS;
    assert_eq!(step(&case), Err(Stop::Budget));
    let mut sure = answered(522, "cloudflare");
    assert!(next(&sure).is_some());
    sure.elapsed_ms = budget::USUAL_MS;
    assert_eq!(step(&sure), Err(Stop::Budget));
}

/// Runs every check that the plan names; asking again brings another failure, and nothing else gets an answer.
fn run_dry(mut case: Case) -> (Case, u16) {
    let mut spent = 0;
    while let Some(check) = next(&case) {
        let again = check == Check::Again;
        let silent = Outcome::CouldNotRun(Why::TimedOut);
        let outcome = if again { Outcome::Answered(Answer::AgainOther) } else { silent };
        case.outcomes.set(check, outcome).unwrap();
        spent += u16::from(check.limits().requests);
    }
    (case, spent)
}

#[test]
fn no_case_spends_more_than_the_budget() {
    let (case, spent) = run_dry(net_error("net::ERR_TIMED_OUT", SHOP));
    assert!(spent <= budget::REQUESTS, "{spent}");
    assert_eq!(step(&case), Err(Stop::Budget), "{spent}");
    assert!(Check::ALL.iter().all(|check| check.limits().first_millis <= budget::HARD_MS));
}

#[test]
fn what_was_never_sent_spends_nothing() {
    let (mut case, _) = run_dry(net_error("net::ERR_TIMED_OUT", SHOP));
    case.outcomes.set(Check::Names, Outcome::CouldNotRun(Why::NoConsent)).unwrap();
    assert_ne!(step(&case), Err(Stop::Budget));
}

#[test]
fn coming_and_going_is_a_finding_of_its_own() {
    let mut case = with(answered(503, "nginx"), &[Answer::AgainGood]);
    assert_eq!(diagnose_case(&case).state, State::Recovered);
    assert_eq!(next(&case), Some(Check::Several));
    case.outcomes.set(Check::Several, Outcome::Counted { good: 2, of: 4 }).unwrap();
    let d = diagnose_case(&case);
    assert_eq!((d.state, d.scope, d.cause), (State::Failed, Scope::Public, crate::words::Cause::ComesAndGoes));
    assert!(d.evidence.iter().any(|e| e.rule == "check/several"));
}

#[test]
fn what_was_seen_elsewhere_decides_the_scope() {
    let page = || answered(502, "nginx");
    assert_eq!(diagnose_case(&with(page(), &[Answer::OutsideFails])).scope, Scope::Public);
    assert_eq!(diagnose_case(&with(page(), &[Answer::OutsideWorks])).scope, Scope::Unknown);
    assert_eq!(diagnose_case(&with(page(), &[Answer::WithoutCookiesGood])).scope, Scope::Local);
    let both = [Answer::WithoutCookiesGood, Answer::OutsideFails];
    assert_eq!(diagnose_case(&with(page(), &both)).scope, Scope::Unknown);
}

#[test]
fn nothing_that_failed_needs_no_check() {
    let good = case(Observation { status: Some(200), url: SHOP.into(), ..Observation::default() });
    for case in [good, Case::default()] {
        assert_eq!((step(&case), deciding(&case)), (Err(Stop::NothingFailed), None));
    }
}

#[test]
fn whatever_is_answered_the_plan_ends_and_the_figures_hold() {
    // A fixed walk through the answers: no two runs of a test differ.
    let mut seed = 7_u64;
    let mut pick = |count: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % count
    };
    let errors =
        ["net::ERR_CONNECTION_TIMED_OUT", "net::ERR_CERT_DATE_INVALID", "net::ERR_NAME_NOT_RESOLVED", "nonsense"];
    for round in 0..300 {
        let mut case = if round % 2 == 0 {
            net_error(errors[pick(errors.len())], SHOP)
        } else {
            answered([400, 403, 502, 522][pick(4)], "cloudflare")
        };
        let mut steps = 0;
        while let Some(check) = next(&case) {
            let answers: Vec<_> = Answer::all_of(check).collect();
            let outcome = match check {
                Check::Several => Outcome::Counted { good: u8::try_from(pick(5)).unwrap(), of: 4 },
                Check::Names => Outcome::Compared(Vec::new()),
                _ => Outcome::Answered(answers[pick(answers.len())]),
            };
            case.outcomes.set(check, outcome).unwrap();
            steps += 1;
            assert!(steps <= Check::ALL.len());
        }
        let d = diagnose_case(&case);
        let sum: f32 = d.fault.ranked.iter().map(|(_, p)| p).sum();
        assert!((sum - 1.0).abs() < 1e-3 && d.confidence.is_finite(), "{case:?}");
        assert_eq!(d.would_decide.is_some(), deciding(&case).is_some() && !case.outcomes.is_empty());
    }
}
