//! What a comparison of lookups found, in JSON.

use super::writer::Json;
use crate::dns::Finding;
use crate::ip;
use crate::message::Words;

/// A finding in the shape that scenario files use, with its sentence.
pub(super) fn finding(json: &mut Json, finding: &Finding, words: &dyn Words) {
    json.object("what weak resolvers name sign used addresses codes serials ttl asked text");
    json.string(finding.what.word());
    json.flag(!finding.sure);
    json.strings(finding.resolvers.iter().map(String::as_str));
    json.maybe(finding.name.as_deref());
    json.maybe(finding.sign.as_deref());
    json.maybe(finding.used.map(ip::text).as_deref());
    json.list();
    for address in &finding.addresses {
        json.string(&ip::text(*address));
    }
    json.end();
    numbers(json, &finding.codes);
    numbers(json, &finding.serials);
    json.number(finding.ttl.map(f64::from));
    json.number(finding.asked.and_then(|asked| u32::try_from(asked).ok()).map(f64::from));
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
