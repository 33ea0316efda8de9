//! The owner's steps: all are there and whole, and no stranger's text gets out of the place it has in a command.

#![cfg(test)]

mod commands;
mod hostile;

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use is_it_me_core::guide::{self, Guide};
use is_it_me_core::headers::Headers;
use is_it_me_core::log_line::{self, Reading};
use is_it_me_core::observation::Observation;
use is_it_me_core::view::owner::{self, Owner, Step, ids};
use is_it_me_core::words::{Cause, Fault, Side, State};
use is_it_me_core::{Diagnosis, diagnose};

const GUIDE: Guide = Guide::new(guide::GUIDE);

fn read(pasted: &str) -> Vec<Reading> {
    log_line::read(GUIDE, pasted)
}

fn owner(observations: &[Observation], diagnosis: &Diagnosis, readings: &[Reading]) -> Owner<'static> {
    owner::owner(GUIDE, observations, diagnosis, readings)
}

/// Everything that guides for owners of failing sites advise, by the step that says it.
const STEPS: &[&str] = &[
    "reproduce",
    "gateway-log",
    "app-log",
    "request-id",
    "access-log",
    "recent-changes",
    "edge-status",
    "direct-origin",
    "allow-edge",
    "edge-tls",
    "certificate",
    "tls-versions",
    "firewall-rules",
    "edge-proxied",
    "purge",
    "pause-edge",
    "upstream-running",
    "listening",
    "ask-upstream",
    "upstream-address",
    "socket",
    "request-size",
    "buffers",
    "timeouts",
    "restart-upstream",
    "start-at-boot",
    "site-settings",
    "maintenance",
    "database",
    "slow-queries",
    "outside-api",
    "api-guards",
    "workers",
    "wordpress",
    "shared-hosting",
    "resources",
    "containers",
    "registration",
    "dns-published",
    "www-alike",
    "lower-ttl",
    "undo-change",
    "tell-users",
    "prevention",
];

/// Every line known to the decoder, so that every stack is seen and every kind of trouble is met.
fn log() -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct File {
        line: Vec<Line>,
    }
    #[derive(serde::Deserialize)]
    struct Line {
        #[serde(default)]
        examples: Vec<String>,
    }
    let file: File = toml::from_str(include_str!("../../log_lines.toml")).unwrap();
    file.line.into_iter().flat_map(|line| line.examples).collect()
}

fn seen(url: &str, status: u16, headers: &[(&str, &str)]) -> Observation {
    let headers = Some(Headers::from(headers));
    Observation {
        url: url.into(),
        status: Some(status),
        headers,
        at_ms: Some(1_795_829_378_000.0),
        ..Observation::default()
    }
}

/// Failures of every side of a site, with everything that a header can say.
fn failures(url: &str, id: &str) -> Vec<Observation> {
    let cloudflare = [("server", "cloudflare"), ("cf-ray", id)];
    let mut failures: Vec<_> = [502, 520, 521, 522, 523, 524, 525, 526, 530, 403, 429, 404, 503]
        .map(|status| seen(url, status, &cloudflare))
        .into();
    for server in ["nginx", "Apache/2.4.62 (Debian)", "Caddy", "awselb/2.0"] {
        failures.extend(
            [500, 502, 503, 504, 400, 431].map(|status| {
                seen(url, status, &[("server", server), ("x-powered-by", "PHP/8.2"), ("x-request-id", id)])
            }),
        );
    }
    failures.extend(["ERR_NAME_NOT_RESOLVED", "ERR_CERT_DATE_INVALID", "ERR_TOO_MANY_REDIRECTS"].map(|error| {
        Observation { error: Some(format!("net::{error}")), status: None, headers: None, ..seen(url, 502, &[]) }
    }));
    failures
}

fn all<'o>(owner: &'o Owner<'static>) -> impl Iterator<Item = &'o Step<'static>> {
    owner.named.iter().chain(&owner.first).chain(&owner.more)
}

/// Every step that these failures call for, alone and with each line of a log.
fn owners(url: &str, id: &str) -> Vec<Owner<'static>> {
    let failures = failures(url, id);
    let diagnosed = |seen: &Observation| diagnose(std::slice::from_ref(seen));
    let mut owners: Vec<_> =
        failures.iter().map(|seen| owner(std::slice::from_ref(seen), &diagnosed(seen), &[])).collect();
    let (first, diagnosis): (_, Diagnosis) = (&failures[..1], diagnosed(&failures[0]));
    owners.extend(log().iter().map(|line| owner(first, &diagnosis, &read(line))));
    owners
}

#[test]
fn every_piece_of_advice_has_its_step() {
    assert_eq!(ids(GUIDE).collect::<Vec<_>>(), STEPS);
}

#[test]
fn what_changes_something_says_how_to_undo_it() {
    for owner in owners("https://shop.example/cart", "8a1b2c3d4e5f6a7b-FRA") {
        for step in all(&owner) {
            let facts = step.facts();
            let (minutes, risk) = (&facts[0], &facts[1]);
            let looks = step.outcome()[3].1.key == "owner_undo_nothing";
            assert_eq!(looks, risk.key == "owner_risk_none", "{}", step.id());
            assert!(minutes.params[0].parse::<u8>().is_ok_and(|minutes| minutes > 0), "{}", step.id());
        }
    }
}

#[test]
fn what_is_known_is_filled_in_and_what_is_not_is_left_to_the_reader() {
    let refused = read(
        "2026/11/28 01:29:34 [error] 1#1: *1 connect() failed (111: Connection refused) while connecting to upstream, upstream: \"http://127.0.0.1:8123/\"",
    );
    let seen =
        seen("https://shop.example/cart?token=1", 502, &[("server", "cloudflare"), ("cf-ray", "8a1b2c3d4e5f6a7b-FRA")]);
    let diagnosis = diagnose(std::slice::from_ref(&seen));
    let commands =
        |owner: &Owner<'static>| all(owner).flat_map(|step| step.commands.clone()).collect::<Vec<_>>().join("\n");
    let told = commands(&owner(std::slice::from_ref(&seen), &diagnosis, &refused));
    for part in [
        "curl -gsS -o /dev/null -D - https://shop.example/cart\n",
        "--since '2026-11-28 01:27:38 UTC' --until '2026-11-28 01:30:38 UTC'",
        "-e 8a1b2c3d4e5f6a7b ",
        "http://127.0.0.1:8123/cart",
        "sport = :8123",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert!(!told.contains("token"), "{told}");
    let untold = commands(&owner(std::slice::from_ref(&seen), &diagnosis, &[]));
    assert!(!untold.contains("8123") && untold.contains("8a1b2c3d4e5f6a7b "), "{untold}");
}

#[test]
fn the_very_address_is_asked_for_again_but_for_a_query_with_a_secret() {
    let asked = |query: &str| {
        let seen = [seen(&format!("https://shop.example/list?{query}"), 502, &[("server", "nginx")])];
        let owner = owner(&seen, &diagnose(&seen), &[]);
        all(&owner).find(|step| step.id() == "reproduce").unwrap().commands[0].clone()
    };
    let curl = "curl -gsS -o /dev/null -D - ";
    assert_eq!(asked("item=3&sort[]=price"), format!("{curl}'https://shop.example/list?item=3&sort[]=price'"));
    assert_eq!(asked("item=3&token=1"), format!("{curl}https://shop.example/list"));
}

fn commands_of(seen: Observation) -> Vec<String> {
    let seen = [seen];
    let owner = owner(&seen, &diagnose(&seen), &[]);
    all(&owner).flat_map(|step| step.commands.clone()).collect()
}

#[test]
fn every_request_id_is_searched_for() {
    let fields =
        [("server", "nginx"), ("x-request-id", "0d2c6a4e-3b43"), ("traceparent", "00-4bf92f3577b34da6-00f067aa-01")];
    let commands = commands_of(seen("https://shop.example/cart", 502, &fields));
    let wanted = "sudo grep -rsF -e 0d2c6a4e-3b43 -e 4bf92f3577b34da6 /var/log/nginx /var/log/apache2 /var/log/httpd /var/log/haproxy.log";
    assert!(commands.iter().any(|command| command == wanted), "{commands:?}");
}

#[test]
fn a_firewall_is_held_against_the_addresses_of_the_network_before_it() {
    let edge = [("server", "cloudflare"), ("cf-ray", "8a1b2c3d4e5f6a7b-FRA")];
    let commands = commands_of(seen("https://shop.example/cart", 522, &edge));
    assert!(commands.contains(&"curl -sS https://api.cloudflare.com/client/v4/ips".to_owned()), "{commands:?}");
}

#[test]
fn a_remark_stands_where_it_helps() {
    for (status, is_there) in [(502, true), (504, true), (404, false), (413, false), (503, false)] {
        let (_, _, notes) = told(seen("https://shop.example/cart", status, &[("server", "nginx")]));
        assert_eq!(notes.iter().any(|note| note == "owner_note_nginx"), is_there, "{status}");
    }
}

#[test]
fn a_value_that_is_not_known_leaves_no_gap() {
    for owner in owners("", "") {
        for command in all(&owner).flat_map(|step| &step.commands) {
            assert!(!command.replace("%{", "").contains('{'), "{command}");
            assert!(!command.contains("''") && !command.contains("--since  "), "{command}");
        }
        assert!(all(&owner).all(|step| step.id() != "request-id"));
    }
}

#[test]
fn a_step_keeps_its_command_with_words_in_capitals_where_nothing_is_known() {
    let mut with = std::collections::BTreeSet::new();
    let known = owners("https://shop.example/cart", "8a1b2c3d4e5f6a7b-FRA");
    with.extend(known.iter().flat_map(all).filter(|step| !step.commands.is_empty()).map(Step::id));
    for seen in failures("", "") {
        let seen = [Observation { at_ms: None, ..seen }];
        for step in all(&owner(&seen, &diagnose(&seen), &[])) {
            assert!(!with.contains(step.id()) || !step.commands.is_empty(), "{}", step.id());
        }
    }
}

#[test]
fn what_an_application_asks_is_no_upstream_of_the_gateway() {
    let seen = [Observation { status: Some(502), url: "https://shop.example/".into(), ..Observation::default() }];
    let commands = |pasted: &str| {
        let diagnosis = diagnose(&seen);
        let owner = owner(&seen, &diagnosis, &read(pasted));
        let steps = all(&owner);
        steps.flat_map(|step| step.commands.clone()).collect::<Vec<_>>().join("\n")
    };
    let database = commands("Error: connect ECONNREFUSED 127.0.0.1:5432");
    assert!(!database.contains("5432"), "{database}");
    let gateway = r#"{"log":"2026/11/28 01:29:34 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1, server: shop.example, request: \"GET / HTTP/1.1\", upstream: \"http://10.0.0.2:9000/\", host: \"shop.example\"\n","stream":"stderr"}"#;
    let gateway = commands(gateway);
    assert!(gateway.contains("http://10.0.0.2:9000"), "{gateway}");
}

/// What the owner is told about a failure with this status or net error.
fn told(seen: Observation) -> (Diagnosis, Vec<&'static str>, Vec<String>) {
    let diagnosis = diagnose(std::slice::from_ref(&seen));
    let owner = owner(&[seen], &diagnosis, &[]);
    let steps = all(&owner).map(Step::id).collect();
    (diagnosis, steps, owner.notes.into_iter().map(|note| note.key.into_owned()).collect())
}

fn broken(error: &str) -> Observation {
    let error = Some(format!("net::{error}"));
    Observation { error, status: None, headers: None, ..seen("https://shop.example.com/cart", 502, &[]) }
}

#[test]
fn the_visitor_is_suspected_only_where_the_visitor_is_told_so() {
    let is_suspected = |notes: &[String]| notes.iter().any(|note| note == "owner_note_local");
    let (diagnosis, steps, notes) = told(broken("ERR_NAME_NOT_RESOLVED"));
    assert_eq!((diagnosis.side, diagnosis.fault.likeliest()), (Side::Unknown, Some(Fault::DnsLocal)));
    assert!(!is_suspected(&notes) && steps.contains(&"dns-published"), "{steps:?} {notes:?}");
    let pending = Observation { pending: true, ..broken("") };
    let (diagnosis, _, notes) = told(Observation { error: None, ..pending });
    assert_eq!(diagnosis.state, State::Waiting);
    assert!(!is_suspected(&notes), "{notes:?}");
    let (diagnosis, _, notes) = told(broken("ERR_INTERNET_DISCONNECTED"));
    assert!(matches!(diagnosis.side, Side::You | Side::Network) && is_suspected(&notes), "{notes:?}");
}

#[test]
fn who_sends_too_much_is_not_asked_for_without_it() {
    for server in ["nginx", "Apache/2.4.62 (Debian)"] {
        let (diagnosis, steps, notes) = told(seen("https://shop.example/cart", 431, &[("server", server)]));
        assert_eq!(diagnosis.cause, Cause::RequestTooBig);
        assert_eq!(steps.first(), Some(&"request-size"), "{steps:?}");
        assert!(!steps.contains(&"reproduce") && !notes.contains(&"owner_note_local".into()), "{steps:?} {notes:?}");
    }
}

#[test]
fn what_fails_before_a_request_is_looked_for_where_it_fails() {
    let (_, lost, _) = told(broken("ERR_NAME_NOT_RESOLVED"));
    assert!(
        lost.iter().position(|step| *step == "registration") < lost.iter().position(|step| *step == "dns-published")
    );
    let (diagnosis, expired, _) = told(broken("ERR_CERT_DATE_INVALID"));
    assert_eq!(
        (diagnosis.side, expired.get(..2)),
        (Side::Site, Some(&["reproduce", "certificate"][..])),
        "{expired:?}"
    );
    for step in ["undo-change", "access-log", "edge-tls", "gateway-log"] {
        assert!(!lost.contains(&step) && !expired.contains(&step), "{step}: {lost:?} {expired:?}");
    }
    let (_, behind, _) = told(seen("https://shop.example/cart", 526, &[("server", "cloudflare"), ("cf-ray", "1-FRA")]));
    assert!(behind.contains(&"edge-tls"), "{behind:?}");
}

#[test]
fn what_helps_with_a_line_is_there_once_and_before_the_rest() {
    let seen = [seen("https://shop.example/cart", 502, &[("server", "nginx")])];
    let pasted = "Error: connect ECONNREFUSED 127.0.0.1:5432\n2026/11/28 01:29:34 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, upstream: \"http://127.0.0.1:8123/\"";
    let readings = read(pasted);
    let owner = owner(&seen, &diagnose(&seen), &readings);
    let named: Vec<_> = owner.named.iter().map(Step::id).collect();
    assert_eq!(named, ["database", "outside-api", "upstream-running", "listening", "upstream-address"]);
    let titles: Vec<_> = readings.iter().flat_map(|reading| owner::helping(GUIDE, reading)).collect();
    assert_eq!(titles, owner.named.iter().map(Step::title).collect::<Vec<_>>());
    let rest: Vec<_> = owner.first.iter().chain(&owner.more).map(Step::id).collect();
    assert!(rest.contains(&"gateway-log") && !named.iter().any(|id| rest.contains(id)), "{rest:?}");
}

/// What a step's command prints in a shell where this is nginx's access log, and others do not exist.
fn printed(step: &str, seen: Observation, log: &str) -> String {
    let path = std::env::temp_dir().join(format!("is-it-me-access-{}", std::process::id()));
    fs::write(&path, log).unwrap();
    let seen = [seen];
    let owner = owner(&seen, &diagnose(&seen), &[]);
    let command = all(&owner).find(|found| found.id() == step).unwrap().commands.join("\n");
    let command = command.replace("/var/log/nginx/access.log", path.to_str().unwrap()).replace("sudo ", "");
    let output = Command::new("/bin/sh").args(["-c", &command]).env("TZ", "Asia/Kolkata").output().unwrap();
    fs::remove_file(path).unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_access_log_shows_the_request_whatever_it_was_answered_and_what_came_at_that_time_alone() {
    let line = |time: &str, path: &str, status: u16| {
        format!("192.0.2.1 - - [28/Nov/2026:{time} +0530] \"GET {path} HTTP/1.1\" {status} 157 \"-\" \"curl\"\n")
    };
    for status in [403, 404, 429, 502] {
        let wanted = line("06:59:40", "/cart?item=3", status) + &line("07:00:05", "/cart", 200);
        let log = line("06:58:01", "/cart", status) + &wanted + &line("06:59:41", "/other", status);
        let seen = seen("https://shop.example/cart?item=3", status, &[("server", "nginx")]);
        assert_eq!(printed("access-log", seen, &log), wanted, "{status}");
    }
}

#[test]
fn the_logs_of_a_server_that_got_no_request_are_not_searched() {
    let cloudflare = |status, body: &str| Observation {
        body: Some(body.to_owned().into()),
        ..seen("https://shop.example/cart", status, &[("server", "cloudflare"), ("cf-ray", "8a1b2c3d4e5f6a7b-FRA")])
    };
    let timed_out = cloudflare(522, "<title>shop.example | 522: Connection timed out</title>");
    let (_, steps, _) = told(timed_out.clone());
    assert!(!steps.contains(&"gateway-log") && !steps.contains(&"request-id"), "{steps:?}");
    let (_, steps, _) = told(cloudflare(520, ""));
    assert!(steps.contains(&"gateway-log") && steps.contains(&"request-id"), "{steps:?}");
    // A line of such a log shows that it did get one.
    let pasted = read("2026/11/28 01:29:34 [error] 7#7: *1 upstream timed out (110: Connection timed out)");
    let timed_out = [timed_out];
    let owner = owner(&timed_out, &diagnose(&timed_out), &pasted);
    assert!(all(&owner).any(|step| step.id() == "gateway-log"));
}

#[test]
fn people_are_told_that_it_is_the_sites_fault_only_where_it_is() {
    let tells = |seen: Observation| told(seen).1.contains(&"tell-users");
    let nginx = |status| seen("https://shop.example/cart", status, &[("server", "nginx")]);
    assert!(tells(nginx(502)) && tells(broken("ERR_CERT_DATE_INVALID")));
    for status in [400, 403, 404, 429, 431] {
        assert!(!tells(nginx(status)), "{status}");
    }
    assert!(!tells(broken("ERR_NAME_NOT_RESOLVED")));
}

#[test]
fn what_the_application_broke_is_looked_for_in_its_own_log() {
    let express = [("x-powered-by", "Express"), ("content-security-policy", "default-src 'none'")];
    let page = "<title>Error</title>\n</head>\n<body>\n<pre>Internal Server Error</pre>\n";
    let (diagnosis, steps, _) =
        told(Observation { body: Some(page.to_owned().into()), ..seen("https://shop.example/cart", 500, &express) });
    assert_eq!(diagnosis.cause, Cause::AppError);
    assert_eq!(steps.get(..4), Some(&["reproduce", "app-log", "recent-changes", "database"][..]), "{steps:?}");
}

#[test]
fn a_rule_of_the_gateway_is_looked_for_by_who_has_the_gateway() {
    let page = "<title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily \
                Unavailable</h1></center>\r\n<hr><center>nginx</center>";
    let rule = |status, server| {
        let body = (status == 503).then(|| page.to_owned().into());
        let seen = [Observation { body, ..seen("https://shop.example/cart", status, &[("server", server)]) }];
        let owner = owner(&seen, &diagnose(&seen), &[]);
        let step = owner.first.iter().find(|step| step.id() == "firewall-rules").unwrap();
        let facts: Vec<_> = step.facts().into_iter().skip(2).map(|fact| fact.key.into_owned()).collect();
        (facts.join(" "), step.commands.join("\n").contains("limit_(req|conn)"))
    };
    for status in [403, 429, 503] {
        assert_eq!(rule(status, "nginx"), ("owner_who_host_admin owner_system_gateway".into(), true), "{status}");
    }
    assert_eq!(rule(403, "cloudflare"), ("owner_who_cdn_account owner_system_edge".into(), false));
}

#[test]
fn a_certificate_is_read_at_the_port_that_showed_it_and_then_renewed() {
    let commands = |url: &str| {
        let seen = [Observation { url: url.into(), ..broken("ERR_CERT_DATE_INVALID") }];
        let owner = owner(&seen, &diagnose(&seen), &[]);
        all(&owner).find(|step| step.id() == "certificate").unwrap().commands.clone()
    };
    let odd = commands("https://shop.example:8443/cart");
    assert!(odd[0].starts_with("openssl s_client -connect shop.example:8443 -servername shop.example "), "{odd:?}");
    assert!(commands("https://shop.example/cart")[0].contains(" shop.example:443 "));
    assert_eq!(odd[2..], ["sudo certbot renew --dry-run", "sudo certbot renew"]);
}

#[test]
fn a_page_that_is_not_there_is_looked_for_in_the_sites_settings_and_a_challenge_in_its_rules() {
    for server in ["nginx", "Caddy"] {
        let (diagnosis, steps, _) = told(seen("https://shop.example/cart", 404, &[("server", server)]));
        assert_eq!(diagnosis.cause, Cause::NotFound);
        assert_eq!(steps.get(..2), Some(&["reproduce", "site-settings"][..]), "{steps:?}");
    }
    let challenge = [("server", "cloudflare"), ("cf-mitigated", "challenge")];
    let (diagnosis, steps, _) = told(seen("https://shop.example/cart", 403, &challenge));
    assert_eq!((diagnosis.cause, steps.first()), (Cause::Challenge, Some(&"firewall-rules")), "{steps:?}");
}
