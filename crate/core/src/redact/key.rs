//! What secrets look like when no name precedes them.

use super::{Cleaner, Kind};
use crate::text::{any_of, contains, cut, halves, place};

/// The least number of letters that follow, and how keys of known services begin.
const BEGINNINGS: &[(usize, &str)] = &[
    (16, "AKIA|ASIA|glpat-|xapp-|sk_live_|sk_test_|rk_live_|rk_test_|whsec_"),
    (18, "xox"),
    (20, "ya29.|github_pat_|GOCSPX-|sk-|ATATT|NRAK-|dckr_pat_|hvs.|sq0|tskey-"),
    (
        30,
        "AIza|AGE-SECRET-|ghp_|gho_|ghu_|ghs_|ghr_|npm_|pypi-|hf_|dop_v1_|SG.|PMAK-|dp.pt.|figd_|glsa_|lin_api_|nfp_|rubygems_|\
         sntrys_",
    ),
    (33, "shp"),
    (40, "EAA"),
];

/// How far what follows is looked at.
const RUN_MAX: usize = 64;

/// The endings of names that are written like an e-mail address or a token but belong to parts of a page.
const PARTS: &str = "png|jpg|jpeg|gif|svg|webp|avif|ico|css|js|woff2";

/// A run of this many letters and digits can be a token.
const TOKEN_MIN: usize = 20;
/// The least number of times that such a run changes between letters, digits and capitals; words do not do that.
const CHANGES_MIN: usize = 5;
/// The least length of a value that can be the secret its name promises, as opposed to a word that may stand there as
/// well.
const VALUE_MIN: usize = 6;

/// What this word is in itself, whatever precedes it.
pub(super) fn of(word: &str) -> Option<Kind> {
    if is_email(word) {
        return Some(Kind::Email);
    }
    (is_jwt(word) || begins_like_a_key(word)).then_some(Kind::Token)
}

/// Does the word contain `name@host.tld`, possibly with a percent-encoded at sign?
fn is_email(word: &str) -> bool {
    ["@", "%40", "＠"].iter().any(|at| {
        let mut rest = word;
        while let Some((name, host)) = cut(rest, at) {
            if is_mailbox(name, host) {
                return true;
            }
            rest = host;
        }
        false
    })
}

/// Packages and pictures have similar names: `left-pad@1.3.0`, `logo@2x.png`.
fn is_mailbox(name: &str, host: &str) -> bool {
    let is_of_name = |c: char| !c.is_whitespace() && !matches!(c, '/' | '@' | '＠');
    let run = halves(host, host.find(|c| !is_of_host(c)).unwrap_or(host.len())).0;
    let Some((domain, end)) = run.trim_end_matches(['.', '-', '_']).rsplit_once('.') else { return false };
    let is_end =
        end.len() >= 2 && (end.starts_with("xn--") || end.chars().all(|c| !c.is_ascii() || c.is_ascii_alphabetic()));
    name.chars().next_back().is_some_and(is_of_name) && !domain.is_empty() && is_end && !is_part(end)
}

/// Can this stand in the name of a host? Anything outside ASCII can, except the punctuation of the scripts that are
/// written without spaces; the standard library's tables of all letters are three kilobytes.
const fn is_of_host(c: char) -> bool {
    let is_punctuation =
        matches!(c, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}');
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') || !(c.is_ascii() || is_punctuation)
}

/// A JSON web token is three base64 parts, the first of which is JSON: `eyJ…`.
fn is_jwt(word: &str) -> bool {
    word.len() >= TOKEN_MIN && contains(word, "eyJ")
}

/// A key can begin wherever no letter or digit stands right before it.
fn begins_like_a_key(word: &str) -> bool {
    let mut before = b' ';
    word.bytes().enumerate().any(|(at, byte)| {
        let begins = !before.is_ascii_alphanumeric() && byte.is_ascii_alphabetic();
        before = byte;
        begins && is_key(halves(word, at).1, at > 0)
    })
}

fn is_key(rest: &str, in_word: bool) -> bool {
    let begins = |beginning: &str, least: usize| {
        let run = rest.strip_prefix(beginning).unwrap_or_default();
        let run = || run.bytes().take(RUN_MAX).take_while(|b| is_letter(*b));
        // A short key may also be a word if others stand before it: `how-to-sk-…`.
        let is_sure = !in_word || beginning.len() > 3 || run().any(|b| b.is_ascii_digit());
        run().count() >= least && is_sure
    };
    BEGINNINGS.iter().any(|(least, beginnings)| any_of(beginnings, &|beginning| begins(beginning, *least)))
}

const fn is_letter(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')
}

/// Does this stand between tokens rather than in them?
pub(super) fn is_foreign(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '='))
}

/// A long run of letters and digits unlike any word, as in the path of an address that only one person has.
pub(super) fn is_token(text: &str) -> bool {
    let is_part = text.rsplit_once('.').is_some_and(|(_, end)| is_part(end));
    text.len() >= TOKEN_MIN && !text.contains(is_foreign) && !is_part && changes(text) >= CHANGES_MIN
}

/// Is there such a run in what was percent-encoded? Base64 contains slashes, which otherwise separate words.
pub(super) fn holds_token(plain: &str) -> bool {
    let is_base64 = plain.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    let is_one = is_base64 && !plain.starts_with('/') && plain.len() >= TOKEN_MIN && changes(plain) >= CHANGES_MIN;
    is_one || plain.split(is_foreign).any(is_token)
}

fn is_part(end: &str) -> bool {
    place(PARTS, end).is_some()
}

/// How often letters and digits follow each other, or a capital follows a small letter.
fn changes(text: &str) -> usize {
    let changes = |a: u8, b: u8| {
        let mixed = (a.is_ascii_digit() && b.is_ascii_alphabetic()) || (a.is_ascii_alphabetic() && b.is_ascii_digit());
        mixed || (a.is_ascii_lowercase() && b.is_ascii_uppercase())
    };
    text.bytes().zip(text.bytes().skip(1)).filter(|(a, b)| changes(*a, *b)).count()
}

/// Could this be the secret that the name before it promises, rather than a word of the same sentence?
pub(super) fn is_value(word: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| word.bytes().any(|b| kind(&b));
    word.len() >= VALUE_MIN && has(u8::is_ascii_alphabetic) && (has(u8::is_ascii_digit) || changes(word) >= 2)
}

/// The text without what stands between the lines that enclose a private key (RFC 7468).
pub(super) fn without_private_keys(text: &str, cleaner: &mut Cleaner) -> String {
    const BEGIN: &str = "-----BEGIN ";
    const LINE: &str = "-----";
    /// The words around it (`ENCRYPTED`, `RSA`) are short.
    const NEAR: usize = 40;
    cleaner.behind(BEGIN, text, Kind::Token, &|_, after| {
        // The kind of the key may be followed by `BLOCK` (RFC 9580).
        let (kind, key) = cut(after, LINE).filter(|(kind, _)| kind.len() <= NEAR && contains(kind, "PRIVATE KEY"))?;
        let (line, _) = halves(after, kind.len() + LINE.len());
        Some((line, cut(key, "-----END").map_or(key, |(key, _)| key)))
    })
}
