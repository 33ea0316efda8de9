//! What one resolver thinks about a name, judged by all its answers together.

use core::net::IpAddr;

use super::{AddressKind, Heard, kind};
use crate::dns::answer::{Answer, Rcode, Soa};
use crate::dns::query::Kind;
use crate::dns::resolver::Resolver;
use crate::rank::once;

/// More answers than are ever asked for.
const MAX_HEARD: usize = 64;

/// What a resolver thinks about a name.
pub(super) struct Opinion<'a> {
    pub(super) by: &'a Resolver,
    pub(super) gist: Gist,
    /// The public addresses, or if there are none the others; each once.
    pub(super) addresses: Vec<IpAddr>,
    /// The names that the aliases lead to.
    pub(super) chain: &'a [String],
    pub(super) soa: Option<&'a Soa>,
    /// The reasons it gave.
    pub(super) reasons: Vec<u16>,
    pub(super) ttl: Option<u32>,
    /// Nothing came back at all.
    pub(super) unreached: bool,
    /// How its answers about addresses ended.
    ends: Vec<(Kind, Rcode)>,
}

/// The gist of an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gist {
    /// Public addresses.
    Found,
    /// Internal addresses only.
    Inside,
    /// It hides the name on purpose.
    Blocked,
    /// The name does not exist.
    NoSuchName,
    /// The name exists and has no address.
    NoAddress,
    /// It tried to find out, and could not.
    Broken,
    /// It could not be asked, or would not say: nothing is known.
    Silent,
}

/// Reasons (RFC 8914) that say "hidden on purpose": forged, blocked, censored, filtered.
const HIDDEN: &[u16] = &[4, 15, 16, 17];
/// Reasons why a resolver did not even try: not ready, not for this client, not authoritative, not supported, limits.
const NOT_TRIED: &[u16] = &[14, 18, 20, 21, 31, 32];
/// Reasons that lie with the signatures of the zone.
pub(super) const SIGNATURES: &[u16] = &[6, 7, 8, 9, 10, 11, 12, 25];
/// Reasons that lie with the servers of the zone.
pub(super) const SERVERS: &[u16] = &[22, 23, 24];
/// An old answer was given because the zone's servers gave none.
pub(super) const OLD: &[u16] = &[3, 19];

/// One opinion for each resolver, in the order in which they first appear. Here and in the checks, loops take the place
/// of iterator chains: each chain is code of its own, and together they made up a third of this module.
pub(super) fn gather<'a>(heard: &'a [Heard<'a>]) -> Vec<Opinion<'a>> {
    let mut opinions: Vec<Opinion> = Vec::new();
    for one in heard.get(..MAX_HEARD).unwrap_or(heard) {
        if !opinions.iter().any(|known| known.by.url == one.by.url) {
            opinions.push(Opinion::unheard(one.by));
        }
        if let (Some(known), Some(answer)) = (opinions.iter_mut().find(|known| known.by.url == one.by.url), &one.said) {
            known.hear(answer);
        }
    }
    for opinion in &mut opinions {
        opinion.conclude();
    }
    opinions
}

impl<'a> Opinion<'a> {
    const fn unheard(by: &'a Resolver) -> Self {
        Self {
            by,
            gist: Gist::Silent,
            addresses: Vec::new(),
            chain: &[],
            soa: None,
            reasons: Vec::new(),
            ttl: None,
            unreached: true,
            ends: Vec::new(),
        }
    }

    fn hear(&mut self, answer: &'a Answer) {
        self.unreached = false;
        self.soa = self.soa.or(answer.soa.as_ref());
        if answer.kind == Kind::Soa {
            return;
        }
        self.ends.push((answer.kind, answer.rcode));
        self.reasons.extend_from_slice(&answer.extended_errors);
        for &address in &answer.addresses {
            once(&mut self.addresses, address);
        }
        if answer.cname_chain.len() >= self.chain.len() {
            self.chain = &answer.cname_chain;
        }
        self.ttl = match (self.ttl, answer.ttl) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    fn conclude(&mut self) {
        self.gist = self.seen();
        let mut public = Vec::new();
        for address in self.addresses.iter().filter(|address| kind(**address).is_public()) {
            public.push(*address);
        }
        if !public.is_empty() {
            self.addresses = public;
        }
    }

    fn has(&self, is: fn(AddressKind) -> bool) -> bool {
        self.addresses.iter().any(|address| is(kind(*address)))
    }

    fn seen(&self) -> Gist {
        if self.ends.is_empty() {
            return Gist::Silent;
        }
        if self.hidden_by().is_some() || self.has(|kind| kind == AddressKind::BlockPage) {
            return Gist::Blocked;
        }
        if self.has(AddressKind::is_public) {
            return Gist::Found;
        }
        if !self.addresses.is_empty() {
            // A resolver that hides nothing repeats what the zone says, odd as that may be.
            let hides = !self.is_frank() && self.has(AddressKind::is_block);
            return if hides { Gist::Blocked } else { Gist::Inside };
        }
        if self.gives_reason(NOT_TRIED) {
            return Gist::Silent;
        }
        if self.all_end(|end| end == Rcode::NxDomain) {
            return Gist::NoSuchName;
        }
        if self.all_end(|end| matches!(end, Rcode::NoError | Rcode::NxDomain)) {
            return Gist::NoAddress;
        }
        // A refusal is about the one who asks, unless a reason says that it is about the zone.
        let failed = !self.all_end(|end| end != Rcode::ServFail);
        let zone = self.gives_reason(SIGNATURES) || self.gives_reason(SERVERS);
        if failed || zone { Gist::Broken } else { Gist::Silent }
    }

    fn all_end(&self, so: fn(Rcode) -> bool) -> bool {
        self.ends.iter().all(|(_, end)| so(*end))
    }

    /// Were both versions of addresses asked for?
    pub(super) fn is_whole(&self) -> bool {
        [Kind::A, Kind::Aaaa].iter().all(|kind| self.ends.iter().any(|(known, _)| known == kind))
    }

    /// Did all its answers end alike?
    pub(super) fn is_even(&self) -> bool {
        self.ends.windows(2).all(|pair| matches!(pair, [(_, one), (_, next)] if one == next))
    }

    /// Is "there is none" to be believed?
    pub(super) fn is_frank(&self) -> bool {
        self.by.is_frank
    }

    pub(super) fn gives_reason(&self, codes: &[u16]) -> bool {
        self.reasons.iter().any(|code| codes.contains(code))
    }

    /// The reason that says "hidden on purpose".
    pub(super) fn hidden_by(&self) -> Option<u16> {
        self.reasons.iter().copied().find(|code| HIDDEN.contains(code))
    }
}
