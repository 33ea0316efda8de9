//! What a comparison of lookups found, as scenario files and reports write it.

use std::mem::take;
use std::net::IpAddr;

use is_it_me_core::dns::{Finding, What};
use serde::Deserialize;
use serde_json::Value;

use crate::Result;

/// The word of a finding and its facts, all of which may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    what: What,
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

pub(crate) fn read(value: &Value) -> Result<Finding> {
    let Written { what, weak, resolvers, name, used, addresses, codes, serials, ttl, sign, asked, .. } =
        Written::deserialize(value)?;
    let mut found = Finding { resolvers, name, sign, used, addresses, ..Finding::new(what, !weak) };
    match what {
        What::Blocked => found.sign = found.sign.or_else(|| Some(found.used.take()?.to_string())),
        What::Nobody => found.asked = asked.or(Some(take(&mut found.resolvers).len())),
        _ => {}
    }
    Ok(Finding { codes, serials, ttl, ..found })
}
