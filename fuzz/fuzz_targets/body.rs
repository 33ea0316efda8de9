//! A status on the first line, then a body; the same page is also seen without headers, as read from the tab.
#![no_main]

use is_it_me_core::Observation;
use is_it_me_core::body::Body;
use is_it_me_core::observation::How;
use is_it_me_fuzz::{check, choice, failure, knows_secret};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (status, text) = choice(data);
    if knows_secret(&text) {
        return;
    }
    let body = Body::from(text.clone());
    assert!(body.text().len() <= Body::MAX && text.starts_with(body.text()));
    if let Some(title) = body.title() {
        assert!(!title.is_empty() && title.len() <= 200 && !title.chars().any(char::is_control), "{title:?}");
    }
    let page = Observation { how: How::Page, status: Some(status), body: Some(body), ..Observation::default() };
    check(std::slice::from_ref(&page));
    check(&[failure(status, Vec::new(), &text), page]);
});
