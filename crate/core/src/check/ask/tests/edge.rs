//! The delivery network explains itself, and answers by itself.

use super::*;

const RAY: (&str, &str) = ("cf-ray", "a105ee31cf145053-FRA");
const SERVER: (&str, &str) = ("server", "cloudflare");

fn by_cloudflare(status: u16) -> Case {
    answered(CART, answer(status, &[SERVER, RAY], "<title>Sorry</title><p>The shop is away"))
}

fn problem(status: u16, category: &str) -> Came {
    let body = format!(
        r#"{{"type":"https://developers.cloudflare.com/support/","title":"Error {status}","status":{status},"instance":"a105ee31cf145053","error_code":{status},"error_name":"x","error_category":"{category}","ray_id":"a105ee31cf145053","zone":"shop.example.com","cloudflare_error":true,"retryable":true,"retry_after":120,"owner_action_required":true}}"#
    );
    answer(status, &[SERVER, RAY, ("content-type", "application/problem+json; charset=utf-8")], &body)
}

fn numbered(status: u16, number: u16) -> Came {
    let body = format!(r#"{{"title":"Error {number}: x","status":{status},"cloudflare_error":true}}"#);
    answer(status, &[SERVER, RAY, ("content-type", "application/problem+json")], &body)
}

#[test]
fn cloudflare_says_whose_fault_it_is() {
    for (status, came, wanted) in [
        (522, problem(522, "origin"), says(Answer::EdgeExplainsUnreachable)),
        (520, problem(520, "origin"), says(Answer::EdgeExplainsServer)),
        (524, problem(524, "origin"), says(Answer::EdgeExplainsApp)),
        (525, problem(525, "ssl"), says(Answer::EdgeExplainsUnreachable)),
        (526, problem(526, "ssl"), says(Answer::EdgeExplainsSettings)),
        (500, problem(500, "cloudflare"), says(Answer::EdgeExplainsItself)),
        (530, numbered(530, 1016), says(Answer::EdgeExplainsSettings)),
        (530, numbered(530, 1033), says(Answer::EdgeExplainsUnreachable)),
        (500, numbered(500, 1101), says(Answer::EdgeExplainsApp)),
        (403, numbered(403, 1020), says(Answer::EdgeExplainsRule)),
        (429, numbered(429, 1015), says(Answer::EdgeExplainsRule)),
        (403, numbered(403, 1013), not(Why::Unclear)),
        (
            403,
            answer(403, &[SERVER, RAY, ("cf-mitigated", "challenge")], "<title>Just a moment...</title>"),
            says(Answer::EdgeExplainsRule),
        ),
        // The page as before: it is not Cloudflare's, or Cloudflare says nothing.
        (503, answer(503, &[SERVER, RAY], "<title>Sorry</title>"), says(Answer::EdgeExplainsNothing)),
        (503, nginx(503), says(Answer::EdgeExplainsNothing)),
        (503, good(), not(Why::Unclear)),
        (503, failed(""), not(Why::Unreachable)),
        (503, Err(Lost::TimedOut), not(Why::TimedOut)),
        (503, Err(Lost::NotAllowed), not(Why::NoAccess)),
    ] {
        assert_eq!(outcome(&by_cloudflare(status), Check::EdgeExplains, &came), wanted, "{status} {came:?}");
    }
}

#[test]
fn the_page_that_failed_is_no_explanation_of_itself() {
    let page = answer(502, &[SERVER, RAY], "<h1>502 Bad Gateway</h1></center>\n<hr><center>cloudflare</center>");
    let case = answered(CART, page.clone());
    assert_eq!(outcome(&case, Check::EdgeExplains, &page), not(Why::Unclear));
    assert_eq!(outcome(&case, Check::EdgeExplains, &problem(502, "cloudflare")), says(Answer::EdgeExplainsItself));
}

#[test]
fn azure_says_what_the_origin_did() {
    let azure = ("x-azure-ref", "20261121T130322Z-abc");
    let case = answered(CART, answer(503, &[azure], "<h2>Our services aren't available right now</h2>"));
    let told = |name, value| outcome(&case, Check::EdgeExplains, &answer(503, &[azure, (name, value)], "<p>Sorry"));
    let unfamiliar = "0x830c1011, The certificate authority is unfamiliar";
    assert_eq!(told("X-Azure-ExternalError", unfamiliar), says(Answer::EdgeExplainsSettings));
    assert_eq!(told("X-Azure-ExternalError", "0x80072ee7, The name"), says(Answer::EdgeExplainsUnreachable));
    assert_eq!(told("X-Azure-InternalError", "0x1"), says(Answer::EdgeExplainsItself));
    assert_eq!(told("X-Azure-OriginStatusCode", "503"), says(Answer::EdgeExplainsApp));
    assert_eq!(told("X-Azure-ExternalError", "ClientCertExpired"), not(Why::Unclear));
    let (_, exchanges) = run(&case, Check::EdgeExplains, |_, _| good());
    let headers = &exchanges[0].request.headers;
    assert!(headers[0].1.starts_with("text/html") && headers[1] == ("X-Azure-DebugInfo", "1".to_owned()));
}

#[test]
fn the_question_stands_in_the_vendors_file() {
    let (_, exchanges) = run(&by_cloudflare(522), Check::EdgeExplains, |_, _| good());
    let request = &exchanges[0].request;
    assert_eq!(request.headers, [("Accept", "application/problem+json".to_owned())]);
    assert_eq!((request.url.as_str(), request.method(), request.cookies), (CART, "GET", true));
    // What the failure said unasked is no explanation.
    let hit = [SERVER, RAY, ("cf-cache-status", "HIT")];
    let case = answered(CART, answer(502, &hit, "<p>Sorry"));
    let told = outcome(&case, Check::EdgeExplains, &answer(502, &hit, "<p>Sorry"));
    assert_eq!(told, says(Answer::EdgeExplainsNothing));
    assert_eq!(outcome(&answered(CART, nginx(502)), Check::EdgeExplains, &good()), not(Why::Unknown));
}

#[test]
fn an_edge_that_answers_by_itself_is_alive() {
    let trace = "fl=1f2\nh=shop.example.com\nip=203.0.113.7\nts=1795266202.1\ncolo=FRA\nsliver=none\nloc=DE\n";
    for (came, wanted) in [
        (answer(200, &[SERVER, RAY], trace), says(Answer::EdgeAliveAnswers)),
        (failed(""), says(Answer::EdgeAliveSilent)),
        (Err(Lost::TimedOut), says(Answer::EdgeAliveSilent)),
        (answer(404, &[SERVER, RAY], "not found"), not(Why::Unclear)),
        (good(), not(Why::Unclear)),
        (Err(Lost::NotAllowed), not(Why::NoAccess)),
    ] {
        assert_eq!(outcome(&by_cloudflare(522), Check::EdgeAlive, &came), wanted, "{came:?}");
    }
    let (_, exchanges) = run(&by_cloudflare(522), Check::EdgeAlive, |_, _| answer(200, &[SERVER, RAY], trace));
    assert_eq!(exchanges[0].request.url, "https://shop.example.com/cdn-cgi/trace");
    assert!(!exchanges[0].request.cookies);
    assert!(!exchanges[0].may_be_kept(), "the visitor's address stands in the answer");
}
