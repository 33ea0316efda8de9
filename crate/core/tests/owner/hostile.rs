//! No stranger's text gets out of the place it has in a command.

use super::*;

/// What a shell does with these commands if none of the programs in them is there: the marker is written if anything in
/// them calls `pwned`.
fn is_pwned(shell: &str, commands: &[String], marker: &std::path::Path) -> bool {
    let _ = fs::remove_file(marker);
    let mut script = format!("pwned() {{ : > '{}'; }}\n", marker.display());
    for command in commands {
        // Each in a shell of its own, so that one that ends the shell does not spare the others.
        script.extend(["(\n", command.as_str(), "\n)\n"]);
    }
    let mut child = Command::new(shell)
        .env_clear()
        .env("PATH", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .current_dir(marker.parent().unwrap())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.to_lowercase().contains("syntax error") && !said.contains("unterminated"), "{shell}: {said}");
    marker.exists()
}

/// What ends a word, a quotation or a line, and begins something of its own.
const EVIL: &[&str] = &[
    "$(pwned)",
    "`pwned`",
    ";pwned;",
    "';pwned;'",
    "\";pwned;\"",
    "|pwned|",
    "&pwned&",
    "\npwned\n",
    "\\';pwned;'",
    "'\\'';pwned;'",
    ")\npwned\n(",
];

/// Every command into which this is put as host, port, path and request ID.
fn commands_with(evil: &str) -> Vec<String> {
    let urls = [
        format!("https://shop.example/{evil}"),
        format!("https://{evil}.example/"),
        format!("https://shop.example:{evil}/cart"),
        format!("https://shop.example/?item={evil}"),
    ];
    let failures = |url: &String| {
        let few = failures(url, evil).into_iter().step_by(4).chain(failures(url, evil).pop());
        few.collect::<Vec<_>>()
    };
    let readings: Vec<_> = log().iter().step_by(25).map(|line| read(line)).collect();
    let mut commands = std::collections::BTreeSet::new();
    for seen in urls.iter().flat_map(failures) {
        let diagnosis = diagnose(std::slice::from_ref(&seen));
        for readings in readings.iter().map(Vec::as_slice).chain([&[][..]]) {
            let owner = owner(std::slice::from_ref(&seen), &diagnosis, readings);
            commands.extend(all(&owner).flat_map(|step| step.commands.clone()));
        }
    }
    commands.into_iter().collect()
}

#[test]
fn a_hostile_host_path_or_request_id_never_gets_out_of_its_command() {
    let folder = std::env::temp_dir().join(format!("is-it-me-owner-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let marker = folder.join("marker");
    let call = ["pwned".to_owned()];
    for shell in ["/bin/sh", "/bin/bash"] {
        assert!(is_pwned(shell, &call, &marker), "the trap itself does not work in {shell}");
    }
    for evil in EVIL {
        let commands = commands_with(evil);
        assert!(commands.len() > 60, "only {} commands", commands.len());
        assert!(commands.iter().all(|command| !command.chars().any(char::is_control)), "{commands:?}");
        for shell in ["/bin/sh", "/bin/bash"] {
            assert!(!is_pwned(shell, &commands, &marker), "{evil:?} gets out in {shell}");
        }
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn curl_asks_for_the_very_address_and_shows_no_page() {
    let owners = owners("https://shop.example/[1-3]{a,b}", "");
    let commands: std::collections::BTreeSet<_> =
        owners.iter().flat_map(|owner| all(owner).flat_map(|step| step.commands.clone())).collect();
    let curls: Vec<_> = commands.iter().filter(|command| command.starts_with("curl ")).collect();
    assert!(curls.iter().filter(|curl| curl.contains("[1-3]")).count() > 3, "{curls:?}");
    for curl in curls {
        assert!(curl.starts_with("curl -g") || !curl.contains("[1-3]"), "brackets are a pattern: {curl}");
        // An output is that of one address.
        let (outputs, addresses) = (curl.matches(" -o ").count(), curl.matches("://").count());
        assert!(outputs == 0 || outputs == addresses, "{curl}");
    }
}
