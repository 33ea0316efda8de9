//! What a comparison of lookups found, as scenario files and reports write it.

use std::net::IpAddr;

use is_it_me_core::dns::findings::Hidden;
use is_it_me_core::dns::{Finding, What};
use is_it_me_core::observation::How;
use serde::Deserialize;
use serde_json::Value;

use crate::Result;

/// The word of a finding and its facts, all of which may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    what: Word,
    #[serde(default)]
    weak: bool,
    /// Resolvers that answered.
    #[serde(default)]
    resolvers: Vec<String>,
    /// A name: of a zone, or the one that an alias leads to.
    name: Option<String>,
    /// The address that the browser used.
    used: Option<IpAddr>,
    /// The addresses that others give.
    #[serde(default)]
    addresses: Vec<IpAddr>,
    /// Codes of extended errors (RFC 8914).
    #[serde(default)]
    codes: Vec<u16>,
    /// Versions of the zone.
    #[serde(default)]
    serials: Vec<u32>,
    /// For how many seconds the oldest answer may still be kept.
    ttl: Option<u32>,
    /// An address, or an error that says that the name is hidden.
    sign: Option<String>,
    /// How many were asked in vain; if left out, those listed.
    asked: Option<usize>,
    /// The sentence, which is composed anew.
    #[serde(rename = "text")]
    _text: Option<String>,
}

/// The words of [`What`].
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    ResolverFails,
    Blocked,
    BlockedElsewhere,
    Stale,
    Split,
    Private,
    NoSuchZone,
    NoSuchName,
    DeadAlias,
    NoAddress,
    BadSignatures,
    ZoneFails,
    Propagation,
    Steered,
    Nobody,
    Fine,
}

pub(crate) fn read(value: &Value) -> Result<Finding> {
    let written = Written::deserialize(value)?;
    Ok(Finding { sure: !written.weak, what: what(written), how: How::Asked })
}

fn what(w: Written) -> What {
    let used = w.used.unwrap_or(IpAddr::from([0, 0, 0, 0]));
    let resolver = w.resolvers.first().cloned().unwrap_or_default();
    match w.what {
        Word::ResolverFails => What::ResolverFails { others: w.resolvers },
        Word::Blocked => What::Blocked { sign: w.sign.unwrap_or_else(|| used.to_string()) },
        Word::BlockedElsewhere => What::BlockedElsewhere { resolver, sign: hidden(w.codes, w.addresses) },
        Word::Stale => What::Stale { used, now: w.addresses },
        Word::Split => What::Split { used, elsewhere: w.addresses },
        Word::Private => What::Private { addresses: w.addresses },
        Word::NoSuchZone => What::NoSuchZone { parent: w.name },
        Word::NoSuchName => What::NoSuchName { zone: w.name },
        Word::DeadAlias => What::DeadAlias { target: w.name.unwrap_or_default() },
        Word::NoAddress => What::NoAddress { zone: w.name },
        Word::BadSignatures => What::BadSignatures { codes: w.codes, opened_by: w.resolvers },
        Word::ZoneFails => What::ZoneFails { codes: w.codes },
        Word::Propagation => What::Propagation { serials: w.serials, longest: w.ttl },
        Word::Steered => What::Steered { shared: w.name },
        Word::Nobody => What::Nobody { asked: w.asked.unwrap_or(w.resolvers.len()) },
        Word::Fine => What::Fine { used: w.used },
    }
}

fn hidden(codes: Vec<u16>, addresses: Vec<IpAddr>) -> Hidden {
    let code = codes.into_iter().next();
    code.map_or(Hidden::Address(addresses), Hidden::Reason)
}
