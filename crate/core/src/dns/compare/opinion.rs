//! What one resolver thinks of a name, all its answers taken together.

use core::net::IpAddr;

use super::{AddressKind, Heard, kind};
use crate::dns::answer::{Answer, ExtendedError, Rcode, Soa};
use crate::dns::query::Kind;
use crate::dns::resolver::{Filters, Resolver};
use crate::rank::each_once;

/// More answers than are ever asked for.
const MAX_HEARD: usize = 64;

/// What a resolver thinks of a name.
pub(super) struct Opinion<'a> {
    pub(super) by: &'a Resolver,
    pub(super) view: View,
    /// The public addresses, or if there are none the others.
    pub(super) addresses: Vec<IpAddr>,
    /// The names that the aliases lead to.
    pub(super) chain: &'a [String],
    pub(super) soa: Option<&'a Soa>,
    /// The reasons it gave.
    pub(super) reasons: Vec<&'a ExtendedError>,
    pub(super) ttl: Option<u32>,
    /// Both versions of addresses were asked for.
    pub(super) both: bool,
    /// All its answers ended alike.
    pub(super) same: bool,
    /// Nothing came back at all.
    pub(super) unreached: bool,
}

/// The gist of an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// Public addresses.
    Found,
    /// Addresses of the inside only.
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

/// Reasons (RFC 8914) that say "hidden on purpose": forged, blocked, censored, filtered, prohibited.
const HIDDEN: &[u16] = &[4, 15, 16, 17, 18];
/// Reasons why a resolver could not even try: not ready, not authoritative, not supported, limits.
const NOT_TRIED: &[u16] = &[14, 20, 21, 31, 32];
/// Reasons that lie with the signatures of the zone.
pub(super) const SIGNATURES: &[u16] = &[6, 7, 8, 9, 10, 11, 12, 25];
/// Reasons that lie with the servers of the zone.
pub(super) const SERVERS: &[u16] = &[22, 23, 24];
/// An old answer was given because the zone's servers gave none.
pub(super) const OLD: &[u16] = &[3, 19];

impl Opinion<'_> {
    /// Is "there is none" to be believed?
    pub(super) fn is_frank(&self) -> bool {
        self.by.filters == Filters::No
    }

    pub(super) fn gives_reason(&self, codes: &[u16]) -> bool {
        self.reasons.iter().any(|why| codes.contains(&why.code))
    }

    /// The reason that says "hidden on purpose".
    pub(super) fn hidden_by(&self) -> Option<&ExtendedError> {
        self.reasons.iter().copied().find(|why| HIDDEN.contains(&why.code))
    }
}

/// One opinion for each resolver, in the order in which they first appear.
pub(super) fn gather<'a>(heard: &'a [Heard<'a>]) -> Vec<Opinion<'a>> {
    let heard = heard.get(..MAX_HEARD).unwrap_or(heard);
    let mut resolvers: Vec<&Resolver> = Vec::new();
    for one in heard {
        if !resolvers.iter().any(|known| known.id == one.by.id) {
            resolvers.push(one.by);
        }
    }
    let of = |by: &'a Resolver| opinion(by, heard.iter().filter(|one| one.by.id == by.id));
    resolvers.into_iter().map(of).collect()
}

fn opinion<'a>(by: &'a Resolver, heard: impl Iterator<Item = &'a Heard<'a>>) -> Opinion<'a> {
    let heard: Vec<_> = heard.collect();
    let all: Vec<&Answer> = heard.iter().filter_map(|one| one.said.as_ref().ok()).collect();
    let answers: Vec<&Answer> = all.iter().copied().filter(|answer| answer.kind != Kind::Soa).collect();
    let reasons: Vec<_> = answers.iter().flat_map(|answer| &answer.extended_errors).collect();
    let codes: Vec<u16> = reasons.iter().map(|why| why.code).collect();
    let (addresses, kinds) = addresses(&answers);
    let view = view(by, &answers, &codes, &kinds);
    let both = [Kind::A, Kind::Aaaa].iter().all(|kind| answers.iter().any(|answer| answer.kind == *kind));
    let same = answers.windows(2).all(|pair| matches!(pair, [one, next] if one.rcode == next.rcode));
    Opinion {
        by,
        view,
        addresses,
        chain: answers
            .iter()
            .map(|answer| answer.cname_chain.as_slice())
            .max_by_key(|chain| chain.len())
            .unwrap_or(&[]),
        soa: all.iter().find_map(|answer| answer.soa.as_ref()),
        reasons,
        ttl: answers.iter().filter_map(|answer| answer.ttl).min(),
        both,
        same,
        unreached: all.is_empty() && !heard.is_empty(),
    }
}

/// The public addresses, or if there are none all of them; and the kinds of all.
fn addresses(answers: &[&Answer]) -> (Vec<IpAddr>, Vec<AddressKind>) {
    let mut all = each_once(answers.iter().flat_map(|answer| &answer.addresses).copied());
    let kinds: Vec<_> = all.iter().copied().map(kind).collect();
    if kinds.iter().any(|kind| kind.is_public()) {
        all.retain(|address| kind(*address).is_public());
    }
    (all, kinds)
}

fn view(by: &Resolver, answers: &[&Answer], codes: &[u16], kinds: &[AddressKind]) -> View {
    let every = |rcode| answers.iter().all(|answer| answer.rcode == rcode);
    let failed = |answer: &&Answer| answer.rcode == Rcode::ServFail;
    if answers.is_empty() {
        return View::Silent;
    }
    if codes.iter().any(|code| HIDDEN.contains(code))
        || kinds.iter().any(|kind| matches!(kind, AddressKind::BlockPage(_)))
    {
        return View::Blocked;
    }
    if kinds.iter().any(|kind| kind.is_public()) {
        return View::Found;
    }
    if !kinds.is_empty() {
        // One that hides nothing repeats what the zone says, odd as it may be.
        let hides = by.filters != Filters::No && kinds.iter().any(|kind| kind.is_block());
        return if hides { View::Blocked } else { View::Inside };
    }
    if codes.iter().any(|code| NOT_TRIED.contains(code)) {
        return View::Silent;
    }
    if every(Rcode::NxDomain) {
        return View::NoSuchName;
    }
    if answers.iter().all(|answer| matches!(answer.rcode, Rcode::NoError | Rcode::NxDomain)) {
        return View::NoAddress;
    }
    // A refusal is about whoever asks, unless a reason says that it is about the zone.
    let zone = [SIGNATURES, SERVERS].iter().any(|reasons| codes.iter().any(|code| reasons.contains(code)));
    if answers.iter().any(failed) || zone { View::Broken } else { View::Silent }
}
