//! Which commands fit what was seen: whom they ask, and for what.

use super::*;

/// All commands for this failure.

#[test]
fn the_application_is_asked_for_the_same_as_the_gateway_was() {
    let asked = |url: &str| {
        let mut commands = commands_of(seen(url, 502, &[("server", "nginx")])).into_iter();
        commands.find(|command| command.contains("'Host: '")).unwrap()
    };
    let curl = "curl -gsS -o /dev/null -D - -m 70 -H 'Host: '";
    assert_eq!(
        asked("https://shop.example:8443/cart?q=a&b=c"),
        format!("{curl}shop.example:8443 http://127.0.0.1:PORT'/cart?q=a&b=c'")
    );
    assert_eq!(asked("https://shop.example/cart?token=1"), format!("{curl}shop.example http://127.0.0.1:PORT/cart"));
}

#[test]
fn an_address_is_looked_up_in_no_zone_and_shows_no_name() {
    for host in ["192.0.2.7", "[2001:db8::7]"] {
        let url = format!("https://{host}/cart");
        let failures = failures(&url, "").into_iter();
        let commands: Vec<_> =
            failures.chain([Observation { url, ..broken("ERR_CERT_DATE_INVALID") }]).flat_map(commands_of).collect();
        let looks_up = |command: &&String| {
            command.starts_with("dig") || command.starts_with("whois") || command.contains(" -servername")
        };
        assert_eq!(
            commands.iter().filter(looks_up).filter(|dig| !dig.contains("ORIGIN")).collect::<Vec<_>>(),
            Vec::<&String>::new()
        );
        assert!(commands.iter().any(|command| command.contains("-noservername")), "{commands:?}");
    }
}

#[test]
fn what_nobody_else_can_ask_is_asked_on_this_device_at_the_port_that_did_not_answer() {
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let url = format!("http://{host}:3000/");
        let refused = Observation { url, ..broken("ERR_CONNECTION_REFUSED") };
        let (_, steps, _) = told(refused.clone());
        for step in ["reproduce", "tell-users", "upstream-address", "dns-published"] {
            assert!(!steps.contains(&step), "{steps:?}");
        }
        let silent = Observation { error: Some("net::ERR_CONNECTION_TIMED_OUT".into()), ..refused.clone() };
        for commands in [refused, silent].map(commands_of) {
            assert!(commands.contains(&"sudo ss -ltnp sport = :3000".to_owned()), "{commands:?}");
        }
    }
}

#[test]
fn who_has_no_machine_is_given_the_commands_of_the_platform_and_none_for_a_machine() {
    for (field, status, own) in [
        (("via", "1.1 heroku-router"), 503, "heroku logs --tail --app APP"),
        (("server", "Vercel"), 500, "vercel logs DEPLOYMENT"),
        (("server", "Netlify"), 502, "netlify logs:function"),
        (("rndr-id", "1f2e3d4c-5b6a-4c3d"), 502, "render logs --resources APP"),
        (("server", "railway-edge"), 502, "railway logs"),
        (("server", "Fly/1f2e3d4c (2026-11-20)"), 502, "fly logs --app APP"),
        (("server", "AmazonS3"), 403, "aws s3api get-bucket-policy --bucket BUCKET"),
        (("set-cookie", "ARRAffinity=1f"), 503, "az webapp log tail --name APP --resource-group GROUP"),
        (
            ("server", "Microsoft-IIS/10.0"),
            500,
            "powershell Get-EventLog -LogName Application -EntryType Error -Newest 20",
        ),
    ] {
        let seen = seen("https://shop.example/cart", status, &[field, ("x-powered-by", "PHP/8.2")]);
        // Without its page, it is open who refuses.
        let body =
            (status == 403).then(|| "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code>".to_owned().into());
        let commands = commands_of(Observation { body, ..seen });
        assert!(commands.iter().any(|command| command == own), "{own}: {commands:?}");
        for command in commands {
            let needs_a_machine = ["sudo ", "systemctl", "/var/", "/etc/", "pg_isready", "ps -eo", "free -m"];
            assert!(!needs_a_machine.iter().any(|part| command.contains(part)), "{own}: {command}");
        }
    }
    let on_a_machine = commands_of(seen("https://shop.example/cart", 502, &[("server", "nginx")]));
    assert!(on_a_machine.contains(&"systemctl --failed".to_owned()) && on_a_machine.contains(&"pg_isready".to_owned()));
}

#[test]
fn where_an_edge_finds_no_server_the_records_target_is_looked_up_and_not_the_domain() {
    let edge = [("server", "cloudflare"), ("cf-ray", "8a1b2c3d4e5f6a7b-FRA")];
    let lost = Observation {
        body: Some("error code: 1016".to_owned().into()),
        ..seen("https://shop.example/cart", 530, &edge)
    };
    let (diagnosis, steps, _) = told(lost.clone());
    assert_eq!((diagnosis.cause, steps.get(1)), (Cause::NameNotFound, Some(&"dns-published")), "{steps:?}");
    assert!(!steps.contains(&"registration"), "{steps:?}");
    assert!(commands_of(lost).contains(&"dig +noall +answer ORIGIN A ORIGIN AAAA".to_owned()));
    assert!(told(broken("ERR_NAME_NOT_RESOLVED")).1.contains(&"registration"));
}

#[test]
fn the_rule_that_refuses_is_in_the_gateways_error_log() {
    for server in ["Apache/2.4.62 (Debian)", "nginx"] {
        let seen = [seen("https://shop.example/cart", 403, &[("server", server)])];
        let owner = owner(&seen, &diagnose(&seen), &[]);
        let first: Vec<_> = owner.first.iter().map(Step::id).collect();
        assert!(first.contains(&"gateway-log"), "{first:?}");
    }
}

#[test]
fn php_is_asked_in_its_own_protocol_at_the_socket_in_the_log() {
    let seen = [seen("https://shop.example/cart", 504, &[("server", "nginx"), ("x-powered-by", "PHP/8.2")])];
    let log = read(
        "2026/11/28 01:29:36 [error] 7#7: *15 upstream timed out (110: Connection timed out) while reading response header from upstream, upstream: \"fastcgi://unix:/run/php/php8.2-fpm.sock\"",
    );
    let owner = owner(&seen, &diagnose(&seen), &log);
    let commands: Vec<_> = all(&owner).flat_map(|step| step.commands.clone()).collect();
    assert!(
        commands.iter().any(|command| command.ends_with(" cgi-fcgi -bind -connect /run/php/php8.2-fpm.sock")),
        "{commands:?}"
    );
}

#[test]
fn what_a_delivery_network_did_not_get_from_the_application_is_asked_for_past_the_network() {
    let (diagnosis, steps, _) = told(seen("https://shop.example/cart", 504, &[("server", "CloudFront")]));
    assert_eq!(diagnosis.fault.at, Some(Fault::App));
    assert!(steps.get(..5).is_some_and(|first| first.contains(&"direct-origin")), "{steps:?}");
}
