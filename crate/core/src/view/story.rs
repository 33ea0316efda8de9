//! The first line: whose problem it is, and what happened, as message keys.

use crate::check::{Answer, Check, Outcomes};
use crate::diagnosis::{DECIDED, Diagnosis, SURE, VERY_SURE};
use crate::message::Message;
use crate::observation::{Observation, is_form};
use crate::quantity::percent;
use crate::words::{Cause, Fault, Layer, Side, State};

/// Causes that mean the site works and says no: they are no outage, whoever wrote the page.
const SITE_IS_UP: &[Cause] = &[
    Cause::Blocked,
    Cause::Challenge,
    Cause::RateLimited,
    Cause::NotFound,
    Cause::BadRequest,
    Cause::BodyTooBig,
    Cause::FormExpired,
];
/// Does the site itself say no? A proxy on the visitor's side, or the browser, can use the same words.
pub(crate) fn is_up(d: &Diagnosis) -> bool {
    d.state == State::Failed
        && SITE_IS_UP.contains(&d.cause)
        && !matches!(d.generator.layer, Layer::Browser | Layer::ClientProxy)
}

/// Causes that say more than the layer that reported them.
const SPEAKS_FOR_ITSELF: &[Cause] =
    &[Cause::Maintenance, Cause::NotDeployed, Cause::RequestTooBig, Cause::Cookies, Cause::ComesAndGoes];

/// The answer, in three words.
pub(super) fn verdict(d: &Diagnosis) -> Message {
    Message::new(match d.state {
        State::Healthy => "verdict_healthy",
        State::Recovered => "verdict_recovered",
        State::Waiting => "verdict_waiting",
        State::Unseen => "verdict_unseen",
        State::Failed if is_up(d) => "verdict_up",
        State::Failed if has_no_name(d) => "verdict_no_name",
        State::Failed => match d.side {
            Side::Site | Side::Cdn if d.confidence >= VERY_SURE => "verdict_not_you",
            Side::Site | Side::Cdn => "verdict_probably_not_you",
            Side::You => "verdict_you",
            Side::Network => "verdict_network",
            Side::Resolver => "verdict_resolver",
            Side::Unknown => "verdict_unknown",
        },
    })
}

/// What happened, in one sentence.
pub(super) fn story(d: &Diagnosis, observations: &[Observation], outcomes: &Outcomes) -> Message {
    let first = observations.first();
    match d.state {
        State::Healthy => Message::new("story_healthy"),
        State::Recovered if first.is_some_and(|o| o.from_cache) => Message::new("story_stored"),
        State::Recovered if first.is_some_and(|o| o.from_worker) => Message::new("story_worker"),
        State::Recovered => Message::new("story_recovered"),
        State::Waiting => Message::new("story_waiting"),
        State::Unseen if is_form(observations) => Message::new("story_unseen_form"),
        State::Unseen => Message::new("story_unseen"),
        State::Failed if is_blank(observations) => Message::new("story_blank"),
        State::Failed if is_up(d) && d.cause == Cause::Blocked => Message::new(refusal(observations)),
        State::Failed if d.generator.layer == Layer::ClientProxy && d.cause == Cause::Challenge => {
            Message::new("story_net_challenge")
        }
        State::Failed if has_no_name(d) => Message::new("story_no_name"),
        State::Failed if has_run_out(d) => Message::new("story_net_certificate_ran_out"),
        State::Failed if broke_off(observations) || is_too_big_without_cookies(d, outcomes) => {
            Message::of("story_net", d.cause.word())
        }
        State::Failed if is_up(d) || SPEAKS_FOR_ITSELF.contains(&d.cause) => Message::of("story", d.cause.word()),
        State::Failed => Message::new(layer_story(d, observations)).with(writer(d)),
    }
}

/// Did an answer come with nothing in it?
fn is_blank(observations: &[Observation]) -> bool {
    observations.iter().find(|o| o.status.is_some()).is_some_and(Observation::is_blank)
}

/// How the site says no.
fn refusal(observations: &[Observation]) -> &'static str {
    match observations.iter().find(|o| o.status.is_some()) {
        Some(answer) if answer.asks_to_sign_in() => "story_sign_in",
        Some(answer) if answer.is_legal() => "story_legal",
        _ => "story_blocked",
    }
}

/// Is it settled that there is no such name? Then it is a slip of the visitor's as often as a loss of the owner's.
fn has_no_name(d: &Diagnosis) -> bool {
    found_at_the_site(d, Cause::NameNotFound)
}

/// Is it settled that the certificate is out of date, rather than that the clock of this device is wrong?
fn has_run_out(d: &Diagnosis) -> bool {
    found_at_the_site(d, Cause::ExpiredCertificate) && d.confidence >= VERY_SURE
}

/// Is this what the browser itself met, or its name lookup, and the site's?
fn found_at_the_site(d: &Diagnosis, cause: Cause) -> bool {
    d.cause == cause && d.side == Side::Site && matches!(d.generator.layer, Layer::Browser | Layer::Dns)
}

/// Was it the connection that failed, as opposed to somebody answering with an error?
fn broke_off(observations: &[Observation]) -> bool {
    let failed = observations.iter().find(|o| o.is_failure());
    failed.is_some_and(|o| o.error.is_some() && o.status.is_none_or(|status| status < 400))
}

/// Is the request too big without its cookies as well?
fn is_too_big_without_cookies(d: &Diagnosis, outcomes: &Outcomes) -> bool {
    d.cause == Cause::RequestTooBig && outcomes.answer(Check::WithoutCookies) == Some(Answer::WithoutCookiesSame)
}

/// The layer that wrote the failure, and the place behind it that is to blame.
fn layer_story(d: &Diagnosis, observations: &[Observation]) -> &'static str {
    if d.side == Side::Unknown {
        return "story_undecided";
    }
    let named = d.generator.vendor.is_some();
    match (d.generator.layer, d.fault.at) {
        (Layer::CdnEdge, Some(Fault::Cdn)) => "story_edge_itself",
        (Layer::CdnEdge, Some(Fault::SiteConfig | Fault::DnsZone)) => "story_edge_config",
        (Layer::CdnEdge, Some(Fault::App)) => "story_edge_app",
        (Layer::CdnEdge, _) => "story_edge_origin",
        (layer, Some(Fault::App)) if named && layer.is_gateway() && d.cause == Cause::NoAnswer => "story_gateway_slow",
        (layer, Some(Fault::App)) if named && layer.is_gateway() => "story_gateway_app",
        (layer, Some(Fault::SiteConfig)) if named && layer.is_gateway() && d.cause == Cause::Overloaded => {
            "story_gateway_overloaded"
        }
        (layer, Some(Fault::SiteConfig)) if named && layer.is_gateway() => "story_gateway_config",
        (layer, _) if named && layer.is_gateway() => "story_gateway_origin",
        (Layer::AppRuntime, _) => "story_app",
        // Anybody who reads of a proxy looks for one: that takes more than the likeliest guess.
        (Layer::ClientProxy, _) if d.generator.confidence < DECIDED => "story_site",
        (Layer::ClientProxy, _) if observations.iter().any(|o| o.status >= Some(500)) => "story_proxy_failed",
        (Layer::ClientProxy, _) => "story_proxy",
        _ => "story_site",
    }
}

fn writer(d: &Diagnosis) -> &'static str {
    d.generator.vendor.map_or("", |vendor| vendor.name)
}

/// How sure the verdict is, for people; nothing is claimed about a page that works or was not seen.
pub(super) fn certainty(d: &Diagnosis) -> Option<Message> {
    if d.state != State::Failed || is_up(d) {
        return None;
    }
    let key = match d.confidence {
        p if p >= VERY_SURE => "certainty_very",
        p if p >= SURE => "certainty_fairly",
        p if p >= DECIDED => "certainty_probably",
        _ => "certainty_open",
    };
    Some(Message::new(key).with(percent(d.confidence)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Outcome;
    use crate::diagnosis::{Generator, diagnose};
    use crate::headers::Headers;

    /// A failure behind such a server.
    fn failed(status: u16, error: Option<&str>, server: &str) -> [Observation; 1] {
        [Observation {
            url: "https://a.example/".into(),
            status: Some(status),
            error: error.map(str::to_owned),
            headers: Some(Headers::from([("server", server)])),
            ..Observation::default()
        }]
    }

    /// The story if no check has asked.
    fn unasked(d: &Diagnosis, observations: &[Observation]) -> Message {
        story(d, observations, &Outcomes::default())
    }

    #[test]
    fn cookies_are_suspected_only_where_they_can_be_the_reason() {
        let mut same = Outcomes::default();
        same.set(Check::WithoutCookies, Outcome::Answered(Answer::WithoutCookiesSame)).unwrap();
        let told = |outcomes: &Outcomes| {
            let seen = failed(431, None, "nginx");
            story(&diagnose(&seen), &seen, outcomes).key
        };
        assert_eq!(told(&Outcomes::default()), "story_request_too_big");
        assert_eq!(told(&same), "story_net_request_too_big");
    }

    #[test]
    fn an_error_that_broke_off_is_told_as_the_error_and_a_good_answer_as_broken_off() {
        let is_broken_off = |status: u16| {
            let seen = failed(status, Some("net::ERR_CONTENT_LENGTH_MISMATCH"), "nginx");
            unasked(&diagnose(&seen), &seen).key.starts_with("story_net_")
        };
        assert!(is_broken_off(200) && !is_broken_off(400) && !is_broken_off(502));
    }

    #[test]
    fn an_edge_speaks_for_itself_for_its_site_or_for_the_server_behind_it() {
        let seen = failed(502, None, "");
        let mut d = diagnose(&seen);
        (d.generator.layer, d.side) = (Layer::CdnEdge, Side::Site);
        let mut told = |at| {
            d.fault.at = at;
            unasked(&d, &seen).key
        };
        assert_eq!(told(Some(Fault::Cdn)), "story_edge_itself");
        assert_eq!(told(Some(Fault::DnsZone)), "story_edge_config");
        assert_eq!(told(Some(Fault::App)), "story_edge_app");
        assert_eq!(told(Some(Fault::Origin)), "story_edge_origin");
        assert_eq!(told(None), "story_edge_origin");
    }

    #[test]
    fn no_gateway_is_spoken_of_that_has_no_name() {
        let seen = failed(504, None, "nginx");
        let mut d = diagnose(&seen);
        d.generator = Generator { layer: Layer::ReverseProxy, vendor: None, confidence: 0.9 };
        (d.side, d.cause) = (Side::Site, Cause::NoAnswer);
        for &fault in Fault::ALL {
            d.fault.at = Some(fault);
            assert_eq!(unasked(&d, &seen).key, "story_site", "{fault}");
        }
    }

    #[test]
    fn a_proxy_of_the_visitors_is_told_of_only_where_it_is_more_than_the_likeliest_guess() {
        let observations = [Observation { status: Some(500), ..Observation::default() }];
        let told = |confidence| {
            let generator = Generator { layer: Layer::ClientProxy, vendor: None, confidence };
            unasked(&Diagnosis { generator, side: Side::Site, ..diagnose(&observations) }, &observations).key
        };
        assert_eq!([told(0.55), told(DECIDED)], ["story_site", "story_proxy_failed"]);
    }
}
