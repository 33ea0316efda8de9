//! What a test driver asks, and what the README says.

use std::thread;

use is_it_me_lab::readme_table;

use crate::support::{ask, body, get, json, lab, open};

#[test]
fn log_tells_what_was_asked() {
    let lab = lab();
    get(lab.http_port(), "/ok?a=b");
    ask(lab.http_port(), "POST /post HTTP/1.1\r\nCookie: a=b\r\nSec-Fetch-Dest: document");
    let log = json(lab.http_port(), "/log");
    assert_eq!(log.as_array().unwrap().len(), 2);
    assert_eq!((&log[0]["n"], &log[0]["path"], &log[0]["query"]), (&1.into(), &"/ok".into(), &"a=b".into()));
    assert_eq!((&log[0]["cookie"], &log[0]["dest"]), (&false.into(), &"".into()));
    assert_eq!((&log[1]["method"], &log[1]["mode"]), (&"POST".into(), &"http".into()));
    assert_eq!((&log[1]["cookie"], &log[1]["dest"]), (&true.into(), &"document".into()));
    assert!(log[1]["at_ms"].as_u64() >= log[0]["at_ms"].as_u64());
    assert_eq!(json(lab.http_port(), "/log?since=1").as_array().unwrap().len(), 1);
}

#[test]
fn log_wait_answers_when_it_happened() {
    let lab = lab();
    let port = lab.http_port();
    get(port, "/ok");
    let waiting = thread::spawn(move || json(port, "/log/wait?path=%2Fok&count=2&mode=http"));
    get(port, "/ok");
    let answer = waiting.join().unwrap();
    assert_eq!(answer, serde_json::json!({ "reached": true, "count": 2 }));
    // A count that has already been reached needs no wait.
    assert_eq!(json(port, "/log/wait?path=/ok&count=1&since=1")["count"], 1);
}

#[test]
fn many_connections_are_served_at_once() {
    let lab = lab();
    let hanging: Vec<_> = (0..50).map(|_| open(lab.http_port(), "/hang")).collect();
    assert_eq!(json(lab.http_port(), "/log/wait?path=/hang&count=50")["reached"], true);
    drop(hanging);
}

#[test]
fn more_connections_than_there_is_room_for_are_closed() {
    let lab = lab();
    let port = lab.http_port();
    let hanging: Vec<_> = (0..256).map(|_| open(port, "/hang")).collect();
    // Accepted in order, so this one is looked at after the others and finds no room.
    let (got, _) = crate::support::exchange(port, b"GET /ok HTTP/1.1\r\n\r\n");
    assert_eq!(got, b"");
    drop(hanging);
}

#[test]
fn authority_can_be_fetched() {
    let lab = lab();
    let pem = get(lab.http_port(), "/ca.pem");
    assert_eq!(body(&pem), lab.ca_pem());
    assert!(lab.ca_pem().starts_with("-----BEGIN CERTIFICATE-----"));
    let made = get(lab.http_port(), "/certificate?name=site.test");
    let begins: Vec<_> = body(&made).lines().filter(|line| line.starts_with("-----BEGIN")).collect();
    assert_eq!(begins, ["-----BEGIN CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----"]);
}

#[test]
fn readme_shows_the_tables() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&readme_table()), "put the output of `is-it-me-lab --table` into the README");
}
