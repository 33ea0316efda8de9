//! Addresses in addresses: however deep they are nested, the work stays in proportion and no stack grows.

use crate::redact::*;

#[test]
fn addresses_in_fragments_are_cleaned_one_behind_the_other() {
    let deep = "/#".repeat(16_000);
    assert_eq!(text(&deep), deep);
    assert_eq!(text("/#a#/b?token=x&c=d#e"), "/#a#/b?token=[redacted]&c=d#e");
    assert_eq!(text("/a?token=x#top#end"), "/a?token=[redacted]#top#end");
    assert_eq!(text("/a#access_token=x#y"), "/a#access_token=[redacted]#[redacted]");
}

#[test]
fn no_depth_of_addresses_in_addresses_is_followed_to_the_end() {
    // Each question mark is a code in the address around it.
    let mut deep = "/a?token=x".to_owned();
    for _ in 0..40 {
        deep = format!("/a?b={}", deep.replace('\\', "\\u005c").replace('?', "\\u003f"));
    }
    let mut cleaner = Cleaner::default();
    assert!(!cleaner.text(&deep).contains("token=x"));
    assert!(cleaner.links == 0 && cleaner.cuts().len() == 1, "{:?}", cleaner.cuts());
    // The token alone would be cut by who had gone down to it.
    assert!(cleaner.cuts().iter().all(|cut| cut.text.starts_with("/a")), "{:?}", cleaner.cuts());
    let (plain, twice) = ("/a?next=/b?next=https://ann:p@a/c?q=1", "/a?next=/b?next=https://[redacted]@a/c?q=1");
    assert_eq!((text(plain), text(twice)), (twice.to_owned(), twice.to_owned()));
}
