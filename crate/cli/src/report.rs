//! A report in JSON, read back: what was seen and what the checks answered, and none of the conclusions.

use is_it_me_core::Observation;
use is_it_me_core::check::{Answer, Case, Check, Outcome, Why};
use is_it_me_core::report::{Attempt, SCHEMA_VERSION};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::input::{self, Input};
use crate::{Result, finding};

/// More attempts than any investigation makes.
const MAX_ATTEMPTS: usize = 256;

/// What a report says was seen.
pub(crate) struct Read {
    /// What was seen, and what the checks answered.
    pub(crate) case: Case,
    /// What the checks sent and got.
    pub(crate) asked: Vec<Attempt>,
    /// The browser the page was visited with, as it names itself.
    pub(crate) agent: String,
}

/// What tells a report from a HAR.
#[derive(Deserialize)]
struct Start {
    schema_version: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct File {
    schema_version: u16,
    client: Browser,
    attempts: Vec<Written>,
    checks: Vec<Checked>,
}

#[derive(Deserialize)]
struct Browser {
    agent: String,
}

#[derive(Deserialize)]
struct Written {
    check: Option<Check>,
    sent: Vec<(String, String)>,
    sent_body: Option<String>,
    #[serde(flatten)]
    seen: Observation,
}

#[derive(Deserialize)]
struct Checked {
    check: Check,
    answer: Option<String>,
    good: Option<u8>,
    of: Option<u8>,
    why: Option<Why>,
    findings: Vec<Value>,
}

/// Is this JSON a report, rather than a HAR?
pub(crate) fn looks_like_one(text: &str) -> bool {
    serde_json::from_str::<Start>(text).is_ok_and(|start| start.schema_version.is_some())
}

/// Is it a report in Markdown or plain text? In every language, those end with a rule and the name of the program that
/// made them. The answers in them are not all that was seen: one that broke off looks good there.
pub(crate) fn is_for_people(text: &str) -> bool {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    let made_by = lines.iter().rposition(|line| *line == "---").and_then(|rule| lines.get(rule + 1));
    made_by.is_some_and(|line| ["Is It Me? ", "is-it-me "].iter().any(|name| line.contains(name)))
}

/// What the report says; an error names it.
pub(crate) fn read(input: &Input) -> Result<Read> {
    if input.clipped {
        return Err(format!("{} is a report of more than {} MiB", input.name, input::MAX_JSON / 1024 / 1024).into());
    }
    parse(&input.text).map_err(|error| format!("{} {error}", input.name).into())
}

fn parse(text: &str) -> Result<Read> {
    let file: File = serde_json::from_str(text).map_err(|error| format!("looks like a report and is none: {error}"))?;
    if file.schema_version != SCHEMA_VERSION {
        let version = file.schema_version;
        return Err(format!("is a report of version {version}, and this program reads version {SCHEMA_VERSION}").into());
    }
    let (mut case, mut asked) = (Case::default(), Vec::new());
    for written in file.attempts.into_iter().take(MAX_ATTEMPTS) {
        let Written { check, sent, sent_body, seen } = written;
        let seen = seen.bounded();
        // What came when a check asked for the page again is one more look at it, if anything came.
        if check.is_none() || check == Some(Check::Again) && seen.status.is_some() {
            case.observations.push(seen.clone());
        }
        asked.extend(check.map(|check| Attempt { check, sent, sent_body, seen }));
    }
    for checked in &file.checks {
        if let Some(outcome) = outcome(checked)? {
            let is_none = |_| format!("looks like a report and is none: check {} cannot answer that", checked.check);
            case.outcomes.set(checked.check, outcome).map_err(is_none)?;
        }
    }
    Ok(Read { case, asked, agent: file.client.agent })
}

/// What became of a check; `None` if it was not run.
fn outcome(checked: &Checked) -> Result<Option<Outcome>> {
    let Checked { check, answer, good, of, why, findings } = checked;
    if let Some(why) = why {
        return Ok(Some(Outcome::CouldNotRun(*why)));
    }
    if *check == Check::Names && !findings.is_empty() {
        return Ok(Some(Outcome::Compared(findings.iter().map(finding::read).collect::<Result<_>>()?)));
    }
    if let (Some(good), Some(of)) = (good, of) {
        return Ok(Some(Outcome::Counted { good: *good, of: *of }));
    }
    let unknown = |word: &String| format!("looks like a report and is none: check {check} has no answer {word:?}");
    answer
        .as_ref()
        .map(|word| Answer::of(*check, word).map(Outcome::Answered).ok_or_else(|| unknown(word).into()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use is_it_me_core::body::Body;
    use is_it_me_core::headers::Headers;
    use is_it_me_core::message::{Message, Words};
    use is_it_me_core::observation::{How, Redirect, Timings, Zone};
    use is_it_me_core::redact::Cleaner;
    use is_it_me_core::report::{Client, Format, Report, Told};

    use super::*;

    struct Bare;

    impl Words for Bare {
        fn say(&self, message: &Message) -> String {
            message.key.to_string()
        }
    }

    /// Every field is written out, so that a new one cannot be forgotten here.
    fn everything() -> Observation {
        Observation {
            how: How::Page,
            at_ms: Some(1_795_266_202_345.0),
            zone: Zone { offset_minutes: 330, name: Some("Asia/Kolkata".into()) },
            url: "https://shop.example.com/cart?id=7".into(),
            method: "POST".into(),
            status: Some(502),
            reason: Some("Bad Gateway".into()),
            protocol: Some("http/1.1".into()),
            headers: Some(Headers::from([("server", "nginx")])),
            body: Some(Body::from("<h1>502 Bad Gateway</h1>".to_owned())),
            error: Some("net::ERR_CONTENT_LENGTH_MISMATCH".into()),
            ip: Some("203.0.113.7".into()),
            proxied: Some(true),
            from_cache: true,
            from_worker: true,
            pending: true,
            redirects: vec![Redirect { url: "http://shop.example.com/".into(), status: Some(301) }],
            timings: Timings {
                dns_ms: Some(1.0),
                connect_ms: Some(2.0),
                first_byte_ms: Some(3.0),
                total_ms: Some(4.0),
            },
        }
    }

    #[test]
    fn every_fact_of_an_observation_comes_back_out_of_a_report() {
        for seen in [everything(), Observation { proxied: Some(false), ..everything() }, Observation::default()] {
            let case = Case { observations: vec![seen], ..Case::default() };
            let told = Told { case: &case, diagnosis: &is_it_me_core::diagnose_case(&case), asked: &[], heard: &[] };
            let text = Report::new(&told, Client::default(), Cleaner::keeping()).write(Format::Json, &Bare);
            assert_eq!(parse(&text).unwrap().case.observations, case.observations, "{text}");
        }
    }
}
