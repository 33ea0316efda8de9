//! The paths of the HTTP server.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use is_it_me_lab::{mode_names, route_links};

use crate::support::{ask, body, connect, exchange, get, is_quiet, json, lab, open};

/// Checks how the answer begins and what its whole head holds.
fn assert_head(answer: &str, status: &str, lines: &[&str]) {
    let (head, _) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{head}");
    for line in lines {
        assert!(head.lines().any(|have| have == *line), "{line} is not in {head}");
    }
}

#[test]
fn healthy_page() {
    let lab = lab();
    let answer = get(lab.http_port(), "/ok");
    assert_head(&answer, "200 OK", &["Server: nginx/1.25.3", "Connection: close"]);
    assert!(answer.ends_with("</html>\n"));
}

#[test]
fn nginx_502_is_byte_exact() {
    let lab = lab();
    let answer = get(lab.http_port(), "/502");
    assert_head(&answer, "502 Bad Gateway", &["Content-Type: text/html", "Content-Length: 157"]);
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1>\
        </center>\r\n<hr><center>nginx/1.25.3</center>\r\n</body>\r\n</html>\r\n";
    assert_eq!(body(&answer), page);
    let padded = ask(lab.http_port(), "GET /502 HTTP/1.1\r\nUser-Agent: Mozilla/5.0 Chrome/156.0");
    assert!(body(&padded).starts_with(page) && body(&padded).len() == 559);
}

#[test]
fn empty_502_has_no_body() {
    let lab = lab();
    let answer = get(lab.http_port(), "/502-empty");
    assert_head(&answer, "502", &["Content-Length: 0"]);
    assert_eq!(body(&answer), "");
}

#[test]
fn head_requests_get_no_body() {
    let lab = lab();
    let answer = ask(lab.http_port(), "HEAD /502 HTTP/1.1");
    assert_head(&answer, "502", &["Content-Length: 157"]);
    assert_eq!(body(&answer), "");
}

#[test]
fn redirects() {
    let lab = lab();
    assert_head(&get(lab.http_port(), "/redirect"), "302", &["Location: /502"]);
    assert_head(&get(lab.http_port(), "/redirect-loop"), "302", &["Location: /redirect-loop"]);
}

#[test]
fn any_status_and_nothing_else() {
    let lab = lab();
    for (path, status) in [
        ("/status/504", "504 Gateway Time-out"),
        ("/status/204", "204"),
        ("/status/599", "599"),
        ("/status/100", "404"),
        ("/status/99999", "404"),
        ("/status/", "404"),
        ("/no-such-page", "404 Not Found"),
        ("/502/below", "404"),
    ] {
        assert_head(&get(lab.http_port(), path), status, &[]);
    }
    assert_eq!(body(&get(lab.http_port(), "/status/204")), "");
}

#[test]
fn post_is_read_whole_and_fails() {
    let lab = lab();
    let form = "a".repeat(300_000);
    let request = format!("POST /post HTTP/1.1\r\nContent-Length: {}\r\n\r\n{form}", form.len());
    let (got, end) = exchange(lab.http_port(), request.as_bytes());
    assert_eq!(end, None);
    assert_head(&String::from_utf8(got).unwrap(), "502", &[]);
    assert_head(&get(lab.http_port(), "/post"), "502", &[]);
    assert!(get(lab.http_port(), "/form").contains("method=\"post\" action=\"/post\""));
}

#[test]
fn cached_page_counts() {
    let lab = lab();
    let first = get(lab.http_port(), "/cached-502");
    assert_head(&first, "502", &["Cache-Control: max-age=600", "Age: 12", "ETag: \"lab-502\""]);
    assert!(first.contains("<output>1</output>"));
    assert!(get(lab.http_port(), "/cached-502").contains("<output>2</output>"));
}

#[test]
fn flaky_page_heals_by_itself() {
    let lab = lab();
    for status in ["502", "502", "200", "200"] {
        assert_head(&get(lab.http_port(), "/flaky?good=3&key=a"), status, &[]);
    }
    assert_head(&get(lab.http_port(), "/flaky?good=3&key=b"), "502", &[]);
}

#[test]
fn outage_ends_when_told() {
    let lab = lab();
    for (target, status) in [
        ("/outage?key=a", "502"),
        ("/outage/end?key=a", "200"),
        ("/outage?key=a", "200"),
        ("/outage?key=b", "502"),
        ("/outage/begin?key=a", "200"),
        ("/outage?key=a", "502"),
    ] {
        assert_head(&get(lab.http_port(), target), status, &[]);
    }
}

#[test]
fn cut_pages_are_shorter_than_they_say() {
    let lab = lab();
    for (path, status) in [("/cut", "502"), ("/cut-200", "200")] {
        let answer = get(lab.http_port(), path);
        assert_head(&answer, status, &["Content-Length: 4096"]);
        assert!((1..4096).contains(&body(&answer).len()));
    }
}

#[test]
fn bad_chunk_follows_a_good_one() {
    let lab = lab();
    let answer = get(lab.http_port(), "/bad-chunk");
    assert_head(&answer, "200", &["Transfer-Encoding: chunked"]);
    assert_eq!(body(&answer), "1a\r\n<h1>The first chunk</h1>\r\n\r\nno size at all\r\n");
}

#[test]
fn the_good_chunk_is_as_long_as_it_says() {
    assert_eq!("<h1>The first chunk</h1>\r\n".len(), 0x1a);
}

#[test]
fn hang_says_nothing() {
    let lab = lab();
    let mut tcp = open(lab.http_port(), "/hang");
    assert_eq!(json(lab.http_port(), "/log/wait?path=/hang")["reached"], true);
    assert!(is_quiet(&mut tcp));
}

#[test]
fn stall_stops_half_way() {
    let lab = lab();
    let mut tcp = open(lab.http_port(), "/stall?status=502");
    let mut got = String::new();
    while !got.ends_with("</html>\n") {
        let mut letter = [0];
        tcp.read_exact(&mut letter).unwrap();
        got.push(char::from(letter[0]));
    }
    assert_head(&got, "502", &["Content-Length: 4096"]);
    assert!(is_quiet(&mut tcp));
}

#[test]
fn slow_takes_its_time() {
    let lab = lab();
    let begun = Instant::now();
    assert_head(&get(lab.http_port(), "/slow?ms=120&status=504"), "504", &[]);
    assert!(begun.elapsed() >= Duration::from_millis(120));
}

#[test]
fn worker_is_a_script() {
    let lab = lab();
    assert_head(&get(lab.http_port(), "/worker.js"), "200", &["Content-Type: text/javascript"]);
    assert_head(&get(lab.http_port(), "/worker"), "200", &[]);
    assert_head(&get(lab.http_port(), "/worker-page"), "200", &[]);
}

#[test]
fn hostile_page_stays_within_http() {
    let lab = lab();
    let answer = get(lab.http_port(), "/hostile");
    assert_head(&answer, "502", &["Server: <img src=x onerror=window.labWasHere=1>", "Retry-After: -1"]);
    let (head, page) = answer.split_once("\r\n\r\n").unwrap();
    // Chromium accepts 256 KiB of headers.
    assert!(head.len() < 64 << 10);
    assert!(head.lines().skip(1).all(|line| line.contains(": ")));
    assert!(!head.chars().any(|c| c.is_ascii_control() && !"\t\r\n".contains(c)));
    assert!(page.contains("window.labWasHere"));
}

#[test]
fn examples_are_sent_as_recorded() {
    let lab = lab();
    for path in ["/vendor/sample/0", "/vendor/sample/edge-502"] {
        let answer = get(lab.http_port(), path);
        assert_head(&answer, "502", &["Server: sample-edge", "X-Twice: 1", "X-Twice: 2", "Content-Length: 19"]);
        for absent in ["chunked", "999", "keep-alive", "br\r\n", ":status", "\r\nX-Smuggled"] {
            assert!(!answer.contains(absent), "{absent} is in {answer}");
        }
        assert_eq!(body(&answer), "<h1>edge error</h1>");
    }
    for path in ["/vendor/sample/1", "/vendor/sample/2", "/vendor/other/0", "/vendor/sample"] {
        assert_head(&get(lab.http_port(), path), "404", &[]);
    }
    let all = json(lab.http_port(), "/vendor/");
    assert_eq!(all, serde_json::json!({ "sample": ["edge-502", "no-answer"] }));
    assert!(lab.complaints()[0].starts_with("left out broken.toml: "));
}

#[test]
fn index_links_to_everything() {
    let lab = lab();
    let index = get(lab.http_port(), "/");
    for link in route_links() {
        assert!(index.contains(&format!("<a href=\"{}\">", link.replace('&', "&amp;"))), "{link}");
    }
    for name in mode_names() {
        let port = lab.mode_port(name).unwrap();
        assert!(index.contains(&format!("://127.0.0.1:{port}/\">{name}</a>")), "{name}");
    }
    assert!(index.contains("<a href=\"http://down.localhost:80/cart\">"));
    assert!(index.contains("<a href=\"/vendor/sample/0\">"));
}

#[test]
fn every_link_is_served() {
    let lab = lab();
    let silent = ["/hang", "/stall", "/slow?ms=3000", "/log/wait?path=/ok&count=1", "/reset", "/empty"];
    for link in route_links().filter(|link| !silent.contains(link)) {
        let answer = get(lab.http_port(), link);
        assert!(answer.starts_with("HTTP/1.1 ") && !answer.starts_with("HTTP/1.1 404"), "{link}: {answer}");
    }
}

#[test]
fn whole_urls_are_understood() {
    let lab = lab();
    assert_head(&get(lab.http_port(), "http://site.test/502?x"), "502", &[]);
    assert_head(&get(lab.http_port(), "http://site.test"), "200", &[]);
}

#[test]
fn hostile_requests_are_survived() {
    let lab = lab();
    let endless = "a".repeat(80_000);
    for (request, status) in [
        (format!("GET /{endless}"), "431"),
        ("\0\u{1}\u{ff}\r\n\r\n".to_owned(), "400"),
        ("\r\n\r\n".to_owned(), "400"),
        ("GET /ok HTTP/9\r\n\r\n".to_owned(), "400"),
        ("GET /ok HTTP/1.1\r\nno colon\r\n: \r\n\r\n".to_owned(), "200"),
        ("GET /status/%00%zz?%&=&=%f HTTP/1.1\r\n\r\n".to_owned(), "404"),
        ("POST /post HTTP/1.1\r\nContent-Length: -5\r\n\r\n".to_owned(), "502"),
        ("GET /slow?ms=-1&ms=99999999999999999999&status=70000 HTTP/1.1\r\n\r\n".replace("ms=-1", "ms=1"), "200"),
    ] {
        let (got, _) = exchange(lab.http_port(), request.as_bytes());
        assert_head(&String::from_utf8(got).unwrap(), status, &[]);
    }
    // Half a request and then nothing is no reason to answer.
    let mut tcp = connect(lab.http_port());
    tcp.write_all(b"GET /ok HT").unwrap();
    tcp.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(tcp.read(&mut [0]).unwrap(), 0);
}
