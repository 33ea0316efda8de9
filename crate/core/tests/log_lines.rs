//! The examples of `log_lines.toml`, and what must hold of every line, whoever wrote it.

#![cfg(test)]

use std::collections::BTreeSet;

use is_it_me_core::guide::{GUIDE, Guide};
use is_it_me_core::log_line::{self, Reading, meanings};
use is_it_me_core::view::owner::helping;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    line: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    program: String,
    means: String,
    state: Option<String>,
    flag: Option<String>,
    #[serde(default)]
    examples: Vec<String>,
    upstream: Option<String>,
    time: Option<String>,
    code: Option<String>,
}

fn lines() -> Vec<Line> {
    let file: File = toml::from_str(include_str!("../log_lines.toml")).unwrap();
    file.line
}

fn read(pasted: &str) -> Vec<Reading> {
    log_line::read(Guide::new(GUIDE), pasted)
}

fn one(line: &str) -> Reading {
    let readings = read(line);
    assert_eq!(readings.len(), 1, "{line}: {readings:?}");
    readings[0].clone()
}

#[test]
fn every_example_is_read_as_its_file_says() {
    for line in lines() {
        for (place, example) in line.examples.iter().enumerate() {
            let reading = one(example);
            let key = format!("log_{}", line.means);
            assert_eq!((reading.program, &*reading.meaning.key), (line.program.clone(), key.as_str()), "{example}");
            if place == 0 {
                assert_eq!(reading.upstream, line.upstream, "{example}");
                assert_eq!(reading.time, line.time, "{example}");
                assert_eq!(reading.code, line.code, "{example}");
            }
        }
    }
}

#[test]
fn the_programs_an_owner_meets_are_known_by_lines_they_really_wrote() {
    let shown: BTreeSet<String> =
        lines().into_iter().filter(|line| !line.examples.is_empty()).map(|line| line.program).collect();
    for program in ["nginx", "Apache", "HAProxy", "Envoy", "PHP-FPM", "Gunicorn", "Linux", "systemd"] {
        assert!(shown.contains(program), "{program}");
    }
    assert!(lines().iter().map(|line| line.examples.len()).sum::<usize>() > 90);
}

/// Each shares words with a known line.
#[test]
fn what_other_programs_say_in_like_words_is_not_taken_for_a_known_line() {
    for line in [
        "Error: Customer does not have any active subscription",
        "Completed 500 requests",
        "INFO password authentication succeeded for user 12",
        "INFO statement timeout set to 30s",
        "[Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied",
        "error: the service account shop does not exist",
        "ERROR: No space left in the cart",
        "INFO a timed out worker was replaced",
        "Child (12 years) died last week",
    ] {
        assert_eq!(read(line), [], "{line}");
    }
}

#[test]
fn every_meaning_is_met_by_a_line_and_says_what_to_do() {
    let met: BTreeSet<String> = lines().into_iter().map(|line| line.means).collect();
    assert_eq!(met, meanings(Guide::new(GUIDE)).map(str::to_owned).collect());
    for line in lines() {
        for example in &line.examples {
            assert!(!helping(Guide::new(GUIDE), &one(example)).is_empty(), "{example}");
        }
    }
}

#[test]
fn every_state_of_haproxy_and_every_flag_of_envoy_is_read_from_its_place_alone() {
    for line in lines() {
        let made = match (&line.state, &line.flag) {
            (Some(state), _) if state == "--" => continue,
            (Some(state), _) => format!(
                "haproxy[7]: 192.0.2.7:5 [28/Nov/2026:01:29:49.756] web shop/app1 0/0/0/-1/3 502 9 - - {state}-- 1/1/0/0/0 0/0 \"GET /UF HTTP/1.1\""
            ),
            (_, Some(flag)) => format!(
                "[2026-11-28T01:33:46.248Z] \"GET /sH-- HTTP/1.1\" 503 {flag} 0 87 151 - \"-\" \"curl\" \"b7dd8ff2\" \"shop.example\" \"127.0.0.1:7006\""
            ),
            _ => continue,
        };
        let reading = one(&made);
        let plain = lines().into_iter().any(|other| {
            (&other.state, &other.flag) == (&line.state, &line.flag)
                && format!("log_{}", other.means) == reading.meaning.key
        });
        assert!(plain && reading.program == line.program, "{made}: {reading:?}");
    }
}

#[test]
fn of_a_paste_each_meaning_is_told_once_and_the_reason_before_what_was_answered() {
    let paste = "\
127.0.0.1 - - [28/Nov/2026:01:29:48 +0000] \"GET / HTTP/1.1\" 502 157 \"-\" \"curl/7.88.1\"
some words that mean nothing
2026/11/28 01:29:34 [error] 1#1: *1 connect() failed (111: Connection refused) while connecting to upstream, upstream: \"http://127.0.0.1:8000/\"
2026/11/28 01:29:35 [error] 1#1: *2 connect() failed (111: Connection refused) while connecting to upstream, upstream: \"http://127.0.0.1:8000/\"
Nov 28 01:29:30 web1 kernel: Out of memory: Killed process 1423 (node) total-vm:2131412kB";
    let keys: Vec<_> = read(paste).into_iter().map(|reading| reading.meaning.key).collect();
    assert_eq!(keys, ["log_refused", "log_out_of_memory"]);
}

#[test]
fn the_same_errors_are_known_by_the_numbers_that_other_systems_give_them() {
    for (line, means) in [
        ("connect() failed (61: Connection refused) while connecting to upstream, client: 127.0.0.1", "log_refused"),
        (
            "upstream timed out (60: Operation timed out) while connecting to upstream, client: ::1",
            "log_connect_timeout",
        ),
        ("upstream timed out (60: Operation timed out) while reading response header from upstream", "log_no_answer"),
        (
            "recv() failed (54: Connection reset by peer) while reading response header from upstream, client: ::1",
            "log_reset",
        ),
        ("readv() failed (54: Connection reset by peer) while reading upstream, client: 127.0.0.1", "log_cut_short"),
        ("(61)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:7099 (*) failed", "log_refused"),
        ("(54)Connection reset by peer: AH01102: error reading status line from remote server a:1", "log_reset"),
    ] {
        assert_eq!(one(line).meaning.key, means, "{line}");
    }
}

#[test]
fn an_address_in_brackets_is_read_whole() {
    for (line, wanted) in [
        (
            "connect() failed (111: Connection refused) while connecting to upstream, upstream: \"http://[::1]:3000/a\"",
            "[::1]:3000",
        ),
        ("\"msg\":\"dial tcp [::1]:3000: connect: connection refused\"", "[::1]:3000"),
        (
            "(111)Connection refused: AH00957: HTTP: attempt to connect to [::1]:3000 (localhost:3000) failed",
            "[::1]:3000",
        ),
        ("AH01102: error reading status line from remote server [fd00::1]:80", "[fd00::1]:80"),
        (
            "AH01075: Error dispatching request to : [remote [::1]:9000] (70007)The timeout specified has expired",
            "[::1]:9000",
        ),
        (
            "AH01075: Error dispatching request to : [remote 127.0.0.1:9000] (70007)The timeout specified has expired",
            "127.0.0.1:9000",
        ),
    ] {
        assert_eq!(one(line).upstream.as_deref(), Some(wanted), "{line}");
    }
}

/// Stands in for a secret.
const SECRET: &str = "s3cr3t";

#[test]
fn nothing_of_a_hostile_line_comes_out_but_what_has_a_known_shape() {
    let hostile = [
        format!(
            "connect() failed (111: Connection refused) while connecting to upstream, request: \"GET /?t={SECRET}\", upstream: \"http://u:{SECRET}@10.0.0.1:80/{SECRET}?{SECRET}\""
        ),
        format!(
            "connect() failed (111: Connection refused) while connecting to upstream, upstream: \"http://$({SECRET})/\""
        ),
        format!("haproxy: web b/<{SECRET}> 0/0/0/-1/3 502 9 - - SH-- 1/1/0/0/0 0/0 \"GET /{SECRET} HTTP/1.1\""),
        format!("[x] \"GET /{SECRET} HTTP/1.1\" 503 UF,{SECRET} 0 1 \"{SECRET}\" \"http://u:{SECRET}@10.0.0.1:80\""),
        format!("AH01114: HTTP: failed to make connection to backend: `{SECRET}`\u{202e}\u{7}"),
    ];
    for line in &hostile {
        let readings = read(line);
        let said = format!("{readings:?}");
        assert!(!said.contains(SECRET), "{line}: {said}");
        assert!(!said.chars().any(char::is_control), "{said}");
    }
    assert_eq!(one(&hostile[0]).upstream.as_deref(), Some("10.0.0.1:80"));
}

#[test]
fn however_much_is_pasted_little_is_read_and_little_is_said() {
    let long = "upstream timed out (110: x) ".repeat(200_000);
    assert_eq!(read(&long).len(), 1);
    let many = lines().iter().flat_map(|line| line.examples.clone()).collect::<Vec<_>>().join("\n");
    assert!(read(&many).len() <= 5);
    let end = |text: &str| is_it_me_core::log_line::end(text).lines().count();
    assert_eq!(end(&"\n".repeat(1_000_000)), 400);
    assert_eq!((end(&"a\n".repeat(400)), end("a"), end("")), (400, 1, 0));
    assert_eq!(read(&"\n".repeat(1_000_000)), []);
    assert_eq!(read(""), []);
}
