use super::*;
use crate::body::Body;
use crate::headers::Headers;

fn failed(status: u16, headers: &[(&str, &str)], body: &str) -> Observation {
    Observation {
        url: "https://shop.example/".into(),
        status: Some(status),
        headers: Some(Headers::from(headers)),
        body: Some(Body::from(body.to_owned())),
        ..Observation::default()
    }
}

fn net_error(error: &str) -> Observation {
    Observation { url: "https://shop.example.com/".into(), error: Some(error.into()), ..Observation::default() }
}

const NGINX_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.25.3</center>\r\n</body>\r\n</html>\r\n";

#[test]
fn nginx_wrote_its_own_502_and_the_application_is_to_blame() {
    let d = diagnose(&[failed(502, &[("Server", "nginx/1.25.3")], NGINX_502)]);
    assert_eq!(
        (d.state, d.generator.vendor.map(|it| it.id), d.fault.at),
        (State::Failed, Some("nginx"), Some(Fault::App))
    );
    assert_eq!((d.side, d.scope), (Side::Site, Scope::Public));
    assert!(d.generator.confidence > 0.8 && d.confidence > 0.9, "{d:#?}");
}

#[test]
fn an_answer_that_broke_off_may_have_done_so_on_the_way() {
    let cut = |url: &str, server| {
        let error = Some("net::ERR_CONTENT_LENGTH_MISMATCH".into());
        diagnose(&[Observation { url: url.into(), error, ..failed(200, &[("Server", server)], "<p>half a") }])
    };
    for (url, server) in
        [("http://shop.example/", "nginx"), ("https://shop.example/", "nginx"), ("https://shop.example/", "")]
    {
        let d = cut(url, server);
        assert_eq!(d.side, Side::Site, "{url} {server}");
        assert!((SURE..VERY_SURE).contains(&d.confidence), "{url} {server}: {}", d.confidence);
    }
}

#[test]
fn a_brand_on_the_way_is_not_a_guilty_brand() {
    let d =
        diagnose(&[failed(500, &[("server", "cloudflare"), ("cf-ray", "8a1b2c3d4e5f6a7b-FRA")], "{\"error\":\"db\"}")]);
    assert_ne!(d.generator.vendor.map(|it| it.id), Some("cloudflare"));
    assert_eq!(d.fault.at, Some(Fault::App));
    assert!(d.in_path.iter().map(|it| it.id).eq(["cloudflare"]));
}

#[test]
fn being_offline_is_on_this_side() {
    let d = diagnose(&[net_error("net::ERR_INTERNET_DISCONNECTED")]);
    assert_eq!((d.generator.layer, d.cause), (Layer::Browser, Cause::Offline));
    assert!(matches!(d.side, Side::You | Side::Network | Side::Unknown));
}

#[test]
fn a_name_that_does_not_resolve_is_left_open_with_the_check_that_decides() {
    let d = diagnose(&[net_error("net::ERR_NAME_NOT_RESOLVED")]);
    assert_eq!(d.side, Side::Unknown);
    assert_eq!(d.would_decide, Some(Message::new("check_other_resolver")));
}

#[test]
fn a_port_that_no_browser_asks_is_not_to_be_tried_in_another() {
    let d = diagnose(&[net_error("net::ERR_UNSAFE_PORT")]);
    assert!(d.is_open() && d.would_decide.is_none(), "{:?}", d.would_decide);
}

#[test]
fn working_when_asked_again_is_a_recovery() {
    let again = Observation { how: How::Asked, status: Some(200), ..Observation::default() };
    assert_eq!(diagnose(&[failed(502, &[], NGINX_502), again]).state, State::Recovered);
}

#[test]
fn a_look_without_an_outcome_does_not_hide_the_next() {
    let again = Observation { how: How::Asked, status: Some(200), ..Observation::default() };
    assert_eq!(diagnose(&[Observation::default(), again]).state, State::Healthy);
    assert_eq!(diagnose(&[Observation::default()]).state, State::Unseen);
}

#[test]
fn nothing_seen_is_said_to_be_nothing_seen() {
    let d = diagnose(&[]);
    assert_eq!(
        (d.state, d.side, d.generator.layer, d.cause),
        (State::Unseen, Side::Unknown, Layer::Unknown, Cause::Unknown)
    );
}

#[test]
fn words_of_ones_own_say_less_without_headers_and_with_a_refusal() {
    let words = "<h1>Acme Shop</h1><p>Sorry, the database is away for a while.</p>";
    let sure = |failure: Observation| diagnose(&[failure]).generator.confidence > 0.9;
    assert!(sure(failed(503, &[], words)));
    assert!(!sure(Observation { headers: None, ..failed(503, &[], words) }));
    assert!(!sure(failed(403, &[], words)));
    assert!(sure(failed(503, &[], "{\"error\":\"The database is away\"}")));
    assert!(!sure(failed(503, &[], "{\"message\":\"Service Unavailable\"}")));
}

#[test]
fn a_page_that_tells_of_maintenance_was_put_up_on_purpose() {
    let said = |body: &str| {
        let d = diagnose(&[failed(503, &[("Server", "nginx"), ("Content-Type", "text/html")], body)]);
        (d.fault.at, d.cause)
    };
    let closed = (Some(Fault::SiteConfig), Cause::Maintenance);
    assert_eq!(said("<title>Acme Shop</title><h1>Be right back</h1><p>We are under maintenance.</p>"), closed);
    assert_eq!(said("<title>Acme Shop</title><h1>На сайте ведутся технические работы</h1>"), closed);
    assert_eq!(said("<title>Maintenance</title><h1>We’ll be back soon</h1>"), closed);
    assert_eq!(said("{\"code\":50300,\"message\":\"服务维护中\"}"), closed);
    // A program's bare word for its 503, and a shop that broke.
    assert_ne!(said("{\"detail\":\"maintenance\"}"), closed);
    assert_ne!(said("<title>Acme Shop</title><h1>The basket is away</h1>"), closed);
    assert_ne!(said("The server is currently unavailable (because it is overloaded or down for maintenance)."), closed);
}

#[test]
fn a_bare_503_without_a_word_is_rather_an_applications() {
    assert_eq!(diagnose(&[failed(503, &[], "")]).generator.layer, Layer::AppRuntime);
    assert_eq!(diagnose(&[failed(503, &[], "Service Unavailable")]).generator.layer, Layer::Unknown);
}

#[test]
fn a_page_that_speaks_like_a_filter_points_to_a_rule_of_the_site() {
    let page = |words: &str| diagnose(&[failed(406, &[("server", "SHIELD")], words)]);
    let stopped = page("<title>Error</title><p>Your request was blocked due to security rules. Incident ID: 77</p>");
    assert_eq!((stopped.fault.at, stopped.cause), (Some(Fault::SiteConfig), Cause::Blocked));
    assert_eq!(stopped.generator.layer, Layer::Unknown);
    assert_eq!(page("<p>The shop cannot speak the language that you asked for.</p>").fault.at, Some(Fault::App));
    let said = |status| diagnose(&[failed(status, &[], "<p>The job that fills our firewall blocked.</p>")]);
    assert_eq!(said(500).fault.at, Some(Fault::App));
    // Some filters hide behind a "not found" page.
    assert_eq!(said(404).fault.at, Some(Fault::SiteConfig));
}

#[test]
fn who_is_not_signed_in_is_asked_by_an_application_and_mostly_shut_out_by_a_gateway() {
    let headless = Observation { headers: None, ..failed(401, &[], "{\"error\":\"no token\"}") };
    for by_app in [failed(401, &[("server", "cloudflare")], "{\"error\":\"no token\"}"), headless] {
        let d = diagnose(&[by_app]);
        assert_eq!((d.fault.at, d.side, d.would_decide), (Some(Fault::LocalBrowser), Side::You, None));
        assert!(d.confidence < VERY_SURE, "{}", d.confidence);
    }
    let by_nginx = NGINX_502.replace("502 Bad Gateway", "401 Authorization Required");
    assert_eq!(diagnose(&[failed(401, &[("server", "nginx")], &by_nginx)]).fault.at, Some(Fault::SiteConfig));
}

#[test]
fn a_status_that_edges_made_up_is_an_edges_where_no_headers_show_otherwise() {
    let bare = |status| diagnose(&[Observation { headers: None, body: None, ..failed(status, &[], "") }]);
    let fault = |status| (bare(status).generator.layer, bare(status).fault.at);
    assert_eq!(fault(522), (Layer::CdnEdge, Some(Fault::OriginUnreachableFromCdn)));
    assert_eq!(fault(521), (Layer::CdnEdge, Some(Fault::Origin)));
    assert!(bare(522).generator.confidence < VERY_SURE);
    assert_ne!(diagnose(&[failed(522, &[("content-type", "text/html")], "")]).generator.layer, Layer::CdnEdge);
}

#[test]
fn who_only_passed_an_answer_on_is_no_candidate_beside_who_signed_it() {
    let path = [("server", "BunnyCDN-DE1-1"), ("x-amz-request-id", "0Q1W2E3R4T5Y6U7I"), ("x-amz-id-2", "k9/PqLs2")];
    let writer = |headers: &[_]| diagnose(&[failed(403, headers, "")]).generator.vendor.map(|vendor| vendor.id);
    assert_eq!(writer(&path), Some("amazon-s3"));
    let candidates = |headers: &[_]| {
        let d = diagnose(&[failed(403, headers, "")]);
        d.evidence.iter().filter(|item| item.rule == "vendor/present").count()
    };
    assert_eq!((candidates(&path), candidates(&path[..1])), (0, 1));
}

#[test]
fn two_products_that_may_have_written_an_answer_are_one_witness_of_who_is_to_blame() {
    let sentence = "upstream connect error or disconnect/reset before headers. reset reason: connection termination";
    let d = diagnose(&[failed(503, &[("server", "istio-envoy"), ("content-type", "text/plain")], sentence)]);
    let pointed =
        |rule: &str| d.evidence.iter().filter(|e| e.rule.starts_with(rule)).map(|e| e.points_to).collect::<Vec<_>>();
    assert_eq!((pointed("envoy/").len(), pointed("istio-envoy/").len()), (1, 1));
    let places = pointed("vendor/code");
    assert!(places.iter().enumerate().all(|(at, place)| !places[..at].contains(place)), "{places:?}");
}

#[test]
fn who_fails_to_look_up_the_visited_name_is_a_proxy_on_this_side() {
    let asked = |url: &str, body: &str| {
        let d = diagnose(&[Observation { url: url.into(), ..failed(502, &[], body) }]);
        (d.generator.layer, d.fault.at)
    };
    let proxy = (Layer::ClientProxy, Some(Fault::DnsZone));
    let (go, node) =
        ("dial tcp: lookup shop.example on 192.0.2.53:53: no such host", "getaddrinfo ENOTFOUND shop.example");
    assert_eq!(asked("http://shop.example:8080/", go), proxy);
    assert_eq!(asked("http://shop.example/", node), proxy);
    assert_ne!(asked("http://shop.example/", "dial tcp: lookup db.shop.example: no such host"), proxy);
    assert_ne!(asked("http://shop.example/", "dial tcp: lookup shop.example.svc.cluster.local: no such host"), proxy);
    assert_ne!(asked("https://shop.example/", go), proxy);
    assert_ne!(asked("http://shop.example/", "dial tcp: lookup shop"), proxy);
    assert_eq!(asked("http://shop.example/", "(6) Could not resolve host: shop.example"), proxy);
}

#[test]
fn a_product_that_serves_on_either_side_is_the_visitors_proxy_where_it_did_not_find_the_visited_name() {
    let page = "<p>The proxy server could not handle the request<p>Reason: <strong>DNS lookup failure for: shop.example</strong></p></p>";
    let asked = |url: &str| {
        let generator =
            diagnose(&[Observation { url: url.into(), ..failed(500, &[("server", "Apache")], page) }]).generator;
        (generator.layer, generator.vendor.map(|vendor| vendor.id))
    };
    assert_eq!(asked("http://shop.example/"), (Layer::ClientProxy, Some("apache")));
    assert_eq!(asked("http://elsewhere.example/"), (Layer::ReverseProxy, Some("apache")));
}

#[test]
fn whoever_passed_a_page_on_does_not_speak_against_the_framework_that_signed_it() {
    let fronts = [("server", "gunicorn"), ("via", "1.1 Caddy"), ("content-type", "text/html; charset=utf-8")];
    let page = "\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Server Error (500)</title>\n</head>\n<body>\n  <h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n";
    assert_eq!(diagnose(&[failed(500, &fronts, page)]).generator.vendor.map(|vendor| vendor.id), Some("django"));
}

#[test]
fn who_asks_for_the_password_of_a_proxy_is_one_on_this_side() {
    let page = "Please sign in to the proxy of Harbour Books before you go on.";
    let d = diagnose(&[failed(407, &[("proxy-authenticate", "NTLM")], page)]);
    assert_eq!((d.generator.layer, d.fault.at), (Layer::ClientProxy, Some(Fault::LocalNetwork)), "{d:#?}");
    assert_eq!((d.side, d.cause), (Side::Network, Cause::ProxyRefused));
    assert!(d.generator.confidence > 0.95, "its page is no site's: {d:#?}");
}

#[test]
fn a_bare_text_whose_charset_is_named_is_an_applications() {
    let layer = |content_type| diagnose(&[failed(403, &[("content-type", content_type)], "Forbidden")]).generator.layer;
    assert_eq!(layer("text/plain;charset=UTF-8"), Layer::AppRuntime);
    assert_eq!(layer("text/plain"), Layer::Unknown);
}

#[test]
fn a_page_that_stands_in_for_a_site_is_no_breakdown_and_an_answer_that_breaks_off_is() {
    let welcome =
        "<title>Welcome to nginx!</title><p>If you see this page, the nginx web server is successfully installed";
    let stands_in = failed(200, &[("Server", "nginx")], welcome);
    let breaks_off = Observation { error: Some("net::ERR_CONNECTION_RESET".into()), ..stands_in.clone() };
    assert_eq!(diagnose(&[stands_in]).fault.at, Some(Fault::SiteConfig));
    assert_ne!(diagnose(&[breaks_off]).fault.at, Some(Fault::SiteConfig));
}

#[test]
fn one_code_is_one_witness_also_where_two_of_its_places_are_the_same_seen_from_here() {
    let read_error = [("X-Squid-Error", "ERR_READ_ERROR 104"), ("X-Cache-Lookup", "MISS from box:3128")];
    let d = diagnose(&[Observation { url: "http://shop.example/".into(), ..failed(502, &read_error, "") }]);
    let codes = d.evidence.iter().filter(|item| item.rule == "vendor/code");
    let origin = codes.filter(|item| item.points_to == PointsTo::Fault(Fault::Origin));
    assert_eq!((d.generator.layer, origin.count()), (Layer::ClientProxy, 1));
}

#[test]
fn a_certificate_that_nobody_signed_may_be_that_of_somebody_in_the_middle() {
    for error in ["MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT", "net::ERR_CERT_AUTHORITY_INVALID"] {
        let d = diagnose(&[net_error(error)]);
        assert!(d.confidence < SURE && d.would_decide.is_some(), "{error}: {} {:?}", d.confidence, d.fault);
    }
}

#[test]
fn a_port_that_browsers_refuse_is_a_wrong_address() {
    for error in ["net::ERR_UNSAFE_PORT", "NS_ERROR_PORT_ACCESS_NOT_ALLOWED"] {
        let d = diagnose(&[net_error(error)]);
        assert_eq!(d.cause, Cause::BadRequest, "{error}");
        assert!(matches!(d.side, Side::You | Side::Unknown), "{error}: {:?}", d.fault);
    }
}

#[test]
fn no_product_is_named_for_what_every_program_in_go_says_to_plain_http() {
    let d = diagnose(&[failed(400, &[], "Client sent an HTTP request to an HTTPS server.\n")]);
    assert_eq!((d.generator.vendor.map(|it| it.id), d.cause), (None, Cause::BadRequest));
}

#[test]
fn no_product_is_named_for_what_several_on_the_same_runtime_or_behind_the_same_front_say_alike() {
    let text = ("Content-Type", "text/plain; charset=utf-8");
    let front = [("Server", "nginx"), ("Date", "Sun, 29 Nov 2026 04:48:26 GMT")];
    let empty = ("Content-Length", "0");
    for (layer, answer) in [
        (Layer::AppRuntime, failed(431, &[("Connection", "close")], "")),
        (Layer::AppRuntime, failed(503, &[front[0], front[1], text, ("Content-Length", "19")], "Service Unavailable")),
        (Layer::AppRuntime, failed(500, &[front[0], front[1], ("Content-Length", "21")], "Internal Server Error")),
        (Layer::ReverseProxy, failed(502, &[("Via", "1.1 Caddy"), front[1], empty], "")),
    ] {
        let generator = diagnose(std::slice::from_ref(&answer)).generator;
        assert_eq!((generator.vendor.map(|it| it.id), generator.layer), (None, layer), "{answer:?}");
    }
}

#[test]
fn what_a_length_suggests_counts_only_where_the_body_was_not_seen() {
    let page = failed(502, &[("Content-Type", "text/html"), ("Content-Length", "157")], "<p>We are moving.</p>");
    let named = |answer| diagnose(&[answer]).generator.vendor.map(|it| it.id);
    assert_eq!(named(page.clone()), None);
    assert_eq!(named(Observation { body: None, ..page }), Some("nginx"));
}

#[test]
fn a_proxy_that_the_browser_asked_surely_spoke_and_one_that_can_stand_elsewhere_is_not_very_surely_the_visitors() {
    let refused = diagnose(&[net_error("net::ERR_TUNNEL_CONNECTION_FAILED")]).generator;
    assert!(refused.layer == Layer::ClientProxy && refused.confidence > SURE, "{refused:?}");
    let either =
        diagnose(&[failed(502, &[("Server", "mitmproxy 10.3.0")], "<p>server closed connection</p>")]).generator;
    assert!(either.vendor.is_some() && (SURE..VERY_SURE).contains(&either.confidence), "{either:?}");
}

#[test]
fn an_answer_with_nothing_in_it_is_a_failure_of_the_sites_until_the_page_comes() {
    let again = |body: &str| Observation { how: How::Asked, ..failed(200, &[], body) };
    for how in [How::Seen, How::Page, How::Asked] {
        let blank = Observation { how, ..failed(200, &[("Server", "nginx")], "") };
        let d = diagnose(std::slice::from_ref(&blank));
        assert_eq!((d.state, d.side, d.fault.at), (State::Failed, Side::Site, Some(Fault::App)), "{d:#?}");
        assert_eq!(diagnose(&[blank.clone(), again("")]).state, State::Failed);
        assert_eq!(diagnose(&[blank, again("<h1>Shop</h1>")]).state, State::Recovered);
    }
    assert_eq!(diagnose(&[failed(200, &[], "<h1>Shop</h1>"), again("")]).state, State::Healthy);
}

#[test]
fn what_is_too_big_is_told_by_the_status_and_by_whether_anything_was_sent_along() {
    let told = |status, method: &str, body| {
        diagnose(&[Observation { method: method.into(), ..failed(status, &[("Server", "nginx")], body) }]).cause
    };
    let cause = |status, method| told(status, method, "");
    assert_eq!(told(413, "", "Request Header exceeds the size limit"), Cause::RequestTooBig);
    assert_eq!(cause(413, "POST"), Cause::BodyTooBig);
    assert_eq!(cause(413, ""), Cause::BodyTooBig);
    assert_eq!(cause(413, "GET"), Cause::RequestTooBig);
    assert_eq!(cause(414, "GET"), Cause::BadRequest);
    assert_eq!(cause(431, "POST"), Cause::RequestTooBig);
}

#[test]
fn a_server_that_has_no_such_site_is_set_up_wrong() {
    let d = diagnose(&[failed(421, &[], "Misdirected Request")]);
    assert_eq!((d.cause, d.fault.at), (Cause::Misconfigured, Some(Fault::SiteConfig)));
}

#[test]
fn a_form_that_the_site_does_not_know_again_is_out_of_date() {
    let cause = |status, body| diagnose(&[failed(status, &[], body)]).cause;
    assert_eq!(cause(403, "<p>CSRF verification failed. Request aborted.</p>"), Cause::FormExpired);
    assert_eq!(cause(422, "<h1>The change you wanted was rejected.</h1>"), Cause::FormExpired);
    assert_eq!(cause(419, "<div>Seite abgelaufen</div>"), Cause::FormExpired);
    assert_eq!(cause(403, "<meta name=csrf-token content=a><h1>Forbidden</h1>"), Cause::Blocked, "no page says it");
    assert_eq!(cause(403, "<p>You may not see /sanctum/csrf-cookie here.</p>"), Cause::Blocked, "an address");
    assert_eq!(cause(429, "<p>CSRF</p>"), Cause::RateLimited);
}

#[test]
fn no_edge_is_told_of_where_none_can_be() {
    let writer = |url: &str| {
        let seen = Observation { url: url.into(), ..net_error("net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH") };
        diagnose(&[seen]).generator.layer
    };
    assert_eq!(writer("https://shop.example.com/"), Layer::CdnEdge);
    assert_eq!(writer("https://192.168.1.1/"), Layer::Browser);
    assert_eq!(writer("https://nas.local/"), Layer::Browser);
}

#[test]
fn a_request_that_was_not_understood_is_no_gateway_that_is_set_up_wrong() {
    for status in [405, 409, 415, 422] {
        let page = format!("<title>{status} No</title><center><h1>{status} No</h1></center><hr><center>nginx</center>");
        let d = diagnose(&[failed(status, &[("Server", "nginx"), ("Content-Type", "text/html")], &page)]);
        assert_eq!(d.cause, Cause::BadRequest, "{status}");
        assert!(d.side != Side::Site || d.confidence < SURE, "{status}: {:?}", d.fault);
    }
    let too_much = diagnose(&[failed(413, &[("Server", "nobody/1.0")], "")]);
    assert_eq!(too_much.fault.likeliest(), Some(Fault::SiteConfig));
}

#[test]
fn an_application_without_such_a_method_was_asked_by_its_own_page() {
    let page = "<pre>Cannot POST /cart by this method, see the allowed ones</pre>";
    let d = diagnose(&[failed(405, &[("X-Powered-By", "PHP/8.3")], page)]);
    assert_eq!((d.side, d.cause, d.fault.at), (Side::Site, Cause::BadRequest, Some(Fault::App)), "{:?}", d.fault);
}

#[test]
fn a_low_limit_of_the_sites_stays_possible_where_nothing_was_sent_along() {
    let page = "<title>413 Request Entity Too Large</title><hr><center>nginx</center>";
    let asked = Observation { method: "GET".into(), ..failed(413, &[("Server", "nginx")], page) };
    let fault = diagnose(&[asked]).fault;
    let limit = fault.ranked.iter().find(|(place, _)| *place == Fault::SiteConfig);
    assert!(limit.is_some_and(|(_, chance)| *chance > 0.2), "{fault:?}");
}

#[test]
fn a_hosting_platform_that_is_an_edge_of_its_own_may_blame_it() {
    let fault = |code| diagnose(&[failed(502, &[("server", "Vercel"), ("x-vercel-error", code)], "")]).fault.at;
    assert_eq!(fault("INTERNAL_UNEXPECTED_ERROR"), Some(Fault::Cdn));
    assert_eq!(fault("ROUTER_EXTERNAL_TARGET_CONNECTION_ERROR"), Some(Fault::OriginUnreachableFromCdn));
}
