//! A scenario file: one failure, what checks would answer, and what must come of it. `tests/scenarios/README.md`
//! describes the format for its writers.

use std::collections::BTreeMap;

use is_it_me_core::Observation;
use is_it_me_core::body::Body;
use is_it_me_core::check::{Answer, Case, Check, Outcome, Outcomes, Settings, Tier, Why};
use is_it_me_core::headers::Headers;
use is_it_me_core::observation::Timings;
use is_it_me_core::words::{Fault, Scope, Side, State};
use serde::Deserialize;
use serde_json::Value;

use crate::{Result, finding};

/// One scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// A word that names it.
    pub name: String,
    /// The case before any check.
    pub case: Case,
    /// What each check would answer. One that is missing could not be run.
    pub world: Outcomes,
    /// What must come of it, if the file says so.
    pub expect: Expect,
    /// The places at which the fault may really lie.
    pub truth: Vec<Fault>,
}

/// What must come of a scenario. What is left out may be anything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    /// The place that is named.
    pub fault: Option<Fault>,
    /// Whose problem it is.
    pub side: Option<Side>,
    /// Who else meets it.
    pub scope: Option<Scope>,
    /// What became of the page.
    pub state: Option<State>,
    /// Nothing is open.
    pub decided: Option<bool>,
    /// The check that would decide an open case.
    pub deciding: Option<Check>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(rename = "about")]
    _about: String,
    observation: Seen,
    #[serde(default)]
    settings: Allowed,
    #[serde(default)]
    outcomes: BTreeMap<Check, Value>,
    #[serde(default)]
    expect: Expect,
    #[serde(default)]
    truth: Vec<Fault>,
}

/// What was seen: the keys of a record, and whatever else a browser can tell.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Seen {
    #[serde(rename = "id")]
    _id: String,
    url: String,
    method: String,
    status: Option<u16>,
    reason: Option<String>,
    http_version: Option<String>,
    headers: Vec<(String, String)>,
    body: Option<String>,
    net_error: Option<String>,
    elapsed_ms: Option<f64>,
    at_ms: Option<f64>,
    ip: Option<String>,
    from_cache: bool,
    from_worker: bool,
    pending: bool,
    timings: Timings,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Allowed {
    tier: Option<Tier>,
    consent: Vec<Consent>,
    off: Vec<Check>,
    cookies: Option<bool>,
}

/// What the visitor agreed to.
#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Consent {
    /// Others besides the site may be asked.
    Names,
    /// Computers elsewhere may be told to look.
    Outside,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// If the text is not a scenario.
    pub fn read(text: &str) -> Result<Self> {
        let file: File = serde_json::from_str(text)?;
        let mut world = Outcomes::default();
        for (check, told) in &file.outcomes {
            let outcome = outcome(*check, told).map_err(|error| format!("outcome of {check}: {error}"))?;
            world.set(*check, outcome).map_err(|_| format!("outcome of {check}: {told} is none of this check's"))?;
        }
        let truth = if file.truth.is_empty() { file.expect.fault.into_iter().collect() } else { file.truth };
        let case =
            Case { observations: vec![file.observation.into()], settings: file.settings.into(), ..Case::default() };
        Ok(Self { name: file.name, case, world, expect: file.expect, truth })
    }
}

fn outcome(check: Check, told: &Value) -> Result<Outcome> {
    match told {
        Value::String(word) => {
            let answer = Answer::of(check, word).ok_or_else(|| unknown_answer(check, word))?;
            Ok(Outcome::Answered(answer))
        }
        Value::Array(findings) => Ok(Outcome::Compared(findings.iter().map(finding::read).collect::<Result<_>>()?)),
        other => sent(other),
    }
}

fn unknown_answer(check: Check, word: &str) -> String {
    let words = Answer::all_of(check).map(Answer::found);
    format!("{word:?} is no answer; the answers are {}", words.collect::<Vec<_>>().join(", "))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    good: u8,
    of: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Failed {
    could_not_run: Why,
}

fn sent(told: &Value) -> Result<Outcome> {
    if told.get("could_not_run").is_some() {
        let Failed { could_not_run } = Failed::deserialize(told)?;
        return Ok(Outcome::CouldNotRun(could_not_run));
    }
    let Counted { good, of } = Counted::deserialize(told)?;
    Ok(Outcome::Counted { good, of })
}

impl From<Seen> for Observation {
    fn from(seen: Seen) -> Self {
        let total_ms = seen.elapsed_ms.or(seen.timings.total_ms);
        Self {
            url: seen.url,
            method: seen.method,
            status: seen.status,
            reason: seen.reason,
            protocol: seen.http_version,
            // As in records: none at all means that none could be seen.
            headers: (!seen.headers.is_empty()).then(|| Headers::from(seen.headers)),
            body: seen.body.map(Body::from),
            error: seen.net_error,
            at_ms: seen.at_ms,
            ip: seen.ip,
            from_cache: seen.from_cache,
            from_worker: seen.from_worker,
            pending: seen.pending,
            timings: Timings { total_ms, ..seen.timings },
            ..Self::default()
        }
        .bounded()
    }
}

impl From<Allowed> for Settings {
    fn from(allowed: Allowed) -> Self {
        let Allowed { tier, consent, off, cookies } = allowed;
        let (others, outside) = (consent.contains(&Consent::Names), consent.contains(&Consent::Outside));
        Self { tier: tier.unwrap_or(Tier::Access), others, outside, off, cookies, ..Self::default() }
    }
}
