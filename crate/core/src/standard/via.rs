//! Via: the programs that passed the answer on (RFC 9110, section 7.6.3).

use super::elements::{Holds, elements};
use crate::headers::Headers;

/// One program that passed the answer on. All of this is what the program says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop<'a> {
    /// The protocol in which it got the answer: `1.1`, `HTTP/2`.
    pub protocol: &'a str,
    /// Its host, or a name it goes by.
    pub name: &'a str,
    /// Usually its product and version.
    pub comment: Option<&'a str>,
}

/// The programs in their order: the one nearest the visitor is the last.
pub fn hops(headers: &Headers) -> Vec<Hop<'_>> {
    let mut hops = Vec::new();
    for element in elements(headers, "via", Holds::Comments) {
        hops.push(hop(element));
    }
    hops
}

fn hop(text: &str) -> Hop<'_> {
    let (front, comment) = match text.split_once('(') {
        Some((front, comment)) => (front.trim(), Some(comment.strip_suffix(')').unwrap_or(comment))),
        None => (text, None),
    };
    // Some leave out the protocol, which the standard does not allow, but still name themselves.
    let (protocol, name) = front.split_once([' ', '\t']).unwrap_or(("", front));
    Hop { protocol, name: name.trim(), comment }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> Vec<(String, String, Option<String>)> {
        let headers = Headers::from(values.iter().map(|v| ("Via".to_owned(), (*v).to_owned())).collect::<Vec<_>>());
        let owned = |hop: Hop| (hop.protocol.to_owned(), hop.name.to_owned(), hop.comment.map(str::to_owned));
        hops(&headers).into_iter().map(owned).collect()
    }

    fn hop(protocol: &str, name: &str, comment: Option<&str>) -> (String, String, Option<String>) {
        (protocol.into(), name.into(), comment.map(str::to_owned))
    }

    #[test]
    fn every_shape_of_hop_in_order() {
        let values = ["1.0 fred, 1.1 p.example.net (Apache/1.1, (patched))", "HTTP/2 a.example:8080", "kong/3.4.0"];
        let wanted = [
            hop("1.0", "fred", None),
            hop("1.1", "p.example.net", Some("Apache/1.1, (patched)")),
            hop("HTTP/2", "a.example:8080", None),
            hop("", "kong/3.4.0", None),
        ];
        assert_eq!(read(&values), wanted);
        assert_eq!(read(&["1.1 varnish\n1.1 a (CloudFront)"]).len(), 2);
    }

    #[test]
    fn a_flood_is_bounded_and_nonsense_harmless() {
        assert_eq!(read(&[&"1.1 a,".repeat(5000)]).len(), super::super::elements::MAX_PARTS);
        assert_eq!(read(&["", ",,,", "("]), [hop("", "", Some(""))]);
    }
}
