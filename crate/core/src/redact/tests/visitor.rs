//! The visitor's own address, wherever it appears.

use crate::redact::*;

#[test]
fn the_visitor_s_address_is_known_again_where_nothing_names_it() {
    let mut cleaner = Cleaner::default();
    assert_eq!(cleaner.header("x-forwarded-for", "203.0.113.9, 198.51.100.1"), REDACTED);
    let mut cleaner = cleaner.informed();
    assert_eq!(cleaner.text("from 203.0.113.9 to 203.0.113.7"), "from [redacted] to 203.0.113.7");
    assert_eq!(cleaner.url("/log/203.0.113.9?a=203.0.113.9"), "/log/[redacted]?a=[redacted]");
    assert_eq!(cleaner.cuts(), [Cut { kind: Kind::Visitor, text: "203.0.113.9".into() }]);
    assert_eq!(text("Your IP: 127.0.0.1"), "Your IP: 127.0.0.1");
}

#[test]
fn the_visitor_s_address_is_known_however_it_is_written() {
    let mut cleaner = Cleaner::default();
    cleaner.header("cloudfront-viewer-address", "203.0.113.9:46532");
    for given in
        ["\"::ffff:203.0.113.9\"", "203.0.113.9-1700000000", "ip-203.0.113.9", "_203.0.113.9_", "Chrome/203.0.113.9"]
    {
        assert!(!cleaner.text(given).contains("203.0.113.9"), "{given}");
    }
    assert_eq!(cleaner.url("/?a=%20203.0.113.9"), "/?a=[redacted]");
    assert_eq!(text("Your IP: ::ffff:203.0.113.9"), "Your IP: [redacted]");
    assert_eq!(text("Your IP: ip-203.0.113.9"), "Your IP: ip-203.0.113.9");
    for name in ["x-envoy-external-address", "X-Azure-SocketIP"] {
        assert_eq!(header(name, "203.0.113.9"), REDACTED);
    }
}

#[test]
fn the_visitor_s_address_is_known_by_what_stands_before_it() {
    for label in [
        "IP: <b>",
        "<td>IP</td><td class=\"x\">",
        "<dt>IP address:</dt> <dd><code>",
        "Ihre IP-Adresse: ",
        "Ihre IP lautet ",
        "Votre adresse IP : ",
        "Votre IP est ",
        "Su dirección IP es ",
        "お客様のIPアドレス: ",
        "IPアドレス：",
        "您的IP地址：",
        "您的IP：",
        "عنوان IP الخاص بك: ",
        "{\"ip_address\":\"",
        "{\"ipAddress\":\"",
        "{\"remoteIp\":\"",
        "{\"sourceIp\":\"",
        "{\"remoteAddr\":\"",
        "Your IP&#58;&nbsp;",
        "failed (111: Connection refused) while connecting to upstream, client: ",
        "[client ",
        "<span id=\"cf-footer-ip\">",
    ] {
        assert_eq!(text(&format!("{label}203.0.113.9")), format!("{label}[redacted]"));
    }
    for given in [
        "Request from: Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0.0.0 Safari",
        "Your IP is hidden. Version 4.2.1.0",
        "サーバーのIPアドレス: 203.0.113.7",
        "<td>Server IP</td><td>203.0.113.7</td>",
    ] {
        assert_eq!(text(given), given);
    }
}

#[test]
fn a_server_that_answered_is_not_the_visitor() {
    let mut cleaner = Cleaner::default();
    cleaner.answered("203.0.113.7");
    assert_eq!(cleaner.header("x-forwarded-for", "203.0.113.9, 203.0.113.7"), REDACTED);
    let given = "Your IP has been logged. Server at 203.0.113.7";
    assert_eq!(cleaner.text(given), given);
    for (name, value) in [
        ("x-forwarded-host", "shop.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-port", "443"),
        ("x-forwarded-server", "node1"),
    ] {
        assert_eq!(header(name, value), value);
    }
    assert_eq!(header("x-forwarded-user", "ann"), REDACTED);
}

#[test]
fn header_fields_that_hold_the_visitor_s_address_are_known_by_whole_words() {
    for name in [
        "X-Originating-IP",
        "X-Original-IP",
        "X-ProxyUser-Ip",
        "X-Client-Address",
        "X-User-Address",
        "Client",
        "Remote-Host",
    ] {
        assert_eq!(header(name, "203.0.113.9"), REDACTED, "{name}");
        let line = format!("{name}: 203.0.113.9");
        assert_eq!(text(&line), format!("{name}: [redacted]"));
    }
    assert_eq!(header("server-timing", "cdn;dur=1, ip;desc=\"203.0.113.9\""), "cdn;dur=1, ip;desc=\"[redacted]\"");
    for name in ["x-origin-ip", "x-proxy-ip", "x-upstream-server-ip", "x-edge-ip"] {
        assert_eq!(header(name, "203.0.113.7"), "203.0.113.7", "{name}");
    }
}

#[test]
fn the_visitor_s_address_is_known_in_the_name_of_a_machine() {
    let mut cleaner = Cleaner::default();
    cleaner.header("x-forwarded-for", "203.0.113.9, 2001:db8::9");
    for (given, wanted) in [
        ("host-203-0-113-9.dyn.isp.example", "host-[redacted].dyn.isp.example"),
        ("203_0_113_9.isp.example", "[redacted].isp.example"),
        ("203.0.113.9.dyn.isp.example", "[redacted].dyn.isp.example"),
        ("1-203-0-113-9-5", "1-[redacted]-5"),
        ("9.113.0.203.in-addr.arpa", "[redacted].in-addr.arpa"),
        ("listed: 9.113.0.203.bl.example", "listed: [redacted].bl.example"),
        ("dyn-9-113-0-203.isp.example", "dyn-[redacted].isp.example"),
    ] {
        assert_eq!(cleaner.text(given), wanted);
    }
    for given in [
        "203-0-113-91 1203-0-113-9 203-0-113 203-0.113_9 2026-11-28-13",
        "host-198-51-100-7.isp.example é-1",
        "9.0.113.203.in-addr.arpa",
    ] {
        assert_eq!(cleaner.text(given), given);
    }
    assert_eq!(text("host-203-0-113-9.isp.example"), "host-203-0-113-9.isp.example");
}
