//! Every error type of the registry means what its example says.

use is_it_me_core::diagnose;
use is_it_me_core::evidence::PointsTo;
use is_it_me_core::standard::proxy_status::{ErrorType, intermediaries};
use is_it_me_core::words::{Cause, Fault};
use serde::Deserialize;

use super::{failed, headers};

#[derive(Deserialize)]
struct File {
    error: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    r#type: String,
    only_intermediary: bool,
    status: Option<u16>,
    cause: Cause,
    fault: Fault,
    at_edge: Option<Fault>,
    weight: f32,
    example: String,
}

fn entries() -> Vec<Entry> {
    toml::from_str::<File>(include_str!("../../proxy_status.toml")).unwrap().error
}

#[test]
fn every_error_type_is_read_from_its_example() {
    for entry in entries() {
        let read = intermediaries(&headers(&[("Proxy-Status", &entry.example)]));
        let error = read[0].error;
        assert_eq!(error, ErrorType::by_name(&entry.r#type));
        let error = error.unwrap();
        let found = (error.only_intermediary, error.cause, error.fault, error.at_edge);
        assert_eq!(found, (entry.only_intermediary, entry.cause, entry.fault, entry.at_edge.unwrap_or(entry.fault)));
        assert!((error.weight - entry.weight).abs() < 1e-6, "{}", entry.r#type);
    }
}

#[test]
fn every_example_blames_and_those_that_prove_it_name_the_writer() {
    for entry in entries() {
        let d = diagnose(&[failed(entry.status.unwrap_or(502), &[("proxy-status", &entry.example)])]);
        let of = |rule: &str| d.evidence.iter().find(|item| item.rule == rule);
        let blame = of("proxy-status/error").unwrap();
        assert_eq!(blame.points_to, PointsTo::Fault(entry.fault), "{}", entry.r#type);
        assert_eq!(blame.cause.unwrap_or(Cause::Unknown), entry.cause, "{}", entry.r#type);
        assert_eq!(of("proxy-status/made").is_some(), entry.only_intermediary, "{}", entry.r#type);
        assert_eq!(of("proxy-status/trouble").is_none(), entry.only_intermediary, "{}", entry.r#type);
    }
}

#[test]
fn what_may_have_been_passed_on_weighs_less() {
    let most = entries().iter().filter(|e| !e.only_intermediary).map(|e| e.weight).fold(0.0, f32::max);
    let named = |name: &str| ErrorType::by_name(name).unwrap().weight;
    assert!(most < named("connection_refused") && most < named("tls_certificate_error"));
}
