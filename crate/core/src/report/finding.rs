//! What a comparison of lookups found, in JSON.

use core::net::IpAddr;
use core::slice::from_ref;

use super::writer::Json;
use crate::dns::findings::{Finding, Hidden, What};
use crate::ip;
use crate::message::Words;

/// The facts of a finding, whichever it is.
#[derive(Default)]
struct Facts<'a> {
    resolvers: &'a [String],
    name: Option<&'a str>,
    sign: Option<&'a str>,
    used: Option<IpAddr>,
    addresses: &'a [IpAddr],
    codes: &'a [u16],
    serials: &'a [u32],
    ttl: Option<u32>,
    asked: Option<usize>,
}

/// A finding in the shape that scenario files use, with its sentence.
pub(super) fn finding(json: &mut Json, finding: &Finding, words: &dyn Words) {
    let facts = facts(&finding.what);
    json.object("what weak resolvers name sign used addresses codes serials ttl asked text");
    json.string(finding.word());
    json.flag(!finding.sure);
    json.strings(facts.resolvers.iter().map(String::as_str));
    json.maybe(facts.name);
    json.maybe(facts.sign);
    json.maybe(facts.used.map(ip::text).as_deref());
    json.list();
    for address in facts.addresses {
        json.string(&ip::text(*address));
    }
    json.end();
    numbers(json, facts.codes);
    numbers(json, facts.serials);
    json.number(facts.ttl.map(f64::from));
    json.number(facts.asked.and_then(|asked| u32::try_from(asked).ok()).map(f64::from));
    json.string(&words.say(&finding.message()));
    json.end();
}

fn numbers<T: Copy + Into<f64>>(json: &mut Json, numbers: &[T]) {
    json.list();
    for number in numbers {
        json.number(Some((*number).into()));
    }
    json.end();
}

fn facts(what: &What) -> Facts<'_> {
    let none = Facts::default();
    match what {
        What::ResolverFails { others } => Facts { resolvers: others, ..none },
        What::Blocked { sign } => Facts { sign: Some(sign), ..none },
        What::BlockedElsewhere { resolver, sign: Hidden::Reason(code) } => {
            Facts { resolvers: from_ref(resolver), codes: from_ref(code), ..none }
        }
        What::BlockedElsewhere { resolver, sign: Hidden::Address(addresses) } => {
            Facts { resolvers: from_ref(resolver), addresses, ..none }
        }
        What::Stale { used, now: addresses } | What::Split { used, elsewhere: addresses } => {
            Facts { used: Some(*used), addresses, ..none }
        }
        What::Private { addresses } => Facts { addresses, ..none },
        What::NoSuchZone { parent: name }
        | What::NoSuchName { zone: name }
        | What::NoAddress { zone: name }
        | What::Steered { shared: name } => Facts { name: name.as_deref(), ..none },
        What::DeadAlias { target } => Facts { name: Some(target), ..none },
        What::BadSignatures { codes, opened_by } => Facts { codes, resolvers: opened_by, ..none },
        What::ZoneFails { codes } => Facts { codes, ..none },
        What::Propagation { serials, longest } => Facts { serials, ttl: *longest, ..none },
        What::Nobody { asked } => Facts { asked: Some(*asked), ..none },
        What::Fine { used } => Facts { used: *used, ..none },
    }
}
