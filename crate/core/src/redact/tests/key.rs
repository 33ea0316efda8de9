//! Secrets that are known by their looks.

use crate::redact::*;

#[test]
fn a_key_of_a_known_service_is_known_behind_whatever_is_no_letter() {
    const LONG: &str = "abcdefghij0123456789abcdefghij0123456789";
    for given in [
        format!("repo/ghp_{LONG}"),
        format!("key.ghp_{LONG}"),
        format!("密钥ghp_{LONG}"),
        format!("#sk_live_{LONG}"),
        format!("*sk_live_{LONG}*"),
        "$AKIAIOSFODNN7EXAMPLE".to_owned(),
        format!("xoxe.xoxp-{LONG}"),
        format!("shpss_{LONG}"),
        format!("my_sk-{LONG}"),
        format!("tskey-auth-{LONG}"),
        format!("EAA{LONG}"),
        format!("dp.pt.{LONG}"),
        format!("AGE-SECRET-KEY-1{LONG}"),
    ] {
        assert!(!text(&given).contains("0123456789") && !text(&given).contains("IOSFODNN7"), "{given}");
        let address = format!("/a?b={given}");
        assert!(!url(&address).contains("0123456789") && !url(&address).contains("IOSFODNN7"), "{address}");
    }
    for given in [
        format!("task_{LONG}"),
        "how-to-sk-translate-a-whole-page".to_owned(),
        "risk-of-something-long-that-ends disk-0123456789abcdef0123".to_owned(),
        "a.SG.b".to_owned(),
    ] {
        assert_eq!(text(&given), given);
    }
}

#[test]
fn a_key_of_two_parts_behind_its_name_is_cut_out_as_a_whole() {
    assert_eq!(text("token: 110201543:AAHdqTcvCH1vGWJx, retry"), "token: [redacted], retry");
}

#[test]
fn private_keys_are_cut_out_whatever_their_kind() {
    for kind in ["PRIVATE KEY", "EC PRIVATE KEY", "PGP PRIVATE KEY BLOCK"] {
        assert_eq!(
            text(&format!("-----BEGIN {kind}-----\nlQOYBF\n-----END {kind}-----")),
            format!("-----BEGIN {kind}-----[redacted]-----END {kind}-----")
        );
    }
    let public = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----";
    assert_eq!(text(public), public);
}
