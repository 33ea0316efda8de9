//! Places elsewhere, and the archive. Globalping's answers have the shape of its published schema.

use serde_json::{Value, json};

use super::*;

const ID: &str = "nzGzf-GL7sZf_s3c";

fn created() -> Came {
    answer(202, &[], &json!({ "id": ID, "probesCount": 3 }).to_string())
}

fn at(asn: u32, result: &Value) -> Value {
    json!({
        "probe": {
            "continent": "EU", "region": "Western Europe", "country": "DE", "state": null, "city": "Falkenstein",
            "asn": asn, "longitude": 12.37, "latitude": 50.47, "network": "Deutsche Telekom AG",
            "tags": ["eyeball-network"], "resolvers": ["private"],
        },
        "result": result,
    })
}

fn headed(status: u16, headers: &str) -> Value {
    let authorized = json!({ "authorized": true, "protocol": "TLSv1.3" });
    json!({
        "status": "finished", "resolvedAddress": "5.6.7.8", "headers": {}, "rawHeaders": headers, "rawBody": null,
        "rawOutput": format!("HTTP/1.1 {status}\n{headers}"), "truncated": false, "statusCode": status,
        "statusCodeName": "x", "timings": { "total": 325, "dns": 37 }, "tls": authorized,
    })
}

fn works() -> Value {
    headed(200, "Server: nginx\nContent-Type: text/html")
}

fn fails() -> Value {
    headed(502, "Server: nginx\nContent-Type: text/html")
}

fn challenged() -> Value {
    headed(403, "Server: cloudflare\nCF-RAY: 8a1b-FRA\ncf-mitigated: challenge")
}

fn broken() -> Value {
    json!({ "status": "failed", "rawOutput": "connect ECONNREFUSED 5.6.7.8:443" })
}

fn own_trouble() -> Value {
    json!({ "status": "failed", "failureSource": "internal", "rawOutput": "x" })
}

fn under_way() -> Value {
    json!({ "status": "in-progress", "rawOutput": "" })
}

fn measurement(status: &str, results: &[Value]) -> Came {
    let results: Vec<_> = results.iter().map(|result| at(3320, result)).collect();
    let body = json!({
        "id": ID, "type": "http", "status": status, "createdAt": "2026-11-21T13:03:22.345Z", "target": "shop.example.com",
        "probesCount": results.len(), "results": results,
    });
    answer(200, &[], &body.to_string())
}

fn front_page() -> Case {
    answered("https://shop.example.com/", nginx(502))
}

/// The outcome if the places come to these results by the second poll.
fn elsewhere(case: &Case, results: &[Value]) -> Outcome {
    let outcome = run(case, Check::Outside, |sent, _| match sent {
        0 => created(),
        1 => measurement("in-progress", &[under_way(), under_way()]),
        _ => measurement("finished", results),
    });
    outcome.0
}

#[test]
fn it_works_fails_or_both_elsewhere() {
    for (results, wanted) in [
        (vec![works(), works(), works()], says(Answer::OutsideWorks)),
        (vec![fails(), fails(), broken()], says(Answer::OutsideFails)),
        (vec![headed(504, ""), headed(500, "Server: nginx")], says(Answer::OutsideFails)),
        (vec![works(), fails(), works()], says(Answer::OutsideMixed)),
        // A challenge is no outage, and no proof of health either.
        (vec![challenged(), challenged()], says(Answer::OutsideChallenged)),
        (vec![challenged(), works()], says(Answer::OutsideWorks)),
        (vec![challenged(), fails()], says(Answer::OutsideFails)),
        (vec![headed(401, ""), headed(429, "")], says(Answer::OutsideChallenged)),
        (vec![headed(301, "Location: https://shop.example.com/en/")], says(Answer::OutsideWorks)),
        (vec![headed(404, "Server: nginx"), own_trouble()], says(Answer::OutsideWorks)),
        (vec![headed(405, ""), headed(501, "")], not(Why::Unclear)),
        (vec![own_trouble(), own_trouble()], not(Why::Unclear)),
        (vec![json!({ "status": "offline", "rawOutput": "" })], not(Why::Unclear)),
        (vec![json!({ "status": "finished" }), json!({}), json!(7)], not(Why::Unclear)),
        (vec![], not(Why::Unclear)),
    ] {
        assert_eq!(elsewhere(&front_page(), &results), wanted, "{results:?}");
    }
}

#[test]
fn a_refusal_of_this_visitor_is_no_outage_elsewhere_either() {
    let refused = || headed(403, "Server: nginx");
    assert_eq!(
        elsewhere(&answered("https://shop.example.com/", nginx(403)), &[refused(), refused()]),
        says(Answer::OutsideChallenged)
    );
}

#[test]
fn a_certificate_counts_where_it_is_what_failed() {
    let untrusted = || {
        let mut result = works();
        result["tls"] = json!({ "authorized": false, "error": "CERT_HAS_EXPIRED" });
        result
    };
    let expired = net_error("https://shop.example.com/a", "net::ERR_CERT_DATE_INVALID");
    assert_eq!(elsewhere(&expired, &[untrusted(), untrusted()]), says(Answer::OutsideFails));
    assert_eq!(elsewhere(&expired, &[works(), works()]), says(Answer::OutsideWorks));
    let (_, exchanges) = run(&expired, Check::Outside, |sent, _| match sent {
        0 => created(),
        _ => measurement("finished", &[untrusted(), works()]),
    });
    let errors: Vec<_> = places(&expired, &exchanges).into_iter().map(|place| place.error).collect();
    assert_eq!(errors, ["CERT_HAS_EXPIRED", ""]);
    assert_eq!(elsewhere(&front_page(), &[untrusted(), untrusted()]), says(Answer::OutsideWorks));
}

#[test]
fn what_works_must_be_the_page_that_failed_here() {
    let page = answered("https://shop.example.com/cart", nginx(502));
    assert_eq!(elsewhere(&page, &[works(), works()]), not(Why::Unclear));
    assert_eq!(elsewhere(&page, &[fails(), fails()]), says(Answer::OutsideFails));
    let mut root_fails = page.clone();
    root_fails.outcomes.set(Check::Root, says(Answer::RootFailing)).unwrap();
    assert_eq!(elsewhere(&root_fails, &[works(), works()]), says(Answer::OutsideWorks));
    let mut told = page;
    told.settings.path = true;
    assert_eq!(elsewhere(&told, &[works(), works()]), says(Answer::OutsideWorks));
    let mut query = answered(CART, nginx(502));
    query.settings.path = true;
    assert_eq!(elsewhere(&query, &[works(), works()]), not(Why::Unclear));
    assert_eq!(elsewhere(&net_error(CART, "net::ERR_CONNECTION_RESET"), &[works()]), says(Answer::OutsideWorks));
}

fn ordered(case: &Case) -> Value {
    let Step::Send(requests) = step(case, Check::Outside, &[]) else { panic!("nothing is asked") };
    assert_eq!((requests.len(), requests[0].method()), (1, "POST"));
    serde_json::from_str(requests[0].body.as_deref().unwrap()).unwrap()
}

#[test]
fn they_hear_the_host_and_the_path_only_where_that_is_allowed() {
    let mut case = answered(CART, nginx(502));
    let order = ordered(&case);
    assert_eq!((&order["type"], &order["target"]), (&json!("http"), &json!("shop.example.com")));
    let options = &order["measurementOptions"];
    assert_eq!(options, &json!({ "protocol": "HTTPS", "request": { "method": "HEAD", "path": "/" } }));
    let homes = order["locations"].as_array().unwrap();
    assert_eq!(homes.len(), 3);
    assert!(homes.iter().all(|home| home["tags"] == json!(["eyeball-network"])));
    case.settings.path = true;
    case.settings.asn = Some(3320);
    let order = ordered(&case);
    assert_eq!(order["measurementOptions"]["request"]["path"], "/cart");
    assert_eq!(order["locations"][3], json!({ "asn": 3320 }));
    // What looks like a secret is not told, nor what would break the message.
    for path in ["reset/9f8e7d6c5b4a39281706f5e4d3c2b1a0", "u/ann@mail.example", "a b", "\u{e9}"] {
        let mut case = answered(&format!("https://shop.example.com/{path}"), nginx(502));
        case.settings.path = true;
        assert_eq!(ordered(&case)["measurementOptions"]["request"]["path"], "/", "{path}");
    }
    let plain = ordered(&net_error("http://shop.example.com:8080/", "net::ERR_CONNECTION_REFUSED"));
    assert_eq!(
        (&plain["measurementOptions"]["protocol"], &plain["measurementOptions"]["port"]),
        (&json!("HTTP"), &json!(8080))
    );
    for url in ["https://wiki.corp/", "https://10.0.0.1/", "https://u:p@shop.example.com/", "https://printer/"] {
        let case = answered(url, nginx(502));
        assert_eq!(step(&case, Check::Outside, &[]), Step::could_not(Why::Unknown), "{url}");
    }
}

#[test]
fn a_measurement_is_looked_after_until_it_is_over() {
    let (outcome, exchanges) = run(&front_page(), Check::Outside, |sent, request| {
        if sent == 0 {
            return created();
        }
        assert_eq!(request.url, format!("https://api.globalping.io/v1/measurements/{ID}"));
        assert!(request.after_ms >= 500);
        measurement(if sent < 5 { "in-progress" } else { "finished" }, &[fails()])
    });
    assert_eq!((outcome, exchanges.len()), (says(Answer::OutsideFails), 6));
    // A measurement that never ends counts if enough places have answered.
    let never = |results: &[Value]| {
        run(
            &front_page(),
            Check::Outside,
            |sent, _| if sent == 0 { created() } else { measurement("in-progress", results) },
        )
    };
    let (outcome, exchanges) = never(&[under_way(), fails()]);
    assert_eq!((outcome, exchanges.len()), (not(Why::TimedOut), 16));
    assert_eq!(never(&[fails(), under_way(), fails()]).0, says(Answer::OutsideFails));
    // So does one whose last poll is lost.
    let lost = |lost: Lost| {
        let world = |sent: usize, _: &Request| match sent {
            0 => created(),
            1 => measurement("in-progress", &[fails(), fails(), under_way()]),
            _ => Err(lost.clone()),
        };
        run(&front_page(), Check::Outside, world).0
    };
    assert_eq!(lost(Lost::TimedOut), says(Answer::OutsideFails));
}

#[test]
fn limits_and_errors_of_the_api_are_its_own() {
    let error =
        |status, kind: &str| answer(status, &[], &json!({ "error": { "type": kind, "message": "x" } }).to_string());
    for (came, wanted) in [
        (error(429, "rate_limit_exceeded"), not(Why::Limited)),
        (error(422, "no_probes_found"), not(Why::Unreachable)),
        (error(400, "validation_error"), not(Why::Unreadable)),
        (error(500, "x"), not(Why::Unreachable)),
        (answer(202, &[], "{}"), not(Why::Unreadable)),
        (answer(202, &[], "{\"id\":\"../../evil?\"}"), not(Why::Unreadable)),
        (answer(202, &[], "{\"id\":\"\"}"), not(Why::Unreadable)),
        (answer(202, &[], "<html>"), not(Why::Unreadable)),
        (failed(""), not(Why::Unreachable)),
        (Err(Lost::NotAllowed), not(Why::NoAccess)),
    ] {
        let (outcome, exchanges) = run(&front_page(), Check::Outside, |_, _| came.clone());
        assert_eq!((outcome, exchanges.len()), (wanted, 1), "{came:?}");
    }
    for (came, wanted) in [
        (error(429, "rate_limit_exceeded"), not(Why::Limited)),
        (error(404, "not_found"), not(Why::Unreadable)),
        (answer(200, &[], "[]"), not(Why::Unreadable)),
    ] {
        let (outcome, _) =
            run(&front_page(), Check::Outside, |sent, _| if sent == 0 { created() } else { came.clone() });
        assert_eq!(outcome, wanted, "{came:?}");
    }
}

#[test]
fn each_place_is_shown_with_what_came_of_it() {
    let mut case = front_page();
    case.settings.asn = Some(64500);
    let body = json!({
        "status": "finished",
        "results": [at(3320, &works()), at(64500, &fails()), at(1, &under_way()), { "probe": { "city": "A\u{7}\nB".repeat(99) }, "result": broken() }],
    });
    let (outcome, exchanges) = run(&case, Check::Outside, |sent, _| match sent {
        0 => created(),
        _ => answer(200, &[], &body.to_string()),
    });
    assert_eq!(outcome, says(Answer::OutsideMixed));
    let shown = places(&case, &exchanges);
    let short: Vec<_> = shown.iter().map(|place| (place.own, place.elsewhere, place.status)).collect();
    let wanted =
        [(false, Elsewhere::Works, Some(200)), (true, Elsewhere::Fails, Some(502)), (false, Elsewhere::Fails, None)];
    assert_eq!(short, wanted);
    let errors: Vec<_> = shown.iter().map(|place| (place.path.as_str(), place.error.as_str())).collect();
    assert_eq!(errors, [("/", ""), ("/", ""), ("/", "connect ECONNREFUSED 5.6.7.8:443")]);
    assert_eq!((shown[0].city.as_str(), shown[0].country.as_str()), ("Falkenstein", "DE"));
    assert!(shown[2].city.len() <= 64 && !shown[2].city.contains(char::is_control));
    assert_eq!(places(&case, &[]), []);
    // The visitor's own provider is not elsewhere.
    let body = json!({ "status": "finished", "results": [at(3320, &works()), at(64500, &fails())] }).to_string();
    let world = |sent: usize, _: &Request| if sent == 0 { created() } else { answer(200, &[], &body) };
    assert_eq!(run(&case, Check::Outside, world).0, says(Answer::OutsideWorks));
}

#[test]
fn a_copy_in_the_archive_is_found_with_its_address() {
    let copy = |url: &str, status: &str| {
        answer(200, &[], &json!({ "url": "x", "archived_snapshots": { "closest": { "status": status, "available": true, "url": url, "timestamp": "20260919044612" } } }).to_string())
    };
    let good_one = "http://web.archive.org/web/20260919044612/https://shop.example.com/cart";
    for (came, wanted) in [
        (copy(good_one, "200"), says(Answer::ArchiveFound)),
        (copy(good_one, "502"), says(Answer::ArchiveNone)),
        (copy("http://evil.example.com/", "200"), says(Answer::ArchiveNone)),
        (copy("javascript:alert(1)//web.archive.org/web/", "200"), says(Answer::ArchiveNone)),
        (copy("http://web.archive.org/web/\u{202e}", "200"), says(Answer::ArchiveNone)),
        (answer(200, &[], "{\"url\":\"x\",\"archived_snapshots\":{}}"), says(Answer::ArchiveNone)),
        (answer(200, &[], "<html>"), not(Why::Unreadable)),
        (answer(429, &[], ""), not(Why::Limited)),
        (answer(503, &[], ""), not(Why::Unreachable)),
        (failed(""), not(Why::Unreachable)),
    ] {
        let (outcome, exchanges) = run(&answered(CART, nginx(502)), Check::Archive, |_, _| came.clone());
        let link = archived_copy(&exchanges);
        assert_eq!(link.is_some(), outcome == says(Answer::ArchiveFound), "{came:?}");
        assert_eq!(outcome, wanted, "{came:?}");
        if let Some(link) = link {
            assert_eq!(link, good_one.replace("http://", "https://"));
        }
    }
    let Step::Send(requests) = step(&answered(CART, nginx(502)), Check::Archive, &[]) else {
        panic!("nothing is asked")
    };
    assert_eq!(requests[0].url, "https://archive.org/wayback/available?url=https://shop.example.com/cart");
    let Step::Send(requests) = step(&answered("https://shop.example.com/a%20b&c+d", nginx(502)), Check::Archive, &[])
    else {
        panic!("nothing is asked")
    };
    assert!(requests[0].url.ends_with("/a%2520b%26c%2Bd"), "the address is the value of a parameter");
    let secret = answered("https://shop.example.com/reset/9f8e7d6c5b4a39281706f5e4d3c2b1a0", nginx(502));
    assert_eq!(step(&secret, Check::Archive, &[]), Step::could_not(Why::Unclear));
}
