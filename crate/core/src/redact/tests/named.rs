//! Names that make something a secret without standing right before it.

use crate::redact::*;

#[test]
fn a_value_behind_its_type_is_cut_out() {
    let cases = [
        ("[\"password\"]=> string(9) \"hunter2xy\"", "[\"password\"]=> string(9) \"[redacted]\""),
        ("[\"password\"]=>\n  string(7) \"a b c d\"\n}", "[\"password\"]=>\n  string(7) \"[redacted]\"\n}"),
        ("[\"HTTP_COOKIE\"]=> string(8) \"a=1; b=2\"", "[\"HTTP_COOKIE\"]=> string(8) \"[redacted]\""),
        ("{'password': b'hunter2x'}", "{'password': b'[redacted]'}"),
        ("{u'password': u'hunter'}", "{u'password': u'[redacted]'}"),
        ("{'password': r'a b c'}", "{'password': r'[redacted]'}"),
        ("password: Some(\"hunter\")", "password: Some(\"[redacted]\")"),
        (
            "<i>password</i> =&gt; <small>string</small> <b>'hunter2xy'</b>",
            "<i>password</i> =&gt; <small>string</small> <b>'[redacted]'</b>",
        ),
    ];
    for (given, wanted) in cases {
        assert_eq!(text(given), wanted);
        assert_eq!(text(wanted), wanted, "cleaned twice");
    }
    assert_eq!(text("token=string"), "token=[redacted]");
}

#[test]
fn keys_that_sign_or_decipher_are_cut_out_by_their_names() {
    let cases = [
        (r#"{"privateKey":"hunter2xy"}"#, r#"{"privateKey":"[redacted]"}"#),
        (
            r#"<machineKey validationKey="C19A7F03" decryptionKey="hunter2xy" />"#,
            r#"<machineKey validationKey="[redacted]" decryptionKey="[redacted]" />"#,
        ),
        ("PresharedKey = hunter2xy", "PresharedKey = [redacted]"),
        ("app.signingKey=hunter2xy", "app.signingKey=[redacted]"),
        ("encryptionKey: hunter2xy", "encryptionKey: [redacted]"),
        ("MASTERKEY=hunter2xy", "MASTERKEY=[redacted]"),
    ];
    for (given, wanted) in cases {
        assert_eq!(text(given), wanted);
    }
}

#[test]
fn a_value_is_cut_out_that_a_command_a_block_or_a_brace_parts_from_its_name() {
    let cases = [
        ("mysqldump --password letmein --user root", "mysqldump --password [redacted] --user root"),
        ("run --token \"a b c\" --verbose", "run --token \"[redacted]\" --verbose"),
        ("run --password --verbose now", "run --password --verbose now"),
        ("password: |\n  hunter2xy\nuser: x", "password: |\n  [redacted]\nuser: x"),
        ("session:{id: \"a8f5f167f44f4964\", n: 1}", "session:{id: \"[redacted]\", n: 1}"),
        ("order:{id: \"a8f5f167\"}", "order:{id: \"a8f5f167\"}"),
        ("PASSWORD\thunter2xy\tuser\tx", "PASSWORD\t[redacted]\tuser\tx"),
        ("Mot de passe : hunter2xy", "Mot de passe : [redacted]"),
        ("\tsession\texpired", "\tsession\texpired"),
    ];
    for (given, wanted) in cases {
        assert_eq!(text(given), wanted);
        assert_eq!(text(wanted), wanted, "cleaned twice");
    }
}

#[test]
fn every_value_of_a_list_is_cut_out() {
    let cases = [
        (
            r#"{"tokens":["Ab1cd2ef","a b c", "x1y2z3"],"a":["b","c1d2e3"]}"#,
            r#"{"tokens":["[redacted]","[redacted]", "[redacted]"],"a":["b","c1d2e3"]}"#,
        ),
        (r#"{"set-cookie":["a=1; Path=/","b=2"]}"#, r#"{"set-cookie":["[redacted]","[redacted]"]}"#),
        (r#"{\"tokens\":[\"Ab1cd2ef\",\"Gh3ij4kl\"]}"#, r#"{\"tokens\":[\"[redacted]\",\"[redacted]\"]}"#),
        ("'tokens' => ['Ab1cd2ef', 'Gh3ij4kl']", "'tokens' => ['[redacted]', '[redacted]']"),
        (r#"{"token":"Ab1cd2ef","b":"c1d2e3"}"#, r#"{"token":"[redacted]","b":"c1d2e3"}"#),
    ];
    for (given, wanted) in cases {
        assert_eq!(text(given), wanted);
        assert_eq!(text(wanted), wanted, "cleaned twice");
    }
}

#[test]
fn a_colon_of_japanese_and_chinese_joins_as_well() {
    for (given, wanted) in [
        ("パスワード：hunter2xy", "パスワード：[redacted]"),
        ("密码：hunter2xy。", "密码：[redacted]"),
        ("注意：hunter2xy", "注意：hunter2xy"),
    ] {
        assert_eq!(text(given), wanted);
    }
}

#[test]
fn a_value_is_cut_out_whose_name_is_a_value_itself() {
    let cases = [
        (r#"{"name":"password","value":"hunter2xy"}"#, r#"{"name":"password","value":"[redacted]"}"#),
        (r#"{"value":"hunter2xy","name":"password"}"#, r#"{"value":"[redacted]","name":"password"}"#),
        (r#"{"value":"hunter2xy","path":"/","key":"token"}"#, r#"{"value":"[redacted]","path":"/","key":"token"}"#),
        (r#"{\"value\":\"hunter2xy\",\"name\":\"token\"}"#, r#"{\"value\":\"[redacted]\",\"name\":\"token\"}"#),
        (
            r#"{"name": "sessionid", "path": "/", "value": "abc"}"#,
            r#"{"name": "sessionid", "path": "/", "value": "[redacted]"}"#,
        ),
        (r#"{\"key\":\"token\",\"value\":\"abc\"}"#, r#"{\"key\":\"token\",\"value\":\"[redacted]\"}"#),
        (r#"{"password":{"value":"hunter"}}"#, r#"{"password":{"value":"[redacted]"}}"#),
        ("<param name=\"password\">hunter2xy</param>", "<param name=\"password\">[redacted]</param>"),
        ("<entry key=\"password\">hunter2xy</entry>", "<entry key=\"password\">[redacted]</entry>"),
        ("<add key=\"password\" value=\"hunter2xy\"/>", "<add key=\"password\" value=\"[redacted]\"/>"),
        ("<string name=\"token\">abc</string>", "<string name=\"token\">[redacted]</string>"),
        ("<input type=hidden name=code value=abc>", "<input type=hidden name=code value=[redacted]>"),
        (r#"{"pass":"hunter","page":"pass"}"#, r#"{"pass":"[redacted]","page":"pass"}"#),
    ];
    for (given, wanted) in cases {
        assert_eq!(text(given), wanted);
        assert_eq!(text(wanted), wanted, "cleaned twice");
    }
    for (given, wanted) in [
        ("name: <password>hunter</password>", "name: <password>[redacted]</password>"),
        ("name: Bearer abc123", "name: Bearer [redacted]"),
        ("cb?key=abc&name=token&value=a", "cb?key=[redacted]&name=token&value=a"),
        (r#"{"name":"Session time","value":"abc"}"#, r#"{"name":"Session time","value":"abc"}"#),
        (r#"{"value":"abc","name":"page"}"#, r#"{"value":"abc","name":"page"}"#),
        (r#"[{"value":"abc"},{"name":"token"}]"#, r#"[{"value":"abc"},{"name":"token"}]"#),
    ] {
        assert_eq!(text(given), wanted);
    }
    for name in ["pw", "oobCode", "oob_code"] {
        assert_eq!(url(&format!("/?{name}=ab")), format!("/?{name}=[redacted]"));
    }
    for given in [
        r#"[{"name":"token"},{"name":"page","value":"abc"},{"value":"abc"}]"#,
        r#"{"password":{"min":8},"value":"abc"} .token:before{content:"abc"}"#,
        "<div id=\"session\">expired</div><meta name=code content=abc>",
        r#"{"code":"not_found","state":"failed"} pass: 4711"#,
    ] {
        assert_eq!(text(given), given);
    }
}

#[test]
fn a_short_word_makes_a_secret_of_a_parameter_wherever_it_stands_in_the_name() {
    for name in ["invite_code", "inviteCode", "pin-code", "phone_number", "userPhone", "new_pin", "auth.code", "invite"]
    {
        assert_eq!(url(&format!("/?{name}=XY12")), format!("/?{name}=[redacted]"));
    }
    for name in ["country_code", "countryCode", "postal_code", "status_code", "error_code", "barcode", "spin", "pins"] {
        assert_eq!(url(&format!("/?{name}=XY12")), format!("/?{name}=XY12"));
    }
    for name in ["X-PIN", "X-Phone", "x-invite-code", "X-User-Phone"] {
        assert_eq!(header(name, "4711"), REDACTED, "{name}");
    }
    for name in ["X-Error-Code", "X-Code", "X-Spin", "Public-Key-Pins"] {
        assert_eq!(header(name, "4711"), "4711", "{name}");
    }
}

#[test]
fn header_fields_about_a_secret_that_tell_none_stay() {
    for (name, value) in [
        ("x-ratelimit-remaining-tokens", "149984"),
        ("x-ratelimit-remaining-tokens", "0"),
        ("x-ratelimit-reset-tokens", "6m0s"),
        ("x-ratelimit-limit-tokens", "10, 10;w=60"),
        ("x-session-timeout", "1800"),
        ("X-Sticky-Session", "node3"),
        ("X-Session-Affinity", "node3"),
        ("X-Auth-Backend", "timeout"),
        ("X-Auth-Status", "error-401"),
        ("X-OAuth-Scopes", "repo, read:user"),
        ("X-Cookie-Consent", "off"),
    ] {
        assert_eq!(header(name, value), value, "{name}");
    }
    for (name, value) in [
        ("x-session", "149984"),
        ("x-session", "node3"),
        ("x-backend-token", "hunter"),
        ("x-ratelimit-token", "9f8e7d6c5b4a39281706f5e4d3c2b1a0"),
        ("x-ratelimit-token", "hunter"),
        ("x-ratelimit-client-ip", "203.0.113.9"),
        ("x-sticky-session", "9f8e7d6c5b4a39281706f5e4d3c2b1a0"),
        ("x-sticky-session", "0d2c6a4e-3b43-4b8e-9f0a-6a1b2c3d4e5f"),
        ("x-session-affinity", "kJhGfDsAqWeRtZuIoP"),
        ("x-session-affinity", "1732800000123"),
        ("x-session-affinity", "qjxkzvbwmfhgpdlrntcysaeoui"),
        ("x-oauth-scopes", "ann@mail.example"),
    ] {
        assert_eq!(header(name, value), REDACTED, "{name}: {value}");
    }
}
