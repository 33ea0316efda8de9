//! The vendor files hold what they promise: sources, worked examples, and signs that fire on their own examples only.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use is_it_me_core::body::Body;
use is_it_me_core::failure::Failure;
use is_it_me_core::headers::Headers;
use is_it_me_core::vendor::{VENDORS, Vendor};
use is_it_me_core::words::{Cause, Fault, Layer};
use is_it_me_core::{Observation, diagnose};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    id: String,
    sources: Vec<String>,
    #[serde(default, rename = "example")]
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    made: bool,
    status: u16,
    http: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
    body: Option<String>,
    cause: Option<Cause>,
    fault: Option<Fault>,
    source: String,
}

impl Example {
    fn observation(&self) -> Observation {
        Observation {
            url: "https://shop.example/".into(),
            status: Some(self.status),
            protocol: self.http.clone(),
            headers: Some(Headers::from(self.headers.clone())),
            body: self.body.clone().map(Body::from),
            ..Observation::default()
        }
    }
}

fn files() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vendors");
    let texts = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    texts.map(|text| toml::from_str(&text).unwrap()).collect()
}

/// Calls `check` for every example; it returns what is wrong, and all of that is reported at once.
fn for_each_example(check: impl Fn(&Vendor, &Example, &Failure) -> Option<String>) {
    let mut wrong = Vec::new();
    for file in files() {
        let vendor = Vendor::by_id(&file.id).unwrap();
        for example in &file.examples {
            let observations = [example.observation()];
            let found =
                Failure::assemble(&observations).map_or(Some("is no failure".into()), |f| check(vendor, example, &f));
            wrong.extend(found.map(|what| format!("{}, {:?}: {what}", file.id, example.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_vendor_has_sources_and_examples_that_say_where_they_come_from() {
    assert_eq!(files().len(), VENDORS.len());
    for file in files() {
        assert!(!file.sources.is_empty(), "{} has no source", file.id);
        assert!(file.examples.iter().any(|example| example.made), "{} has no example that it made", file.id);
        assert!(
            file.examples.iter().all(|example| !example.source.is_empty()),
            "{}: an example has no source",
            file.id
        );
    }
}

#[test]
fn what_a_vendor_made_is_recognised_or_left_open() {
    for_each_example(|vendor, example, failure| {
        let generator = diagnose(std::slice::from_ref(failure.first)).generator;
        let fine = generator.vendor == Some(vendor.id) || generator.layer == Layer::Unknown;
        (example.made && !fine).then(|| format!("diagnosed as {generator:?}"))
    });
}

#[test]
fn every_vendor_is_recognised_by_at_least_one_example() {
    for file in files() {
        let recognised =
            |example: &Example| diagnose(&[example.observation()]).generator.vendor == Some(file.id.as_str());
        assert!(file.examples.iter().any(recognised), "{} is never recognised", file.id);
    }
}

#[test]
fn what_a_vendor_only_passed_on_is_not_laid_at_its_door() {
    for_each_example(|vendor, example, failure| {
        let diagnosis = diagnose(std::slice::from_ref(failure.first));
        let wrong = diagnosis.generator.vendor == Some(vendor.id) || !diagnosis.in_path.contains(&vendor.id);
        (!example.made && wrong).then(|| format!("{:?}, in the path: {:?}", diagnosis.generator, diagnosis.in_path))
    });
}

#[test]
fn codes_mean_what_their_examples_say() {
    for_each_example(|vendor, example, failure| {
        let code = vendor.code(failure).map(|(code, _)| (Some(code.cause), Some(code.fault)));
        let wanted = (example.cause, example.fault);
        let wrong = example.made && example.cause.is_some() && code != Some(wanted);
        wrong.then(|| format!("{code:?} instead of {wanted:?}"))
    });
}

#[test]
fn no_sign_of_one_vendor_fires_on_the_own_page_of_another() {
    for_each_example(|vendor, example, failure| {
        let others = VENDORS.iter().filter(|other| example.made && other.id != vendor.id);
        let fired: Vec<_> = others.flat_map(Vendor::made).filter(|sign| sign.seen(failure).is_some()).collect();
        (!fired.is_empty()).then(|| fired.iter().map(|sign| sign.rule()).collect::<Vec<_>>().join(", "))
    });
}
