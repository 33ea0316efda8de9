//! Header fields that standards define, each given to every reader of such fields.
#![no_main]

use is_it_me_core::headers::Headers;
use is_it_me_core::standard::structured::{MAX_MEMBERS, MAX_PARAMETERS, MAX_TEXT, Value};
use is_it_me_core::standard::{alt_svc, cache_status, date, proxy_status, retry_after, server_timing, structured, via};
use is_it_me_fuzz::{check, fields, knows_secret};
use libfuzzer_sys::fuzz_target;

const NOW_MS: f64 = 1_795_266_202_345.0;
const NAMES: &[&str] =
    &["proxy-status", "cache-status", "via", "server-timing", "retry-after", "age", "alt-svc", "date"];

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    if knows_secret(&text) {
        return;
    }
    let named = fields(&text);
    list(&text);
    let nameless = text.lines().flat_map(|line| NAMES.iter().map(move |name| ((*name).to_owned(), line.to_owned())));
    for fields in [nameless.take(Headers::MAX_FIELDS).collect(), named.clone()] {
        read(&Headers::from(fields));
    }
    check(&[is_it_me_fuzz::failure(502, named, &text)]);
});

fn list(text: &str) {
    let Some(members) = structured::list(&text.lines().collect::<Vec<_>>()) else { return };
    assert!(members.len() <= MAX_MEMBERS);
    let short = |value: &Value| value.text().is_none_or(|text| text.len() <= MAX_TEXT);
    for member in &members {
        assert!(short(&member.value) && member.parameters().count() <= MAX_PARAMETERS);
        assert!(member.parameters().all(|(name, value)| name.len() <= structured::MAX_FIELD && short(value)));
        assert!(member.parameters().all(|(name, value)| member.get(name) == Some(value)), "{member:?}");
    }
}

fn read(headers: &Headers) {
    let caches = cache_status::caches(headers);
    assert!(caches.len() <= MAX_MEMBERS && caches.iter().all(|cache| cache.name.len() <= MAX_TEXT));
    let intermediaries = proxy_status::intermediaries(headers);
    assert!(intermediaries.len() <= MAX_MEMBERS && intermediaries.iter().all(|member| member.name.len() <= MAX_TEXT));
    assert!(retry_after::wait_ms(headers, Some(NOW_MS)).is_none_or(|ms| ms.is_finite() && ms >= 0.0));
    cache_status::age_s(headers);
    alt_svc::offers_h3(headers);
    assert!(via::hops(headers).len() <= Headers::MAX_VALUE);
    assert!(server_timing::metrics(headers).len() <= Headers::MAX_VALUE);
    server_timing::origin_ms(headers);
    server_timing::says_stored(headers);
    for value in headers.all("date") {
        assert!(date::parse(value, NOW_MS).is_none_or(f64::is_finite), "{value:?}");
    }
}
