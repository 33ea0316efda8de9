//! What a browser saved from a visit, as `is-it-me explain` reads it.
#![no_main]

use is_it_me_fuzz::{check_answers, explained};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Anything else is read as what curl printed, which is another target.
    if !data.trim_ascii_start().starts_with(b"{") {
        return;
    }
    if let Some(text) = explained(data, None, false) {
        let json = explained(data, None, true).expect("the same was read as text");
        assert!(text.is_empty() == (check_answers(&json) == 0), "{text}{json}");
    }
});
