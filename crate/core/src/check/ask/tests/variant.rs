//! The other scheme and the other name.

use super::*;

#[test]
fn a_variant_works_fails_or_tells_nothing() {
    let expired = || net_error(CART, "net::ERR_CERT_DATE_INVALID");
    for (came, scheme, name) in [
        (good(), says(Answer::OtherSchemeGood), says(Answer::OtherNameGood)),
        (failed("net::ERR_CERT_DATE_INVALID"), says(Answer::OtherSchemeFailing), says(Answer::OtherNameFailing)),
        (failed("net::ERR_CONNECTION_REFUSED"), says(Answer::OtherSchemeFailing), says(Answer::OtherNameFailing)),
        (failed(""), says(Answer::OtherSchemeFailing), says(Answer::OtherNameFailing)),
        (answer(301, &[("location", CART)], ""), not(Why::Unclear), not(Why::Unclear)),
        (answer(0, &[], ""), not(Why::Unclear), not(Why::Unclear)),
        (nginx(404), not(Why::Unclear), not(Why::Unclear)),
        (Err(Lost::TimedOut), not(Why::TimedOut), not(Why::TimedOut)),
        (Err(Lost::NotAllowed), not(Why::NoAccess), not(Why::NoAccess)),
    ] {
        assert_eq!(outcome(&expired(), Check::OtherScheme, &came), scheme, "{came:?}");
        assert_eq!(outcome(&expired(), Check::OtherName, &came), name, "{came:?}");
    }
    let silent = net_error(CART, "net::ERR_CONNECTION_TIMED_OUT");
    assert_eq!(outcome(&silent, Check::OtherScheme, &Err(Lost::TimedOut)), says(Answer::OtherSchemeFailing));
}

#[test]
fn one_thing_is_changed_and_no_cookie_goes_along() {
    let asks = |check| run(&net_error(CART, "net::ERR_CERT_DATE_INVALID"), check, |_, _| good()).1.remove(0).request;
    let (scheme, name) = (asks(Check::OtherScheme), asks(Check::OtherName));
    assert_eq!(scheme.url, "http://shop.example.com/cart?id=7");
    assert_eq!(name.url, "https://www.shop.example.com/cart?id=7");
    assert!(!scheme.cookies && !scheme.follows && !name.cookies && !name.follows);
    let odd = net_error("https://shop.example.com:8443/", "net::ERR_CERT_DATE_INVALID");
    assert_eq!(outcome(&odd, Check::OtherScheme, &good()), not(Why::Unclear));
}
