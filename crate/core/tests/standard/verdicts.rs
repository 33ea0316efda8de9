//! What a diagnosis makes of the fields.

use is_it_me_core::words::{Cause, Fault, Layer, Side};
use is_it_me_core::{Diagnosis, Observation, diagnose};

use super::failed;

fn named(d: &Diagnosis) -> Option<&'static str> {
    d.generator.vendor.map(|vendor| vendor.id)
}

fn weight_of(d: &Diagnosis, rule: &str) -> Option<f32> {
    d.evidence.iter().find(|item| item.rule == rule).map(|item| item.weight)
}

fn chance(d: &Diagnosis, fault: Fault) -> f32 {
    d.fault.ranked.iter().find(|(known, _)| *known == fault).unwrap().1
}

#[test]
fn an_error_that_only_an_intermediary_reports_names_it() {
    let d = diagnose(&[failed(502, &[("proxy-status", "d111.cloudfront.net; error=connection_refused")])]);
    assert_eq!((named(&d), d.fault.at, d.cause), (Some("cloudfront"), Some(Fault::Origin), Cause::Refused));
    let d = diagnose(&[failed(504, &[("proxy-status", "\"edge 7\"; error=connection_timeout")])]);
    assert_eq!((d.generator.layer, named(&d)), (Layer::ReverseProxy, None));
    assert_eq!((d.fault.at, d.cause, d.side), (Some(Fault::Origin), Cause::ConnectTimeout, Side::Site));
}

#[test]
fn the_error_nearest_the_site_is_to_blame_and_the_last_that_made_an_answer_wrote_it() {
    let field = "gw.example; error=connection_refused, cdn.fastly.net; error=proxy_internal_response";
    let d = diagnose(&[failed(502, &[("proxy-status", field)])]);
    assert_eq!((named(&d), d.fault.at, d.cause), (Some("fastly"), Some(Fault::App), Cause::Refused));
    // The same in two lines, and what follows only passed it on.
    let d = diagnose(&[failed(
        502,
        &[("proxy-status", "nginx; error=connection_refused"), ("proxy-status", "fastly; received-status=502")],
    )]);
    assert_eq!((named(&d), d.fault.at), (Some("nginx"), Some(Fault::App)));
}

#[test]
fn an_error_that_may_have_been_passed_on_does_not_name_the_writer() {
    let d = diagnose(&[failed(502, &[("proxy-status", "cloudfront; error=http_protocol_error")])]);
    assert_eq!(named(&d), None);
    assert_eq!((d.fault.at, d.cause), (Some(Fault::App), Cause::BadAnswer));
}

#[test]
fn a_received_status_speaks_for_somebody_behind() {
    let with = diagnose(&[failed(502, &[("proxy-status", "cloudfront; received-status=502")])]);
    let without = diagnose(&[failed(502, &[])]);
    assert!(chance(&with, Fault::Cdn) < chance(&without, Fault::Cdn));
    assert_ne!(named(&with), Some("cloudfront"));
    assert_eq!(with.generator.layer, without.generator.layer);
    // Another status than the visitor's is another answer; only the way is known to be open.
    let other = diagnose(&[failed(502, &[("proxy-status", "cloudfront; received-status=200")])]);
    assert!(other.evidence.iter().all(|item| item.text.key != "evidence_behind"));
    assert!(chance(&other, Fault::OriginUnreachableFromCdn) < chance(&without, Fault::OriginUnreachableFromCdn));
}

#[test]
fn a_proxy_of_the_visitor_has_settings_of_its_own() {
    let denied = failed(403, &[("proxy-status", "privoxy; error=http_request_denied")]);
    let d = diagnose(&[Observation { url: "http://shop.example/".into(), ..denied }]);
    assert_eq!((d.generator.layer, d.fault.at), (Layer::ClientProxy, Some(Fault::LocalNetwork)));
    let d = diagnose(&[failed(502, &[("proxy-status", "privoxy; error=connection_refused")])]);
    assert_eq!(d.fault.at, Some(Fault::Origin));
}

#[test]
fn a_cut_answer_has_an_error_and_no_writer() {
    let field = ("proxy-status", "gw; error=http_response_incomplete");
    let cut = Observation { error: Some("net::ERR_CONTENT_LENGTH_MISMATCH".into()), ..failed(200, &[field]) };
    let d = diagnose(&[cut]);
    assert!(weight_of(&d, "proxy-status/error").is_some() && weight_of(&d, "proxy-status/trouble").is_none());
}

#[test]
fn what_is_behind_a_cache_sent_the_error() {
    let plain = diagnose(&[failed(503, &[("x-served-by", "cache-fra-eddf8230023-FRA")])]);
    let field = ("cache-status", "\"Fastly\"; fwd=miss; fwd-status=503");
    let d = diagnose(&[failed(503, &[("x-served-by", "cache-fra-eddf8230023-FRA"), field])]);
    assert_eq!(weight_of(&d, "cache-status/forwarded"), Some(-3.0));
    assert!(chance(&d, Fault::Cdn) < chance(&plain, Fault::Cdn));
    // Without a status nothing follows, nor from another one.
    for silent in ["Fastly; fwd=miss", "Fastly; fwd=stale; fwd-status=304"] {
        let d = diagnose(&[failed(503, &[("cache-status", silent)])]);
        assert_eq!(weight_of(&d, "cache-status/forwarded"), None, "{silent}");
    }
}

#[test]
fn a_stored_error_was_not_made_now() {
    for field in [("cache-status", "Varnish; hit"), ("age", "5392"), ("server-timing", "cdn-cache; desc=HIT")] {
        let d = diagnose(&[failed(503, &[field])]);
        assert!(weight_of(&d, "cache-status/stored").is_some_and(|weight| weight < 0.0), "{field:?}");
    }
    for field in [("cache-status", "Varnish; fwd=miss"), ("age", "0"), ("x-cache", "HIT")] {
        assert_eq!(weight_of(&diagnose(&[failed(503, &[field])]), "cache-status/stored"), None, "{field:?}");
    }
}

#[test]
fn a_503_that_says_when_to_come_back_is_said_by_somebody_who_is_there() {
    let hint =
        |status, fields: &[(&str, &str)]| weight_of(&diagnose(&[failed(status, fields)]), "retry-after/on-purpose");
    assert_eq!(hint(503, &[("retry-after", "120")]), Some(-0.5));
    assert_eq!(hint(500, &[("retry-after", "120")]), None);
    assert_eq!(hint(503, &[("retry-after", "soon")]), None);
    assert_eq!(hint(503, &[("retry-after", "120"), ("age", "60")]), None);
}

#[test]
fn an_origin_that_was_timed_was_asked() {
    let asked = |value: &str| {
        weight_of(&diagnose(&[failed(502, &[("server-timing", value)])]), "server-timing/origin").is_some()
    };
    assert!(asked("cfEdge;dur=4, cfOrigin;dur=381") && asked("origin; dur=12.5"));
    assert!(!asked("cfEdge;dur=4, cfOrigin;dur=0") && !asked("edge; dur=1"));
}

#[test]
fn a_place_for_reports_of_network_errors_tells_who_was_passed() {
    let nel = ("NEL", "{\"success_fraction\":0,\"report_to\":\"cf-nel\",\"max_age\":604800}");
    assert!(diagnose(&[failed(502, &[nel])]).in_path.iter().map(|vendor| vendor.id).eq(["cloudflare"]));
    let other = ("nel", "{\"report_to\":\"default\",\"max_age\":604800}");
    assert!(diagnose(&[failed(502, &[other])]).in_path.is_empty());
}
