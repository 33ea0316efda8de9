//! Status pages.

use super::*;
use crate::dns::answer::wire::{a, message_of, soa};
use crate::dns::{Kind, Question};

fn by(vendor: &str) -> Case {
    let marks: &[(&str, &str)] = match vendor {
        "cloudflare" => &[("server", "cloudflare"), ("cf-ray", "8a1b-FRA")],
        "bunny" => &[("server", "BunnyCDN-DE1-1"), ("cdn-requestid", "x")],
        _ => &[("via", "1.1 abc.cloudfront.net (CloudFront)"), ("x-amz-cf-id", "x")],
    };
    answered(CART, answer(502, marks, "<p>Sorry"))
}

fn json(text: &str) -> Came {
    answer(200, &[("content-type", "application/json")], text)
}

fn statuspage(indicator: &str) -> Came {
    json(&format!(
        r#"{{"page":{{"id":"x","name":"A","url":"https://status.example.com"}},"status":{{"indicator":"{indicator}","description":"words"}}}}"#
    ))
}

#[test]
fn a_vendor_tells_of_trouble_of_none_or_of_the_usual() {
    let case = by("cloudflare");
    for (came, wanted) in [
        (statuspage("none"), says(Answer::VendorStatusFine)),
        (statuspage("major"), says(Answer::VendorStatusTrouble)),
        (statuspage("critical"), says(Answer::VendorStatusTrouble)),
        (statuspage("minor"), not(Why::Unclear)),
        (statuspage("maintenance"), not(Why::Unclear)),
        (statuspage("wonderful"), not(Why::Unreadable)),
        (json("{\"status\":\"none\"}"), not(Why::Unreadable)),
        (json("<html>"), not(Why::Unreadable)),
        (answer(404, &[], ""), not(Why::Unreadable)),
        (answer(429, &[], ""), not(Why::Limited)),
        (answer(503, &[], ""), not(Why::Unreachable)),
        (failed(""), not(Why::Unreachable)),
        (Err(Lost::NotAllowed), not(Why::NoAccess)),
    ] {
        assert_eq!(outcome(&case, Check::VendorStatus, &came), wanted, "{came:?}");
    }
    let asks = |vendor| match step(&by(vendor), Check::VendorStatus, &[]) {
        Step::Send(requests) => Some(requests[0].url.clone()),
        Step::Done(_) => None,
    };
    assert_eq!(asks("cloudflare").as_deref(), Some("https://www.cloudflarestatus.com/api/v2/status.json"));
    assert_eq!(asks("bunny").as_deref(), Some("https://status.bunny.net/api/v2/status.json"));
    assert_eq!(asks("cloudfront"), None);
}

#[test]
fn a_sites_own_page_is_read_in_three_forms() {
    let case = answered("https://www.example.com/cart", nginx(502));
    let instatus = |status: &str, impact: &str| {
        json(&format!(r#"{{"page":{{"name":"A","status":"{status}"}},"activeIncidents":[{{"impact":"{impact}"}}]}}"#))
    };
    let better = |state: &str| {
        json(&format!(
            r#"{{"data":{{"id":"1","type":"status_page","attributes":{{"company_name":"A","aggregate_state":"{state}"}}}}}}"#
        ))
    };
    let nothing = || answer(404, &[], "<p>not found");
    for (answers, wanted, asked) in [
        (vec![statuspage("none")], says(Answer::SiteStatusFine), 1),
        (vec![statuspage("minor")], says(Answer::SiteStatusTrouble), 1),
        (vec![statuspage("critical")], says(Answer::SiteStatusTrouble), 1),
        (vec![statuspage("maintenance")], says(Answer::SiteStatusMaintenance), 1),
        (vec![nothing(), instatus("UP", "")], says(Answer::SiteStatusFine), 2),
        (vec![nothing(), instatus("HASISSUES", "MAJOROUTAGE")], says(Answer::SiteStatusTrouble), 2),
        (vec![nothing(), instatus("UNDERMAINTENANCE", "")], says(Answer::SiteStatusMaintenance), 2),
        (vec![good(), good(), better("operational")], says(Answer::SiteStatusFine), 3),
        (vec![good(), good(), better("downtime")], says(Answer::SiteStatusTrouble), 3),
        (vec![good(), good(), better("maintenance")], says(Answer::SiteStatusMaintenance), 3),
        (vec![good(), nothing(), good()], not(Why::Unreadable), 3),
        (vec![failed("net::ERR_NAME_NOT_RESOLVED")], not(Why::Unreachable), 1),
        (vec![answer(502, &[], "")], not(Why::Unreachable), 1),
        (vec![Err(Lost::TimedOut)], not(Why::TimedOut), 1),
    ] {
        let (outcome, exchanges) = run(&case, Check::SiteStatus, |at, _| answers[at].clone());
        assert_eq!((outcome, exchanges.len()), (wanted, asked), "{answers:?}");
        assert!(exchanges.iter().all(|exchange| exchange.request.url.starts_with("https://status.example.com/")));
    }
}

/// The exchanges of a lookup that reports this zone.
fn looked_up(host: &str, flags: u16, apex: &str) -> Vec<Exchange> {
    let case = answered(&format!("https://{host}/"), nginx(502));
    let url = |kind| Question::new(host, kind).unwrap().url(&case.settings.resolvers[0]).unwrap();
    let (_, exchanges) = run(&case, Check::Names, |_, request| {
        if request.url == url(Kind::Soa) {
            let body = message_of(flags, host, Kind::Soa.number(), [&[], &[soa(apex, 900, 7, 300)], &[]]);
            return Ok(Answered { status: 200, body, ..Answered::default() });
        }
        let body = message_of(0x8180, host, Kind::A.number(), [&[a(host, 60, [5, 6, 7, 8])], &[], &[]]);
        Ok(Answered { status: 200, body, ..Answered::default() })
    });
    exchanges
}

#[test]
fn the_page_is_looked_for_beside_the_zone_and_nowhere_else() {
    let asks = |host: &str, exchanges: &[Exchange]| match step(
        &answered(&format!("https://{host}/a"), nginx(502)),
        Check::SiteStatus,
        exchanges,
    ) {
        Step::Send(requests) => Some(host_of(&requests[0].url).to_owned()),
        Step::Done(outcome) => {
            assert_eq!(outcome, not(Why::Unknown));
            None
        }
    };
    assert_eq!(asks("www.example.com", &[]).as_deref(), Some("status.example.com"));
    assert_eq!(asks("shop.example.com", &[]).as_deref(), Some("status.shop.example.com"));
    let shop = "shop.example.com";
    assert_eq!(asks(shop, &looked_up(shop, 0x8180, "example.com")).as_deref(), Some("status.example.com"));
    // Not somebody else's zone: that of a name that does not exist, of all names, of another host, of a landlord.
    assert_eq!(asks(shop, &looked_up(shop, 0x8183, "com")).as_deref(), Some("status.shop.example.com"));
    assert_eq!(asks(shop, &looked_up(shop, 0x8180, "com")).as_deref(), Some("status.shop.example.com"));
    assert_eq!(asks(shop, &looked_up(shop, 0x8180, "evil.org")).as_deref(), Some("status.shop.example.com"));
    assert_eq!(asks("me.github.io", &looked_up("me.github.io", 0x8180, "github.io")), None);
    assert_eq!((asks("status.example.com", &[]), asks("me.netlify.app", &[])), (None, None));
    assert_eq!((asks("wiki.corp", &[]), asks("10.0.0.1", &[]), asks("u:p@shop.example.com", &[])), (None, None, None));
}
