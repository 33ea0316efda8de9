//! Who wrote the failure a visitor sees, and who is to blame: the diagnosis as a pure function.
//!
//! ```text
//! Observation ──▶ Failure ──▶ rules ──▶ Evidence ──▶ Diagnosis ──▶ View, Report
//! ```
//!
//! Nothing here does I/O, reads a clock, draws a random number or knows a browser: everything needed comes in as a
//! value, and everything said goes out as a [`Message`](message::Message) whose sentence lives in `extension/_locales`.

pub mod address;
pub mod body;
pub mod check;
pub mod clock;
pub mod diagnosis;
pub mod dns;
pub mod evidence;
pub mod failure;
pub mod guide;
mod hash;
pub mod headers;
mod ip;
pub mod log_line;
pub mod message;
pub mod needle;
pub mod net_error;
#[cfg(test)]
#[path = "../tests/noise/mod.rs"]
mod noise;
pub mod observation;
pub mod packed;
pub mod quantity;
mod quoted;
mod rank;
pub mod record;
pub mod redact;
pub mod report;
pub mod retry;
mod rules;
pub mod standard;
mod status;
pub mod text;
pub mod vendor;
pub mod view;
pub mod words;

pub use check::{Case, diagnose_case};
pub use diagnosis::{Diagnosis, diagnose};
pub use observation::Observation;
