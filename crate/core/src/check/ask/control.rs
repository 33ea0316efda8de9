//! Addresses of three operators that always give the same answer: does this network reach the internet, or does
//! somebody on it answer for others? Their answers carry the time, which reveals a clock that is wrong.
//!
//! They are deliberately asked over plain HTTP: a portal could not answer for them over TLS.

use super::judge::why;
use super::{Answer, Asked, Exchange, Step, Why, get};
use crate::check::Answered;
use crate::standard::date;
use crate::text::contains;

/// What the browsers and phones of these operators request for the same purpose, and a text in the answer; without one,
/// the answer has no content. None of them is told of the site, and none of them hosts other people's sites.
///
/// Google: Chromium's `captive_portal_detector.cc`. Mozilla: Firefox's `network.connectivity-service`. Apple: what its
/// devices ask for on joining a network.
const OPERATORS: &[(&str, Option<&str>)] = &[
    ("http://www.gstatic.com/generate_204", None),
    ("http://detectportal.firefox.com/success.txt", Some("success")),
    ("http://captive.apple.com/hotspot-detect.html", Some("Success")),
];
/// The answers are a few words; a portal's page shows at its beginning.
const BYTES: usize = 2048;
/// A clock that is off by less does not break certificates.
const A_DAY_MS: f64 = 86_400_000.0;

/// What one operator's answer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// It is the operator's.
    Answers,
    /// It is somebody else's.
    Captive,
    /// None came.
    Silent,
    /// It is an error.
    Broken,
    /// It could not be asked.
    Nothing,
}

pub(super) fn control(asked: &Asked) -> Step {
    let mut left = Vec::new();
    for (url, _) in OPERATORS {
        if !asked.mine().any(|exchange| exchange.request.url == *url) {
            left.push(get((*url).to_owned(), BYTES));
        }
    }
    if !left.is_empty() {
        return Step::Send(left);
    }
    let (mut answers, mut captive, mut silent, mut broken) = (0, 0, 0, 0);
    let (mut clock, mut lost) = (Clock::default(), None);
    for exchange in asked.mine() {
        match shown(exchange) {
            Shown::Answers => {
                answers += 1;
                clock.compare(exchange);
            }
            Shown::Captive => captive += 1,
            Shown::Silent => silent += 1,
            Shown::Broken => broken += 1,
            Shown::Nothing => {}
        }
        lost = lost.or(exchange.reply.result.as_ref().err().map(why));
    }
    // A portal may let some of these addresses through, so that devices do not notice it. One odd answer among good
    // ones is more likely a change made by its operator.
    if captive > 0 && captive >= answers {
        return Step::answered(Answer::ControlCaptive);
    }
    // A single operator can have trouble of its own. If none gets through, a proxy or a filter answers for them.
    let failing = silent + captive + if answers == 0 { broken } else { 0 };
    match (answers, failing) {
        (0, 0 | 1) => Step::could_not(lost.unwrap_or(Why::Unclear)),
        (0, _) => Step::answered(Answer::ControlNone),
        (_, 0) if clock.is_wrong() => Step::answered(Answer::ControlClock),
        (_, 0) => Step::answered(Answer::ControlAll),
        _ => Step::answered(Answer::ControlSome),
    }
}

/// By Chromium's rules: 204 is the answer, and so is 200 with next to nothing; 511, a redirect and a good status with
/// other content are a portal's; another error is anybody's.
fn shown(exchange: &Exchange) -> Shown {
    let answered = match &exchange.reply.result {
        Ok(answered) => answered,
        Err(lost) if matches!(why(lost), Why::Unreachable | Why::TimedOut) => return Shown::Silent,
        Err(_) => return Shown::Nothing,
    };
    let expected = OPERATORS.iter().find(|(url, _)| *url == exchange.request.url).and_then(|(_, text)| *text);
    match answered.status {
        204 => Shown::Answers,
        200 if is_expected(answered, expected) => Shown::Answers,
        0 | 200..=399 | 511 => Shown::Captive,
        _ => Shown::Broken,
    }
}

fn is_expected(answered: &Answered, expected: Option<&str>) -> bool {
    let text = String::from_utf8_lossy(&answered.body);
    expected.map_or(answered.body.len() <= 1, |expected| contains(&text, expected))
}

/// How many operators say that it is another day: later, or earlier.
#[derive(Default)]
struct Clock {
    ahead: u8,
    behind: u8,
}

impl Clock {
    fn compare(&mut self, exchange: &Exchange) {
        let Ok(answered) = &exchange.reply.result else { return };
        let here = exchange.reply.at_ms;
        let Some(there) = answered.headers.get("date").and_then(|date| date::parse(date, here)) else { return };
        self.ahead += u8::from(there - here >= A_DAY_MS);
        self.behind += u8::from(here - there >= A_DAY_MS);
    }

    /// One may be wrong by itself.
    fn is_wrong(&self) -> bool {
        self.ahead.max(self.behind) >= 2
    }
}
