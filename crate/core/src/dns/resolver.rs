//! Who can be asked: three resolvers run by different people, and one that a user typed.

use core::net::IpAddr;
use std::borrow::Cow;

use super::name::Host;
use crate::ip;
use crate::quantity::decimal;
use crate::text::{cut, has, join, unsigned};
use crate::words::words;

/// A resolver that answers questions over HTTPS (RFC 8484).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolver {
    /// The name as people write it.
    pub name: Cow<'static, str>,
    /// Where it answers. Two with the same address are one resolver.
    pub url: Cow<'static, str>,
    /// Where it answers without a lookup of its name, where that is known.
    address: Option<&'static str>,
    /// Its operator says that it hides no names. A name that any other calls unknown may well exist.
    pub is_frank: bool,
    /// It is on the user's own network, so internal names may be asked there, and nowhere else.
    pub inside: bool,
}

const fn known(name: &'static str, url: &'static str, address: &'static str, is_frank: bool) -> Resolver {
    let (name, url) = (Cow::Borrowed(name), Cow::Borrowed(url));
    Resolver { name, url, address: Some(address), is_frank, inside: false }
}

/// The resolvers that are asked unless the user says otherwise. Addresses, and what is filtered, are from their
/// operators' pages, which also list those that can be reached without looking up their names (their certificates cover
/// the addresses), and from the list of public resolvers of the `DNSCrypt` project (2026-07).
pub static DEFAULTS: [Resolver; MOST_RESOLVERS] = [
    // developers.cloudflare.com/1.1.1.1/encryption/dns-over-https
    known("Cloudflare", "https://cloudflare-dns.com/dns-query", "https://1.1.1.1/dns-query", true),
    // developers.google.com/speed/public-dns/docs/doh
    known("Google", "https://dns.google/dns-query", "https://8.8.8.8/dns-query", true),
    // quad9.net/service/service-addresses-and-features: the recommended service blocks malware.
    known("Quad9", "https://dns.quad9.net/dns-query", "https://9.9.9.9/dns-query", false),
];

/// Nobody gets to ask more resolvers: they would not fit into the limit of the check.
pub const MOST_RESOLVERS: usize = 3;

words! {
    /// Why what was typed is not a resolver.
    BadResolver {
        /// Nothing was typed.
        Empty = "empty",
        /// Longer than any address of a resolver.
        TooLong = "too-long",
        /// A character that does not belong in an address.
        BadCharacter = "bad-character",
        /// Anything but `https`: others on the way could read and change the answers.
        NotHttps = "not-https",
        /// A user name or a password, which would be stored as plain text.
        Credentials = "credentials",
        /// The host is missing or is none.
        BadHost = "bad-host",
        /// The port is no number from 1 to 65535.
        BadPort = "bad-port",
        /// It already holds a question, or a place on a page.
        BadQuery = "bad-query",
    }
}

impl Resolver {
    /// Longer addresses are refused.
    const MAX_URL: usize = 512;

    /// Where to ask without looking its name up, if that is known: a lookup that fails for a site may fail for a
    /// resolver's name as well.
    pub fn direct(&self) -> &str {
        self.address.unwrap_or(&self.url)
    }

    /// A resolver as a user typed it: an `https` address, with or without a path, or an RFC 6570 template ending in
    /// `{?dns}`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn typed(text: &str) -> Result<Self, BadResolver> {
        let text = text.trim();
        if text.len() > Self::MAX_URL {
            return Err(BadResolver::TooLong);
        }
        let text = text.strip_suffix("{?dns}").unwrap_or(text);
        let rest = after_scheme(text)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if has(path, b'#') || names_dns(path) {
            return Err(BadResolver::BadQuery);
        }
        let (host, port) = split_port(authority)?;
        let (host, inside) = checked(host)?;
        let path = if path.is_empty() || path == "/" { "/dns-query" } else { path };
        let slash = if path.starts_with('?') { "/" } else { "" };
        let url = join(&["https://", &host, &port, slash, path], "");
        let same = DEFAULTS.iter().find(|known| known.url == url).cloned();
        let name = Cow::Owned(without_account(&host).to_owned());
        Ok(same.unwrap_or(Self { name, url: Cow::Owned(url), address: None, is_frank: false, inside }))
    }
}

/// The name of a resolver's host without the user's account, which some providers put in its first label
/// (`0dr2x8oj3q.cloudflare-gateway.com`). They make it of letters and digits.
pub(crate) fn without_account(host: &str) -> &str {
    const SHORTEST: usize = 6;
    let parts = host.split_once('.').filter(|(first, rest)| has(rest, b'.') && !has(first, b'['));
    let account = parts.filter(|(first, _)| first.len() >= SHORTEST && first.bytes().any(|b| b.is_ascii_digit()));
    account.map_or(host, |(_, rest)| rest)
}

/// What follows `https://`, in a text that holds nothing but what an address may hold.
fn after_scheme(text: &str) -> Result<&str, BadResolver> {
    if text.is_empty() {
        return Err(BadResolver::Empty);
    }
    if text.bytes().any(|byte| !byte.is_ascii_graphic() || b"\\\"'<>^`{|}".contains(&byte)) {
        return Err(BadResolver::BadCharacter);
    }
    let (scheme, rest) = cut(text, "://").ok_or(BadResolver::NotHttps)?;
    if !scheme.eq_ignore_ascii_case("https") {
        return Err(BadResolver::NotHttps);
    }
    Ok(rest)
}

/// Does the query already hold a question?
fn names_dns(path: &str) -> bool {
    path.split_once('?').is_some_and(|(_, query)| query.split('&').any(|field| field.starts_with("dns=")))
}

/// Host and port of an authority; the port with its colon, and empty where it is the usual one.
fn split_port(authority: &str) -> Result<(&str, String), BadResolver> {
    if has(authority, b'@') {
        return Err(BadResolver::Credentials);
    }
    // The colons of an address in brackets do not start a port.
    let bracket = authority.rfind(']').map_or(0, |at| at + 1);
    let Some(colon) = authority.rfind(':').filter(|at| *at >= bracket) else {
        return Ok((authority, String::new()));
    };
    let (host, port) = authority.split_at_checked(colon).unwrap_or((authority, ""));
    let number = port.get(1..).and_then(|digits| unsigned::<u16>(digits, 10));
    match number.filter(|number| *number != 0).ok_or(BadResolver::BadPort)? {
        443 => Ok((host, String::new())),
        other => Ok((host, join(&[":", &decimal(other)], ""))),
    }
}

/// The host in one spelling, and whether it is internal.
fn checked(host: &str) -> Result<(String, bool), BadResolver> {
    let seen = Host::of(host);
    let inside = !seen.may_leave();
    let spelled = match seen {
        Host::Name(name) => name,
        Host::Address(address @ IpAddr::V4(_)) => ip::text(address),
        Host::Address(address @ IpAddr::V6(_)) if host.starts_with('[') && !has(host, b'%') => {
            join(&["[", &ip::text(address), "]"], "")
        }
        Host::Inside => host.to_ascii_lowercase(),
        Host::Address(_) | Host::NoName => return Err(BadResolver::BadHost),
    };
    Ok((spelled, inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_resolvers_pass_their_own_check() {
        for known in &DEFAULTS {
            assert_eq!(Resolver::typed(&known.url), Ok(known.clone()));
        }
    }

    #[test]
    fn the_known_resolvers_have_a_door_without_a_name_and_others_only_their_own() {
        for known in &DEFAULTS {
            let direct = known.direct();
            assert_eq!(Resolver::typed(direct).map(|typed| typed.url), Ok(direct.into()));
            assert_ne!(direct, known.url);
        }
        let own = Resolver::typed("https://doh.acme.com/").unwrap();
        assert_eq!(own.direct(), own.url);
    }

    #[test]
    fn a_typed_resolver_gets_one_spelling() {
        for (typed, url) in [
            ("https://dns.aa.net.uk/dns-query", "https://dns.aa.net.uk/dns-query"),
            (" HTTPS://DNS.AA.NET.UK. ", "https://dns.aa.net.uk/dns-query"),
            ("https://dns.aa.net.uk:443/", "https://dns.aa.net.uk/dns-query"),
            ("https://dns.quad9.net:5053/dns-query{?dns}", "https://dns.quad9.net:5053/dns-query"),
            ("https://1.1.1.1/dns-query", "https://1.1.1.1/dns-query"),
            ("https://[2606:4700::1111]/dns-query", "https://[2606:4700::1111]/dns-query"),
            ("https://freedns.controld.com/p0", "https://freedns.controld.com/p0"),
            ("https://doh.example.com?token=a", "https://doh.example.com/?token=a"),
        ] {
            let resolver = Resolver::typed(typed).unwrap();
            assert_eq!((resolver.url.as_ref(), resolver.inside), (url, false), "{typed}");
            assert!(!resolver.is_frank, "{typed}");
        }
    }

    #[test]
    fn nobody_is_named_by_the_account_he_has_there() {
        for (typed, name) in [
            ("https://0dr2x8oj3q.cloudflare-gateway.com/dns-query", "cloudflare-gateway.com"),
            ("https://anns-phone-ab12cd.dns.nextdns.io/", "dns.nextdns.io"),
            ("https://dns.nextdns.io/ab12cd", "dns.nextdns.io"),
            ("https://dns11.quad9.net/dns-query", "dns11.quad9.net"),
            ("https://resolver.acme.com/", "resolver.acme.com"),
            ("https://resolver1.com/", "resolver1.com"),
            ("https://192.0.43.8/", "192.0.43.8"),
            ("https://[2606:4700::1111]/", "[2606:4700::1111]"),
        ] {
            assert_eq!(Resolver::typed(typed).unwrap().name, name, "{typed}");
        }
    }

    #[test]
    fn what_is_no_resolver_is_refused_by_its_reason() {
        for (typed, why) in [
            ("", BadResolver::Empty),
            ("   ", BadResolver::Empty),
            ("dns.google", BadResolver::NotHttps),
            ("http://dns.google/dns-query", BadResolver::NotHttps),
            ("javascript:alert(1)//https://dns.google", BadResolver::NotHttps),
            ("https://user:pw@dns.google/", BadResolver::Credentials),
            ("https://@dns.google/", BadResolver::Credentials),
            ("https:///dns-query", BadResolver::BadHost),
            ("https://", BadResolver::BadHost),
            ("https://1.2.3.4.5/", BadResolver::BadHost),
            ("https://::1/", BadResolver::BadHost),
            ("https://[fe80::1%25eth0]/", BadResolver::BadHost),
            ("https://dns.google:0/", BadResolver::BadPort),
            ("https://dns.google:65536/", BadResolver::BadPort),
            ("https://dns.google:+1/", BadResolver::BadPort),
            ("https://dns.google:/", BadResolver::BadPort),
            ("https://dns.google/#x", BadResolver::BadQuery),
            ("https://dns.google/?dns=AAAA", BadResolver::BadQuery),
            ("https://dns.google\\@evil.example/", BadResolver::BadCharacter),
            ("https://dns.go\nogle/", BadResolver::BadCharacter),
            ("https://dns.google/{x}", BadResolver::BadCharacter),
            ("https://bücher.de/", BadResolver::BadCharacter),
        ] {
            assert_eq!(Resolver::typed(typed), Err(why), "{typed}");
        }
        let long = format!("https://dns.google/{}", "a".repeat(600));
        assert_eq!(Resolver::typed(&long), Err(BadResolver::TooLong));
    }

    #[test]
    fn one_on_the_users_own_network_is_recognised() {
        for (typed, url) in [
            ("https://127.1:8453/dns-query", "https://127.0.0.1:8453/dns-query"),
            ("https://[::1]/", "https://[::1]/dns-query"),
            ("https://PiHole/", "https://pihole/dns-query"),
            ("https://localhost/", "https://localhost/dns-query"),
            ("https://192.168.1.1/dns-query", "https://192.168.1.1/dns-query"),
            ("https://dns.home.arpa/", "https://dns.home.arpa/dns-query"),
        ] {
            let resolver = Resolver::typed(typed).unwrap();
            assert_eq!((resolver.url.as_ref(), resolver.inside), (url, true), "{typed}");
        }
        assert!(!Resolver::typed("https://dns.aa.net.uk").unwrap().inside);
    }
}
