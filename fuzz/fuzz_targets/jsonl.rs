//! One record, as `is-it-me diagnose --jsonl` reads it; with everything else that can be made of the same record.
#![no_main]

use is_it_me_core::Observation;
use is_it_me_core::record::Record;
use is_it_me_fuzz::{check, check_printed, knows_secret};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let answer = is_it_me_cli::answer(data);
    let record = serde_json::from_slice::<Record>(data);
    assert_eq!(answer.is_ok(), record.is_ok());
    let (Ok(answer), Ok(record)) = (answer, record) else { return };
    check_printed(&answer);
    assert!(!answer.contains('\n'));
    let parsed: serde_json::Value = serde_json::from_str(&answer).expect("it is JSON");
    assert_eq!(parsed["id"].as_str(), Some(record.id.as_str()));
    if !knows_secret(&String::from_utf8_lossy(data)) {
        check(&[Observation::from(record)]);
    }
});
