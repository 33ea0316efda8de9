//! The program itself: its ready line, its end, and what it says to a wrong argument.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use is_it_me_lab::{Lab, Options};

use crate::support::{connect, get};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_is-it-me-lab"))
}

#[test]
fn serves_until_its_input_ends() {
    let mut child = program().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let port = |value: &serde_json::Value| u16::try_from(value.as_u64().unwrap()).unwrap();
    assert!(get(port(&ready["http"]), "/502").starts_with("HTTP/1.1 502 "));
    connect(port(&ready["modes"]["reset"]));
    assert!(ready["ca_pem"].as_str().unwrap().contains("CERTIFICATE"));
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn wrong_arguments_are_told() {
    for args in [&["--port", "70000"][..], &["--port"], &["--no-such-thing"], &["--at", "127.0.0.1=reset"], &["--at"]] {
        let output = program().args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains("usage: is-it-me-lab"));
    }
    assert!(program().arg("--help").output().unwrap().stdout.starts_with(b"The failing internet"));
}

#[test]
fn a_mode_listens_where_it_is_told_as_well() {
    let vendors = std::path::PathBuf::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let at = vec![(free, "dup-length".to_owned())];
    let lab = Lab::start(&Options { vendors: vendors.clone(), at, ..Options::default() }).unwrap();
    assert!(get(free.port(), "/").contains("Content-Length: 3\r\n"));
    drop(lab);
    let at = vec![(free, "no-such-mode".to_owned())];
    assert!(Lab::start(&Options { vendors, at, ..Options::default() }).is_err());
}
