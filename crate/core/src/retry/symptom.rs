//! Which failures pass by themselves, and how patiently each is to be asked about: a table, and nothing else.

use super::figures::FIGURES;
use crate::Diagnosis;
use crate::observation::{Observation, is_form};
use crate::standard::retry_after;
use crate::words::{Cause, State, words};

words! {
    /// How patiently a failure is to be asked about.
    Pace {
        /// As usual.
        Usual = "usual",
        /// Longer waits.
        Slower = "slower",
        /// Once or twice, after a long wait: every question costs the site a whole time-out.
        Rare = "rare",
        /// Not before the moment that the answer names.
        WhenTold = "when-told",
    }
}

/// What an answer says, as far as it matters for asking again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symptom {
    /// The status.
    pub status: u16,
    /// How patiently to ask.
    pub pace: Pace,
    /// When to come back, according to the answer itself, in milliseconds since 1970.
    pub told_ms: Option<f64>,
}

/// Statuses that mean an outage, unless the cause says otherwise.
struct Row {
    statuses: &'static [u16],
    pace: Pace,
    /// Only with this cause: by itself, the status can mean something that never passes.
    only: Option<Cause>,
}

/// RFC 9110, section 15.6; Cloudflare's and Tencent's codes as they document them. What nobody promises to pass is not
/// here: a 500 is a fault in a program, and 525 and 526 are settings.
const TRANSIENT: &[Row] = &[
    // A restart, a deployment, a connection that was closed under the request.
    Row { statuses: &[502], pace: Pace::Usual, only: None },
    // Too much at once, or closed for a while: asking makes it worse.
    Row { statuses: &[503], pace: Pace::Slower, only: None },
    // The site's server broke off, refuses, cannot be reached.
    Row { statuses: &[520, 521, 523], pace: Pace::Slower, only: None },
    // It does not answer in time.
    Row { statuses: &[504, 522, 524], pace: Pace::Rare, only: None },
    // With the number 1033, the tunnel to the site's server is down. With others, the site is set up wrongly.
    Row { statuses: &[530], pace: Pace::Rare, only: Some(Cause::NoBackend) },
    // It is about this visitor, and ends when the answer says.
    Row { statuses: &[429], pace: Pace::WhenTold, only: None },
];

/// Does waiting not mend this cause, whatever the status? A rule refuses this visitor, somebody has to change a
/// setting, or the request itself is at fault.
const fn lasts(cause: Cause) -> bool {
    let is_setting = matches!(
        cause,
        Cause::TlsHandshake
            | Cause::Misconfigured
            | Cause::NotDeployed
            | Cause::NameNotFound
            | Cause::Loop
            | Cause::AnswerTooBig
    );
    let is_of_the_request = matches!(
        cause,
        Cause::NotFound | Cause::BadRequest | Cause::RequestTooBig | Cause::BodyTooBig | Cause::FormExpired
    );
    let refuses = matches!(cause, Cause::Challenge | Cause::Blocked | Cause::BrowserBlocked | Cause::ProxyRefused);
    refuses || is_setting || is_of_the_request || cause.is_certificate()
}

/// What was seen, as a symptom, if it is to be asked about. The visitor's own observation comes first.
pub fn symptom(observations: &[Observation], diagnosis: &Diagnosis) -> Option<Symptom> {
    let first = observations.first().filter(|first| !first.is_cut_off())?;
    // Anything but a plain visit is never repeated.
    let is_visit = observations.iter().all(|o| o.method.is_empty() || o.method.eq_ignore_ascii_case("GET"));
    if !is_visit || is_form(observations) || diagnosis.state != State::Failed || lasts(diagnosis.cause) {
        return None;
    }
    // If no answer came, the browser loads the page again by itself, or trying again is no use.
    let status = first.status.filter(|_| first.error.is_none())?;
    let row = TRANSIENT.iter().find(|row| row.statuses.contains(&status))?;
    let told_ms = told(observations, status);
    if row.only.is_some_and(|cause| cause != diagnosis.cause) || (row.pace == Pace::WhenTold && told_ms.is_none()) {
        return None;
    }
    Some(Symptom { status, pace: row.pace, told_ms })
}

/// The moment that Retry-After names, counted from when the answer came.
fn told(observations: &[Observation], status: u16) -> Option<f64> {
    let same = observations.iter().filter(|o| o.status == Some(status));
    let mut named = same.filter_map(|o| Some(o.at_ms? + retry_after::wait_ms(o.headers.as_ref()?, o.at_ms)?));
    named.next()
}

impl Symptom {
    /// May it pass while somebody waits? Not if the site asks to be left alone for longer than any outage is followed.
    pub fn may_pass_soon(&self, now_ms: f64) -> bool {
        self.told_ms.is_none_or(|told_ms| told_ms - now_ms <= FIGURES.lifetime_ms)
    }

    /// A question that brought no answer: the site is no better than it was.
    #[must_use]
    pub const fn silent(self) -> Self {
        Self { told_ms: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Body;
    use crate::diagnose;
    use crate::headers::Headers;

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Observation {
        Observation {
            at_ms: Some(1_000.0),
            url: "https://shop.example/".into(),
            method: "GET".into(),
            status: Some(status),
            headers: Some(Headers::from(headers)),
            body: Some(Body::from(body.to_owned())),
            ..Observation::default()
        }
    }

    fn of(observation: Observation) -> Option<Symptom> {
        let observations = [observation];
        symptom(&observations, &diagnose(&observations))
    }

    const CLOUDFLARE: (&str, &str) = ("server", "cloudflare");

    #[test]
    fn outages_are_asked_about_each_at_its_pace() {
        let paces = [
            (502, Pace::Usual),
            (503, Pace::Slower),
            (504, Pace::Rare),
            (520, Pace::Slower),
            (521, Pace::Slower),
            (522, Pace::Rare),
            (523, Pace::Slower),
            (524, Pace::Rare),
        ];
        for (status, pace) in paces {
            assert_eq!(of(answer(status, &[CLOUDFLARE], "")).map(|it| it.pace), Some(pace), "{status}");
        }
        assert_eq!(of(answer(502, &[("server", "nginx")], "")).map(|it| it.pace), Some(Pace::Usual));
    }

    #[test]
    fn a_tunnel_comes_back_and_a_record_that_leads_nowhere_does_not() {
        let of_number =
            |number: &str| of(answer(530, &[CLOUDFLARE, ("cf-ray", "1-FRA")], &format!("error code: {number}")));
        assert_eq!(of_number("1033").map(|it| it.pace), Some(Pace::Rare));
        assert_eq!(of_number("1016"), None);
        assert_eq!(of(answer(530, &[CLOUDFLARE], "")).map(|it| it.pace), None);
    }

    #[test]
    fn settings_refusals_and_plain_errors_are_left_alone() {
        for status in [525, 526] {
            assert_eq!(of(answer(status, &[CLOUDFLARE], "")), None, "{status}");
        }
        for status in [400, 404, 410, 451, 500, 501, 505, 511, 495, 496] {
            assert_eq!(of(answer(status, &[], "")), None, "{status}");
        }
        assert_eq!(of(answer(403, &[CLOUDFLARE], "error code: 1020")), None);
        assert_eq!(
            of(answer(503, &[CLOUDFLARE, ("cf-mitigated", "challenge")], "<title>Just a moment...</title>")),
            None
        );
    }

    #[test]
    fn too_many_requests_wait_for_the_moment_they_were_told() {
        assert_eq!(of(answer(429, &[], "")), None);
        let told = of(answer(429, &[("retry-after", "30")], "")).map(|it| it.told_ms);
        assert_eq!(told, Some(Some(31_000.0)));
        assert_eq!(of(answer(429, &[("retry-after", "30"), ("age", "9")], "")), None);
    }

    #[test]
    fn forms_and_errors_of_the_browser_are_never_asked_about() {
        let post = Observation { method: "POST".into(), ..answer(502, &[], "") };
        assert_eq!(of(post), None);
        let refused =
            Observation { status: None, error: Some("net::ERR_CONNECTION_REFUSED".into()), ..answer(0, &[], "") };
        assert_eq!(of(refused), None);
        let cut = Observation { error: Some("net::ERR_CONTENT_LENGTH_MISMATCH".into()), ..answer(502, &[], "") };
        assert_eq!(of(cut), None);
        assert_eq!(of(answer(200, &[], "<h1>Shop</h1>")), None);
        assert_eq!(symptom(&[], &diagnose(&[])), None);
        let long = Observation { url: "https://shop.example/".repeat(999), ..answer(502, &[], "") };
        assert_eq!(of(long.bounded()), None);
    }

    #[test]
    fn a_failure_that_the_browser_had_kept_is_asked_about_too() {
        let kept = Observation { from_cache: true, ..answer(502, &[], "") };
        assert_eq!(of(kept).map(|it| it.pace), Some(Pace::Usual));
    }

    #[test]
    fn retry_after_is_a_moment_and_a_stored_answer_speaks_to_somebody_else() {
        let told = |fields: &[(&str, &str)]| of(answer(503, fields, "")).unwrap().told_ms;
        assert_eq!(told(&[("retry-after", "120")]), Some(121_000.0));
        assert_eq!(told(&[("retry-after", "Thu, 01 Jan 1970 00:02:00 GMT")]), Some(120_000.0));
        assert_eq!(told(&[("retry-after", "120"), ("age", "60")]), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn nobody_waits_for_a_site_that_asks_to_be_left_alone_for_days() {
        let waited_for =
            |seconds: &str| of(answer(503, &[("retry-after", seconds)], "")).unwrap().may_pass_soon(1_000.0);
        assert_eq!(["60", "1800", "1801", "172800"].map(waited_for), [true, true, false, false]);
    }
}
