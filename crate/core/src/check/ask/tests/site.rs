//! Again, several, without cookies, the front page, one more address.

use super::*;
use crate::check::Limits;
use crate::net_error::CUT_SHORT;
use crate::observation::Timings;

const CHALLENGE: &[(&str, &str)] = &[("server", "cloudflare"), ("cf-ray", "8a1b-FRA"), ("cf-mitigated", "challenge")];
const REFUSED: &str = "net::ERR_CONNECTION_REFUSED";

fn by_nginx() -> Case {
    answered(CART, nginx(502))
}

#[test]
fn asked_again_the_page_works_fails_alike_or_otherwise() {
    let case = by_nginx();
    for (came, wanted) in [
        (good(), says(Answer::AgainGood)),
        (nginx(502), says(Answer::AgainSame)),
        (nginx(503), says(Answer::AgainOther)),
        (answer(502, &[("server", "nginx")], ""), says(Answer::AgainSame)),
        // The same status from somebody else.
        (
            answer(
                502,
                &[("server", "cloudflare"), ("cf-error-type", "502"), ("cf-ray", "8a1b-FRA")],
                "error code: 502",
            ),
            says(Answer::AgainOther),
        ),
        // A good status is not everything: a check for a person, a filter's page, the very page that failed.
        (answer(403, CHALLENGE, "<title>Just a moment...</title>"), says(Answer::AgainOther)),
        (answer(200, &[], NGINX_502), says(Answer::AgainSame)),
        (
            answer(
                200,
                &[],
                "<title>FortiGuard Intrusion Prevention - Access Blocked</title><h1>FortiGuard Intrusion Prevention</h1>",
            ),
            says(Answer::AgainOther),
        ),
        (failed(""), says(Answer::AgainSilent)),
        (failed(REFUSED), says(Answer::AgainSilent)),
        (Err(Lost::TimedOut), not(Why::TimedOut)),
        (Err(Lost::NotAllowed), not(Why::NoAccess)),
        (answer(0, &[], ""), not(Why::Unclear)),
        // What a program leaves behind that dies as it starts.
        (answer(200, &[], ""), not(Why::Unclear)),
    ] {
        assert_eq!(outcome(&case, Check::Again, &came), wanted, "{came:?}");
    }
    // If it was empty before, nothing has changed.
    let empty = answered(CART, answer(200, &[], ""));
    assert_eq!(outcome(&empty, Check::Again, &answer(200, &[], "")), says(Answer::AgainSame));
    assert_eq!(outcome(&empty, Check::Again, &good()), says(Answer::AgainGood));
    // A page drawn by scripts has no words either, but is another page.
    let silent = answered(CART, answer(502, &[("server", "nginx")], ""));
    let drawn = answer(200, &[], "<script src=\"/shop.js\"></script>");
    assert_eq!(outcome(&silent, Check::Again, &drawn), says(Answer::AgainGood));
    // What another address contains, nobody knows.
    assert_eq!(outcome(&case, Check::Sibling, &answer(200, &[], "")), says(Answer::SiblingGood));
}

#[test]
fn a_loop_that_cookies_may_cause_is_not_over_because_of_an_answer_without_them() {
    let follows = |check, error| {
        let (_, exchanges) = run(&net_error(CART, error), check, |_, _| good());
        exchanges.iter().all(|exchange| exchange.request.cookies && exchange.request.follows)
    };
    for check in [Check::Again, Check::Several] {
        assert!(!follows(check, "net::ERR_TOO_MANY_REDIRECTS") && follows(check, REFUSED), "{check:?}");
    }
}

#[test]
fn the_part_that_is_read_tells_nothing_of_what_broke_off_behind_it() {
    let mut case = answered(CART, answer(200, &[], "<title>Shop</title><p>Welc"));
    case.observations.iter_mut().for_each(|seen| seen.error = Some(CUT_SHORT.into()));
    let long = answer(200, &[], &"word ".repeat(Body::MAX));
    assert_eq!(outcome(&case, Check::Again, &long), not(Why::Unclear));
    assert_eq!(outcome(&case, Check::Again, &good()), says(Answer::AgainGood));
    assert_eq!(outcome(&by_nginx(), Check::Again, &long), says(Answer::AgainGood));
}

#[test]
fn a_failure_without_an_answer_is_the_same_where_no_answer_comes_again() {
    let case = net_error(CART, REFUSED);
    for (came, wanted) in [
        (failed(REFUSED), says(Answer::AgainSame)),
        (failed(""), says(Answer::AgainSame)),
        (failed("net::ERR_NAME_NOT_RESOLVED"), says(Answer::AgainSilent)),
        (Err(Lost::TimedOut), not(Why::TimedOut)),
        (nginx(502), says(Answer::AgainOther)),
        (good(), says(Answer::AgainGood)),
    ] {
        assert_eq!(outcome(&case, Check::Again, &came), wanted, "{came:?}");
    }
    let slow = net_error(CART, "net::ERR_CONNECTION_TIMED_OUT");
    assert_eq!(outcome(&slow, Check::Again, &Err(Lost::TimedOut)), says(Answer::AgainSame));
}

#[test]
fn waiting_in_vain_is_news_where_the_failure_came_at_once() {
    let after = |ms, took_ms| {
        let mut case = by_nginx();
        case.observations[0].timings = Timings { total_ms: Some(ms), ..Timings::default() };
        let Step::Send(requests) = step(&case, Check::Again, &[]) else { return not(Why::Unknown) };
        let reply = Reply { at_ms: NOW, took_ms, result: Err(Lost::TimedOut) };
        let exchange = Exchange { check: Check::Again, request: requests[0].clone(), reply };
        let Step::Done(outcome) = step(&case, Check::Again, &[exchange]) else { return not(Why::Unknown) };
        outcome
    };
    let Limits { millis, first_millis, .. } = Check::Again.limits();
    let [usual, first] = [millis, first_millis].map(f64::from);
    assert_eq!(after(80.0, usual), says(Answer::AgainSilent));
    assert_eq!(after(60_000.0, usual), not(Why::TimedOut));
    // What is long for the usual patience is soon for that of a first question.
    assert_eq!((after(4_000.0, usual), after(4_000.0, first)), (not(Why::TimedOut), says(Answer::AgainSilent)));
}

#[test]
fn the_page_is_asked_for_as_a_visit_asks_for_it() {
    let (_, exchanges) =
        run(&answered("https://me:pw@shop.example.com/a?b#c", nginx(502)), Check::Again, |_, _| good());
    let request = &exchanges[0].request;
    assert_eq!((request.url.as_str(), request.method()), ("https://shop.example.com/a?b", "GET"));
    assert!(request.cookies && request.follows && request.after_ms == 0);
    assert!(request.headers[0].1.starts_with("text/html"));
    let (_, exchanges) = run(&by_nginx(), Check::WithoutCookies, |_, _| good());
    assert!(!exchanges[0].request.cookies && exchanges[0].request.url == CART);
}

#[test]
fn a_series_counts_what_went_well() {
    let case = by_nginx();
    let (outcome, exchanges) = run(&case, Check::Several, |at, _| if at == 1 { nginx(502) } else { good() });
    assert_eq!(outcome, Outcome::Counted { good: 3, of: 4 });
    assert!(exchanges.iter().skip(1).all(|exchange| exchange.request.after_ms >= 500));
    // An answer that says nothing is not counted, and one answer is no series.
    let (outcome, _) = run(&case, Check::Several, |at, _| if at == 0 { answer(0, &[], "") } else { good() });
    assert_eq!(outcome, Outcome::Counted { good: 3, of: 3 });
    let (outcome, _) = run(&case, Check::Several, |at, _| if at == 0 { good() } else { Err(Lost::TimedOut) });
    assert_eq!(outcome, not(Why::TimedOut));
    let (outcome, exchanges) = run(&case, Check::Several, |at, _| if at < 2 { good() } else { Err(Lost::TimedOut) });
    assert_eq!((outcome, exchanges.len()), (Outcome::Counted { good: 2, of: 2 }, 3));
}

#[test]
fn nobody_who_asked_for_patience_is_asked_a_few_times_more() {
    let wait = |value: &str| answer(503, &[("server", "nginx"), ("retry-after", value)], "busy");
    assert_eq!(outcome(&answered(CART, wait("120")), Check::Several, &good()), not(Why::Limited));
    let (_, after_again) = run(&by_nginx(), Check::Again, |_, _| wait("120"));
    let (outcome, _) = go_on(&by_nginx(), Check::Several, after_again, |_, _| good());
    assert_eq!(outcome, not(Why::Limited));
    // When the time has passed, it may be asked; a server that asks for patience in the middle is left in peace.
    let (_, later) = run(&by_nginx(), Check::Again, |_, _| good());
    let (outcome, _) = go_on(&answered(CART, wait("1")), Check::Several, later, |_, _| good());
    assert_eq!(outcome, Outcome::Counted { good: 4, of: 4 });
    let (outcome, exchanges) = run(&by_nginx(), Check::Several, |at, _| if at == 1 { wait("9") } else { good() });
    assert_eq!((outcome, exchanges.len()), (Outcome::Counted { good: 1, of: 2 }, 2));
    let (_, exchanges) = run(&by_nginx(), Check::Several, |at, _| if at == 2 { answer(429, &[], "") } else { good() });
    assert_eq!(exchanges.len(), 3);
}

#[test]
fn without_cookies_it_works_or_fails_alike() {
    let too_big = answer(
        400,
        &[("server", "nginx")],
        "<title>400 Request Header Or Cookie Too Large</title><center>Request Header Or Cookie Too Large</center><hr><center>nginx</center>",
    );
    let at = |url: &str, came: Came| came.map(|answered| Answered { url: url.into(), ..answered });
    let signed_in = |came| at("https://shop.example.com/login", came);
    for (case, came, wanted) in [
        (by_nginx(), good(), says(Answer::WithoutCookiesGood)),
        (by_nginx(), nginx(502), says(Answer::WithoutCookiesSame)),
        (by_nginx(), nginx(500), says(Answer::WithoutCookiesSame)),
        (by_nginx(), failed(""), says(Answer::WithoutCookiesSame)),
        (by_nginx(), nginx(401), not(Why::Unclear)),
        (by_nginx(), signed_in(good()), not(Why::Unclear)),
        (by_nginx(), at("https://login.example.com/cart", good()), not(Why::Unclear)),
        (by_nginx(), at("http://www.shop.example.com/cart", good()), says(Answer::WithoutCookiesGood)),
        (answered(CART, too_big.clone()), signed_in(good()), says(Answer::WithoutCookiesGood)),
        (answered(CART, too_big.clone()), too_big, says(Answer::WithoutCookiesSame)),
        (net_error(CART, "net::ERR_TOO_MANY_REDIRECTS"), signed_in(good()), says(Answer::WithoutCookiesGood)),
        (by_nginx(), Err(Lost::TimedOut), not(Why::TimedOut)),
    ] {
        assert_eq!(outcome(&case, Check::WithoutCookies, &came), wanted, "{came:?}");
    }
}

#[test]
fn the_front_page_and_one_more_address_tell_a_route_from_a_host() {
    let own_404 =
        answer(404, &[("server", "nginx"), ("x-powered-by", "Express")], "<pre>Cannot GET /favicon.ico</pre>");
    let kept = answer(200, &[("server", "nginx"), ("age", "5392")], "<p>old");
    let hit = answer(200, &[("server", "cloudflare"), ("cf-cache-status", "HIT")], "icon");
    for (came, root, sibling) in [
        (good(), says(Answer::RootGood), says(Answer::SiblingGood)),
        (nginx(502), says(Answer::RootFailing), says(Answer::SiblingFailing)),
        (nginx(500), says(Answer::RootFailing), says(Answer::SiblingFailing)),
        (failed(""), says(Answer::RootFailing), says(Answer::SiblingFailing)),
        // "No such page" in the server's own words proves that it works, but not that the front page does.
        (own_404, not(Why::Unclear), says(Answer::SiblingGood)),
        (nginx(404), not(Why::Unclear), says(Answer::SiblingGood)),
        (kept, not(Why::Unclear), not(Why::Unclear)),
        (hit, not(Why::Unclear), not(Why::Unclear)),
        (answer(403, CHALLENGE, ""), not(Why::Unclear), not(Why::Unclear)),
        (answer(503, CHALLENGE, "<title>Just a moment...</title>"), not(Why::Unclear), not(Why::Unclear)),
        (Err(Lost::TimedOut), not(Why::TimedOut), not(Why::TimedOut)),
    ] {
        assert_eq!(outcome(&by_nginx(), Check::Root, &came), root, "{came:?}");
        assert_eq!(outcome(&by_nginx(), Check::Sibling, &came), sibling, "{came:?}");
    }
    // If the failure itself is that page, another one like it is the same failure.
    assert_eq!(outcome(&answered(CART, nginx(404)), Check::Sibling, &nginx(404)), says(Answer::SiblingFailing));
}

#[test]
fn the_sibling_is_another_address_than_the_page() {
    let asks = |url: &str| {
        let (_, exchanges) = run(&answered(url, nginx(502)), Check::Sibling, |_, _| good());
        exchanges[0].request.url.clone()
    };
    assert_eq!(asks(CART), "https://shop.example.com/favicon.ico");
    assert_eq!(asks("https://shop.example.com/favicon.ico"), "https://shop.example.com/robots.txt");
    let (_, exchanges) = run(&answered("http://printer:631/jobs?all", nginx(502)), Check::Root, |_, _| good());
    assert_eq!(exchanges[0].request.url, "http://printer:631/");
}
