//! The modes that fail below HTTP, or against its rules.

use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, TcpStream};

use is_it_me_lab::mode_names;

use crate::support::{ask, body, connect, exchange, get, is_quiet, json, lab, mode};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: lab.test\r\n\r\n";
/// How a TLS client begins.
const CLIENT_HELLO: &[u8] = &[22, 3, 1, 0, 4, 1, 0, 0, 0];

#[test]
fn every_mode_has_a_port_of_its_own() {
    let lab = lab();
    let mut ports: Vec<u16> = mode_names().map(|name| mode(&lab, name)).collect();
    ports.push(lab.http_port());
    let all = ports.len();
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), all);
    assert!(!ports.contains(&0));
    assert_eq!(lab.mode_port("no-such-mode"), None);
}

#[test]
fn refused() {
    let lab = lab();
    let error = TcpStream::connect((Ipv4Addr::LOCALHOST, mode(&lab, "refused"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}

#[test]
fn reset() {
    let lab = lab();
    assert_eq!(exchange(mode(&lab, "reset"), REQUEST), (vec![], Some(ErrorKind::ConnectionReset)));
    let (got, end) = exchange(lab.http_port(), b"GET /reset HTTP/1.1\r\n\r\n");
    assert_eq!((got, end), (vec![], Some(ErrorKind::ConnectionReset)));
}

#[test]
fn empty() {
    let lab = lab();
    assert_eq!(exchange(mode(&lab, "empty"), REQUEST), (vec![], None));
    assert_eq!(exchange(lab.http_port(), b"GET /empty HTTP/1.1\r\n\r\n"), (vec![], None));
}

#[test]
fn garbage() {
    let lab = lab();
    let (got, end) = exchange(mode(&lab, "garbage"), REQUEST);
    assert_eq!(end, None);
    assert!(got.len() > 8 && !got.starts_with(b"HTTP"));
}

#[test]
fn accept_close() {
    let lab = lab();
    // Nothing is sent, so nothing can be reset: the end is a plain one.
    assert_eq!(exchange(mode(&lab, "accept-close"), b""), (vec![], None));
}

#[test]
fn silent() {
    let lab = lab();
    let mut tcp = connect(mode(&lab, "silent"));
    tcp.write_all(CLIENT_HELLO).unwrap();
    assert!(is_quiet(&mut tcp));
}

#[test]
fn big_header() {
    let lab = lab();
    let answer = get(mode(&lab, "big-header"), "/");
    let (head, page) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.len() > 384 << 10);
    assert_eq!(page, "small\n");
}

#[test]
fn dup_length() {
    let lab = lab();
    let answer = get(mode(&lab, "dup-length"), "/");
    let lengths: Vec<_> = answer.lines().filter(|line| line.starts_with("Content-Length")).collect();
    assert_eq!(lengths, ["Content-Length: 3", "Content-Length: 22"]);
    assert_eq!(body(&answer).len(), 22);
}

#[test]
fn proxy_refuses() {
    let lab = lab();
    let port = mode(&lab, "proxy-refusing");
    assert!(ask(port, "CONNECT site.test:443 HTTP/1.1").starts_with("HTTP/1.1 503 "));
    assert!(get(port, "http://site.test/page").starts_with("HTTP/1.1 502 "));
    let log = json(lab.http_port(), "/log");
    assert_eq!(log[0]["method"], "CONNECT");
    assert_eq!((&log[1]["path"], &log[1]["mode"]), (&"/page".into(), &"proxy-refusing".into()));
}

#[test]
fn plain_on_tls() {
    let lab = lab();
    let (got, end) = exchange(mode(&lab, "plain-on-tls"), CLIENT_HELLO);
    assert_eq!(end, None);
    assert!(got.starts_with(b"HTTP/1.1 400 ") && got.ends_with(b"\r\n\r\nBad Request\n"));
}

#[test]
fn tls_alert() {
    let lab = lab();
    assert_eq!(exchange(mode(&lab, "tls-alert"), CLIENT_HELLO), (vec![21, 3, 3, 0, 2, 2, 40], None));
}

#[test]
fn tls_reset() {
    let lab = lab();
    assert_eq!(exchange(mode(&lab, "tls-reset"), CLIENT_HELLO), (vec![], Some(ErrorKind::ConnectionReset)));
}

#[test]
fn ports_close_with_the_lab() {
    let lab = lab();
    let port = lab.http_port();
    drop(lab);
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
}
