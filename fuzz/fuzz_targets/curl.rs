//! What curl printed, as `is-it-me explain` reads it.
#![no_main]

use is_it_me_fuzz::{check_answers, explained};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    explained(data, None, false);
    if let Some(json) = explained(data, Some("https://shop.example/"), true) {
        assert_eq!(check_answers(&json), 1);
    }
});
