//! Any text, followed by a secret written in a way that must be recognised whatever precedes it.
#![no_main]

use is_it_me_core::redact::Cleaner;
use is_it_me_fuzz::{SECRET, check_cleaned, choice, fields, knows_secret};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (_, text) = choice(data);
    if knows_secret(&text) {
        return;
    }
    let mut cleaner = Cleaner::default();
    for told in [
        format!("token={SECRET}"),
        format!("Authorization: Bearer {SECRET}"),
        format!("https://u:{SECRET}@a.example/?token={SECRET}"),
        format!("{SECRET}@mail.example"),
        format!("ghp_{SECRET}{SECRET}"),
        format!("eyJhbGciOiJIUzI1NiJ9.{SECRET}"),
    ] {
        let all = format!("{text}\n{told}\n");
        check_cleaned(&all, &cleaner.text(&all));
        let address = format!("https://u:{SECRET}@a.example/{}?token={SECRET}#{SECRET}", text.lines().next().unwrap_or(""));
        check_cleaned(&address, &cleaner.url(&address));
    }
    for (name, value) in fields(&text) {
        let cleaned = cleaner.header(&name, &value);
        check_cleaned(&value, &cleaned);
    }
    assert!(cleaner.cuts().len() <= Cleaner::MAX_CUTS);
    assert!(cleaner.cuts().iter().all(|cut| cut.text.len() <= Cleaner::MAX_CUT));
});
