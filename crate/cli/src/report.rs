//! A report in JSON, read back: what was seen and what the checks answered, and none of what was concluded from it.

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
    /// The browser the page was visited with, as it says itself.
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
        match check {
            None => case.observations.push(seen.bounded()),
            Some(check) => asked.push(Attempt { check, sent, sent_body, seen: seen.bounded() }),
        }
    }
    for checked in &file.checks {
        if let Some(outcome) = outcome(checked)? {
            let is_none = |_| format!("looks like a report and is none: check {} cannot answer that", checked.check);
            case.outcomes.set(checked.check, outcome).map_err(is_none)?;
        }
    }
    Ok(Read { case, asked, agent: file.client.agent })
}

/// What became of a check; `None` where it was not run.
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
