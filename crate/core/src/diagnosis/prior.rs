//! Where the cause lies when nothing but the kind of writer and the class of status is known.
//!
//! Counted on recordings of some 80 programs that failed in 19 ways each, and on published cases, and rounded. A
//! gateway that reports a failure mostly reports its application's; a proxy on the visitor's side mostly reports a dead
//! site.

use crate::body::Body;
use crate::failure::{Failure, Nearby};
use crate::status::blames_the_request;
use crate::words::{Fault, Layer};

/// What is not listed is still possible.
const ELSEWHERE: f32 = 0.01;
/// One time in ten or so it is a proxy of the visitor's network that fails and does not say who it is.
const FAILED_NEARBY: f32 = 0.09;
/// Networks, and providers that have to, stop what is not encrypted about as often as sites do.
const STOPPED_NEARBY: f32 = 0.7;

/// What kind of failure the status names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// The request itself is too large or not understood.
    Request,
    /// The request is well-formed, but its method or what it says does not apply here. The page or its program chose
    /// it.
    Meaning,
    /// What was sent is too large: a form or a file, and rarely the headers.
    Upload,
    /// The request lacks a proof of who asks.
    SignIn,
    /// Somebody says no, or that nothing is here; with a good status if a page stands in for the site's own.
    Refusal,
    /// Something broke.
    Failure,
}

type Shares = &'static [(Fault, f32)];

const APP_BROKE: Shares = &[(Fault::App, 0.96), (Fault::SiteConfig, 0.03)];
const APP_SAYS_NO: Shares = &[(Fault::App, 0.65), (Fault::SiteConfig, 0.25), (Fault::LocalBrowser, 0.04)];
const GATEWAY_BROKE: Shares = &[(Fault::App, 0.68), (Fault::SiteConfig, 0.22), (Fault::Origin, 0.10)];
/// Rules and checks of their own decide whom load balancers ask. In published failures it was mostly those, in recorded
/// ones the application.
const BALANCER_BROKE: Shares = &[(Fault::App, 0.55), (Fault::SiteConfig, 0.33), (Fault::Origin, 0.10)];
const PLATFORM_BROKE: Shares =
    &[(Fault::App, 0.45), (Fault::SiteConfig, 0.40), (Fault::Origin, 0.05), (Fault::Cdn, 0.08)];
const EDGE_BROKE: Shares = &[
    (Fault::SiteConfig, 0.30),
    (Fault::Origin, 0.20),
    (Fault::App, 0.20),
    (Fault::OriginUnreachableFromCdn, 0.17),
    (Fault::Cdn, 0.10),
];
const PROXY_BROKE: Shares = &[
    (Fault::Origin, 0.62),
    (Fault::DnsZone, 0.18),
    (Fault::LocalNetwork, 0.10),
    (Fault::SiteConfig, 0.06),
    (Fault::DnsLocal, 0.03),
];
const PROXY_SAYS_NO: Shares =
    &[(Fault::LocalNetwork, 0.48), (Fault::DnsZone, 0.24), (Fault::Origin, 0.20), (Fault::LocalBrowser, 0.04)];
const SITE_SAYS_NO: Shares = &[(Fault::SiteConfig, 0.80), (Fault::App, 0.10)];
const TOO_MUCH_ASKED: Shares = &[(Fault::LocalBrowser, 0.65), (Fault::SiteConfig, 0.20), (Fault::App, 0.10)];
/// A limit for files and forms is the site's setting, and mostly nobody has set it.
const TOO_MUCH_SENT: Shares = &[(Fault::SiteConfig, 0.65), (Fault::LocalBrowser, 0.20), (Fault::App, 0.10)];
/// An application that asks who is there works; a gateway's rule may well be there by mistake.
const NOBODY_SIGNED_IN: Shares = &[(Fault::LocalBrowser, 0.85), (Fault::SiteConfig, 0.08), (Fault::App, 0.05)];
const SOMEWHERE_AT_THE_SITE: Shares = &[(Fault::App, 0.60), (Fault::SiteConfig, 0.22), (Fault::Origin, 0.10)];

/// The probability that the cause lies there, given who wrote the failure and what kind of failure it is. Without an
/// answer there is no kind, and the browser's own word says all there is to say. `nearby` is the share of the visitor's
/// network, if it is known and the application does not speak.
pub(super) fn of(fault: Fault, layer: Layer, class: Option<Class>, nearby: Option<f32>) -> f32 {
    let shares = class.map_or(&[][..], |class| shares(layer, class));
    let share = shares.iter().find(|(place, _)| *place == fault).map_or(ELSEWHERE, |(_, share)| *share);
    nearby.filter(|_| fault == Fault::LocalNetwork && layer != Layer::AppRuntime).unwrap_or(share)
}

/// How often it is the visitor's network, of answers that anybody may have written.
pub(super) fn nearby(failure: &Failure) -> Option<f32> {
    Some(match failure.may_be_from_nearby()? {
        Nearby::Failed => FAILED_NEARBY,
        Nearby::Refused => STOPPED_NEARBY,
    })
}

/// What kind of failure this is, if there was an answer.
pub(super) fn class(failure: &Failure) -> Option<Class> {
    Some(match failure.status()? {
        _ if failure.is_too_big_an_upload() => Class::Upload,
        405 | 409 | 422 => Class::Meaning,
        // Whoever answers in JSON has read the request.
        400 if failure.body().is_some_and(Body::is_json) => Class::Meaning,
        status if blames_the_request(status) => Class::Request,
        _ if failure.first.asks_to_sign_in() => Class::SignIn,
        400..=499 => Class::Refusal,
        ..400 if !failure.is_cut() && !failure.first.is_blank() => Class::Refusal,
        _ => Class::Failure,
    })
}

const fn shares(layer: Layer, class: Class) -> Shares {
    match (layer, class) {
        (Layer::ClientProxy, Class::Failure) => PROXY_BROKE,
        (Layer::ClientProxy, Class::SignIn | Class::Refusal | Class::Upload) => PROXY_SAYS_NO,
        (Layer::AppRuntime, Class::SignIn) => NOBODY_SIGNED_IN,
        (Layer::AppRuntime, Class::Refusal | Class::Meaning) => APP_SAYS_NO,
        (Layer::AppRuntime, Class::Failure) => APP_BROKE,
        (_, Class::Request | Class::Meaning) => TOO_MUCH_ASKED,
        (_, Class::Upload) => TOO_MUCH_SENT,
        (Layer::ReverseProxy, Class::Failure) => GATEWAY_BROKE,
        (Layer::LoadBalancer, Class::Failure) => BALANCER_BROKE,
        (Layer::AppPlatform, Class::Failure) => PLATFORM_BROKE,
        (Layer::CdnEdge, Class::Failure) => EDGE_BROKE,
        (_, Class::SignIn | Class::Refusal) => SITE_SAYS_NO,
        (_, Class::Failure) => SOMEWHERE_AT_THE_SITE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Observation;

    #[test]
    fn no_prior_promises_more_than_everything() {
        for &layer in Layer::ALL {
            let classes =
                [Class::Request, Class::Meaning, Class::Upload, Class::SignIn, Class::Refusal, Class::Failure];
            for class in classes.map(Some).into_iter().chain([None]) {
                let sum: f32 = Fault::ALL.iter().map(|&fault| of(fault, layer, class, None)).sum();
                assert!(sum <= 1.1, "{layer}: {sum}");
            }
        }
    }

    #[test]
    fn settings_are_oftener_to_blame_for_what_balances_load_than_for_what_only_passes_on() {
        let of = |fault, layer| of(fault, layer, Some(Class::Failure), None);
        let settings = |layer| of(Fault::SiteConfig, layer) / of(Fault::App, layer);
        assert!(settings(Layer::LoadBalancer) > 1.5 * settings(Layer::ReverseProxy));
        assert!(settings(Layer::LoadBalancer) < 1.0);
    }

    #[test]
    fn who_says_in_json_what_is_wrong_has_understood_the_request() {
        let class = |status: u16, body: &str| {
            let seen =
                Observation { status: Some(status), body: Some(body.to_owned().into()), ..Observation::default() };
            class(&Failure::assemble(&[seen]).unwrap())
        };
        assert!(class(400, r#"{"detail":"The name must not be blank"}"#) == Some(Class::Meaning));
        assert!(class(400, "Bad Request") == Some(Class::Request));
        assert!(class(422, "") == Some(Class::Meaning));
        assert!(class(431, r#"{"message":"Exceeded maximum allowed HTTP header size"}"#) == Some(Class::Request));
    }

    #[test]
    fn what_is_too_large_the_visitor_sent_though_it_is_the_visitors_proxy_that_says_so() {
        let share = |fault| of(fault, Layer::ClientProxy, Some(Class::Request), None);
        assert!(share(Fault::LocalBrowser) > share(Fault::LocalNetwork));
    }
}
