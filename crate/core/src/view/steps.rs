//! What to do now: the few steps that can help with this verdict, best first. Steps that cannot help are not shown.

use crate::diagnosis::{Diagnosis, SURE};
use crate::message::Message;
use crate::observation::Observation;
use crate::standard::alt_svc::offers_h3;
use crate::text::contains;
use crate::vendor::Vendor;
use crate::words::{Cause, Side, State};

/// Steps by cause: they fit better than anything the side alone suggests.
const BY_CAUSE: &[(Cause, &[&str])] = &[
    (Cause::Blocked, &["step_owner_rule", "step_vpn_off", "step_report"]),
    (Cause::Challenge, &["step_pass_check"]),
    (Cause::RateLimited, &["step_wait_longer"]),
    (Cause::NotFound, &["step_check_address", "step_front_page"]),
    (Cause::BadRequest, &["step_check_address", "step_site_cookies"]),
    (Cause::RequestTooBig, &["step_site_cookies"]),
    (Cause::Cookies, &["step_site_cookies", "step_private_window"]),
    (Cause::Maintenance, &["step_wait_longer"]),
    (Cause::Offline, &["step_connect"]),
    (Cause::NetworkChanged, &["step_reload"]),
    (Cause::ProxyDown, &["step_proxy_settings"]),
    (Cause::ProxyRefused, &["step_proxy_settings", "step_ask_admin"]),
    (Cause::BrowserBlocked, &["step_extensions", "step_ask_admin"]),
    (Cause::BrowserLimit, &["step_restart_browser"]),
    (Cause::NameNotFound, &["step_check_address", "step_other_network"]),
    (Cause::LookupFailed, &["step_other_network", "step_restart_router"]),
    (Cause::ExpiredCertificate, &["step_check_clock", "step_report"]),
    (Cause::UntrustedCertificate, &["step_no_passwords", "step_other_network", "step_report"]),
    (Cause::WrongNameCertificate, &["step_no_passwords", "step_portal", "step_report"]),
    (Cause::Loop, &["step_site_cookies", "step_report"]),
];

/// Steps by cause where it was no word of the site's: a box on the visitor's side says no in its place.
const BY_CAUSE_NEARBY: &[(Cause, &[&str])] = &[
    (Cause::Blocked, &["step_ask_admin", "step_other_network"]),
    (Cause::Challenge, &["step_portal", "step_other_network"]),
    (Cause::NotFound, &["step_check_address", "step_other_network"]),
];

/// Steps by whose problem it is.
const BY_SIDE: &[(Side, &[&str])] = &[
    (Side::You, &["step_private_window", "step_extensions"]),
    (Side::Network, &["step_other_network", "step_restart_router"]),
    (Side::Resolver, &["step_other_network", "step_restart_router"]),
    (Side::Cdn, &["step_wait", "step_report"]),
    (Side::Site, &["step_wait", "step_report"]),
];

/// What helps whoever is to blame, while that is open.
const UNSURE: &[&str] = &["step_reload"];

pub(super) fn steps(d: &Diagnosis, observations: &[Observation]) -> Vec<Message> {
    let mut steps = of_diagnosis(d);
    steps.extend(without_h3(d, observations));
    steps
}

fn of_diagnosis(d: &Diagnosis) -> Vec<Message> {
    match d.state {
        State::Healthy | State::Unseen => return Vec::new(),
        State::Recovered => return vec![Message::new("step_reload")],
        State::Waiting => return ["step_stop_and_reload", "step_other_network"].map(Message::new).into(),
        State::Failed => {}
    }
    let nearby = BY_CAUSE_NEARBY.iter().filter(|_| matches!(d.side, Side::You | Side::Network | Side::Resolver));
    let by_cause = nearby.chain(BY_CAUSE).find(|(cause, _)| *cause == d.cause).map(|(_, steps)| *steps);
    let by_side = BY_SIDE.iter().find(|(side, _)| *side == d.side && d.confidence >= SURE).map(|(_, steps)| *steps);
    let known = by_cause.or(by_side);
    let mut steps: Vec<_> = known.unwrap_or(UNSURE).iter().map(|key| Message::new(*key)).collect();
    steps.extend(d.would_decide.clone().filter(|_| known.is_none()));
    steps.extend(status_page(d));
    steps
}

/// Networks that let the older protocols through often stop HTTP/3, which runs over QUIC. A browser goes back to it as
/// long as the site offers it, so a failure that is over may come again.
fn without_h3(d: &Diagnosis, observations: &[Observation]) -> Option<Message> {
    let over_quic = observations.iter().any(|o| o.error.as_deref().is_some_and(|error| contains(error, "QUIC")));
    let offered = || observations.iter().filter_map(|o| o.headers.as_ref()).any(offers_h3);
    let can_help = d.state == State::Failed || (d.state == State::Recovered && offered());
    (over_quic && can_help).then(|| Message::new("step_older_protocol"))
}

/// The vendor's own status page helps only where the vendor itself is to blame.
fn status_page(d: &Diagnosis) -> Option<Message> {
    let vendor = d.generator.vendor.and_then(Vendor::by_id).filter(|_| d.side == Side::Cdn)?;
    Some(Message::new("step_status_page").with(vendor.name).with(vendor.status_page?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::diagnose;
    use crate::headers::Headers;
    use crate::observation::How;

    fn advised(observations: &[Observation]) -> bool {
        steps(&diagnose(observations), observations).contains(&Message::new("step_older_protocol"))
    }

    #[test]
    fn a_quic_failure_is_advised_while_http_3_can_fail_again() {
        let failed = |error: &str| Observation {
            error: Some(error.into()),
            url: "https://a.example/".into(),
            ..Default::default()
        };
        let again = |offer: &str| Observation {
            how: How::Asked,
            status: Some(200),
            headers: Some(Headers::from(vec![("alt-svc".to_owned(), offer.to_owned())])),
            ..Default::default()
        };
        assert!(advised(&[failed("net::ERR_QUIC_PROTOCOL_ERROR")]));
        assert!(advised(&[failed("net::ERR_QUIC_PROTOCOL_ERROR"), again("h3=\":443\"")]));
        assert!(!advised(&[failed("net::ERR_QUIC_PROTOCOL_ERROR"), again("clear")]));
        assert!(!advised(&[failed("net::ERR_CONNECTION_RESET"), again("h3=\":443\"")]));
    }

    #[test]
    fn a_box_on_the_way_that_says_no_is_no_matter_for_the_site() {
        let block = Observation {
            status: Some(403),
            url: "http://a.example/".into(),
            headers: Some(Headers::from(vec![("server".to_owned(), "Zscaler/6.2".to_owned())])),
            ..Default::default()
        };
        let steps = steps(&diagnose(std::slice::from_ref(&block)), &[block]);
        assert!(steps.contains(&Message::new("step_ask_admin")), "{steps:?}");
        assert!(!steps.contains(&Message::new("step_report")), "{steps:?}");
    }
}
