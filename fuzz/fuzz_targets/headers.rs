//! A status on the first line, header fields on the others.
#![no_main]

use is_it_me_core::headers::Headers;
use is_it_me_fuzz::{check, choice, failure, fields, knows_secret};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (status, text) = choice(data);
    if knows_secret(&text) {
        return;
    }
    let seen = failure(status, fields(&text), &text);
    let headers = seen.headers.as_ref().expect("they were given");
    assert!(headers.iter().count() <= Headers::MAX_FIELDS);
    assert!(headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() <= Headers::MAX_BYTES);
    check(&[seen]);
});
