//! What auto-retry knows, as it lies in the browser's session storage. The core's types are read and written field by field;
//! what another version wrote and this one cannot read counts as nothing.

use is_it_me_core::retry::bucket::Bucket;
use is_it_me_core::retry::life::{Books, End, Heard, Incident, Ledger, Phase, Retries, Run};
use is_it_me_core::retry::{Attempt, Circuit, GiveUp, History, NotEligible, Pace, Symptom};
use wasm_bindgen::JsValue;

use crate::fields::{array, field, flag, list, number, object, status, text, whole};
use crate::storage::Area;

/// The name it is stored under.
pub(crate) const KEY: &str = "retry";

/// What is stored.
pub(crate) async fn load() -> Retries {
    read(&Area::Session.get(KEY).await).unwrap_or_default()
}

/// The same, to be stored.
pub(super) fn written(retries: &Retries) -> JsValue {
    object()
        .with("incidents", array(&retries.incidents, write_incident))
        .with("ledgers", array(&retries.books.ledgers, write_ledger))
        .with("all", write_bucket(retries.books.all))
        .with("heard", array(&retries.heard, write_heard))
        .into()
}

fn read(stored: &JsValue) -> Option<Retries> {
    Some(Retries {
        incidents: items(stored, "incidents", read_incident)?,
        books: Books { ledgers: items(stored, "ledgers", read_ledger)?, all: read_bucket(&field(stored, "all"))? },
        heard: items(stored, "heard", read_heard)?,
    })
}

fn items<T>(stored: &JsValue, name: &str, read: fn(&JsValue) -> Option<T>) -> Option<Vec<T>> {
    list(field(stored, name))?.iter().map(read).collect()
}

fn write_heard(heard: &Heard) -> JsValue {
    object().with("tab", heard.tab).with("failed", heard.failed_ms).into()
}

fn read_heard(stored: &JsValue) -> Option<Heard> {
    Some(Heard { tab: whole(stored, "tab")?, failed_ms: number(stored, "failed")? })
}

fn write_bucket(bucket: Bucket) -> JsValue {
    object().with("tokens", bucket.tokens).with("at", bucket.at_ms).into()
}

fn read_bucket(stored: &JsValue) -> Option<Bucket> {
    Some(Bucket { tokens: number(stored, "tokens")?, at_ms: number(stored, "at")? })
}

fn write_ledger(ledger: &Ledger) -> JsValue {
    let until = match ledger.circuit {
        Circuit::Closed => JsValue::NULL,
        Circuit::Open(until_ms) => until_ms.into(),
    };
    object().with("origin", &ledger.origin).with("bucket", write_bucket(ledger.bucket)).with("until", until).into()
}

fn read_ledger(stored: &JsValue) -> Option<Ledger> {
    Some(Ledger {
        origin: text(stored, "origin")?,
        bucket: read_bucket(&field(stored, "bucket"))?,
        circuit: number(stored, "until").map_or(Circuit::Closed, Circuit::Open),
    })
}

fn write_symptom(symptom: Symptom) -> JsValue {
    object().with("status", symptom.status).with("pace", symptom.pace.word()).with("told", symptom.told_ms).into()
}

fn read_symptom(stored: &JsValue) -> Option<Symptom> {
    Some(Symptom {
        status: status(stored, "status"),
        pace: Pace::from_word(&text(stored, "pace")?)?,
        told_ms: number(stored, "told"),
    })
}

fn write_incident(incident: &Incident) -> JsValue {
    let attempt = |attempt: &Attempt| object().with("at", attempt.at_ms).with("good", attempt.was_good).into();
    object()
        .with("origin", &incident.origin)
        .with("first", write_symptom(incident.first))
        .with("last", write_symptom(incident.last))
        .with("began", incident.history.began_ms)
        .with("attempts", array(&incident.history.attempts, attempt))
        .with("phase", write_phase(incident.phase))
        .with("runs", array(&incident.runs, write_run))
        .with("back", incident.back_ms)
        .with("other_cookies", incident.has_other_cookies)
        .into()
}

fn read_incident(stored: &JsValue) -> Option<Incident> {
    let attempt = |item: &JsValue| Some(Attempt { at_ms: number(item, "at")?, was_good: flag(item, "good") });
    Some(Incident {
        origin: text(stored, "origin")?,
        first: read_symptom(&field(stored, "first"))?,
        last: read_symptom(&field(stored, "last"))?,
        history: History { began_ms: number(stored, "began")?, attempts: items(stored, "attempts", attempt)? },
        phase: read_phase(&field(stored, "phase"))?,
        runs: items(stored, "runs", read_run)?,
        back_ms: number(stored, "back"),
        has_other_cookies: flag(stored, "other_cookies"),
    })
}

fn write_phase(phase: Phase) -> JsValue {
    let (word, at_ms, why) = match phase {
        Phase::Waiting(at_ms) => ("waiting", Some(at_ms), ""),
        Phase::Asking(at_ms) => ("asking", Some(at_ms), ""),
        Phase::Returning => ("returning", None, ""),
        Phase::Over(End::Stopped) => ("stopped", None, ""),
        Phase::Over(End::GaveUp(why)) => ("gave-up", None, why.word()),
        Phase::Over(End::Changed(why)) => ("changed", None, why.word()),
    };
    object().with("word", word).with("at", at_ms).with("why", why).into()
}

fn read_phase(stored: &JsValue) -> Option<Phase> {
    let why = text(stored, "why")?;
    Some(match text(stored, "word")?.as_str() {
        "waiting" => Phase::Waiting(number(stored, "at")?),
        "asking" => Phase::Asking(number(stored, "at")?),
        "returning" => Phase::Returning,
        "stopped" => Phase::Over(End::Stopped),
        "gave-up" => Phase::Over(End::GaveUp(GiveUp::from_word(&why)?)),
        "changed" => Phase::Over(End::Changed(NotEligible::from_word(&why)?)),
        _ => return None,
    })
}

fn write_run(run: &Run) -> JsValue {
    object()
        .with("tab", run.tab)
        .with("url", &run.url)
        .with("other_cookies", run.has_other_cookies)
        .with("relapses", run.relapses)
        .with("due", run.due_ms)
        .with("sent", run.sent_ms)
        .with("gone", run.has_gone)
        .into()
}

fn read_run(stored: &JsValue) -> Option<Run> {
    Some(Run {
        tab: whole(stored, "tab")?,
        url: text(stored, "url")?,
        has_other_cookies: flag(stored, "other_cookies"),
        relapses: whole(stored, "relapses")?.try_into().ok()?,
        due_ms: number(stored, "due")?,
        sent_ms: number(stored, "sent"),
        has_gone: flag(stored, "gone"),
    })
}
