//! Secrets stay here: what leaves in a report is cleaned first.
//!
//! Cookies, credentials, tokens, e-mail addresses and the visitor's own address are replaced by [`REDACTED`]; what is
//! left still tells a site's owner which request it was. A [`Cleaner`] remembers what it took out, so that anybody
//! about to pass something on can see what that was.

mod account;
mod code;
mod cookie;
mod joint;
mod key;
mod name;
mod quote;
mod text;
mod trace;
mod url;
mod visitor;

use core::net::IpAddr;

use crate::text::{clip, cut, halves};
use crate::words::words;

/// What replaces a secret.
pub const REDACTED: &str = "[redacted]";

words! {
    /// What kind of secret was taken out.
    Kind {
        /// The value of a cookie.
        Cookie = "cookie",
        /// A user name, a password, or what a browser proves them with.
        Credential = "credential",
        /// A token, key or session, by its name or its looks.
        Token = "token",
        /// An e-mail address.
        Email = "email",
        /// The visitor's own address on the internet.
        Visitor = "visitor",
        /// The part of an address that a browser never sends.
        Fragment = "fragment",
    }
}

/// One secret that was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// What kind it was.
    pub kind: Kind,
    /// The secret itself, or its beginning. It never leaves in a report.
    pub text: String,
}

/// Finds a secret, and what precedes it.
type Find<'a> = dyn for<'b> Fn(&'b str, &'b str) -> Option<(&'b str, &'b str)> + 'a;

/// Takes secrets out, and remembers which.
#[derive(Clone, Debug, Default)]
pub struct Cleaner {
    keeps: bool,
    cuts: Vec<Cut>,
    visitors: Vec<IpAddr>,
    servers: Vec<IpAddr>,
    /// How often the text in hand was decoded.
    rounds: u8,
    /// How many addresses the text in hand is nested in.
    links: u8,
}

impl Cleaner {
    /// More secrets than this are still taken out, but no longer listed.
    pub const MAX_CUTS: usize = 200;
    /// How much of a secret is listed.
    pub const MAX_CUT: usize = 200;

    /// One that takes nothing out.
    pub fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// Does it leave everything as it is?
    pub const fn keeps(&self) -> bool {
        self.keeps
    }

    /// What was taken out so far, each once, in the order in which it was met.
    pub fn cuts(&self) -> &[Cut] {
        &self.cuts
    }

    /// A cleaner that has taken nothing out yet, but knows the visitor's addresses that this one has met. It cleans
    /// again what was cleaned before an address was known to be the visitor's.
    #[must_use]
    pub(crate) fn informed(self) -> Self {
        Self { cuts: Vec::new(), ..self }
    }

    /// The address of a server that answered is not the visitor's, whatever precedes it.
    pub fn answered(&mut self, server: &str) {
        self.servers.extend(server.parse::<IpAddr>().map(|server| server.to_canonical()));
    }

    /// A header's value without its secrets.
    pub fn header(&mut self, name: &str, value: &str) -> String {
        if self.keeps {
            return value.to_owned();
        }
        if name.eq_ignore_ascii_case("set-cookie") {
            return cookie::clean(value, self);
        }
        if name.eq_ignore_ascii_case("location") || name.eq_ignore_ascii_case("content-location") {
            return self.url(value);
        }
        let fields = [("link", ["<", ">"]), ("refresh", ["url=", "\n"])];
        if let Some((_, edges)) = fields.iter().find(|(field, _)| name.eq_ignore_ascii_case(field)) {
            return url::clean_field(value, *edges, self);
        }
        let is_secret = |kind: &Kind| *kind == Kind::Visitor || !name::only_tells_about(name, value);
        match name::of_header(name).filter(is_secret) {
            Some(kind) if !value.is_empty() => {
                if kind == Kind::Visitor {
                    visitor::learn(value, self);
                }
                self.cut(kind, value)
            }
            _ => self.text(value),
        }
    }

    /// An address without user name, password, fragment and secret parameters; long tokens in the path go too.
    pub fn url(&mut self, address: &str) -> String {
        if self.keeps { address.to_owned() } else { url::clean(address, self) }
    }

    /// The address of a resolver, up to the name it is asked for, without what may be the visitor's account there.
    pub(crate) fn resolver(&mut self, address: &str) -> String {
        if self.keeps { address.to_owned() } else { url::clean_resolver(address, self) }
    }

    /// Any other text: markup, JSON, a sentence, a line of a header.
    pub fn text(&mut self, text: &str) -> String {
        if self.keeps {
            return text.to_owned();
        }
        let text = trace::without_arguments(&key::without_private_keys(text, self), self);
        text::clean(&visitor::clean(&text, self), self)
    }

    /// The text without the secrets behind this mark. They are found by what stands before the mark and behind it:
    /// there, the first text stays, and the second is the secret.
    fn behind(&mut self, mark: &str, text: &str, kind: Kind, find: &Find) -> String {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, after)) = cut(rest, mark) {
            out.push_str(before);
            out.push_str(mark);
            rest = after;
            if let Some((stays, secret)) = find(before, after) {
                out.push_str(stays);
                out.push_str(&self.cut(kind, secret.trim()));
                rest = halves(after, stays.len() + secret.len()).1;
            }
        }
        out.push_str(rest);
        out
    }

    /// What replaces the secret.
    fn cut(&mut self, kind: Kind, secret: &str) -> String {
        let cut = Cut { kind, text: clip(secret, Self::MAX_CUT) };
        if secret != REDACTED && self.cuts.len() < Self::MAX_CUTS && !self.cuts.contains(&cut) {
            self.cuts.push(cut);
        }
        REDACTED.to_owned()
    }
}

/// A header's value without its secrets.
pub fn header(name: &str, value: &str) -> String {
    Cleaner::default().header(name, value)
}

/// An address without user name, password, fragment and secret parameters; long tokens in the path go too.
pub fn url(address: &str) -> String {
    Cleaner::default().url(address)
}

/// Any other text without its secrets.
pub fn text(text: &str) -> String {
    Cleaner::default().text(text)
}

#[cfg(test)]
mod tests;
