//! Whatever is answered: no panic, no more requests than the limit, no form sent again, and to a third party no
//! internal name, no password and no cookie.

use super::*;
use crate::check::Asks;
use crate::dns::Resolver;
use crate::noise::Noise;

const HOSTS: &[&str] = &[
    "shop.example.com",
    "www.example.com",
    "wiki.corp",
    "printer",
    "nas.local",
    "10.0.0.1",
    "0x7f.1",
    "[::1]",
    "[fe80::1]",
    "93.184.215.14",
    "[2606:4700::1111]",
    "localhost",
    "status.example.com",
    "me.github.io",
    "a..b",
    "",
    "xn--bcher-kva.de.",
    "192.168.1.1",
    "db.prod.internal",
];
const SECRETS: &[&str] = &["hunter2", "9f8e7d6c5b4a39281706f5e4d3c2b1a0"];
const PATHS: &[&str] =
    &["", "/", "/cart", "/cart?id=7", "/a b", "/\"}", "/favicon.ico", "?x", "/é", "/%2e%2e/", "/#top"];
const ERRORS: &[&str] = &[
    "net::ERR_NAME_NOT_RESOLVED",
    "net::ERR_CONNECTION_TIMED_OUT",
    "net::ERR_CERT_DATE_INVALID",
    "net::ERR_TOO_MANY_REDIRECTS",
    "NS_ERROR_NET_RESET",
    "nonsense",
];
const STATUSES: &[u16] = &[0, 200, 202, 204, 301, 400, 401, 403, 404, 429, 500, 502, 503, 522, 530, 999];
const HEADERS: &[(&str, &str)] = &[
    ("server", "cloudflare"),
    ("cf-ray", "8a1b-FRA"),
    ("server", "nginx"),
    ("x-azure-ref", "x"),
    ("x-azure-externalerror", "0x1"),
    ("age", "99999999999"),
    ("retry-after", "120"),
    ("date", "Sat, 21 Nov 2026 13:03:22 GMT"),
    ("cf-mitigated", "challenge"),
    ("x-cache", "HIT"),
];
/// Pieces of everything that any check reads.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u00",
    "\\ud834",
    "\"id\":\"abc\"",
    "\"status\":\"finished\"",
    "\"status\":\"in-progress\"",
    "\"results\":[",
    "\"probe\":{}",
    "\"result\":{\"status\":\"finished\",\"statusCode\":502",
    "\"statusCode\":99999",
    "\"indicator\":\"major\"",
    "\"archived_snapshots\":{\"closest\":{",
    "\"available\":true",
    "\"url\":\"http://web.archive.org/web/1/x\"",
    "success",
    "Success",
    "colo=FRA\n",
    "ip=203.0.113.7\n",
    "<title>",
    "502 Bad Gateway",
    "\0",
    "\u{202e}",
    "é",
    "𝄞",
    "\r\n",
    "\"cloudflare_error\"",
    "\"error_category\":\"origin\"",
    "null",
    "\u{0}\u{0}\u{81}\u{80}\u{0}\u{1}\u{0}\u{1}",
    "\u{c0}\u{c}",
];

impl Noise {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn body(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        let pieces = if self.one_in(40) { 4000 } else { 24 };
        for _ in 0..self.below(pieces) {
            if self.one_in(6) {
                body.extend(self.next().to_le_bytes());
            } else {
                body.extend(self.pick(PIECES).as_bytes());
            }
        }
        body
    }

    fn came(&mut self) -> Came {
        match self.below(12) {
            0 => Err(Lost::NotAllowed),
            1 => Err(Lost::TimedOut),
            2 | 3 => Err(Lost::Failed(None)),
            4 => Err(Lost::Failed(Some(self.pick(ERRORS).to_owned()))),
            _ => {
                let fields = (0..self.below(6)).map(|_| self.pick(HEADERS)).collect::<Vec<_>>();
                let Ok(answered) = answer(self.pick(STATUSES), &fields, "") else { unreachable!() };
                let url = if self.one_in(4) { self.url() } else { String::new() };
                Ok(Answered { url, body: self.body(), cut: self.one_in(9), ..answered })
            }
        }
    }

    fn url(&mut self) -> String {
        let scheme = self.pick(&["https", "https", "http", "ftp", "HTTP", ""]);
        let user = if self.one_in(5) { "me:hunter2@" } else { "" };
        let port = self.pick(&["", "", ":8443", ":0", ":x", ":99999"]);
        let secret = if self.one_in(5) { "/9f8e7d6c5b4a39281706f5e4d3c2b1a0" } else { "" };
        format!("{scheme}://{user}{}{port}{secret}{}", self.pick(HOSTS), self.pick(PATHS))
    }

    fn case(&mut self) -> Case {
        let url = self.url();
        let mut case = if self.one_in(2) {
            net_error(&url, self.pick(ERRORS))
        } else {
            let fields = (0..self.below(5)).map(|_| self.pick(HEADERS)).collect::<Vec<_>>();
            answered(&url, answer(self.pick(STATUSES), &fields, self.pick(PIECES)))
        };
        case.observations[0].ip = self.one_in(2).then(|| self.pick(HOSTS).to_owned());
        case.observations[0].method = self.pick(&["GET", "POST"]).to_owned();
        case.settings.path = self.one_in(2);
        case.settings.asn = self.one_in(3).then_some(3320);
        if self.one_in(4) {
            case.settings.resolvers.push(Resolver::typed("https://[::1]/").unwrap());
            case.settings.resolvers.rotate_right(self.below(4));
        }
        if self.one_in(3) {
            case.outcomes.set(Check::Root, says(Answer::RootFailing)).unwrap();
        }
        case
    }
}

/// The site's own hosts, which learn what a visit would tell them.
fn is_of_site(host: &str, url: &str) -> bool {
    let site = host_of(url);
    host == site || host.strip_prefix("www.") == Some(site) || site.strip_prefix("www.") == Some(host)
}

fn assert_safe(case: &Case, check: Check, request: &Request) {
    let url = &case.observations[0].url;
    let host = host_of(&request.url);
    let text = format!("{} {}", request.url, request.body.as_deref().unwrap_or_default());
    assert!(request.reads <= crate::check::budget::BYTES && request.url.len() <= 8192);
    assert!(request.url.starts_with("https://") || request.url.starts_with("http://"), "{request:?}");
    assert!(!text.contains("hunter2"), "{check}: a password in {text}");
    if let Some(body) = &request.body {
        assert!(serde_json::from_str::<serde_json::Value>(body).is_ok(), "{body}");
    }
    if is_of_site(host, url) {
        assert!(request.body.is_none(), "{check}: {request:?}");
        return;
    }
    let inside =
        case.settings.resolvers.iter().any(|resolver| resolver.inside && request.url.starts_with(&*resolver.url));
    assert!(inside || Host::of(host).may_leave(), "{check} asks {host}");
    assert!(!request.cookies, "{check} sends cookies to {host}");
    assert!(request.body.is_none() || host == "api.globalping.io", "{check}: {request:?}");
    if check.limits().asks != Asks::Site {
        let page = host_of(url);
        let told =
            SECRETS.iter().any(|secret| text.contains(secret)) || !Host::of(page).may_leave() && text.contains(page);
        assert!(page.is_empty() || inside || !told, "{check} tells {text} of {url}");
    }
}

#[test]
fn whatever_is_answered_the_bounds_hold() {
    let mut noise = Noise(0x5eed_cafe);
    for _ in 0..900 {
        let case = noise.case();
        let check = noise.pick(Check::ALL);
        let mut exchanges = Vec::new();
        loop {
            let requests = match step(&case, check, &exchanges) {
                Step::Done(_) => break,
                Step::Send(requests) => requests,
            };
            assert!(!requests.is_empty(), "{check} sends nothing");
            for request in requests {
                assert_safe(&case, check, &request);
                let reply = Reply { at_ms: NOW, took_ms: 1.0, result: noise.came() };
                exchanges.push(Exchange { check, request, reply });
            }
            assert!(exchanges.len() <= usize::from(check.limits().requests), "{check} of {case:?}");
        }
        let _ = (name_facts(&case, &exchanges), archived_copy(&exchanges), site_status_page(&exchanges));
        assert!(places(&case, &exchanges).iter().all(|place| place.city.len() <= 64));
    }
}

#[test]
fn exchanges_that_no_check_asked_for_are_survived() {
    let mut noise = Noise(0xbad_cafe);
    for _ in 0..250 {
        let case = noise.case();
        let mut exchanges = Vec::new();
        for _ in 0..noise.below(20) {
            let request = match step(&case, noise.pick(Check::ALL), &exchanges) {
                Step::Send(mut requests) => requests.remove(0),
                Step::Done(_) => get(noise.url(), noise.next()),
            };
            let reply = Reply { at_ms: [NOW, f64::NAN, -1.0][noise.below(3)], took_ms: -1.0, result: noise.came() };
            exchanges.push(Exchange { check: noise.pick(Check::ALL), request, reply });
        }
        for &check in Check::ALL {
            if let Step::Send(requests) = step(&case, check, &exchanges) {
                for request in &requests {
                    assert_safe(&case, check, request);
                }
                let sent = exchanges.iter().filter(|exchange| exchange.check == check).count();
                assert!(sent + requests.len() <= usize::from(check.limits().requests), "{check}");
            }
        }
        let _ = (name_facts(&case, &exchanges), places(&case, &exchanges));
    }
}

#[test]
fn every_outcome_is_one_of_the_checks_own() {
    let mut noise = Noise(0x0dd_ba11);
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..700 {
        let mut case = noise.case();
        let check = noise.pick(Check::ALL);
        let (outcome, _) = run_unchecked(&case, check, &mut noise);
        met.extend(outcome.answer());
        assert_eq!(case.outcomes.set(check, outcome.clone()), Ok(()), "{check}: {outcome:?}");
        let d = crate::check::diagnose_case(&case);
        assert!(d.confidence.is_finite());
    }
    assert!(met.len() >= 15, "noise alone leads to many answers: {met:?}");
}

fn run_unchecked(case: &Case, check: Check, noise: &mut Noise) -> (Outcome, usize) {
    let mut exchanges = Vec::new();
    loop {
        match step(case, check, &exchanges) {
            Step::Done(outcome) => return (outcome, exchanges.len()),
            Step::Send(requests) => {
                for request in requests {
                    let result = if noise.one_in(2) { noise.came() } else { good() };
                    exchanges.push(Exchange { check, request, reply: Reply { at_ms: NOW, took_ms: 1.0, result } });
                }
            }
        }
    }
}
