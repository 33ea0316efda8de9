//! The header fields of standards: their grammar, their bounds, and what a diagnosis makes of them.

#![cfg(test)]

mod grammar;
mod hostile;
#[path = "../noise/mod.rs"]
mod noise;
mod proxy_status;
mod verdicts;

use is_it_me_core::Observation;
use is_it_me_core::headers::Headers;

fn headers(fields: &[(&str, &str)]) -> Headers {
    Headers::from(fields)
}

fn failed(status: u16, fields: &[(&str, &str)]) -> Observation {
    Observation {
        url: "https://shop.example/".into(),
        status: Some(status),
        headers: Some(headers(fields)),
        ..Observation::default()
    }
}
