//! Lines of a server's log as somebody would paste them, and a request whose host, path and ID are the same bytes, as
//! the owner's commands get them.
#![no_main]

use is_it_me_core::diagnose;
use is_it_me_core::guide::{GUIDE, Guide};
use is_it_me_core::log_line::read;
use is_it_me_core::view::owner::{helping, owner};
use is_it_me_fuzz::{check_message, choice, failure};
use libfuzzer_sys::fuzz_target;

/// A time, the name of a configuration, flags: nothing that is taken from a line is longer.
const LONGEST: usize = 130;

fuzz_target!(|data: &[u8]| {
    let guide = Guide::new(GUIDE);
    let (status, text) = choice(data);
    let readings = read(guide, &text);
    assert!(readings.len() <= 5);
    for reading in &readings {
        check_message(&reading.meaning);
        helping(guide, reading).iter().for_each(check_message);
        for told in [&reading.code, &reading.upstream, &reading.time].into_iter().flatten() {
            assert!(told.len() <= LONGEST && told.bytes().all(|b| b == b' ' || b.is_ascii_graphic()), "{told:?}");
            assert!(!told.contains(['\'', '"', '$', '`', ';', '&', '|', '\\']), "{told:?}");
        }
    }
    let seen = failure(status, vec![("cf-ray".into(), text.clone()), ("server".into(), "cloudflare".into())], &text);
    let diagnosis = diagnose(std::slice::from_ref(&seen));
    let owner = owner(guide, std::slice::from_ref(&seen), &diagnosis, &readings);
    for step in owner.named.iter().chain(&owner.first).chain(&owner.more) {
        check_message(&step.title());
        for command in &step.commands {
            assert!(command.bytes().all(|b| b == b' ' || b.is_ascii_graphic()), "{command:?}");
            assert!(command.matches('\'').count() % 2 == 0 || command.contains("'\\''"), "{command:?}");
        }
    }
});
