use is_it_me_core::body::Body;

use super::*;

/// One entry with these members of its response, and these of its own.
fn entry(response: &str, own: &str) -> String {
    format!("{{\"request\":{{\"method\":\"GET\",\"url\":\"https://a.example/\"}},\"response\":{{{response}}}{own}}}")
}

fn archive(entries: &[String]) -> Archive {
    parse(&format!("{{\"log\":{{\"entries\":[{}]}}}}", entries.join(","))).unwrap()
}

fn one(response: &str, own: &str) -> Observation {
    let failed = archive(&[entry(response, own)]).failed;
    assert_eq!(failed.len(), 1, "{response}");
    failed.into_iter().next().unwrap().1
}

#[test]
fn only_failures_are_kept_each_with_its_place() {
    let entries = [
        "\"status\":200",
        "\"status\":502",
        "\"status\":304",
        "\"status\":0,\"_error\":\"net::ERR_FAILED\"",
        "\"status\":0",
    ];
    let archive = archive(&entries.map(|response| entry(response, "")));
    assert_eq!((archive.entries, archive.silent), (5, 1));
    assert_eq!(archive.failed.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn no_answer_is_written_in_three_ways() {
    for response in [
        "\"status\":0,\"_error\":\"net::ERR_TIMED_OUT\"",
        "\"status\":-1,\"httpVersion\":\"HTTP/1.1\",\"headers\":[],\"_failureText\":\"net::ERR_TIMED_OUT\"",
        "\"status\":null,\"statusText\":\"x\",\"_error\":\"net::ERR_TIMED_OUT\",\"_failureText\":null",
    ] {
        let o = one(response, "");
        assert_eq!((o.status, o.error.as_deref()), (None, Some("net::ERR_TIMED_OUT")), "{response}");
        assert_eq!((o.headers, o.body, o.protocol, o.reason), (None, None, None, None), "{response}");
    }
}

#[test]
fn a_sentence_about_the_lookup_is_not_one_about_tls() {
    let o = one("\"status\":0,\"_error\":\"A server with the specified hostname could not be found.\"", "");
    assert_eq!(o.error.as_deref(), Some("ERR_NAME_NOT_RESOLVED"));
}

#[test]
fn a_time_of_zero_was_not_measured() {
    let o = one("\"status\":522", ",\"time\":0,\"timings\":{\"send\":0,\"wait\":0,\"receive\":0}");
    assert_eq!((o.timings.first_byte_ms, o.timings.total_ms), (None, None));
}

#[test]
fn an_answer_that_was_cut_has_a_status_and_an_error() {
    let o = one("\"status\":200,\"_error\":\"net::ERR_CONTENT_LENGTH_MISMATCH\"", "");
    assert_eq!((o.status, o.error.as_deref()), (Some(200), Some("net::ERR_CONTENT_LENGTH_MISMATCH")));
}

#[test]
fn times_that_do_not_apply_are_left_out() {
    let own = ",\"startedDateTime\":\"2026-11-21T13:03:22.000Z\",\"time\":345.5,\"serverIPAddress\":\"[::1]\",\
        \"timings\":{\"blocked\":1,\"dns\":-1,\"connect\":30.5,\"ssl\":12,\"send\":0.5,\"wait\":299.5,\"receive\":1}";
    let o = one("\"status\":502", own);
    let wanted = Timings { dns_ms: None, connect_ms: Some(30.5), first_byte_ms: Some(300.0), total_ms: Some(345.5) };
    assert_eq!((o.timings, o.at_ms, o.ip.as_deref()), (wanted, Some(1_795_266_202_345.5), Some("::1")));
    let o = one("\"status\":502", ",\"time\":-1,\"timings\":{\"connect\":-1,\"ssl\":7,\"wait\":-1,\"send\":3}");
    assert_eq!(o.timings, Timings { connect_ms: Some(7.0), ..Timings::default() });
    assert_eq!(one("\"status\":502", ",\"time\":500").at_ms, None, "a length is no moment");
}

#[test]
fn every_spelling_of_a_protocol_is_one() {
    let protocol = |version: &str| one(&format!("\"status\":502,\"httpVersion\":\"{version}\""), "").protocol;
    for version in ["h2", "HTTP/2", "http/2.0", "HTTP/2.0"] {
        assert_eq!(protocol(version).as_deref(), Some("h2"), "{version}");
    }
    assert_eq!(protocol("h3").as_deref(), Some("h3"));
    assert_eq!(protocol("HTTP/3").as_deref(), Some("h3"));
    assert_eq!(protocol("HTTP/1.1").as_deref(), Some("http/1.1"));
    assert_eq!((protocol(""), protocol("unknown")), (None, None));
}

#[test]
fn a_body_that_was_not_kept_is_not_an_empty_one() {
    let body = |response: &str| one(&format!("\"status\":502,{response}"), "").body;
    assert_eq!(body("\"content\":{\"size\":0}"), None);
    assert_eq!(body("\"headers\":[{\"name\":\"Content-Length\",\"value\":\"157\"}]"), None);
    assert_eq!(body("\"headers\":[{\"name\":\"Content-Length\",\"value\":\"0\"}]").map(|b| b.is_empty()), Some(true));
    let encoded = body("\"content\":{\"text\":\"PGgxPjUwMjwvaDE+\",\"encoding\":\"base64\"}");
    assert_eq!(encoded.as_ref().map(Body::text), Some("<h1>502</h1>"));
    assert_eq!(body("\"content\":{\"text\":\"?\",\"encoding\":\"base64\"}"), None);
}

#[test]
fn an_answer_to_head_has_no_body_that_could_be_empty() {
    let of = |method: &str| {
        let request = format!("{{\"method\":\"{method}\",\"url\":\"https://a.example/\"}}");
        let response = "{\"status\":502,\"content\":{\"text\":\"\"}}";
        archive(&[format!("{{\"request\":{request},\"response\":{response}}}")]).failed.remove(0).1.body
    };
    assert_eq!((of("HEAD"), of("GET")), (None, Some(Body::default())));
}

#[test]
fn redirects_lead_to_the_entry_they_name() {
    let hop = |from: &str, to: &str| {
        format!("{{\"request\":{{\"url\":\"{from}\"}},\"response\":{{\"status\":302,\"redirectURL\":\"{to}\"}}}}")
    };
    let last = entry("\"status\":502", "");
    let other = entry("\"status\":503", "");
    let failed =
        archive(&[hop("http://a.example/x", "/y"), hop("http://a.example/y", "https://a.example/"), last, other])
            .failed;
    let way: Vec<_> = failed[0].1.redirects.iter().map(|r| (r.status.unwrap(), r.url.as_str())).collect();
    assert_eq!(way, [(302, "http://a.example/x"), (302, "http://a.example/y")]);
    assert!(failed[1].1.redirects.is_empty(), "the second visit was not redirected");
    // What is asked for holds no fragment.
    let failed = archive(&[hop("http://a.example/x", "https://a.example/#top"), entry("\"status\":502", "")]).failed;
    assert_eq!(failed[0].1.redirects.len(), 1);
    let circle = vec![hop("http://a.example/x", "/x"); 500];
    let end = "{\"request\":{\"url\":\"http://a.example/x\"},\"response\":{\"status\":500}}".to_owned();
    let failed = archive(&[circle, vec![end]].concat()).failed;
    assert_eq!(failed[0].1.redirects.len(), Observation::MAX_REDIRECTS);
    let entry: Entry = serde_json::from_str(&hop("a", "b")).unwrap();
    let way = vec![Redirect::default(); Observation::MAX_REDIRECTS];
    assert_eq!(redirected(&entry, &way).map(|(_, way)| way.len()), Some(Observation::MAX_REDIRECTS));
}

#[test]
fn pseudo_fields_are_no_headers_and_the_browsers_own_stores_are_known() {
    let response = "\"status\":502,\"headers\":[{\"name\":\":status\",\"value\":\"502\"},{\"name\":\"via\"}],\"_fetchedViaServiceWorker\":true";
    let o = one(response, ",\"_fromCache\":\"disk\"");
    assert_eq!(o.headers.unwrap().iter().collect::<Vec<_>>(), [("via", "")]);
    assert!(o.from_cache && o.from_worker);
    let o = one("\"status\":502,\"_fetchedViaServiceWorker\":false", ",\"_fromCache\":null");
    assert!(!o.from_cache && !o.from_worker);
}

#[test]
fn what_is_json_and_no_har_is_refused_with_the_reason() {
    for (text, reason) in [
        ("{}", "missing field `log`"),
        ("{\"log\":{}}", "missing field `entries`"),
        ("{\"log\":{\"entries\":[", "EOF"),
        ("{\"log\":{\"entries\":7}}", "expected a sequence"),
    ] {
        let error = parse(text).err().unwrap().to_string();
        assert!(error.starts_with("is no HAR file: ") && error.contains(reason), "{error}");
    }
}

#[test]
fn an_entry_that_is_written_otherwise_spoils_no_other() {
    for odd in ["{}", "null", "{\"request\":{\"url\":\"http://a.example/\"},\"response\":null}"] {
        let archive = archive(&[odd.to_owned(), entry("\"status\":502", "")]);
        assert_eq!((archive.entries, archive.failed[0].0, archive.odd[0].0), (2, 2, 1), "{odd}");
    }
}
