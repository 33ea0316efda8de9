//! What to do now: the few steps that can help with this verdict, best first. Steps that cannot help are not shown.
//!
//! Which steps fit which failure is said in `steps/visitor.toml`.

use crate::check::{Answer, Outcomes};
use crate::diagnosis::{Diagnosis, SURE};
use crate::dns::Finding;
use crate::guide::parts;
use crate::message::Message;
use crate::observation::{How, Observation, is_form};
use crate::quantity::span;
use crate::standard::alt_svc::offers_h3;
use crate::standard::retry_after::wait_ms;
use crate::text::{contains, join};
use crate::view::fix::{Fix, Step};
use crate::view::platform::{Browser, Os, Platform};
use crate::words::{Cause, Side, State};

include!(concat!(env!("OUT_DIR"), "/visitor.rs"));

/// What else a step can require.
#[derive(Clone, Copy)]
enum Fact {
    /// The error came from the browser's cache.
    Stored,
    /// It failed over HTTP/3, which runs over QUIC.
    Quic,
    /// The site offers HTTP/3.
    H3Offered,
    /// The writer of the error reports its own trouble on a page.
    StatusPage,
    /// Nobody answered.
    NoAnswer,
    /// The browser's error stays until somebody changes something.
    Lasts,
    /// The site wants a name and a password.
    SignIn,
    /// The law forbids it.
    Legal,
    /// Plain HTTP was spoken where only TLS is.
    WantsTls,
    /// Whoever looks after this device forbids it.
    ByAdmin,
    /// The answer says how long to wait.
    AsksToWait,
    /// A form was sent.
    Form,
    /// A resolver hides the name on purpose.
    HiddenName,
    /// It is known which product wrote the error.
    Named,
    /// The site's front page was asked for.
    FrontPage,
    /// The address is longer than the server takes.
    LongAddress,
}

/// Steps, and the failures that they fit. Each number is a set of bits, one for each word by its place; answers must
/// share a bit with it unless it has none, and facts must have all of its bits.
struct Advice {
    states: u8,
    sides: u8,
    causes: u64,
    answers: u64,
    facts: u16,
    sure: bool,
    also: bool,
    /// The words of the steps, with commas between them.
    steps: &'static str,
}

/// A word beyond the last bit would stand for none, or for another.
const _: () =
    assert!(State::ALL.len() <= 8 && Side::ALL.len() <= 8 && Cause::ALL.len() <= 64 && Answer::ALL.len() <= 64);

/// What makes a step special.
struct Special {
    id: &'static str,
    /// A button that does it.
    fix: Option<Fix>,
    /// The page that the button opens.
    page: Option<&'static str>,
    /// It has another sentence if a reload could send a form once more.
    form: bool,
    /// The step that takes its place there.
    instead: &'static str,
    /// The sides for which it is shown, as in [`Advice`].
    sides: u8,
    fill: Fill,
}

/// What its sentence is filled with. If that is not known, the step is not shown.
enum Fill {
    /// This text, on this system with this browser.
    On(&'static [(Option<Os>, Option<Browser>, &'static str)]),
    /// Nothing.
    Nothing,
    /// How long the answer asks to wait.
    Wait,
    /// Who wrote the error.
    Writer,
    /// Who wrote it, and the page on which they report their own trouble, which the button opens.
    StatusPage,
    /// Nothing; the button opens the page's address over TLS.
    OverTls,
}

/// The end of the key of a sentence that leads to the address rather than to a reload.
const OPEN: &str = "_open";

/// What steps are matched against and filled with.
struct Known<'a> {
    diagnosis: &'a Diagnosis,
    observations: &'a [Observation],
    platform: Platform,
    answers: u64,
    facts: u16,
}

pub(super) fn steps(d: &Diagnosis, observations: &[Observation], outcomes: &Outcomes, platform: Platform) -> Vec<Step> {
    let (answers, facts) = (answers(outcomes), facts(d, observations, outcomes));
    let known = Known { diagnosis: d, observations, platform, answers, facts };
    let mut steps = Vec::new();
    let mut is_found = false;
    for advice in ADVICE {
        if (advice.also || !is_found) && advice.fits(&known) {
            is_found |= !advice.also;
            steps.extend(parts(advice.steps, b',').filter_map(|id| known.say(known.or_instead(id))));
        }
    }
    let has = |key: &str| steps.iter().any(|step| step.text.key == key);
    // The check would say the same again in other words.
    let is_known = |check: &Message| check.key == "check_other_network" && has("step_other_network");
    let check = d.would_decide.clone().filter(|check| !is_known(check));
    steps.extend(check.map(Step::new));
    steps
}

/// Every step there is, by the end of its message key.
pub(super) fn all() -> impl Iterator<Item = String> {
    let plain = ADVICE.iter().flat_map(|advice| parts(advice.steps, b',')).map(str::to_owned);
    let instead = SPECIAL.iter().map(|step| step.instead.to_owned()).filter(|other| !other.is_empty());
    let of_forms = SPECIAL.iter().filter(|step| step.form).map(|step| step.id.to_owned() + OPEN);
    plain.chain(instead).chain(of_forms)
}

impl Advice {
    fn fits(&self, known: &Known) -> bool {
        let d = known.diagnosis;
        self.states & 1 << d.state as u8 != 0
            && self.sides & 1 << d.side as u8 != 0
            && self.causes & 1 << d.cause as u64 != 0
            && (self.answers == 0 || self.answers & known.answers != 0)
            && self.facts & known.facts == self.facts
            && (!self.sure || d.confidence >= SURE)
    }
}

/// The first text for this platform.
fn on(texts: &[(Option<Os>, Option<Browser>, &'static str)], platform: Platform) -> Option<&'static str> {
    let here = |(os, browser, _): &&(Option<Os>, Option<Browser>, &str)| {
        os.is_none_or(|os| os == platform.os) && browser.is_none_or(|browser| browser == platform.browser)
    };
    texts.iter().find(here).map(|(_, _, text)| *text)
}

fn special(id: &str) -> Option<&'static Special> {
    SPECIAL.iter().find(|step| step.id == id)
}

impl Known<'_> {
    fn is_form(&self) -> bool {
        self.facts & 1 << Fact::Form as u16 != 0
    }

    /// The step, or the one that takes its place after a form.
    fn or_instead<'a>(&self, id: &'a str) -> &'a str {
        special(id).map(|step| step.instead).filter(|other| self.is_form() && !other.is_empty()).unwrap_or(id)
    }

    /// The step in words, if there is a way to take it on this platform.
    fn say(&self, id: &str) -> Option<Step> {
        let Some(special) = special(id) else { return Some(Step::new(Message::of("step", id))) };
        let is_done = special.fix == Some(Fix::PrivateWindow) && self.platform.is_private;
        if is_done || special.sides & 1 << self.diagnosis.side as u8 == 0 {
            return None;
        }
        // What may have come from a form is opened anew. That bypasses no cache, so a step about the cache then has no
        // button.
        let is_form = self.is_form();
        let is_blind = self.observations.iter().all(|seen| seen.how != How::Seen);
        let end = if special.form && (is_form || is_blind) { OPEN } else { "" };
        let word = join(&[id, end], "");
        let mut page = special.page.map(str::to_owned);
        let writer = self.diagnosis.generator.vendor;
        let given = match special.fill {
            Fill::Nothing => None,
            Fill::OverTls => {
                page = self.observations.iter().find_map(Observation::address_over_tls);
                None
            }
            Fill::On(texts) => Some(on(texts, self.platform)?.to_owned()),
            Fill::Wait => Some(wait(self.observations)?),
            Fill::Writer => Some(writer?.name.to_owned()),
            Fill::StatusPage => return Some(Step::status_page(writer?.name, writer?.status_page?)),
        };
        let text = match given {
            Some(given) => Message::of("step", &word).with(given),
            None => Message::of("step", &word),
        };
        let fix = match special.fix {
            // The address that a form was sent to has no page to open.
            Some(Fix::Reload | Fix::ClearSite | Fix::PrivateWindow | Fix::UseHttps) if is_form => None,
            Some(Fix::Reload) if is_blind => special.form.then_some(Fix::OpenAgain),
            fix => fix,
        };
        Some(Step { text, fix, page })
    }
}

fn answers(outcomes: &Outcomes) -> u64 {
    let answers = outcomes.iter().filter_map(|(_, outcome)| outcome.answer());
    answers.fold(0, |bits, answer| bits | 1 << answer as u64)
}

fn facts(d: &Diagnosis, observations: &[Observation], outcomes: &Outcomes) -> u16 {
    let is_quic = |o: &Observation| o.error.as_deref().is_some_and(|error| contains(error, "QUIC"));
    let offers = |o: &Observation| o.headers.as_ref().is_some_and(offers_h3);
    let lasts = |o: &Observation| o.net_error().is_some_and(|error| !error.passes);
    let by_admin = |o: &Observation| o.error.as_deref().is_some_and(|error| contains(error, "ADMINISTRATOR"));
    let answer = observations.iter().find(|o| o.status.is_some());
    let facts = [
        (Fact::Stored, observations.first().is_some_and(|o| o.from_cache)),
        (Fact::Quic, observations.iter().any(is_quic)),
        (Fact::H3Offered, observations.iter().any(offers)),
        (Fact::StatusPage, d.generator.vendor.is_some_and(|vendor| vendor.status_page.is_some())),
        (Fact::NoAnswer, answer.is_none()),
        (Fact::Lasts, observations.first().is_some_and(lasts)),
        (Fact::SignIn, answer.is_some_and(Observation::asks_to_sign_in)),
        (Fact::Legal, answer.is_some_and(Observation::is_legal)),
        (Fact::WantsTls, observations.iter().any(|o| o.address_over_tls().is_some())),
        (Fact::ByAdmin, observations.iter().any(by_admin)),
        (Fact::AsksToWait, d.state == State::Failed && wait(observations).is_some()),
        (Fact::Form, is_form(observations)),
        (Fact::Named, d.generator.vendor.is_some()),
        (Fact::FrontPage, observations.first().and_then(Observation::address).is_some_and(|address| address.is_root())),
        (Fact::LongAddress, observations.iter().any(Observation::has_long_address)),
        (Fact::HiddenName, outcomes.findings().iter().any(Finding::is_hidden)),
    ];
    facts.iter().filter(|(_, holds)| *holds).fold(0, |bits, (fact, _)| bits | 1 << *fact as u16)
}

/// What `Retry-After` asks of the visitor.
fn wait(observations: &[Observation]) -> Option<String> {
    let waits = observations.iter().find_map(|o| wait_ms(o.headers.as_ref()?, o.at_ms))?;
    Some(span(waits)).filter(|_| waits > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Body;
    use crate::diagnosis::diagnose;
    use crate::headers::Headers;

    fn steps_of(observations: &[Observation]) -> Vec<Step> {
        steps(&diagnose(observations), observations, &Outcomes::default(), Platform::default())
    }

    fn keys_of(seen: Observation) -> Vec<String> {
        steps_of(&[seen]).into_iter().map(|step| step.text.key.into_owned()).collect()
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
            headers: Some(Headers::from([("alt-svc", offer)])),
            ..Default::default()
        };
        let advised = |seen: &[Observation]| steps_of(seen).contains(&Step::new(Message::new("step_older_protocol")));
        assert!(advised(&[failed("net::ERR_QUIC_PROTOCOL_ERROR")]));
        assert!(advised(&[failed("net::ERR_QUIC_PROTOCOL_ERROR"), again("h3=\":443\"")]));
        assert!(!advised(&[failed("net::ERR_QUIC_PROTOCOL_ERROR"), again("clear")]));
        assert!(!advised(&[failed("net::ERR_CONNECTION_RESET"), again("h3=\":443\"")]));
    }

    #[test]
    fn a_page_is_reloaded_before_the_browser_is_closed_unless_that_changes_nothing() {
        let first = |error: &str| {
            let url = "https://a.example/".into();
            keys_of(Observation { error: Some(error.into()), url, ..Observation::default() }).into_iter().next()
        };
        assert_eq!(first("about:tabcrashed").as_deref(), Some("step_reload"));
        assert_eq!(first("net::ERR_CACHE_MISS").as_deref(), Some("step_restart_browser"));
    }

    #[test]
    fn an_address_to_which_the_site_sends_the_browser_is_for_the_site_to_mend() {
        let keys = |error: &str| {
            let url = "https://a.example/".into();
            keys_of(Observation { error: Some(error.into()), url, ..Observation::default() })
        };
        let is_mistyped = |error: &str| keys(error).iter().any(|key| key == "step_check_address");
        assert!(is_mistyped("net::ERR_UNSAFE_PORT") && !is_mistyped("net::ERR_UNKNOWN_URL_SCHEME"));
    }

    #[test]
    fn a_certificate_behind_the_sites_front_is_for_the_site_to_mend() {
        let headers = Some(Headers::from([("proxy-status", "edge; error=tls_certificate_error")]));
        let keys = keys_of(Observation { status: Some(502), headers, ..Observation::default() });
        assert_eq!(keys.first().map(String::as_str), Some("step_owner_fix"), "{keys:?}");
    }

    #[test]
    fn nobody_deletes_cookies_over_an_address_that_is_too_long() {
        let keys = |status: u16, body: &str| {
            let (url, body) = ("https://a.example/search".into(), Some(Body::from(body.to_owned())));
            keys_of(Observation { status: Some(status), url, body, ..Observation::default() })
        };
        let deletes = |keys: &[String]| keys.iter().any(|key| key.starts_with("step_site_cookies"));
        let of_a_query =
            "HTTP Error 404.15 - Not Found\nIt is configured to deny a request where the query string is too long.";
        for keys in [keys(414, ""), keys(404, of_a_query)] {
            assert!(!deletes(&keys) && keys.contains(&"step_front_page".to_owned()), "{keys:?}");
        }
        assert!(deletes(&keys(400, "")), "{:?}", keys(400, ""));
    }

    #[test]
    fn whoever_sent_a_form_looks_first_and_reloads_nothing() {
        let keys = |method: &str, status: u16| {
            let (url, method) = ("https://a.example/checkout".into(), method.into());
            keys_of(Observation { status: Some(status), url, method, ..Observation::default() })
        };
        let form = keys("POST", 502);
        assert_eq!(form.first().map(String::as_str), Some("step_form_sent"));
        assert!(form.iter().any(|key| key == "step_send_again"), "{form:?}");
        assert!(!form.iter().any(|key| key.ends_with("reload") || key == "step_wait"), "{form:?}");
        assert!(!keys("GET", 502).contains(&"step_form_sent".to_owned()));
        assert!(!keys("POST", 404).contains(&"step_form_sent".to_owned()));
    }

    #[test]
    fn what_may_have_come_from_a_form_is_not_reloaded_either() {
        let keys = |how: How| {
            let url = "https://a.example/".into();
            keys_of(Observation { how, status: Some(502), url, ..Observation::default() })
        };
        assert!(keys(How::Page).contains(&"step_wait_open".to_owned()), "{:?}", keys(How::Page));
        assert!(keys(How::Seen).contains(&"step_wait".to_owned()), "{:?}", keys(How::Seen));
    }

    #[test]
    fn what_stays_until_somebody_changes_it_is_not_waited_for() {
        let keys = |error: &str| {
            let url = "https://a.example/".into();
            keys_of(Observation { error: Some(error.into()), url, ..Observation::default() })
        };
        let waits = |error: &str| keys(error).iter().any(|key| key == "step_wait" || key == "step_reload");
        for lasting in ["net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH", "net::ERR_SSL_PROTOCOL_ERROR", "2153394151"] {
            assert!(!waits(lasting), "{lasting}: {:?}", keys(lasting));
        }
        for passing in ["net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET"] {
            assert!(waits(passing), "{passing}: {:?}", keys(passing));
        }
    }

    #[test]
    fn a_button_leads_to_the_page_on_which_a_network_signs_people_in() {
        let seen = Observation {
            status: Some(511),
            url: "http://a.example/".into(),
            headers: Some(Headers::default()),
            ..Observation::default()
        };
        let steps = steps_of(&[seen]);
        let portal = steps
            .iter()
            .find(|step| step.text.key == "step_portal")
            .and_then(|step| Some((step.fix?, step.page.as_deref()?)));
        assert!(portal.is_some_and(|(fix, page)| fix == Fix::Portal && page.starts_with("http://")), "{steps:?}");
    }

    #[test]
    fn who_speaks_plain_http_where_only_tls_is_spoken_is_led_there_over_tls() {
        let given = |url: &str, body: &str, method: &str| {
            let (url, method, body) = (url.into(), method.into(), Some(Body::from(body.to_owned())));
            let seen = Observation { status: Some(400), url, method, body, ..Observation::default() };
            let d = diagnose(std::slice::from_ref(&seen));
            let steps = steps(&d, &[seen], &Outcomes::default(), Platform::default());
            let step = steps.into_iter().find(|step| step.text.key == "step_use_https")?;
            Some((step.fix, step.page))
        };
        let (url, go) = ("http://a.example:8443/b?c#d", "Client sent an HTTP request to an HTTPS server.\n");
        let page = Some("https://a.example:8443/b?c".to_owned());
        let apache = "<p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />";
        for body in [go, apache] {
            assert_eq!(given(url, body, "GET"), Some((Some(Fix::UseHttps), page.clone())), "{body}");
        }
        assert_eq!(given(url, go, "POST"), Some((None, page)), "a form is not sent by a button");
        // A proxy in front of the server lost the scheme; the visitor has the right one.
        assert_eq!(given("https://a.example/", go, "GET"), None);
        for other in ["Bad Request", "The callback has to be an HTTPS server."] {
            assert_eq!(given(url, other, "GET"), None, "{other}");
        }
    }

    #[test]
    fn whoever_is_asked_to_sign_in_is_sent_to_nobody_who_looks_after_computers() {
        let headers = vec![("x-powered-by".to_owned(), "Express".to_owned())];
        let body = Some(Body::from("{\"error\":\"no token\"}".to_owned()));
        let seen = Observation {
            status: Some(401),
            headers: Some(headers.into()),
            body,
            url: "https://a.example/".into(),
            ..Default::default()
        };
        assert_eq!(diagnose(std::slice::from_ref(&seen)).side, Side::You);
        assert_eq!(keys_of(seen), ["step_sign_in"]);
    }

    #[test]
    fn a_page_that_works_may_fail_in_parts() {
        let seen = Observation { status: Some(200), url: "https://a.example/".into(), ..Observation::default() };
        assert_eq!(keys_of(seen), ["step_hard_reload", "step_private_window"]);
    }

    #[test]
    fn nobody_is_sent_to_a_private_window_from_one() {
        let seen = [Observation { status: Some(200), url: "https://a.example/".into(), ..Observation::default() }];
        let platform = Platform { is_private: true, ..Platform::default() };
        let steps = steps(&diagnose(&seen), &seen, &Outcomes::default(), platform);
        assert_eq!(steps.iter().map(|step| step.text.key.as_ref()).collect::<Vec<_>>(), ["step_hard_reload"]);
    }

    #[test]
    fn keys_to_press_are_those_of_this_system_in_this_browser() {
        let seen = [Observation { status: Some(200), url: "https://a.example/".into(), ..Observation::default() }];
        let keys = |os, browser| {
            let steps =
                steps(&diagnose(&seen), &seen, &Outcomes::default(), Platform { os, browser, is_private: false });
            steps.into_iter().flat_map(|step| step.text.params).collect::<Vec<_>>()
        };
        assert_eq!(keys(Os::Windows, Browser::Firefox), ["Ctrl+Shift+R", "Ctrl+Shift+P"]);
        assert_eq!(keys(Os::Mac, Browser::Chromium), ["Cmd+Shift+R", "Cmd+Shift+N"]);
    }

    #[test]
    fn only_what_a_cache_had_kept_is_reloaded_past_it() {
        let keys = |from_cache| {
            let seen = |how, status, from_cache| Observation {
                how,
                status: Some(status),
                from_cache,
                method: "GET".into(),
                url: "https://a.example/".into(),
                ..Observation::default()
            };
            let steps = steps_of(&[seen(How::Seen, 502, from_cache), seen(How::Asked, 200, false)]);
            steps.into_iter().map(|step| step.text.key.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!((keys(true), keys(false)), (vec!["step_hard_reload".to_owned()], vec!["step_reload".to_owned()]));
    }

    #[test]
    fn a_button_does_what_its_step_says() {
        let given = |how: How, status: Option<u16>| {
            let error = status.is_none().then(|| "net::ERR_CONNECTION_RESET".to_owned());
            let url = "https://a.example/".into();
            let seen = Observation { how, status, error, url, method: "GET".into(), ..Observation::default() };
            steps_of(&[seen]).into_iter().next().map(|step| (step.text.key.into_owned(), step.fix)).unwrap()
        };
        assert_eq!(given(How::Seen, Some(200)), ("step_hard_reload".into(), Some(Fix::Reload)));
        assert_eq!(given(How::Page, Some(200)), ("step_hard_reload".into(), None), "opening leads past no cache");
        assert_eq!(given(How::Seen, None), ("step_reload".into(), Some(Fix::Reload)));
        assert_eq!(given(How::Asked, None), ("step_reload_open".into(), Some(Fix::OpenAgain)));
    }

    #[test]
    fn a_box_on_the_way_that_says_no_is_no_matter_for_the_site() {
        let block = Observation {
            status: Some(403),
            url: "http://a.example/".into(),
            headers: Some(Headers::from([("server", "Zscaler/6.2")])),
            ..Default::default()
        };
        let steps = steps_of(&[block]);
        assert!(steps.contains(&Step::new(Message::new("step_ask_admin"))), "{steps:?}");
        assert!(!steps.contains(&Step::new(Message::new("step_report"))), "{steps:?}");
    }
}
