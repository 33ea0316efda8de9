//! One failure as collections store it: one JSON object per line. `tests/record/README.md` describes the format.

use serde::Deserialize;

use crate::body::Body;
use crate::headers::Headers;
use crate::observation::{Observation, Timings};

/// What was published or recorded of one failed navigation. Other fields, such as a label, are not read.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Record {
    /// A word that names the record.
    pub id: String,
    url: Option<String>,
    status: Option<u16>,
    reason: Option<String>,
    http_version: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
    body: Option<String>,
    net_error: Option<String>,
    elapsed_ms: Option<f64>,
}

impl From<Record> for Observation {
    fn from(record: Record) -> Self {
        Self {
            url: record.url.unwrap_or_default(),
            status: record.status,
            reason: record.reason,
            protocol: record.http_version,
            // Published headers are often trimmed; no headers at all means that none were published.
            headers: (!record.headers.is_empty()).then(|| Headers::from(record.headers)),
            body: record.body.map(Body::from),
            error: record.net_error,
            timings: Timings { total_ms: record.elapsed_ms, ..Timings::default() },
            ..Self::default()
        }
        .bounded()
    }
}
