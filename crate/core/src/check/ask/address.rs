//! The address of the failed page, in the parts of which checks make new addresses.

use crate::dns::Host;
use crate::observation::authority_of;
use crate::text::cut;

/// An address of the web.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub(super) is_secure: bool,
    /// Host and port, as they stand there.
    place: &'a str,
    /// The host; one in brackets keeps them.
    pub(super) host: &'a str,
    /// It holds a user name or a password.
    has_user: bool,
    /// From the first slash on, without query and fragment.
    path: &'a str,
    /// From the question mark on.
    query: &'a str,
}

impl<'a> Address<'a> {
    /// The parts, if it is an address of the web.
    pub(super) fn of(url: &'a str) -> Option<Self> {
        let (scheme, rest) = cut(url, "://")?;
        if !matches!(scheme, "http" | "https") {
            return None;
        }
        let authority = authority_of(url);
        let place = authority.rsplit('@').next().unwrap_or_default();
        let rest = rest.get(authority.len()..).unwrap_or_default().split('#').next().unwrap_or_default();
        let (path, query) =
            cut(rest, "?").map_or((rest, ""), |(path, _)| (path, rest.get(path.len()..).unwrap_or_default()));
        let bracket = place.find(']').map_or(0, |at| at + 1);
        let colon = place.get(bracket..).and_then(|behind| behind.find(':')).unwrap_or(place.len() - bracket);
        let host = place.get(..bracket + colon).filter(|host| !host.is_empty())?;
        Some(Self { is_secure: scheme == "https", place, host, has_user: place.len() < authority.len(), path, query })
    }

    /// The same page, without a password: browsers refuse to fetch an address that holds one.
    pub(super) fn page(&self) -> String {
        format!("{}{}", self.at(self.path()), self.query)
    }

    /// Another page of the same server.
    pub(super) fn at(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme(), self.place)
    }

    /// The same page over the other scheme; none where a port says which one is spoken there.
    pub(super) fn with_other_scheme(self) -> Option<String> {
        let other = Self { is_secure: !self.is_secure, ..self };
        self.port().is_none().then(|| other.page())
    }

    /// The same page with `www.` before the name, or without it.
    pub(super) fn with_other_name(&self) -> Option<String> {
        let Host::Name(name) = Host::of(self.host) else { return None };
        let other = name.strip_prefix("www.").map_or_else(|| format!("www.{name}"), str::to_owned);
        let Host::Name(other) = Host::of(&other) else { return None };
        let port = self.place.get(self.host.len()..).unwrap_or_default();
        Some(format!("{}://{other}{port}{}{}", self.scheme(), self.path(), self.query))
    }

    /// The name or number of the host, if it looks like one that somebody outside may hear of.
    pub(super) fn public_host(&self) -> Option<String> {
        match Host::of(self.host) {
            _ if self.has_user => None,
            Host::Name(name) => Some(name),
            Host::Address(address, kind) if kind.is_public() => Some(address.to_string()),
            Host::Address(..) | Host::Inside | Host::NoName => None,
        }
    }

    pub(super) const fn scheme(&self) -> &'static str {
        if self.is_secure { "https" } else { "http" }
    }

    /// The port, where it is named and is a number.
    pub(super) fn port(&self) -> Option<u16> {
        self.place.get(self.host.len()..)?.strip_prefix(':')?.parse().ok()
    }

    /// The path; an address without one means the front page.
    pub(super) const fn path(&self) -> &'a str {
        if self.path.is_empty() { "/" } else { self.path }
    }

    pub(super) const fn has_query(&self) -> bool {
        !self.query.is_empty()
    }
}

/// Are these characters that stand in addresses as browsers write them?
pub(super) fn is_plain(text: &str) -> bool {
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
}
