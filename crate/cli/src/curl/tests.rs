use super::*;

const HEAD: &str = "HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nDate: Sat, 21 Nov 2026 13:03:22 GMT\r\n\r\n";

fn parsed(text: &str) -> Observation {
    parse(text, None, 1.0).unwrap_or_else(|| panic!("nothing read from {text:?}"))
}

fn ways(o: &Observation) -> Vec<(u16, &str)> {
    o.redirects.iter().map(|r| (r.status.unwrap(), r.url.as_str())).collect()
}

#[test]
fn a_plain_answer_is_read_whole() {
    let o = parse(&format!("{HEAD}<html>\r\n"), Some("https://shop.example/"), 1.0).unwrap();
    assert_eq!(
        (o.status, o.reason.as_deref(), o.protocol.as_deref()),
        (Some(502), Some("Bad Gateway"), Some("http/1.1"))
    );
    assert_eq!((o.body.as_ref().map(Body::text), o.url.as_str()), (Some("<html>\r\n"), "https://shop.example/"));
    assert_eq!(o.at_ms, Some(1_795_266_202_000.0));
    assert_eq!(o.headers.as_ref().and_then(|h| h.get("server")), Some("nginx"));
}

#[test]
fn without_a_date_the_time_is_not_known() {
    for head in ["date: yesterday\n", ""] {
        let o = parsed(&format!("HTTP/1.1 502 Bad Gateway\n{head}\n"));
        assert_eq!(o.at_ms, None, "{head}");
    }
}

#[test]
fn an_empty_body_is_only_believed_where_it_is_announced() {
    assert_eq!(parsed("HTTP/1.1 502 x\r\n\r\n").body, None);
    assert_eq!(parsed("HTTP/1.1 502 x\r\nContent-Length: 157\r\n\r\n").body, None);
    assert_eq!(parsed("HTTP/1.1 502 x\r\nContent-Length: 0\r\n\r\n").body, Some(Body::default()));
}

#[test]
fn answers_on_the_way_are_skipped_and_redirects_kept() {
    let text = format!(
        "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n\
         HTTP/1.1 302 Found\r\nLocation: https://b.example/c\r\n\r\nHTTP/1.1 401 Unauthorized\r\n\r\n{HEAD}page"
    );
    let o = parse(&text, Some("http://a.example/a"), 1.0).unwrap();
    assert_eq!(ways(&o), [(301, "http://a.example/a"), (302, "http://a.example/b")]);
    assert_eq!((o.url.as_str(), o.status), ("https://b.example/c", Some(502)));
}

#[test]
fn a_body_that_looks_like_an_answer_stays_a_body() {
    let o = parsed(&format!("{HEAD}HTTP/1.1 200 OK\r\n\r\nall is well"));
    assert_eq!(o.status, Some(502));
    assert!(o.body.is_some_and(|body| body.text().starts_with("HTTP/1.1 200 OK")));
}

#[test]
fn a_redirect_that_nobody_followed_is_the_answer() {
    assert_eq!(parsed("HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n<a href=/b>").status, Some(302));
}

#[test]
fn a_redirect_into_a_dead_end_is_a_failure_there() {
    let text = "curl: (7) Failed to connect to b.example port 80 after 2 ms: Couldn't connect to server\n\
                HTTP/1.1 302 Found\r\nLocation: http://b.example/\r\n\r\n";
    let o = parse(text, Some("http://a.example/"), 1.0).unwrap();
    assert_eq!(
        (o.status, o.error.as_deref(), o.url.as_str()),
        (None, Some("ERR_CONNECTION_REFUSED"), "http://b.example/")
    );
    assert_eq!(ways(&o), [(302, "http://a.example/")]);
}

#[test]
fn an_answer_that_breaks_off_has_both_a_status_and_an_error() {
    let o = parsed(
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf acurl: (18) transfer closed with 93 bytes remaining to read\n",
    );
    assert_eq!((o.status, o.error.as_deref()), (Some(200), Some("ERR_CONTENT_LENGTH_MISMATCH")));
    assert_eq!(o.body.as_ref().map(Body::text), Some("half a"));
}

#[test]
fn a_proxy_that_refuses_is_not_the_site() {
    for text in [
        "HTTP/1.1 403 Forbidden\r\nServer: squid\r\n\r\ncurl: (56) CONNECT tunnel failed, response 403\n",
        "* Connected to proxy (10.0.0.1) port 3128\n> CONNECT a.example:443 HTTP/1.1\n> Host: a.example:443\n>\n< HTTP/1.1 403 Forbidden\n<\n",
    ] {
        let o = parsed(text);
        assert_eq!((o.status, o.error.as_deref(), o.headers), (None, Some("NS_ERROR_PROXY_FORBIDDEN"), None), "{text}");
    }
}

#[test]
fn curl_without_a_voice_still_tells_by_its_notes() {
    let o =
        parsed("$ curl -sv https://nope.invalid/\n* Could not resolve host: nope.invalid\n* Closing connection 0\n");
    assert_eq!((o.error.as_deref(), o.url.as_str()), (Some("ERR_NAME_NOT_RESOLVED"), "https://nope.invalid/"));
}

#[test]
fn a_silent_failure_behind_an_answer_is_not_overlooked() {
    let asked = |path: &str| {
        format!("* Connected to a.example (203.0.113.7) port 80\n> GET {path} HTTP/1.1\n> Host: a.example\n>\n")
    };
    let redirect = "< HTTP/1.1 302 Found\n< Location: http://b.example/\n<\n* Ignoring the response-body\n";
    let o = parsed(&format!("{}{redirect}* Could not resolve host: b.example\n* Closing connection 0\n", asked("/")));
    assert_eq!(
        (o.status, o.error.as_deref(), o.url.as_str()),
        (None, Some("ERR_NAME_NOT_RESOLVED"), "http://b.example/")
    );
    let proxy = "> CONNECT a.example:443 HTTP/1.1\n> Host: a.example:443\n>\n< HTTP/1.1 200 OK\n<\n* SSL certificate problem: certificate has expired\n";
    let o = parsed(proxy);
    assert_eq!((o.status, o.error.as_deref()), (None, Some("ERR_CERT_DATE_INVALID")));
    // One address of two refused, before the answer came from the other.
    let o = parsed(&format!("* Failed to connect to ::1\n{}< HTTP/1.1 502 x\n<\n", asked("/")));
    assert_eq!((o.status, o.error), (Some(502), None));
}

#[test]
fn a_page_cannot_speak_as_curl() {
    let log = "> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 502 Bad Gateway\n<\n<html>\n> GET /b HTTP/1.1\n< HTTP/1.1 200 OK\ncurl: (6) no\n</html>\n";
    let o = parsed(log);
    assert_eq!((o.status, o.error, o.url.as_str()), (Some(502), None, "http://a.example/"));
    assert!(o.body.is_some_and(|body| body.text().contains("> GET /b") && body.text().contains("curl: (6)")));
}

#[test]
fn what_was_copied_from_a_terminal_has_every_head_twice_line_by_line() {
    let log = "* Connected to a.example (203.0.113.7) port 443\n> GET / HTTP/2\n> Host: a.example\n>\n< HTTP/2 301\nHTTP/2 301\n< location: /b\n\
               location: /b\n<\n\n* Issue another request to this URL: 'https://a.example/b'\n> GET /b HTTP/2\n> Host: a.example\n>\n\
               < HTTP/2 502\nHTTP/2 502\n< server: nginx\nserver: nginx\n<\n\n<p>\n* Connection #0 to host a.example left intact\n";
    let o = parsed(log);
    assert_eq!(
        (o.status, o.url.as_str(), o.body.as_ref().map(Body::text)),
        (Some(502), "https://a.example/b", Some("<p>\n"))
    );
    assert_eq!(ways(&o), [(301, "https://a.example/")]);
    assert_eq!(o.headers.map(|headers| headers.iter().count()), Some(1));
}

#[test]
fn curl_f_tells_the_status_alone() {
    let o = parsed("curl: (22) The requested URL returned error: 503\n");
    assert_eq!((o.status, o.error, o.headers), (Some(503), None, None));
}

#[test]
fn what_wget_shows_of_answers_is_read_like_what_curl_shows() {
    let o = parsed(
        "--2026-11-30 02:32:00--  https://a.example/
Resolving a.example (a.example)... 192.0.2.7
Connecting to a.example (a.example)|192.0.2.7|:443... connected.
HTTP request sent, awaiting response...\x20
  HTTP/1.1 302 Found
  Location: /b
Location: /b [following]
--2026-11-30 02:32:00--  https://a.example/b
Reusing existing connection to a.example:443.
HTTP request sent, awaiting response...\x20
  HTTP/1.1 502 Bad Gateway
  Server: nginx
2026-11-30 02:32:00 ERROR 502: Bad Gateway.
",
    );
    assert_eq!((o.status, o.url.as_str(), o.body.clone()), (Some(502), "https://a.example/b", None));
    assert_eq!(ways(&o), [(302, "https://a.example/")]);
    assert_eq!(o.headers.as_ref().and_then(|headers| headers.get("server")), Some("nginx"));
}

#[test]
fn what_wget_says_of_a_failure_is_read_as_what_curl_says() {
    let asked = "--2026-11-30 02:32:00--  http://a.example/\n";
    for (said, error) in [
        ("Connecting to a.example (a.example)|192.0.2.7|:80... failed: Connection refused.", "ERR_CONNECTION_REFUSED"),
        (
            "Connecting to a.example (a.example)|192.0.2.7|:80... failed: Connection timed out.",
            "ERR_CONNECTION_TIMED_OUT",
        ),
        ("Connecting to a.example (a.example)|192.0.2.7|:80... failed: No route to host.", "ERR_ADDRESS_UNREACHABLE"),
        (
            "Resolving a.example (a.example)... failed: Name or service not known.\nwget: unable to resolve host address ‘a.example’",
            "ERR_NAME_NOT_RESOLVED",
        ),
        (
            "  HTTP/1.1 302 Found\n  Location: /b\nConnecting to b... failed: Connection refused.",
            "ERR_CONNECTION_REFUSED",
        ),
        (
            "Connecting to 192.0.2.9:3128... connected.\nProxy tunneling failed: Service UnavailableUnable to establish SSL connection.",
            "ERR_TUNNEL_CONNECTION_FAILED",
        ),
        (
            "Connecting to a.example:443... connected.\nGnuTLS: An unexpected TLS packet was received.\nUnable to establish SSL connection.",
            "ERR_SSL_PROTOCOL_ERROR",
        ),
        (
            "ERROR: The certificate of ‘a.example’ is not trusted.\nERROR: The certificate of ‘a.example’ has expired.",
            "ERR_CERT_DATE_INVALID",
        ),
        (
            "ERROR: cannot verify a.example's certificate, issued by ‘CN=R3’:\n  Issued certificate has expired.",
            "ERR_CERT_DATE_INVALID",
        ),
        ("HTTP request sent, awaiting response... No data received.\nGiving up.", "ERR_EMPTY_RESPONSE"),
        (
            "HTTP request sent, awaiting response... 502 Bad Gateway\n2026-11-30 02:32:00 ERROR 502: Bad Gateway.\n\n--2026-11-30 02:32:01--  http://a.example/\nConnecting to a.example (a.example)|192.0.2.7|:80... failed: Connection refused.",
            "ERR_CONNECTION_REFUSED",
        ),
    ] {
        let o = parsed(&format!("{asked}{said}\n"));
        assert_eq!((o.status, o.error.as_deref()), (None, Some(error)), "{said}");
    }
}

#[test]
fn without_its_option_wget_shows_the_status_alone() {
    let o = parsed(
        "--2026-11-30 02:32:00--  http://a.example/
HTTP request sent, awaiting response... 301 Moved Permanently
Location: https://a.example/b [following]
--2026-11-30 02:32:00--  https://a.example/b
HTTP request sent, awaiting response... 502 Bad Gateway
2026-11-30 02:32:00 ERROR 502: Bad Gateway.
",
    );
    assert_eq!((o.status, o.error, o.headers), (Some(502), None, None));
    assert_eq!(o.url, "https://a.example/b");
}

#[test]
fn an_answer_that_broke_off_is_told_from_a_page_that_speaks_of_failures() {
    for (after, error) in [
        (
            "2026-11-30 02:32:01 (1.5 MB/s) - Connection closed at byte 5. Giving up.",
            Some("ERR_CONTENT_LENGTH_MISMATCH"),
        ),
        (
            "2026-11-30 02:32:01 (1.5 MB/s) - Read error at byte 5/500 (Connection reset by peer). Giving up.",
            Some("ERR_CONTENT_LENGTH_MISMATCH"),
        ),
        ("Payment failed: no such card\n2026-11-30 02:32:01 (7.9 MB/s) - written to stdout [29/29]", None),
    ] {
        let o = parsed(&format!(
            "--2026-11-30 02:32:00--  http://a.example/\n  HTTP/1.1 200 OK\n  Content-Length: 500\n{after}\n"
        ));
        assert_eq!((o.status, o.error.as_deref()), (Some(200), error), "{after}");
    }
}

#[test]
fn what_is_no_answer_is_nothing() {
    for text in [
        "",
        "\n\n",
        "hello",
        "<html>",
        "HTTP/1.1",
        "* ",
        "> GET / HTTP/1.1",
        "* Connected to a (",
        "curl: (22) what",
        "--2026-11-30 02:32:00--  http://a.example/",
        "--x--  http://a.example/\n  HTTP/1.1 502 x\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
    ] {
        assert_eq!(parse(text, Some("https://a.example/"), 1.0), None, "{text:?}");
    }
}

#[test]
fn hostile_answers_are_bounded_and_harmless() {
    let redirects = "HTTP/1.1 302 x\nLocation: x\n\n".repeat(20_000);
    let o = parsed(&format!("{redirects}{HEAD}"));
    assert!(o.redirects.len() <= 32 && o.url.len() <= Observation::MAX_URL && o.status == Some(502));
    let fields = format!("HTTP/1.1 502 {}\n{}\n{}", "r".repeat(99_999), "a: b\n".repeat(99_999), "x".repeat(99_999));
    let o = parsed(&fields);
    assert!(o.headers.is_some_and(|h| h.iter().count() <= Headers::MAX_FIELDS));
    for cut in 0..HEAD.len() {
        let _ = parse(&format!("* Connected to é ( > \u{fffd}\n< {}", &HEAD[..cut]), None, f64::NAN);
        let _ = parse(&HEAD[cut..].replace(' ', "\n< "), None, f64::NAN);
    }
}
