//! A report in JSON, as `is-it-me explain` reads it back; and what it then writes, read back again.
#![no_main]

use is_it_me_cli::{Form, Input, explain};
use is_it_me_core::report::Format;
use is_it_me_fuzz::{check_printed, explained};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    // Anything else is a HAR or what curl printed, which are other targets.
    let begins = data.trim_ascii_start().starts_with(b"{");
    if !begins || !data.windows(16).any(|bytes| bytes == b"\"schema_version\"") {
        return;
    }
    explained(data, None, false);
    let Some(report) = written(data, Format::Json) else { return };
    let again = written(report.as_bytes(), Format::Json).expect("what was written can be read");
    let verdict = |text: &str| {
        let report: Value = serde_json::from_str(text).expect("it is JSON");
        [report["generator"].clone(), report["fault"].clone(), report["side"].clone(), report["checks"].clone()]
    };
    assert_eq!(verdict(&report), verdict(&again));
    for format in Format::ALL {
        check_printed(&written(data, *format).expect("it was read before"));
    }
});

fn written(data: &[u8], format: Format) -> Option<String> {
    let input = Input::of_bytes("fuzz", data);
    let mut output = Vec::new();
    // A verdict may rest on cookies and the like.
    let form = Form { report: Some(format), keeps_secrets: true, ..Form::default() };
    explain(&input, None, form, &mut output).ok()?;
    Some(String::from_utf8(output).expect("it is text"))
}
