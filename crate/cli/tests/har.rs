//! The command on HAR files as Chromium's developer tools, Firefox and Playwright write them.

#![cfg(test)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], name: &str) -> Output {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let all = arguments.iter().map(Into::into).chain([path.into_os_string()]).collect::<Vec<std::ffi::OsString>>();
    Command::new(env!("CARGO_BIN_EXE_is-it-me")).args(all).stdin(Stdio::null()).output().unwrap()
}

fn text(arguments: &[&str], name: &str) -> String {
    let output = run(arguments, name);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str], name: &str) -> Vec<serde_json::Value> {
    text(arguments, name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn fact<'a>(answer: &'a serde_json::Value, label: &str) -> &'a str {
    let facts = answer["words"]["facts"].as_array().unwrap();
    facts.iter().find(|fact| fact["label"] == label).map_or("", |fact| fact["value"].as_str().unwrap())
}

#[test]
fn chromium_s_failures_are_explained_one_below_the_other() {
    let text = text(&["explain"], "chromium.har");
    let heads: Vec<_> = text.lines().filter(|line| line.starts_with("==> ")).collect();
    let wanted = [
        "==> 2 of 5: GET https://shop.example/",
        "==> 4 of 5: POST https://api.example/v1/cart?token=[redacted]",
        "==> 5 of 5: GET https://shop.example/big.png",
    ];
    assert_eq!(heads, wanted);
    assert!(text.contains("The site’s gateway (nginx) answered, but the application behind it did not.\n"));
    assert!(!text.contains("s3cr3t"), "{text}");
}

#[test]
fn chromium_s_facts_are_all_there() {
    let answers = json(&["explain", "--json"], "chromium.har");
    assert_eq!(answers.iter().map(|a| a["entry"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 4, 5]);
    let answer = &answers[0];
    assert_eq!(answer["generator"]["vendor"], "nginx");
    for (label, value) in [
        ("UTC", "2026-11-21 13:03:22 UTC"),
        ("Protocol", "h2"),
        ("IP address that answered", "2001:db8::7"),
        ("Redirects", "301 http://shop.example/"),
        ("Connecting took", "30 ms"),
        ("First byte after", "300 ms"),
        ("In total", "345 ms"),
        ("Name lookup took", ""),
    ] {
        assert_eq!(fact(answer, label), value, "{label}");
    }
    assert_eq!((&answers[1]["cause"], &answers[2]["cause"]), (&"refused".into(), &"cut-short".into()));
}

#[test]
fn firefox_s_body_and_zone_are_read_and_what_it_does_not_say_is_said() {
    let answers = json(&["explain", "--json"], "firefox.har");
    assert_eq!(answers.len(), 1);
    assert_eq!((&answers[0]["generator"]["vendor"], &answers[0]["cause"]), (&"haproxy".into(), &"no-backend".into()));
    assert_eq!(fact(&answers[0], "Local time"), "2026-11-21 14:03:22 +01:00");
    assert_eq!(fact(&answers[0], "The server asks to wait"), "2 min");
    assert_eq!(fact(&answers[0], "Passed on by (Via)"), "gw.example");
    let complaint = String::from_utf8(run(&["explain"], "firefox.har").stderr).unwrap();
    assert!(complaint.ends_with("firefox.har: 1 of 2 requests got no answer, and it is not said why\n"), "{complaint}");
}

#[test]
fn playwright_s_failures_are_diagnosed_one_a_line() {
    let answers = json(&["diagnose", "--har"], "playwright.har");
    let ids: Vec<_> = answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["1 https://gone.example/", "2 https://shop.example/api"]);
    assert_eq!(answers[0]["generator"]["layer"], "dns");
    assert_eq!(answers[1]["fault"]["at"], "origin");
}

#[test]
fn what_cannot_be_explained_is_refused() {
    let refused = |arguments: &[&str], name: &str| {
        let output = run(arguments, name);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&["explain"], "broken.har").contains("broken.har is no HAR file: missing field `entries`"));
    assert!(
        refused(&["explain", "--url", "https://a.example/"], "chromium.har").contains("--url is of no use with a HAR")
    );
    assert!(refused(&["diagnose", "--har"], "nginx_502.txt").contains("is no HAR file"));
    assert!(refused(&["diagnose"], "chromium.har").contains("chromium.har"));
    assert!(refused(&["diagnose", "--jsonl", "--har"], "chromium.har").contains("needs --jsonl"));
}

#[test]
fn a_har_without_a_failure_is_no_error() {
    let output = run(&["explain"], "fine.har");
    assert!(output.status.success() && output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains("none of 1 requests failed"));
}

#[test]
fn a_request_without_an_answer_does_not_count_as_one_that_worked() {
    let file = std::env::temp_dir().join(format!("is-it-me-silent-{}.har", std::process::id()));
    let entry = r#"{"request":{"url":"https://gone.example/"},"response":{"status":0}}"#;
    std::fs::write(&file, format!("{{\"log\":{{\"entries\":[{entry}]}}}}")).unwrap();
    let said = String::from_utf8(run(&["explain"], file.to_str().unwrap()).stderr).unwrap();
    std::fs::remove_file(file).unwrap();
    assert!(said.contains("1 of 1 requests got no answer") && !said.contains("none of"), "{said}");
}

#[test]
fn a_har_of_which_nothing_can_be_read_is_not_said_to_be_without_a_failure() {
    let file = std::env::temp_dir().join(format!("is-it-me-unread-{}.har", std::process::id()));
    std::fs::write(&file, r#"{"log":{"entries":[{"request":1}]}}"#).unwrap();
    let output = run(&["explain"], file.to_str().unwrap());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("1 of 1 requests are left out") && !said.contains("requests failed"), "{said}");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_har_of_which_a_request_cannot_be_read_does_not_pass_for_read() {
    let file = std::env::temp_dir().join(format!("is-it-me-odd-{}.har", std::process::id()));
    let odd = r#"{"request":{"url":"https://a.example/"},"response":{"status":"502"}}"#;
    let good = r#"{"request":{"method":"GET","url":"https://b.example/"},"response":{"status":502}}"#;
    std::fs::write(&file, format!("{{\"log\":{{\"entries\":[{odd},{good}]}}}}")).unwrap();
    for arguments in [&["explain", "--json"][..], &["diagnose", "--har"]] {
        let output = run(arguments, file.to_str().unwrap());
        assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), false), "{arguments:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("1 of 2 requests are left out"));
    }
    std::fs::remove_file(file).unwrap();
}
