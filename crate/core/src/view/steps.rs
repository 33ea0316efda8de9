//! What to do now: the few steps that can help with this verdict, best first. Steps that cannot help are not shown.

use crate::diagnosis::{Diagnosis, SURE};
use crate::message::Message;
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

pub(super) fn steps(d: &Diagnosis) -> Vec<Message> {
    match d.state {
        State::Healthy | State::Unseen => return Vec::new(),
        State::Recovered => return vec![Message::new("step_reload")],
        State::Waiting => return ["step_stop_and_reload", "step_other_network"].map(Message::new).into(),
        State::Failed => {}
    }
    let by_cause = BY_CAUSE.iter().find(|(cause, _)| *cause == d.cause).map(|(_, steps)| *steps);
    let by_side = BY_SIDE.iter().find(|(side, _)| *side == d.side && d.confidence >= SURE).map(|(_, steps)| *steps);
    let known = by_cause.or(by_side);
    let mut steps: Vec<_> = known.unwrap_or(UNSURE).iter().map(|key| Message::new(*key)).collect();
    steps.extend(d.would_decide.clone().filter(|_| known.is_none()));
    steps.extend(status_page(d));
    steps
}

/// The vendor's own status page helps only where the vendor itself is to blame.
fn status_page(d: &Diagnosis) -> Option<Message> {
    let vendor = d.generator.vendor.and_then(Vendor::by_id).filter(|_| d.side == Side::Cdn)?;
    Some(Message::new("step_status_page").with(vendor.name).with(vendor.status_page?))
}
