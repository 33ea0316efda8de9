//! What curl printed, as `is-it-me explain` reads it.
#![no_main]

use is_it_me_cli::{Input, explained};
use is_it_me_fuzz::check_printed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let input = Input::new("fuzz".into(), data, 1_795_266_202_345.0);
    let text = explained(&input, None, false).expect("text is always written");
    let json = explained(&input, Some("https://shop.example/"), true).expect("JSON is always written");
    text.iter().chain(&json).for_each(|printed| check_printed(printed));
    if let Some(json) = json {
        let answer: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
        assert_eq!(answer["fault"]["ranked"].as_array().map(Vec::len), Some(9));
    }
});
