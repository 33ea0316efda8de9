//! What the project stands on: every dependency's licence is one of a few, and none is there in two versions.
//! Both lists of exceptions may only shrink: one that is no longer needed fails as well.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "the helpers of a test may panic like the test")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The licences accepted. All let the extension be given away under its own.
const LICENCES: [&str; 6] = ["Apache-2.0", "BSD-3-Clause", "ISC", "MIT", "Unicode-3.0", "Zlib"];

/// Crates that are there more than once, and why nothing can be done about it here. At least one of the two belongs to
/// tools and tests: none is in the extension twice.
const TWICE: [(&str, &str); 5] = [
    ("base64", "wasm-bindgen-cli-support is one version behind pem, below the lab's rcgen"),
    ("getrandom", "ring, below the lab's rustls, is some versions behind zip"),
    ("hashbrown", "wasmparser, below wasm-bindgen-cli-support, is one version behind indexmap"),
    ("syn", "walrus-macro, below wasm-bindgen-cli-support, and domain-macros are one version behind the other macros"),
    ("windows-sys", "ring, below the lab's rustls, is some versions behind socket2; Windows only"),
];

/// All packages of the lock file, those for other systems too.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

/// Whether a licence expression can be met with `accepted` alone. "A/B" is the older way to write "A OR B".
fn is_accepted(expression: &str, accepted: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    // "X WITH Y" is a licence of its own: joined, it is one word like the others.
    let joined = spaced.replace(" WITH ", "-WITH-");
    let words: Vec<&str> = joined.split_whitespace().collect();
    let (met, rest) = any_of(&words, accepted);
    met && rest.is_empty()
}

fn any_of<'a>(words: &'a [&'a str], accepted: &BTreeSet<&str>) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = all_of(words, accepted);
    while rest.first() == Some(&"OR") {
        let (also, after) = all_of(&rest[1..], accepted);
        (met, rest) = (met || also, after);
    }
    (met, rest)
}

fn all_of<'a>(words: &'a [&'a str], accepted: &BTreeSet<&str>) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = one(words, accepted);
    while rest.first() == Some(&"AND") {
        let (also, after) = one(&rest[1..], accepted);
        (met, rest) = (met && also, after);
    }
    (met, rest)
}

fn one<'a>(words: &'a [&'a str], accepted: &BTreeSet<&str>) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inner @ ..] => {
            let (met, rest) = any_of(inner, accepted);
            (met && rest.first() == Some(&")"), rest.get(1..).unwrap_or_default())
        }
        [licence, rest @ ..] => (accepted.contains(licence), rest),
        [] => (false, words),
    }
}

/// Name and licence of each package that `accepted` does not cover.
fn refused(packages: &[Value], accepted: &BTreeSet<&str>) -> Vec<String> {
    let licence = |package: &Value| package["license"].as_str().unwrap_or("none stated").to_owned();
    let covered = |package: &&Value| !is_accepted(&licence(package), accepted);
    packages.iter().filter(covered).map(|package| format!("{}: {}", package["name"], licence(package))).collect()
}

#[test]
fn every_licence_is_accepted() {
    assert_eq!(refused(&packages(), &LICENCES.into()), Vec::<String>::new());
}

#[test]
fn every_accepted_licence_is_needed() {
    let packages = packages();
    for licence in LICENCES {
        let mut fewer = BTreeSet::from(LICENCES);
        fewer.remove(licence);
        assert_ne!(refused(&packages, &fewer), Vec::<String>::new(), "no dependency needs {licence}: take it off");
    }
}

#[test]
fn only_the_listed_crates_are_there_twice() {
    let mut versions = BTreeMap::<String, BTreeSet<String>>::new();
    for package in packages() {
        let text = |key: &str| package[key].as_str().expect("a string").to_owned();
        versions.entry(text("name")).or_default().insert(text("version"));
    }
    let found: BTreeSet<&str> = versions.iter().filter(|(_, all)| all.len() > 1).map(|(name, _)| &**name).collect();
    let listed: BTreeSet<&str> = TWICE.map(|(name, _)| name).into();
    assert_eq!(found, listed, "left: found twice; right: listed");
}

#[test]
fn licence_expressions_are_read_as_written() {
    let accepted = BTreeSet::from(["MIT", "Zlib"]);
    for met in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Zlib", "Zlib AND MIT"] {
        assert!(is_accepted(met, &accepted), "{met}");
    }
    for unmet in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND GPL-3.0", "MIT WITH extra", "(MIT", "MIT MIT", ""] {
        assert!(!is_accepted(unmet, &accepted), "{unmet}");
    }
}
