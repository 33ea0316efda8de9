//! The command that repeats the request.

use super::*;

/// A shell runs the command with exactly these words, whatever stands in the address.
#[test]
fn no_address_means_anything_to_a_shell() {
    let folder = std::env::temp_dir().join(format!("is-it-me-shell-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for address in [
        "https://shop.example/a?b=1&c=2",
        "https://shop.example/'; touch pwned; echo '",
        "https://shop.example/$(touch pwned)`touch pwned`${HOME}",
        "https://shop.example/\\' \"x\" \\\\ !! * ? [a] {b,c} ~ # | > pwned < x",
        "https://shop.example/\n touch pwned\n\r\t\u{0}\u{202e}",
        "https://shop.example/é\u{1f600}",
    ] {
        let seen = Observation {
            url: address.into(),
            status: Some(502),
            ip: Some("203.0.113.7".into()),
            ..Observation::default()
        };
        let case = Case { observations: vec![seen], ..Case::default() };
        let told = Told { case: &case, diagnosis: &diagnose_case(&case), asked: &[], heard: &[] };
        let client = Client { agent: "it's 'an' agent; touch pwned".into(), ..Client::default() };
        let report = Report::new(&told, client, Cleaner::keeping()).write(Format::Curl, &Bare);
        // In place of curl, something that tells its words, each in brackets.
        let script = format!("curl() {{ for word; do printf '[%s]' \"$word\"; done; echo; }}\n{report}");
        let output = Command::new("sh").arg("-c").arg(&script).current_dir(&folder).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let line = address.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let line = line.collect::<Vec<_>>().join("%20").replace('\u{202e}', "\u{fffd}");
        assert!(output.status.success() && output.stderr.is_empty(), "{script}");
        assert_eq!(printed.lines().count(), 2, "{printed}");
        assert!(printed.lines().all(|words| words.contains(&format!("[--url][{line}]"))), "{line}: {printed}");
        assert!(printed.contains("[-A][it's 'an' agent; touch pwned]"), "{printed}");
        assert!(printed.ends_with("[--resolve][shop.example:443:203.0.113.7]\n"), "{printed}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "something was run");
    fs::remove_dir(&folder).unwrap();
}

/// Asking a proxy as if it were the site tells nothing.
#[test]
fn the_command_asks_no_proxy_as_if_it_were_the_site() {
    for (proxied, there) in [(Some(true), false), (Some(false), true), (None, true)] {
        let (url, ip) = ("https://shop.example/".into(), Some("203.0.113.7".into()));
        let seen = Observation { url, ip, status: Some(502), proxied, ..Observation::default() };
        let case = Case { observations: vec![seen], ..Case::default() };
        let command = written(&case, &diagnose_case(&case), Format::Curl);
        assert_eq!(command.contains("--resolve"), there, "{proxied:?}: {command}");
    }
}

#[test]
fn nothing_but_an_address_of_the_web_becomes_a_command() {
    for url in ["", "file:///etc/passwd", "@/etc/passwd", "-o/etc/passwd", "about:blank"] {
        let seen = Observation { url: url.into(), status: Some(502), ..Observation::default() };
        let case = Case { observations: vec![seen], ..Case::default() };
        assert_eq!(written(&case, &diagnose_case(&case), Format::Curl), "", "{url}");
    }
}

#[test]
fn an_address_that_is_not_known_to_its_end_becomes_no_command() {
    let url = format!("https://shop.example/?{}", "a=b&".repeat(2_000));
    let seen = Observation { url, status: Some(414), ..Observation::default() };
    let case = Case { observations: vec![seen.bounded()], ..Case::default() };
    assert_eq!(written(&case, &diagnose_case(&case), Format::Curl), "");
}

#[test]
fn the_command_has_a_place_for_a_password_that_was_taken_out() {
    let seen = Observation { url: "https://me:secret@a.example/b".into(), status: Some(502), ..Observation::default() };
    let case = Case { observations: vec![seen], ..Case::default() };
    let command = written(&case, &diagnose_case(&case), Format::Curl);
    assert!(command.starts_with("# report_curl_redacted [redacted]\ncurl "), "{command}");
    assert!(command.ends_with(" --url 'https://[redacted]@a.example/b'\n"), "{command}");
}

#[test]
fn a_form_is_not_sent_again_by_the_command() {
    let seen = Observation {
        url: "https://a.example/".into(),
        method: "POST".into(),
        status: Some(502),
        ..Observation::default()
    };
    let page = Observation { how: How::Page, method: String::new(), ..seen.clone() };
    let refused = Observation {
        how: How::Asked,
        status: Some(405),
        headers: Some(Headers::from([("Allow", "POST")])),
        body: Some(Body::from("GET not allowed".to_owned())),
        ..seen.clone()
    };
    for observations in [vec![seen], vec![page.clone(), refused]] {
        let case = Case { observations, ..Case::default() };
        let command = written(&case, &diagnose_case(&case), Format::Curl);
        assert!(command.starts_with("# report_curl_get POST\ncurl ") && !command.contains("-X"), "{command}");
    }
    let case = Case { observations: vec![page], ..Case::default() };
    let command = written(&case, &diagnose_case(&case), Format::Curl);
    assert!(command.starts_with("curl "), "nobody sent a form: {command}");
}
