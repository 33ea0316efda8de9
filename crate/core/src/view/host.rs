//! A host name where there is little room for it.

use crate::address::{Address, without_fragment};
use crate::quantity::decimal;
use crate::text::{clip, join};

/// Longer ones are shortened, unless it is a single label, or a label followed by a short end.
const LONGEST: usize = 70;
/// How many letters of its beginning stay.
const BEGINNING: usize = 8;
/// Its end is never shorter than this, so that it includes the domain that somebody registered, even below a suffix
/// that many share.
const END: usize = 20;

/// The host without its middle, if it is long. Its end says whose it is: that stays, and begins with a whole label, as
/// half a label could pass for somebody else's domain.
pub fn shortened(host: &str) -> Option<String> {
    if host.len() <= LONGEST {
        return None;
    }
    let dot = host.as_bytes().iter().take(host.len() - END).rposition(|byte| *byte == b'.')?;
    let (front, end) = host.split_at_checked(dot)?;
    let beginning = clip(front, BEGINNING);
    (beginning.len() < front.len()).then(|| join(&[beginning.as_str(), "…", end], ""))
}

/// What tells the address of a failure from others on its host: the port, if one is named, and the path, if the tab
/// shows another address by now.
pub fn beside_host(url: &str, shown: &str) -> String {
    let Some(address) = Address::of(url) else { return String::new() };
    let is_another = !shown.is_empty() && without_fragment(shown) != without_fragment(url);
    let path = if is_another { clip(address.path(), LONGEST) } else { String::new() };
    address.port().map_or(String::new(), |port| join(&[":", &decimal(port)], "")) + &path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_host_keeps_its_end_in_whole_labels() {
        let label = "b".repeat(60);
        let host = format!("{}.{label}.shop.co.example", "a".repeat(60));
        assert_eq!(shortened(&host), Some(format!("aaaaaaaa….{label}.shop.co.example")));
        let many = format!("{}www.bank.example", "a1.".repeat(40));
        assert_eq!(shortened(&many).as_deref(), Some("a1.a1.a1….a1.a1.www.bank.example"));
    }

    #[test]
    fn a_port_is_named_and_the_path_of_what_the_tab_shows_no_more() {
        let (app, port) = ("https://shop.example/app?a=1#top", "http://shop.example:8080/a");
        assert_eq!(beside_host(app, "https://shop.example/app?a=1"), "");
        assert_eq!(beside_host(app, "https://shop.example/home"), "/app");
        assert_eq!((beside_host(port, port), beside_host(port, "")), (":8080".to_owned(), ":8080".to_owned()));
        assert_eq!(beside_host("about:blank", ""), "");
    }

    #[test]
    fn what_fits_or_has_no_middle_stays_as_it_is() {
        for host in ["", "shop.example", "[2001:db8::1]", &format!("{}.example", "a".repeat(62)), &"a".repeat(300)] {
            assert_eq!(shortened(host), None, "{host}");
        }
    }
}
