//! What a page tells of a failed connection, in the words of the systems and languages that programs are written for. Whoever wrote
//! it passes on what it heard itself.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::text::contains_ignore_case;
use crate::words::{Cause, Fault};

/// It may be the trouble of another connection than the one that counts.
const TOLD: f32 = 4.0;

/// Words, what they mean, and where that lies. The first that is told counts.
const WORDS: &[(&str, Cause, Fault)] = &[
    ("ENOTFOUND", Cause::NameNotFound, Fault::SiteConfig),
    ("no such host", Cause::NameNotFound, Fault::SiteConfig),
    ("name or service not known", Cause::NameNotFound, Fault::SiteConfig),
    ("EAI_AGAIN", Cause::LookupFailed, Fault::SiteConfig),
    ("self-signed certificate", Cause::BadCertificate, Fault::SiteConfig),
    ("certificate verify failed", Cause::BadCertificate, Fault::SiteConfig),
    ("EPROTO", Cause::TlsHandshake, Fault::SiteConfig),
    ("EHOSTUNREACH", Cause::Unreachable, Fault::Origin),
    ("no route to host", Cause::Unreachable, Fault::Origin),
    ("ETIMEDOUT", Cause::ConnectTimeout, Fault::Origin),
];

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    if failure.status().is_none_or(|status| status < 500) || failure.is_signed() {
        return;
    }
    let text = failure.visible();
    let told = WORDS.iter().find(|(words, ..)| contains_ignore_case(text, words));
    evidence.extend(told.map(|&(words, cause, fault)| {
        let text = Message::of("evidence_error", fault.word()).with(words);
        Evidence::new("told/connection", fault, TOLD, failure.body_how(), text).because(cause)
    }));
}
