//! Which names of header fields, parameters and form fields precede a secret.

use super::{Kind, key};
use crate::text::{after_ignore_case, any_of, contains_ignore_case, halves, is_any_of, starts_ignore_case};

/// Parts of names that mark the value as a secret.
const PARTS: &[(Kind, &str)] = &[
    (Kind::Cookie, "cookie"),
    (
        Kind::Credential,
        "passw|passphrase|pwd|credential|kennwort|mot_de_passe|motdepasse|contrase|パスワード|密码|passcode|\
         remote-user|remote_user|authenticated-user|username",
    ),
    (
        Kind::Token,
        "samlresponse|token|secret|apikey|api-key|api_key|accesskey|access-key|access_key|app_key|accountkey|\
         account_key|subscription-key|functions-key|private-key|private_key|privatekey|decryptionkey|validationkey|\
         encryptionkey|signingkey|masterkey|sharedkey|session|sessid|sess_|signature|jwt|csrf|xsrf|nonce",
    ),
    (Kind::Email, "email|e-mail"),
    (
        Kind::Visitor,
        "client-ip|client_ip|clientip|real-ip|connecting-ip|forwarded-for|forwarded_for|remote-addr|remote_addr|\
         remote-host|remote_host|viewer-address|client-address|user-address|external-address|socketip",
    ),
];

/// Names that mark a secret where they stand alone, or between hyphens and the like.
const WORDS: &[(Kind, &str)] =
    &[(Kind::Token, "sid|otp"), (Kind::Credential, "passe|dbpass"), (Kind::Visitor, "forwarded|cip")];

/// Short names of parameters that are secrets in an address, and ordinary words elsewhere.
const PARAMETERS: &str = "key|sig|pass|state|ticket|hash|user|ip|hmac|user_id|pw|oobcode|login|mail";

/// Words in the name of a parameter, of a header field or of a quoted value that say it is about one person.
const PERSONAL: &str = "pin|invite|phone|mobile|tel|msisdn|iban|ssn|cvv|cvc|dob";

/// Words in a part of a path behind which often comes what was sent to one person.
const SENT: &str = "reset|verify|confirm|activate|unsubscribe|invite|magic";

/// In an address, a code is a secret that was sent to somebody, unless one of these says what it is the code of. In the
/// name of a header field it is usually that of an error.
const CODE: &str = "code";
const PLAIN_CODES: &str = "\
    country|region|state|area|postal|post|zip|lang|language|locale|currency|product|status|error|response|reason|\
    http";

/// Words in the name of a header field that say whose address it holds: not the visitor's.
const SERVERS: &str = "server|origin|upstream|backend|host|hostname|edge|node|proxy|pop";

/// What the value of this name is, in any text.
pub(super) fn of(name: &str) -> Option<Kind> {
    let part = PARTS.iter().find(|(_, parts)| any_of(parts, &|part| contains_ignore_case(name, part)));
    let word = || WORDS.iter().find(|(_, words)| has_any_word(name, words)).filter(|_| !tells_of_site(name));
    let credential = || (speaks_of_auth(name) || ends_in_pass(name)).then_some(Kind::Credential);
    part.or_else(word).map(|(kind, _)| *kind).or_else(credential)
}

/// HTTP fields whose whole value proves who somebody is, including the names that programs behind a server give them.
const CREDENTIALS: &str = "authorization|proxy-authorization|cookie|set-cookie|http_authorization|http_cookie";

/// Is this such a field?
pub(super) fn is_credentials(name: &str) -> bool {
    is_any_of(CREDENTIALS, name)
}

/// What the value of this header field is.
pub(super) fn of_header(name: &str) -> Option<Kind> {
    // These only ask for credentials, or say whether they may be sent.
    let asks = "www-authenticate|proxy-authenticate|access-control-";
    let asks = any_of(asks, &|known| starts_ignore_case(name, known));
    let address = has_word(name, "ip") && !has_any_word(name, SERVERS);
    let address = address || name.eq_ignore_ascii_case("client");
    of(name).filter(|_| !asks).or_else(|| address.then_some(Kind::Visitor)).or_else(|| of_person(name))
}

/// What the value of this parameter of an address is.
pub(super) fn of_parameter(name: &str) -> Option<Kind> {
    let whole = is_any_of(PARAMETERS, name);
    let words = apart(name);
    let code = has_word(&words, CODE) && !has_any_word(&words, PLAIN_CODES);
    of(name).or_else(|| (whole || code).then_some(Kind::Token)).or_else(|| of_person(&words))
}

/// What a value is by whose name it tells of one person.
pub(super) fn of_person(name: &str) -> Option<Kind> {
    has_any_word(name, PERSONAL).then_some(Kind::Token)
}

/// May what stands behind this part of a path be a secret?
pub(super) fn leads_to_secret(part: &str) -> bool {
    of(part) == Some(Kind::Token) || has_any_word(part, SENT)
}

/// The name with a hyphen between its words: `inviteCode`.
fn apart(name: &str) -> String {
    let (mut out, mut before) = (String::with_capacity(name.len()), ' ');
    for c in name.chars() {
        if before.is_ascii_lowercase() && c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Words in the name of a header field that make its value a number or a time, whatever is counted.
const MEASURES: &str = "ratelimit|limit|remaining|reset|expires|expiry|ttl|timeout|lifetime|count";
/// The last words of field names whose value is a word about a secret rather than the secret.
const ABOUT: &str = "affinity|scope|scopes|consent|backend|policy|status|type|provider";
/// No word about a secret is longer.
const WORD_MAX: usize = 16;

/// Does this header field say something about a secret rather than reveal it? Both its name and its value must look
/// like it: a session may be in a field of any name.
pub(super) fn only_tells_about(name: &str, value: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let is_measure = || {
        let is_unit =
            |c: char| is_digit(c) || matches!(c, '.' | ',' | ':' | ';' | '=' | ' ' | 'h' | 'm' | 's' | 'd' | 'w');
        value.len() <= 40 && value.chars().all(is_unit)
    };
    let is_words = || {
        let is_word = |run: &str| {
            let letters = run.trim_end_matches(is_digit);
            letters.len() <= WORD_MAX && !letters.contains(is_digit) && !key::is_value(letters)
        };
        value.chars().filter(|c| is_digit(*c)).count() <= 3
            && value.is_ascii()
            && value.split(|c: char| !c.is_ascii_alphanumeric()).all(is_word)
    };
    let last = name.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_about = is_any_of(ABOUT, last) || has_word(name, "sticky");
    (is_about && is_words()) || (has_any_word(name, MEASURES) && is_measure())
}

/// `auth`, `oauth`, `Authorization`; not `author`, `authority`, nor `authenticate`, which only asks, nor `Unauthorized`
/// or the names of programs that sign somebody in.
fn speaks_of_auth(name: &str) -> bool {
    const OTHERS: &str = "unauthorized|unauthorised|auth-svc|auth-service|auth-server";
    let Some(rest) = after_ignore_case(name, "auth") else { return false };
    !is_any_of(OTHERS, name)
        && !starts_ignore_case(rest, "enticat")
        && (!starts_ignore_case(rest, "or") || starts_ignore_case(rest, "oriz"))
}

/// `DB_PASS`; on its own, `pass` is usually a word.
fn ends_in_pass(name: &str) -> bool {
    const END: &str = "_pass";
    starts_ignore_case(halves(name, name.len().saturating_sub(END.len())).1, END)
}

/// `X-Forwarded-Host`: the name by which the visitor asked a proxy for this site.
fn tells_of_site(name: &str) -> bool {
    let site = after_ignore_case(name, "forwarded-").unwrap_or_default();
    is_any_of("host|port|proto|server", site)
}

fn has_any_word(name: &str, words: &str) -> bool {
    any_of(words, &|word| has_word(name, word))
}

fn has_word(name: &str, word: &str) -> bool {
    name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word))
}
