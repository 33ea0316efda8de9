//! The address of a page, in the parts that others need and from which new addresses are made. The browser does the
//! real parsing.

use crate::dns::Host;
use crate::dns::address::{AddressKind, kind};
use crate::dns::name::{is_under, plain};
use crate::ip;
use crate::text::{cut, has, join, unsigned};

/// An address of the web.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address<'a> {
    /// It is asked for over TLS.
    pub(crate) is_secure: bool,
    /// Host and port, as they stand there.
    pub(crate) place: &'a str,
    /// The host; one in brackets keeps them.
    pub(crate) host: &'a str,
    /// It holds a user name or a password.
    pub(crate) has_user: bool,
    /// From the first slash on, without query and fragment.
    path: &'a str,
    /// From the question mark on.
    pub(crate) query: &'a str,
}

impl<'a> Address<'a> {
    /// The parts, if it is an address of the web.
    pub(crate) fn of(url: &'a str) -> Option<Self> {
        let (scheme, rest) = cut(url, "://")?;
        if !matches!(scheme, "http" | "https") {
            return None;
        }
        let authority = authority_of(url);
        let place = place_of(authority);
        let rest = rest.get(authority.len()..).unwrap_or_default().split('#').next().unwrap_or_default();
        let (path, query) =
            cut(rest, "?").map_or((rest, ""), |(path, _)| (path, rest.get(path.len()..).unwrap_or_default()));
        let host = Some(host_in(place)).filter(|host| !host.is_empty())?;
        Some(Self { is_secure: scheme == "https", place, host, has_user: place.len() < authority.len(), path, query })
    }

    /// The same page, without a password: browsers refuse to fetch an address that holds one.
    pub(crate) fn page(&self) -> String {
        self.at(self.path()) + self.query
    }

    /// Another page of the same server.
    pub(crate) fn at(&self, path: &str) -> String {
        self.origin() + path
    }

    /// Scheme, host and port: `https://shop.example:8443`.
    pub(crate) fn origin(&self) -> String {
        join(&[self.scheme(), self.place], "://")
    }

    /// The same page at the same port, over TLS.
    pub(crate) const fn over_tls(self) -> Self {
        Self { is_secure: true, ..self }
    }

    /// The same page over the other scheme; none where a port says which one is spoken there.
    pub(crate) fn with_other_scheme(self) -> Option<String> {
        let other = Self { is_secure: !self.is_secure, ..self };
        self.port().is_none().then(|| other.page())
    }

    /// The same page with `www.` before the name, or without it.
    pub(crate) fn with_other_name(&self) -> Option<String> {
        let Host::Name(name) = Host::of(self.host) else { return None };
        let other = name.strip_prefix("www.").map_or_else(|| join(&["www.", &name], ""), str::to_owned);
        let Host::Name(other) = Host::of(&other) else { return None };
        let port = self.place.get(self.host.len()..).unwrap_or_default();
        Some(join(&[self.scheme(), "://", &other, port, self.path(), self.query], ""))
    }

    /// The host's name or number, if it looks like one that the outside world may hear of.
    pub(crate) fn public_host(&self) -> Option<String> {
        match Host::of(self.host) {
            _ if self.has_user => None,
            Host::Name(name) => Some(name),
            Host::Address(address) if kind(address).is_public() => Some(ip::text(address)),
            Host::Address(_) | Host::Inside | Host::NoName => None,
        }
    }

    pub(crate) const fn scheme(&self) -> &'static str {
        if self.is_secure { "https" } else { "http" }
    }

    /// The port, where it is named and is a number.
    pub(crate) fn port(&self) -> Option<u16> {
        self.place.get(self.host.len()..)?.strip_prefix(':').and_then(|port| unsigned(port, 10))
    }

    /// The port that is asked: the one that is named, or the scheme's own.
    pub(crate) fn asked_port(&self) -> u16 {
        self.port().unwrap_or(if self.is_secure { 443 } else { 80 })
    }

    /// Is it on the very device that asks, so that anybody else with this address would ask their own?
    pub(crate) fn is_on_this_device(&self) -> bool {
        match Host::of(self.host) {
            Host::Address(address) => matches!(kind(address), AddressKind::Loopback | AddressKind::Unspecified),
            Host::Inside => plain(self.host).is_some_and(|name| is_under(&name, "localhost")),
            Host::Name(_) | Host::NoName => false,
        }
    }

    /// The path; an address without one means the front page.
    pub(crate) const fn path(&self) -> &'a str {
        if self.path.is_empty() { "/" } else { self.path }
    }

    pub(crate) const fn has_query(&self) -> bool {
        !self.query.is_empty()
    }

    /// Is it the front page?
    pub(crate) fn is_root(&self) -> bool {
        self.path() == "/" && !self.has_query()
    }

    /// Does it name a port (browsers show one only if it is not the scheme's own) on a host with a full name? On a
    /// number or a bare word, as in a workshop, any server listens on any port.
    pub(crate) fn has_odd_port(&self) -> bool {
        let is_number = self.host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        !is_number && has(self.host, b'.') && self.port().is_some()
    }
}

/// Is a port named in this address?
pub fn has_port(url: &str) -> bool {
    Address::of(url).is_some_and(|address| address.port().is_some())
}

/// The host part of any address, or the empty text.
pub fn host_of(url: &str) -> &str {
    host_in(place_of(authority_of(url)))
}

/// The address without what only the page itself sees of it.
pub fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or_default()
}

/// What Chromium asks for first when this page is requested over HTTP: the same over HTTPS. It makes an exception of
/// numbers, internal names and ports other than the usual one.
pub fn tried_first(url: &str) -> Option<String> {
    let address = Address::of(url)?;
    let is_upgraded = !address.is_secure && matches!(Host::of(address.host), Host::Name(_));
    is_upgraded.then(|| address.with_other_scheme())?
}

/// What stands between the scheme and the path: the host with its port, and before an at sign a name and password.
fn authority_of(url: &str) -> &str {
    let rest = cut(url, "://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn place_of(authority: &str) -> &str {
    authority.rsplit('@').next().unwrap_or_default()
}

fn host_in(place: &str) -> &str {
    if place.starts_with('[') {
        return place.split_inclusive(']').next().unwrap_or_default();
    }
    place.split(':').next().unwrap_or_default()
}

/// Are these characters that stand in addresses as browsers write them?
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_without_user_and_fragment() {
        for (url, page) in [
            ("https://shop.example.com/a/b?x=1#top", "https://shop.example.com/a/b?x=1"),
            ("https://me:secret@shop.example.com:8443/a", "https://shop.example.com:8443/a"),
            ("http://shop.example.com", "http://shop.example.com/"),
            ("http://shop.example.com?x", "http://shop.example.com/?x"),
            ("http://[2001:db8::1]:81/#a", "http://[2001:db8::1]:81/"),
        ] {
            assert_eq!(Address::of(url).unwrap().page(), page, "{url}");
        }
        for url in ["", "about:blank", "ftp://a.example.com/", "https://", "https:///a", "https://:80/", "https://u@/"]
        {
            assert_eq!(Address::of(url), None, "{url}");
        }
    }

    #[test]
    fn variants_change_one_thing_only() {
        let of = |url| Address::of(url).unwrap();
        let shop = of("https://u@shop.example.com/a?b");
        assert_eq!(shop.with_other_scheme().as_deref(), Some("http://shop.example.com/a?b"));
        assert_eq!(of("http://shop.example.com:8080/").with_other_scheme(), None);
        assert_eq!(shop.with_other_name().as_deref(), Some("https://www.shop.example.com/a?b"));
        let with_port = of("https://WWW.example.com:444/a").with_other_name();
        assert_eq!(with_port.as_deref(), Some("https://example.com:444/a"));
        assert_eq!((of("http://www.com/").with_other_name(), of("http://10.0.0.1/").with_other_name()), (None, None));
    }

    #[test]
    fn https_is_tried_first_for_names_of_the_outside() {
        let first = |url| tried_first(url).unwrap_or_default();
        assert_eq!(first("http://shop.example.com/a?b#c"), "https://shop.example.com/a?b");
        for spared in ["https://shop.example.com/", "http://shop.example.com:8080/", "http://192.0.2.1/", "http://nas/"]
        {
            assert_eq!(first(spared), "", "{spared}");
        }
    }

    #[test]
    fn only_a_public_host_is_told() {
        for (url, host) in [
            ("https://Shop.Example.com.:8443/a", Some("shop.example.com")),
            ("http://93.184.215.14/", Some("93.184.215.14")),
            ("http://[2606:4700::1111]:81/", Some("2606:4700::1111")),
            ("https://u:p@shop.example.com/", None),
            ("https://wiki.corp/", None),
            ("https://printer/", None),
            ("http://0x7f.1/", None),
            ("http://[::1]/", None),
        ] {
            assert_eq!(Address::of(url).unwrap().public_host().as_deref(), host, "{url}");
        }
    }

    #[test]
    fn what_is_on_this_device_is_nobody_elses() {
        let ours = |url: &str| Address::of(url).unwrap().is_on_this_device();
        for url in
            ["http://localhost:3000/", "http://app.LOCALHOST/", "http://127.1/", "http://[::1]:81/", "http://0.0.0.0/"]
        {
            assert!(ours(url), "{url}");
        }
        for url in ["https://shop.example.com/", "http://10.0.0.1/", "http://printer/", "http://notlocalhost/"] {
            assert!(!ours(url), "{url}");
        }
    }

    #[test]
    fn the_host_is_found_in_every_shape_of_address() {
        let host = |url: &str| host_of(url).to_owned();
        assert_eq!(host("https://user:pw@shop.example:8443/a?b#c"), "shop.example");
        assert_eq!(host("http://[::1]:80/"), "[::1]");
        assert_eq!(host("https://shop.example"), "shop.example");
        assert_eq!(host("about:blank"), "");
        assert_eq!(host(""), "");
    }

    #[test]
    fn a_port_of_its_own_is_seen_and_an_address_in_brackets_is_none() {
        let odd = |url: &str| Address::of(url).is_some_and(|address| address.has_odd_port());
        assert!(odd("http://shop.example:7001/a") && odd("http://u@shop.example:80/"));
        assert!(!odd("http://127.0.0.1:8080/") && !odd("http://localhost:8080/") && !odd("http://[::1]:80/"));
        assert!(!odd("http://shop.example/a:1") && !odd("http://[2001:db8::1]/") && !odd("about:blank") && !odd(""));
    }

    #[test]
    fn the_front_page_has_neither_path_nor_query() {
        let root = |url: &str| Address::of(url).unwrap().is_root();
        assert!(root("https://shop.example") && root("https://shop.example/#top") && root("http://u@shop.example:81/"));
        assert!(!root("https://shop.example/a") && !root("https://shop.example/?a") && !root("https://shop.example?a"));
    }
}
