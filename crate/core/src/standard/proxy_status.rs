//! Proxy-Status (RFC 9209): what the programs on the way say about how they came by the answer.
//!
//! The table of its error types is `proxy_status.toml`.

use super::lines;
use super::structured::{Member, Value, list};
use crate::headers::Headers;
use crate::words::{Cause, Fault};

include!(concat!(env!("OUT_DIR"), "/proxy_status.rs"));

/// What is known of one error type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorType {
    /// Its name in the registry.
    pub name: &'static str,
    /// The program that reports it produced the answer itself.
    pub only_intermediary: bool,
    /// What went wrong; unknown if only the status tells.
    pub cause: Cause,
    /// Who is to blame if the site's own gateway says this.
    pub fault: Fault,
    /// Who is to blame if the edge of a delivery network says this.
    pub at_edge: Fault,
    /// The weight of that blame: a log-likelihood ratio in nats.
    pub weight: f32,
}

impl ErrorType {
    /// The error type of this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ERROR_TYPES.iter().find(|error| error.name == name)
    }
}

/// What one program on the way says.
#[derive(Clone, Debug, PartialEq)]
pub struct Intermediary {
    /// What it calls itself.
    pub name: String,
    /// What went wrong between it and what is behind it.
    pub error: Option<&'static ErrorType>,
    /// It got an answer from what is behind it, with this status.
    pub received: Option<u16>,
}

/// What the programs say, the one nearest the site first.
pub fn intermediaries(headers: &Headers) -> Vec<Intermediary> {
    let members = list(&lines(headers, "proxy-status")).unwrap_or_default();
    let mut intermediaries = Vec::new();
    for member in &members {
        intermediaries.extend(intermediary(member));
    }
    intermediaries
}

fn intermediary(member: &Member) -> Option<Intermediary> {
    Some(Intermediary {
        name: member.value.text()?.to_owned(),
        error: member.get("error").and_then(Value::text).and_then(ErrorType::by_name),
        received: member.get("received-status").and_then(Value::status),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Vec<Intermediary> {
        intermediaries(&Headers::from([("Proxy-Status", value)]))
    }

    #[test]
    fn the_registry_is_whole() {
        assert_eq!(ERROR_TYPES.len(), 32);
        assert_eq!(ERROR_TYPES.iter().filter(|error| error.only_intermediary).count(), 17);
    }

    #[test]
    fn members_are_read_from_the_site_to_the_visitor() {
        let read = read("r34.example.net; error=http_request_error;details=\"x\", \"Example CDN\";received-status=502");
        assert_eq!(read.len(), 2);
        assert!(read[0].error.is_some_and(|error| error.name == "http_request_error" && error.only_intermediary));
        assert_eq!((read[1].name.as_str(), read[1].error, read[1].received), ("Example CDN", None, Some(502)));
    }

    #[test]
    fn an_unknown_error_or_status_says_nothing() {
        let read = read("a;error=made_up;received-status=70000, b;error=42, c;error=\"dns_error\"");
        assert_eq!((read[0].error, read[0].received, read[1].error), (None, None, None));
        assert!(read[2].error.is_some(), "a string in the place of a token is understood");
        assert!(read.len() == 3 && super::intermediaries(&Headers::default()).is_empty());
    }
}
