//! What a rule must not conclude, beside the like case in which it does.

use super::apply;
use crate::body::Body;
use crate::failure::Failure;
use crate::headers::Headers;
use crate::net_error::CUT_SHORT;
use crate::observation::Observation;

fn failed(url: &str, status: u16, headers: &[(&str, &str)], body: &str) -> Observation {
    Observation {
        url: url.into(),
        status: Some(status),
        headers: Some(Headers::from(headers)),
        body: Some(Body::from(body.to_owned())),
        ..Observation::default()
    }
}

/// Do the rules conclude this, as the name of a rule and the word of what it points to?
fn says(seen: &Observation, conclusion: &str) -> bool {
    let evidence = apply(&Failure::assemble(std::slice::from_ref(seen)).unwrap());
    evidence.iter().any(|item| format!("{} {}", item.rule, item.points_to.word()) == conclusion)
}

const PLAIN: &str = "http://shop.example/";
const TLS: &str = "https://shop.example/";

#[test]
fn an_answer_that_anybody_nearby_may_have_written_clears_no_network() {
    let cleared = "answered/reached local-network";
    let page = "<p>broken</p>";
    assert!(says(&failed(TLS, 500, &[], page), cleared) && !says(&failed(PLAIN, 500, &[], page), cleared));
    assert!(says(&failed(PLAIN, 500, &[("server", "nginx")], page), cleared));
}

#[test]
fn only_a_stored_error_is_one_and_only_a_product_we_know_had_it_from_behind() {
    let stored = |status, error: Option<&str>| {
        let seen = failed(TLS, status, &[("cache-status", "somebody; hit")], "<p>half a");
        Observation { error: error.map(str::to_owned), ..seen }
    };
    assert!(says(&stored(502, None), "cache-status/stored cdn"));
    assert!(!says(&stored(200, Some(CUT_SHORT)), "cache-status/stored cdn"));
    assert!(!says(&stored(502, None), "cache-status/stored reverse-proxy"));
    let known = failed(TLS, 502, &[("cache-status", "nginx; hit")], "");
    assert!(says(&known, "cache-status/stored nginx"));
}

#[test]
fn a_name_that_was_not_found_is_a_proxys_to_tell_only_in_a_failure_of_its_own() {
    let page = "<p>getaddrinfo ENOTFOUND shop.example</p>";
    let proxy = "lookup/own-host client-proxy";
    assert!(says(&failed(PLAIN, 502, &[], page), proxy) && !says(&failed(PLAIN, 404, &[], page), proxy));
    // A product that only passed it on said nothing.
    let via = failed(PLAIN, 502, &[("via", "1.1 gateway (squid)")], page);
    assert!(says(&via, proxy) && !says(&via, "lookup/own-host squid"));
}

#[test]
fn header_fields_without_an_answer_show_no_lack_of_an_edge() {
    let answered = failed(TLS, 502, &[], "");
    let error = Some("net::ERR_CONNECTION_CLOSED".to_owned());
    let unanswered = Observation { status: None, error, ..answered.clone() };
    assert!(says(&answered, "edge/no-trace cdn") && !says(&unanswered, "edge/no-trace cdn"));
}

#[test]
fn a_page_of_a_proxy_is_no_page_of_the_application() {
    let page = |host: &str| format!("<p>While your page was fetched: Could not resolve host: {host}</p>");
    let own = "page/own app-runtime";
    assert!(says(&failed(PLAIN, 502, &[], &page("db.internal")), own));
    assert!(!says(&failed(PLAIN, 502, &[], &page("shop.example")), own));
}

#[test]
fn a_plain_text_with_its_charset_is_a_frameworks_unless_it_forbids_sniffing() {
    let typed = ("content-type", "text/plain; charset=utf-8");
    let runtime = "page/runtime app-runtime";
    assert!(says(&failed(TLS, 500, &[typed], "Error"), runtime));
    let go = [typed, ("x-content-type-options", "nosniff")];
    assert!(!says(&failed(TLS, 500, &go, "Error"), runtime));
}

#[test]
fn a_gateway_that_says_nothing_was_seen_to_say_nothing() {
    let silent = failed(TLS, 502, &[], "");
    let unseen = Observation { body: None, ..silent.clone() };
    assert!(says(&silent, "page/gateway reverse-proxy") && !says(&unseen, "page/gateway reverse-proxy"));
}
