//! The steps of visitors and owners over everything that was recorded or thought of: none that cannot help, and none
//! that nobody ever gets.

#![cfg(test)]

#[path = "../../core/tests/corpus/mod.rs"]
mod corpus;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use corpus::corpus;
use is_it_me_cli::scenario::Scenario;
use is_it_me_core::check::{Answer, Case, Check, Outcome, diagnose_case};
use is_it_me_core::dns::Finding;
use is_it_me_core::guide::{self, Guide};
use is_it_me_core::headers::Headers;
use is_it_me_core::log_line::{Reading, read};
use is_it_me_core::message::Message;
use is_it_me_core::observation::How;
use is_it_me_core::view::owner::{Owner, Step, ids, owner};
use is_it_me_core::view::platform::{Browser, Os, Platform};
use is_it_me_core::view::{View, view_case, visitor_steps};
use is_it_me_core::words::{Cause, Fault, Side, State};
use is_it_me_core::{Diagnosis, Observation};

const PLATFORM: Platform = Platform { os: Os::Linux, browser: Browser::Firefox, is_private: false };

/// A failure, what is concluded from it, and what is shown.
struct Shown {
    name: String,
    case: Case,
    diagnosis: Diagnosis,
    view: View,
    owner: Owner<'static>,
}

const GUIDE: Guide = Guide::new(guide::GUIDE);

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn shown(name: String, case: Case) -> Shown {
    let diagnosis = diagnose_case(&case);
    let view = view_case(&case, &diagnosis, PLATFORM);
    let owner = owner(GUIDE, &case.observations, &diagnosis, &[]);
    Shown { name, case, diagnosis, view, owner }
}

/// Every scenario with all that the checks answer, and without.
fn scenarios() -> impl Iterator<Item = Shown> {
    Scenario::all_in(&project("tests/scenarios")).unwrap().into_iter().flat_map(|scenario| {
        [shown(format!("{} (asked)", scenario.name), scenario.answered()), shown(scenario.name, scenario.case)]
    })
}

fn recorded() -> impl Iterator<Item = Shown> {
    let case = |seen| Case { observations: vec![seen], ..Case::default() };
    corpus().into_iter().map(move |(name, seen)| shown(name, case(seen)))
}

/// What no server can be made to record.
fn in_the_browser() -> impl Iterator<Item = Shown> {
    let failed = |error: &str| Observation { error: Some(error.into()), url: URL.into(), ..Observation::default() };
    let waiting = Observation { pending: true, url: URL.into(), ..Observation::default() };
    let answered = |status| Observation { status: Some(status), url: URL.into(), ..Observation::default() };
    let edge = Headers::from([("server", "cloudflare")]);
    let untrusted = Observation { headers: Some(edge), ..answered(526) };
    let errors = [
        "ERR_QUIC_PROTOCOL_ERROR",
        "ERR_INSUFFICIENT_RESOURCES",
        "ERR_SSL_VERSION_OR_CIPHER_MISMATCH",
        "ERR_TOO_MANY_REDIRECTS",
    ];
    let filter = Observation { reason: Some("Blocked by ESET Security".into()), ..answered(403) };
    let plain = Observation {
        url: "http://shop.example:8443/".into(),
        body: Some("Client sent an HTTP request to an HTTPS server.\n".to_owned().into()),
        ..answered(400)
    };
    let unasked = |status| Observation { how: How::Page, ..answered(status) };
    let unwatched = Observation { how: How::Asked, ..failed("ERR_NETWORK_CHANGED") };
    let seen = errors.map(failed).into_iter().chain([
        waiting,
        answered(401),
        answered(413),
        filter,
        plain,
        untrusted,
        unwatched,
        unasked(502),
        unasked(429),
    ]);
    let seen = seen.map(|seen| Case { observations: vec![seen], ..Case::default() });
    let mut only_http = Case { observations: vec![failed("net::ERR_CONNECTION_REFUSED")], ..Case::default() };
    only_http.outcomes.set(Check::OtherScheme, Outcome::Answered(Answer::OtherSchemeGood)).unwrap();
    seen.chain([only_http]).map(|case| shown(String::new(), case))
}

const URL: &str = "https://shop.example/";

/// The same failure of a page that came from a form.
fn of_a_form(shown: &Shown) -> Shown {
    let mut case = shown.case.clone();
    for seen in &mut case.observations {
        seen.method = "POST".into();
    }
    self::shown(format!("{} (form)", shown.name), case)
}

static EVERYTHING: LazyLock<Vec<Shown>> = LazyLock::new(|| {
    let mut all: Vec<_> = scenarios().chain(recorded()).chain(in_the_browser()).collect();
    let forms: Vec<_> = all.iter().map(of_a_form).collect();
    all.extend(forms);
    all
});

fn everything() -> impl Iterator<Item = &'static Shown> {
    EVERYTHING.iter()
}

fn keys(shown: &Shown) -> Vec<&str> {
    shown.view.steps.iter().filter_map(|step| step.text.key.strip_prefix("step_")).collect()
}

fn steps<'o>(owner: &'o Owner<'static>) -> impl Iterator<Item = &'o Step<'static>> {
    owner.first.iter().chain(&owner.more)
}

fn told(shown: &Shown, answer: Answer) -> bool {
    shown.case.outcomes.answer(answer.check()) == Some(answer)
}

/// Steps on the visitor's own side.
const NEARBY: &[&str] = &[
    "other_network",
    "restart_router",
    "flush_dns",
    "browser_dns",
    "change_dns",
    "extensions",
    "connect",
    "proxy_settings",
    "restart_browser",
];

#[test]
fn whoever_waits_for_the_site_is_not_sent_to_his_own_settings() {
    let mut met = 0;
    for shown in everything() {
        let (d, keys) = (&shown.diagnosis, keys(shown));
        if d.state != State::Failed || !keys.contains(&"wait") {
            continue;
        }
        met += 1;
        assert!(
            matches!(d.side, Side::Site | Side::Cdn) || d.fault.at == Some(Fault::DnsZone),
            "{}: {keys:?}",
            shown.name
        );
        let vain: Vec<_> = keys.iter().filter(|key| NEARBY.contains(key)).collect();
        assert!(vain.is_empty(), "{}: {vain:?} cannot help", shown.name);
    }
    assert!(met > 100, "only {met} failures of sites");
}

#[test]
fn another_resolver_is_advised_only_where_others_find_the_name() {
    let mut met = 0;
    for shown in everything() {
        let advised = keys(shown).iter().any(|key| key.ends_with("_dns"));
        let is_hidden = shown.case.outcomes.findings().iter().any(Finding::is_hidden);
        let helps = shown.diagnosis.side == Side::Resolver && told(shown, Answer::NamesResolver) && !is_hidden;
        assert_eq!(advised, helps && shown.diagnosis.state == State::Failed, "{}: {:?}", shown.name, keys(shown));
        met += usize::from(advised);
    }
    assert!(met > 3, "only {met} failures of resolvers");
}

#[test]
fn the_site_is_written_to_only_where_it_can_do_something() {
    for shown in everything() {
        let is_theirs = !matches!(shown.diagnosis.side, Side::You | Side::Network | Side::Resolver);
        assert!(is_theirs || !keys(shown).contains(&"report"), "{}: {:?}", shown.name, keys(shown));
    }
}

#[test]
fn a_check_that_told_something_is_not_advised() {
    let mut met = 0;
    for shown in everything() {
        let advised = |check: &&Check| shown.diagnosis.would_decide == Some(Message::of("check_would", check.word()));
        let Some(check) = Check::ALL.iter().find(advised) else { continue };
        met += 1;
        let nothing = [None, Some(Answer::OutsideChallenged)];
        assert!(nothing.contains(&shown.case.outcomes.answer(*check)), "{}: {check}", shown.name);
    }
    assert!(met > 10, "only {met} open cases");
}

#[test]
fn nothing_is_advised_twice_as_a_step_and_as_the_check_that_would_decide() {
    for shown in everything() {
        let keys = shown.view.steps.iter().filter_map(|step| step.text.key.split_once('_'));
        let mut met = BTreeSet::new();
        assert!(keys.clone().all(|(_, what)| met.insert(what)), "{}: {:?}", shown.name, keys.collect::<Vec<_>>());
    }
}

#[test]
fn a_certificate_is_spoken_of_by_what_the_checks_found() {
    let of = |error: &str, answers: &[Answer]| {
        let seen = Observation { error: Some(error.into()), url: URL.into(), ..Observation::default() };
        let mut case = Case { observations: vec![seen], ..Case::default() };
        for answer in answers {
            case.outcomes.set(answer.check(), Outcome::Answered(*answer)).unwrap();
        }
        shown(error.into(), case)
    };
    let (dated, named) = ("net::ERR_CERT_DATE_INVALID", "net::ERR_CERT_COMMON_NAME_INVALID");
    let all = [Answer::ControlAll, Answer::OutsideFails];
    assert!(keys(&of(dated, &[])).contains(&"check_clock") && !keys(&of(dated, &all)).contains(&"check_clock"));
    assert_eq!(of(dated, &all).view.story.key, "story_net_certificate_ran_out");
    assert_eq!(of(dated, &[Answer::ControlClock]).view.story.key, "story_net_wrong_clock");
    assert!(keys(&of(named, &[])).contains(&"portal") && !keys(&of(named, &all)).contains(&"portal"));
}

#[test]
fn a_name_that_nobody_has_is_neither_yours_nor_theirs() {
    let none = everything().filter(|shown| shown.view.verdict.key == "verdict_no_name").collect::<Vec<_>>();
    assert!(none.len() > 1, "{}", none.len());
    for shown in none {
        assert!(told(shown, Answer::NamesZone), "{}", shown.name);
        assert!(["check_address", "other_name"].contains(&keys(shown)[0]), "{}", shown.name);
    }
}

#[test]
fn there_are_few_steps_each_once_and_none_where_nothing_failed() {
    for shown in everything() {
        let keys = keys(shown);
        let once: BTreeSet<_> = keys.iter().collect();
        let most = if keys.contains(&"form_sent") { 6 } else { 5 };
        assert!(keys.len() <= most && once.len() == keys.len(), "{}: {keys:?}", shown.name);
        match shown.diagnosis.state {
            State::Unseen => assert!(keys.is_empty() && steps(&shown.owner).next().is_none()),
            // A part of it may fail.
            State::Healthy => assert!(keys.len() == 2 && steps(&shown.owner).next().is_none()),
            State::Recovered => assert!(keys[0].contains("reload"), "{}: {keys:?}", shown.name),
            State::Failed | State::Waiting => assert!(!shown.view.steps.is_empty(), "{}", shown.name),
        }
    }
}

#[test]
fn every_step_of_a_visitor_has_a_failure_that_calls_for_it() {
    let called: BTreeSet<String> =
        everything().flat_map(|shown| keys(shown).into_iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    let never: BTreeSet<_> = visitor_steps().filter(|step| !called.contains(step)).collect();
    assert_eq!(never, BTreeSet::new());
}

#[test]
fn a_step_is_given_what_its_sentence_asks_for() {
    let text = fs::read_to_string(project("extension/_locales/en/messages.json")).unwrap();
    let sentences: serde_json::Value = serde_json::from_str(&text).unwrap();
    for step in everything().flat_map(|shown| &shown.view.steps) {
        let Message { key, params } = &step.text;
        let sentence = sentences[&**key]["message"].as_str().unwrap();
        assert_eq!(params.len(), sentence.matches('$').count(), "{key}: {params:?}");
    }
}

/// The order of the list: from the outside in, but for what comes before and after all work.
const SECTIONS: [&str; 7] = ["first", "edge", "gateway", "app", "machine", "names", "after"];

#[test]
fn an_owner_is_given_only_what_fits_and_the_evidence_comes_before_the_restart() {
    let mut met = 0;
    for shown in everything() {
        let Owner { first, more, .. } = &shown.owner;
        let ids: Vec<_> = steps(&shown.owner).map(Step::id).collect();
        if ids.is_empty() {
            continue;
        }
        met += 1;
        let name = &shown.name;
        // What is too large is refused each time; what is asked again is asked without it. Curl passes no challenge.
        let asks_again = |id: &str| match shown.diagnosis.cause {
            Cause::Challenge => id == "firewall-rules",
            _ => ["reproduce", "request-size"].contains(&id),
        };
        assert!(ids.iter().any(|id| asks_again(id)), "{name}: {ids:?}");
        assert!(first.first().is_none_or(|step| asks_again(step.id())), "{name}: {ids:?}");
        assert!(first.len() <= 5 && ids.len() == ids.iter().collect::<BTreeSet<_>>().len(), "{name}: {ids:?}");
        let at = |id: &str| ids.iter().position(|known| *known == id);
        if let Some(restart) = at("restart-upstream") {
            assert!(at("gateway-log").or(at("app-log")).is_some_and(|log| log < restart), "{name}: {ids:?}");
        }
        let fault = shown.diagnosis.fault.at.or_else(|| shown.diagnosis.fault.likeliest());
        assert!(at("pause-edge").is_none() || fault == Some(Fault::Cdn), "{name}");
        // While it is open, the steps are those for where at the site it would be.
        let is_told = shown.diagnosis.state == State::Failed && shown.view.verdict.key != "verdict_up";
        let nearby = is_told && matches!(shown.diagnosis.side, Side::You | Side::Network | Side::Resolver);
        assert!(
            !nearby || ids.iter().all(|id| ["reproduce", "request-size", "buffers"].contains(id)),
            "{name}: {ids:?}"
        );
        let sections: Vec<_> = more.iter().map(Step::section).collect();
        let places = sections.iter().map(|section| SECTIONS.iter().position(|known| known == section).unwrap());
        assert!(places.is_sorted(), "{name}: {sections:?}");
    }
    assert!(met > 500, "only {met} failures");
}

/// What every known line of a log means, by the examples of its file.
fn readings() -> Vec<Vec<Reading>> {
    let text = fs::read_to_string(project("crate/core/log_lines.toml")).unwrap();
    text.split("'''").skip(1).step_by(2).map(|line| read(GUIDE, line)).collect()
}

#[test]
fn every_step_of_an_owner_has_a_failure_that_calls_for_it() {
    let mut called: BTreeSet<&str> = BTreeSet::new();
    let mut with_log: Option<&Shown> = None;
    for shown in everything() {
        called.extend(steps(&shown.owner).map(Step::id));
        with_log = with_log.or_else(|| Some(shown).filter(|shown| shown.diagnosis.side == Side::Site));
    }
    let never = |called: &BTreeSet<&str>| ids(GUIDE).filter(|id| !called.contains(id)).collect::<Vec<_>>();
    // A container shows itself in its own log, and hardly ever in an answer.
    let site = with_log.unwrap();
    for readings in readings() {
        called.extend(steps(&owner(GUIDE, &site.case.observations, &site.diagnosis, &readings)).map(Step::id));
    }
    assert_eq!(never(&called), Vec::<&str>::new());
}
