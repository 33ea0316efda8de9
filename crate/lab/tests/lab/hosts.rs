//! The sites and services that the lab plays when it is asked by their names.

use is_it_me_lab::{Lab, host_names};
use serde_json::{Value, json};

use crate::support::{body, exchange, get, json as answer_of, lab};

/// The answer of that host; `head` is the request line without the version, and one more header line if one is needed.
fn ask(lab: &Lab, host: &str, head: &str) -> String {
    let (line, more) = head.split_once('\n').unwrap_or((head, "Accept: */*"));
    let (got, end) =
        exchange(lab.http_port(), format!("{line} HTTP/1.1\r\nHost: {host}:80\r\n{more}\r\n\r\n").as_bytes());
    assert_eq!(end, None, "{host} {head}");
    String::from_utf8(got).unwrap()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn told(answer: &str) -> Value {
    serde_json::from_str(body(answer)).unwrap()
}

fn set(lab: &Lab, words: &str) {
    get(lab.http_port(), &format!("/set?{words}"));
}

#[test]
fn a_site_is_known_by_the_first_label_and_a_service_by_its_whole_name() {
    let lab = lab();
    assert_eq!(status(&ask(&lab, "down.example.com", "GET /any")), "502");
    assert_eq!(status(&ask(&lab, "DOWN.localhost", "GET /")), "502");
    assert_eq!(status(&ask(&lab, "api.globalping.io", "GET /nothing")), "404");
    // Neither of these is one of them, so they are asked for the lab's own pages.
    for host in ["127.0.0.1", "shutdown.example.com", "www.down.example.com", "evil.api.globalping.io"] {
        assert_eq!(status(&ask(&lab, host, "GET /502-empty")), "502", "{host}");
        assert_eq!(status(&ask(&lab, host, "GET /ok")), "200", "{host}");
    }
}

#[test]
fn every_host_answers_or_is_meant_not_to() {
    let lab = lab();
    for name in host_names() {
        let host = if name.contains('.') { name.to_owned() } else { format!("{name}.example.com") };
        assert!(ask(&lab, &host, "GET /").starts_with("HTTP/1.1 "), "{host}");
    }
}

#[test]
fn sites_fail_as_they_say() {
    let lab = lab();
    let seen = |host: &str, paths: [&str; 4]| {
        let answers = paths.map(|path| ask(&lab, host, &format!("GET {path}")));
        answers.map(|answer| status(&answer).to_owned())
    };
    assert_eq!(seen("well.a.b", ["/", "/cart", "/x", "/cart"]), ["200", "200", "200", "200"]);
    assert_eq!(seen("route.a.b", ["/", "/cart", "/x", "/cart"]), ["200", "502", "200", "502"]);
    assert_eq!(seen("flapping.a.b", ["/cart", "/cart", "/x", "/cart"]), ["502", "200", "200", "502"]);
    assert_eq!(seen("once.a.b", ["/", "/cart", "/x", "/cart"]), ["502", "502", "502", "502"]);
    assert!(ask(&lab, "cached.a.b", "GET /cart").contains("Cache-Control: max-age=600\r\n"));
    set(&lab, "over=1");
    assert_eq!(seen("once.a.b", ["/", "/cart", "/x", "/cart"]), ["200", "200", "200", "200"]);
    assert_eq!(status(&ask(&lab, "cached.a.b", "GET /cart")), "200");
    // What is set forgets what was set, and what was counted.
    set(&lab, "");
    assert_eq!(status(&ask(&lab, "once.a.b", "GET /")), "502");
    assert_eq!(status(&ask(&lab, "flapping.a.b", "GET /cart")), "502");
}

#[test]
fn signing_in_costs_more_cookies_than_nginx_takes() {
    let lab = lab();
    let answer = ask(&lab, "well.a.b", "GET /sign-in");
    let cookies = answer.lines().filter(|line| line.starts_with("Set-Cookie: "));
    assert!(cookies.map(str::len).sum::<usize>() > 6_000);
}

#[test]
fn an_edge_lives_and_explains_itself_if_it_can() {
    let lab = lab();
    let explain = "GET /cart\nAccept: application/problem+json";
    for (host, explained) in [("edge.example.com", true), ("mute-edge.example.com", false)] {
        let page = ask(&lab, host, "GET /cart");
        assert!(status(&page) == "522" && page.contains("CF-RAY: ") && page.contains("Error code 522"), "{page}");
        assert!(body(&ask(&lab, host, "GET /cdn-cgi/trace")).contains("\ncolo="));
        let answer = ask(&lab, host, explain);
        assert_eq!((status(&answer), answer.contains("\"error_category\":\"origin\"")), ("522", explained));
    }
    assert_eq!(told(&ask(&lab, "edge.example.com", explain))["cloudflare_error"], true);
    assert!(ask(&lab, "challenge.example.com", "GET /").contains("CF-Mitigated: challenge\r\n"));
}

#[test]
fn control_addresses_are_well_captive_dead_or_odd() {
    let lab = lab();
    let good = |path: &str| ask(&lab, "www.gstatic.com", &format!("GET {path}"));
    assert_eq!(status(&good("/generate_204")), "204");
    assert!(good("/hotspot-detect.html").contains("<TITLE>Success</TITLE>"));
    assert_eq!(body(&good("/success.txt")), "success\n");
    set(&lab, "control=captive");
    assert!(good("/generate_204").contains("Location: http://portal.example.net/sign-in"));
    assert!(ask(&lab, "portal.example.net", "GET /sign-in").contains("Sign in to the network"));
    set(&lab, "control=odd");
    assert_eq!(status(&good("/generate_204")), "503");
    set(&lab, "control=dead");
    let request = b"GET /generate_204 HTTP/1.1\r\nHost: captive.apple.com\r\n\r\n";
    assert_eq!(exchange(lab.http_port(), request).1, Some(std::io::ErrorKind::ConnectionReset));
}

#[test]
fn the_clock_goes_ahead_when_told() {
    let lab = lab();
    let date = |lab: &Lab| {
        let answer = ask(lab, "captive.apple.com", "GET /generate_204");
        answer.lines().find_map(|line| line.strip_prefix("Date: ")).unwrap().to_owned()
    };
    let now = date(&lab);
    set(&lab, "clock=40");
    assert_ne!(date(&lab)[..16], now[..16]);
    set(&lab, "");
    assert_eq!(date(&lab)[..12], now[..12]);
}

#[test]
fn status_pages_tell_what_they_are_told() {
    let lab = lab();
    let page = |host: &str, path: &str| told(&ask(&lab, host, &format!("GET {path}")));
    let site = "status.example.com";
    assert_eq!(page(site, "/api/v2/summary.json")["status"]["indicator"], "none");
    assert_eq!(page(site, "/summary.json")["page"]["status"], "UP");
    set(&lab, "status=maintenance&vendor-status=trouble");
    assert_eq!(page(site, "/api/v2/summary.json")["scheduled_maintenances"][0]["status"], "in_progress");
    assert_eq!(page(site, "/summary.json")["page"]["status"], "UNDERMAINTENANCE");
    assert_eq!(page("www.cloudflarestatus.com", "/api/v2/summary.json")["status"]["indicator"], "major");
}

/// Orders a measurement and reads it until it is finished, or twice.
fn measured(lab: &Lab, word: &str) -> Value {
    set(lab, &format!("outside={word}"));
    let order = json!({ "type": "http", "target": "shop.example.com", "limit": 3 }).to_string();
    let head = format!("POST /v1/measurements\nContent-Length: {}", order.len());
    let made = ask_with_body(lab, &head, &order);
    assert_eq!(status(&made), "202");
    let made = told(&made);
    assert_eq!(made["probesCount"], 3);
    let read = format!("GET /v1/measurements/{}", made["id"].as_str().unwrap());
    let first = told(&ask(lab, "api.globalping.io", &read));
    assert_eq!(
        (&first["status"], &first["results"][0]["result"]["status"]),
        (&json!("in-progress"), &json!("in-progress"))
    );
    told(&ask(lab, "api.globalping.io", &read))
}

fn ask_with_body(lab: &Lab, head: &str, body: &str) -> String {
    let head = head.replacen('\n', " HTTP/1.1\r\nHost: api.globalping.io\r\n", 1);
    let (got, _) = exchange(lab.http_port(), format!("{head}\r\n\r\n{body}").as_bytes());
    String::from_utf8(got).unwrap()
}

#[test]
fn probes_elsewhere_find_what_they_are_told_to() {
    let lab = lab();
    let all = |word: &str| {
        let seen = measured(&lab, word);
        assert_eq!((&seen["status"], &seen["target"]), (&json!("finished"), &json!("shop.example.com")));
        let results = seen["results"].as_array().unwrap().clone();
        results.into_iter().map(|one| one["result"].clone()).collect::<Vec<_>>()
    };
    assert!(all("").iter().all(|result| result["statusCode"] == 200));
    assert!(all("fails").iter().all(|result| result["statusCode"] == 502));
    assert!(all("unreachable").iter().all(|result| result["status"] == "failed"));
    assert!(all("challenged").iter().all(|result| result["headers"]["cf-mitigated"] == "challenge"));
    assert!(all("offline").iter().all(|result| result["status"] == "offline"));
    let codes: Vec<_> = all("mixed").iter().map(|result| result["statusCode"].clone()).collect();
    assert_eq!(codes, [502, 200, 502]);
    assert_eq!(measured(&lab, "unfinished")["status"], "in-progress");
    let log = answer_of(lab.http_port(), "/log?since=0");
    let ordered = log.as_array().unwrap().iter().find(|entry| entry["method"] == "POST").unwrap();
    assert_eq!(ordered["host"], "api.globalping.io");
    assert!(ordered["body"].as_str().unwrap().contains("shop.example.com"));
}

#[test]
fn probes_elsewhere_have_limits_and_trouble_of_their_own() {
    let lab = lab();
    let order = r#"{"type":"http","target":"a.b"}"#;
    let post =
        |order: &str| ask_with_body(&lab, &format!("POST /v1/measurements\nContent-Length: {}", order.len()), order);
    assert_eq!(told(&post("{}"))["error"]["type"], "validation_error");
    set(&lab, "outside=limited");
    let limited = post(order);
    assert_eq!(status(&limited), "429");
    assert!(limited.contains("Retry-After: 1800\r\n") && limited.contains("X-RateLimit-Remaining: 0\r\n"), "{limited}");
    set(&lab, "outside=malformed");
    let id = told(&post(order))["id"].as_str().unwrap().to_owned();
    let read = ask(&lab, "api.globalping.io", &format!("GET /v1/measurements/{id}"));
    assert!(serde_json::from_str::<Value>(body(&read)).is_err());
    assert_eq!(status(&ask(&lab, "api.globalping.io", "GET /v1/measurements/none")), "404");
    assert_eq!(status(&ask(&lab, "api.globalping.io", "OPTIONS /v1/measurements")), "204");
}

#[test]
fn an_archive_has_a_copy_or_none() {
    let lab = lab();
    let copies = |lab: &Lab| {
        told(&ask(lab, "archive.org", "GET /wayback/available?url=shop.example.com"))["archived_snapshots"].clone()
    };
    assert_eq!(copies(&lab)["closest"]["available"], true);
    set(&lab, "archive=none");
    assert_eq!(copies(&lab), json!({}));
}
