//! The command as people run it, on answers that curl really printed and on some that nothing should print.

#![cfg(test)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_is-it-me")).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// What is printed for a fixture; the command must succeed and warn of nothing.
fn explain(name: &str, options: &[&str]) -> String {
    let path = fixture(name);
    let output = run(&[&["explain", path.to_str().unwrap()], options].concat());
    assert!(output.status.success() && output.stderr.is_empty(), "{name}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(name: &str, options: &[&str]) -> serde_json::Value {
    serde_json::from_str(&explain(name, &[&["--json"], options].concat())).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_verdict_of_nginx_s_own_502_comes_first() {
    let text = explain("nginx_502.txt", &["--url", "https://shop.example/"]);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("It’s not you."));
    assert_eq!(lines.next(), Some("The site’s gateway (nginx) answered, but the application behind it did not."));
    assert!(lines.next().is_some_and(|line| line.starts_with("Very sure (")));
    assert!(text.contains("✓ Gateway ─╳─ ✗ App\n"), "{text}");
    assert!(text.contains("  1. Wait a few minutes, then reload. Nothing on your side is likely to help.\n"));
    assert!(text.contains("- UTC: `2026-11-21 04:04:09 UTC`\n"));
    assert!(!text.contains("Local time"), "where the clock shows UTC that is said once");
    assert!(text.contains("- Address: `https://shop.example/`\n"));
}

#[test]
fn what_does_not_say_when_it_was_answered_gets_no_time() {
    for (name, format) in [("refused.txt", "text"), ("escapes.txt", "markdown"), ("escapes.txt", "har")] {
        let text = explain(name, &["--format", format]);
        let told = ["Local time", "UTC", "journalctl"].iter().find(|word| text.contains(**word));
        assert_eq!(told, None, "{name} as {format}: {text}");
    }
}

#[test]
fn cloudflare_s_522_over_http_2_blames_the_way_to_the_origin() {
    let answer = json("cloudflare_522.txt", &[]);
    assert_eq!(answer["generator"]["vendor"], "cloudflare");
    assert_eq!(answer["fault"]["at"], "origin-unreachable-from-cdn");
    assert_eq!(answer["side"], "site");
    let facts = answer["words"]["facts"].as_array().unwrap();
    let fact = |label: &str| facts.iter().find(|fact| fact["label"] == label).map(|fact| &fact["value"]);
    assert_eq!(fact("Address").unwrap(), "https://shop.example/cart");
    assert_eq!(fact("Protocol").unwrap(), "h2");
    assert_eq!(fact("IP address that answered").unwrap(), "203.0.113.7");
    assert_eq!(fact("Method").unwrap(), "GET");
}

#[test]
fn a_refused_connection_has_no_answer_to_show() {
    let answer = json("refused.txt", &[]);
    assert_eq!((&answer["cause"], &answer["generator"]["layer"]), (&"refused".into(), &"browser".into()));
    assert_eq!(answer["words"]["story"], "The connection to the site’s server was refused.");
}

#[test]
fn redirects_are_kept_without_their_secrets() {
    let text = explain("redirects.txt", &["--url", "http://shop.example/"]);
    assert!(text.contains("- Address: `https://shop.example/login?session=[redacted]`\n"), "{text}");
    assert!(text.contains("- Redirects: `301 http://shop.example/ → 302 https://shop.example/x`\n"), "{text}");
}

#[test]
fn every_key_is_there_in_every_case() {
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let (one, other) = (json("nginx_502.txt", &[]), json("refused.txt", &[]));
    assert_eq!(keys(&one), keys(&other));
    assert_eq!(keys(&one["words"]), keys(&other["words"]));
    assert_eq!(one["words"]["path"].as_array().map(Vec::len), Some(6));
}

#[test]
fn nothing_a_server_sends_reaches_the_terminal_raw() {
    for options in [&[][..], &["--json"]] {
        let text = explain("escapes.txt", options);
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text:?}");
    }
}

#[test]
fn what_is_no_answer_is_refused_with_what_was_expected() {
    for (name, complaint) in [("garbage.txt", "holds no HTTP answer"), ("empty.txt", "is empty")] {
        let error = refused(&["explain", fixture(name).to_str().unwrap()]);
        assert!(
            error.starts_with("is-it-me: ") && error.contains(complaint) && error.contains("expected what curl"),
            "{error}"
        );
        assert!(!error.trim_end().ends_with('.'));
    }
    let compressed = std::env::temp_dir().join(format!("is-it-me-compressed-{}.har.gz", std::process::id()));
    std::fs::write(&compressed, b"\x1f\x8b\x08\0\0\0\0\0").unwrap();
    let error = refused(&["explain", compressed.to_str().unwrap()]);
    std::fs::remove_file(&compressed).unwrap();
    assert!(error.contains(".har.gz is compressed; expected "), "{error}");
    assert!(refused(&["explain", "no/such/file"]).contains("no/such/file: "));
    assert!(refused(&["explain"]).contains("standard input is empty"));
}

#[test]
fn a_report_for_people_is_titled_with_the_site_where_it_is_known() {
    let title = |options: &[&str]| explain("nginx_502.txt", options).lines().next().unwrap_or_default().to_owned();
    let known = ["--url", "https://shop.example/cart", "--format"];
    assert_eq!(title(&[&known[..], &["markdown"]].concat()), "# Diagnostic report: `shop.example`");
    assert_eq!(title(&[&known[..], &["text"]].concat()), "Diagnostic report: shop.example");
    assert_eq!(title(&["--format", "text"]), "Diagnostic report");
}

#[test]
fn a_report_for_people_is_not_taken_for_the_answers_in_it() {
    let file = std::env::temp_dir().join(format!("is-it-me-report-{}.txt", std::process::id()));
    for format in ["markdown", "text"] {
        let report = explain("nginx_502.txt", &["--format", format]);
        // As the extension writes it, in another language.
        for report in [report.replace("Made by is-it-me ", "Erstellt von Is It Me? "), report] {
            std::fs::write(&file, report).unwrap();
            let error = refused(&["explain", file.to_str().unwrap()]);
            assert!(error.contains("only one in JSON"), "{format}: {error}");
        }
    }
    let answer = "me@box:~/is-it-me $ curl -i https://shop.example/\nHTTP/1.1 502 Bad Gateway\nServer: nginx\n\nOops";
    std::fs::write(&file, answer).unwrap();
    assert!(run(&["explain", file.to_str().unwrap()]).status.success(), "an answer below a prompt");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_wrong_command_line_is_refused() {
    assert!(refused(&[]).contains("no command given"));
    assert!(refused(&["explode"]).contains("unknown command"));
    assert!(refused(&["explain", "--colour"]).contains("--colour"));
    assert!(refused(&["explain", "a", "b"]).contains("\"b\""));
    assert!(refused(&["explain", "--url"]).contains("--url"));
    for arguments in [&["--help"][..], &["explain", "--help"], &["log-line", "-h"]] {
        assert!(String::from_utf8(run(arguments).stdout).unwrap().contains("Usage: is-it-me explain"), "{arguments:?}");
    }
}

#[test]
fn a_flood_on_standard_input_is_cut_and_said_to_be() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_is-it-me"))
        .args(["explain", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let flood = format!("HTTP/1.1 500 Internal Server Error\r\n\r\n{}", "x".repeat(2 * 1024 * 1024));
    // The command reads no further than its limit, so the pipe may break.
    let _ = child.stdin.take().unwrap().write_all(flood.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "is-it-me: only the first 1 MiB of standard input was read\n");
}

#[test]
fn the_owner_s_list_has_commands_with_what_is_known_and_comes_only_when_asked_for() {
    let text = explain("cloudflare_522.txt", &["--owner", "--url", "https://shop.example/cart"]);
    let (_, list) = text.split_once("\nI run this site\n").unwrap();
    assert!(list.contains("      curl -gsS -o /dev/null -D - https://shop.example/cart\n"), "{list}");
    assert!(list.contains("      curl -sS https://api.cloudflare.com/client/v4/ips\n"), "{list}");
    assert!(list.contains("  (2 min · no risk · anyone · visitors)\n"), "{list}");
    assert!(!explain("cloudflare_522.txt", &[]).contains("I run this site"));
    let answer = json("cloudflare_522.txt", &["--owner"]);
    assert_eq!(answer["words"]["owner"][0]["id"], "reproduce");
    assert!(json("cloudflare_522.txt", &[])["words"]["owner"].is_null());
}

/// What is printed for lines of a log on standard input, and what is warned of.
fn log_lines(lines: &str, options: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_is-it-me"));
    command.arg("log-line").args(options).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let is_known = !text.is_empty() && !text.starts_with("This line is not known here.");
    assert_eq!(output.status.code(), Some(if is_known { 0 } else { 2 }), "{text}");
    (text, String::from_utf8(output.stderr).unwrap())
}

/// The same if there must be no warning.
fn log_line(lines: &str, options: &[&str]) -> String {
    let (text, warning) = log_lines(lines, options);
    assert_eq!(warning, "");
    text
}

#[test]
fn of_a_long_log_the_end_is_read_and_what_is_left_out_is_said() {
    let pool =
        "[28-Nov-2026 01:29:42] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it\n";
    let warning = |name: &str| format!("is-it-me: only the last 400 lines of {name} were read, of at most 64 KiB\n");
    for padding in ["all is well\n".repeat(400), format!("{}\n", "é".repeat(300)).repeat(3_000)] {
        let (last, said) = log_lines(&format!("{padding}{pool}"), &[]);
        assert!(last.starts_with("PHP-FPM · "), "{last}");
        assert_eq!(said, warning("standard input"));
        let (first, _) = log_lines(&format!("{pool}{padding}"), &[]);
        assert!(first.starts_with("This line is not known here."), "{first}");
    }
    assert!(log_line(&format!("{pool}{}", "all is well\n".repeat(399)), &[]).starts_with("PHP-FPM · "));
    // A file is not read through to its end; and what is left out is always reported.
    let file = std::env::temp_dir().join(format!("is-it-me-log-{}", std::process::id()));
    std::fs::write(&file, format!("{}{pool}", "all is well\n".repeat(200_000))).unwrap();
    let path = file.to_str().unwrap();
    let output = run(&["log-line", path]);
    assert!(output.stdout.starts_with("PHP-FPM · ".as_bytes()));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), warning(path));
    assert!(refused(&["log-line", path, path]).contains("unexpected argument"));
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn an_empty_log_is_refused() {
    assert!(refused(&["log-line", "/dev/null"]).contains("/dev/null is empty"));
}

#[test]
fn two_forms_at_once_are_refused() {
    assert!(refused(&["explain", "/dev/null", "--json", "--format", "har"]).contains("exclude each other"));
}

#[test]
fn a_line_of_a_log_is_read_and_nothing_hostile_in_it_is_printed() {
    let line = "2026/11/28 01:29:34 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, request: \"GET /?token=sekret HTTP/1.1\", upstream: \"http://u:sekret@127.0.0.1:7099/\u{1b}[31m\"\n";
    let text = log_line(line, &[]);
    assert!(text.starts_with("nginx · connection refused · 127.0.0.1:7099 · 2026/11/28 01:29:34\n"), "{text}");
    assert!(text.contains("    - See whether the application runs\n"), "{text}");
    assert!(!text.contains("sekret") && !text.contains('\u{1b}'), "{text}");
    let answer: serde_json::Value = serde_json::from_str(&log_line(line, &["--json"])).unwrap();
    assert_eq!((&answer["program"], &answer["cause"]), (&"nginx".into(), &"refused".into()));
    assert_eq!(answer["code"], serde_json::Value::Null);
    assert!(log_line("hello\n", &[]).starts_with("This line is not known here."));
}
