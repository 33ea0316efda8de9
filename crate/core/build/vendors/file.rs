//! The shape of a vendor file, described for its writers in CONTRIBUTING.md.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Result;

/// One product. Keys that only the tests or the checks of the shell read are parsed here all the same, so that a
/// mistake in them is a build error too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vendor {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) layer: String,
    #[serde(default, rename = "alike")]
    _alike: Vec<String>,
    pub(crate) status_page: Option<String>,
    pub(crate) status_form: Option<String>,
    pub(crate) logs: Option<String>,
    #[serde(rename = "sources")]
    _sources: BTreeMap<String, String>,
    pub(crate) dns: Option<Dns>,
    pub(crate) alive: Option<Alive>,
    pub(crate) explain: Option<Explain>,
    #[serde(rename = "ranges")]
    _ranges: Option<Ranges>,
    #[serde(default)]
    pub(crate) timeout: Vec<Timeout>,
    #[serde(default)]
    pub(crate) passed: Vec<Passed>,
    #[serde(default)]
    pub(crate) made: Vec<Sign>,
    #[serde(default)]
    pub(crate) relayed: Vec<Sign>,
    #[serde(default)]
    pub(crate) forward: Vec<Sign>,
    #[serde(default)]
    pub(crate) id_headers: Vec<RequestId>,
    #[serde(default)]
    pub(crate) location: Vec<Location>,
    #[serde(default)]
    pub(crate) code: Vec<Code>,
    #[serde(default, rename = "example")]
    _examples: Vec<toml::Table>,
}

/// Names that lead to the vendor.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dns {
    #[serde(default)]
    pub(crate) cname: Vec<String>,
    #[serde(default, rename = "ns")]
    _ns: Vec<String>,
}

/// A path that the vendor itself answers on every customer's host.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Alive {
    pub(crate) path: String,
    pub(crate) expect: String,
}

/// A request header that makes the vendor say more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Explain {
    pub(crate) header: String,
    pub(crate) value: String,
    #[serde(default, rename = "answers")]
    _answers: Vec<String>,
}

/// The vendor's addresses.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ranges {
    #[serde(rename = "url")]
    _url: Option<String>,
    #[serde(default, rename = "prefixes")]
    _prefixes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Timeout {
    pub(crate) seconds: f32,
    pub(crate) status: Vec<u16>,
    pub(crate) waits_for: String,
    #[serde(rename = "source")]
    _source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passed {
    pub(crate) all: Vec<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sign {
    #[allow(clippy::struct_field_names, reason = "the name in the file")]
    pub(crate) sign: String,
    #[serde(default)]
    pub(crate) all: Vec<Condition>,
    #[serde(default)]
    pub(crate) any: Vec<Condition>,
    pub(crate) weight: f32,
    #[serde(default)]
    pub(crate) in_front: bool,
    #[serde(rename = "source")]
    _source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestId {
    pub(crate) header: String,
    pub(crate) name: String,
    pub(crate) page: Option<String>,
    pub(crate) log: Option<String>,
    #[serde(default)]
    pub(crate) forwarded: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Location {
    pub(crate) header: String,
    pub(crate) split: Option<String>,
    pub(crate) take: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    #[serde(default)]
    pub(crate) all: Vec<Condition>,
    #[serde(default)]
    pub(crate) any: Vec<Condition>,
    pub(crate) cause: String,
    pub(crate) fault: String,
    pub(crate) weight: f32,
    #[serde(default)]
    pub(crate) or: BTreeMap<String, f32>,
    #[serde(rename = "source")]
    _source: Option<String>,
}

/// One condition. [`Condition::check`] says which fields may occur together.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the file, and most conditions have none of them")]
pub(crate) struct Condition {
    pub(crate) header: Option<String>,
    pub(crate) is: Option<String>,
    pub(crate) is_not: Option<String>,
    pub(crate) exactly: Option<String>,
    pub(crate) starts: Option<String>,
    pub(crate) has: Option<String>,
    #[serde(default)]
    pub(crate) missing: bool,
    #[serde(default)]
    pub(crate) lower: bool,
    pub(crate) body: Option<String>,
    pub(crate) body_missing: Option<String>,
    pub(crate) body_starts: Option<String>,
    pub(crate) body_is: Option<String>,
    #[serde(default)]
    pub(crate) body_empty: bool,
    #[serde(default)]
    pub(crate) body_unseen: bool,
    pub(crate) title: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) status: Option<Vec<u16>>,
    pub(crate) scheme: Option<String>,
    #[serde(default)]
    pub(crate) odd_port: bool,
    pub(crate) error: Option<String>,
}

impl Condition {
    pub(crate) fn check(&self) -> Result<()> {
        let values = [&self.is, &self.is_not, &self.exactly, &self.starts, &self.has];
        let tests = values.into_iter().flatten().count() + usize::from(self.missing) + usize::from(self.lower);
        if tests > 1 || (tests == 1 && self.header.is_none()) {
            return Err(
                "of is, is_not, exactly, starts, has, missing and lower at most one may stand in a condition, beside a \
                 header"
                    .into(),
            );
        }
        Ok(())
    }

    /// What is asked about the header, and the text it is compared with.
    pub(crate) fn header_test(&self) -> (&'static str, Option<&str>) {
        let tests = [
            ("HeaderIs", &self.is),
            ("HeaderIsNot", &self.is_not),
            ("HeaderIsExactly", &self.exactly),
            ("HeaderStarts", &self.starts),
            ("HeaderHas", &self.has),
        ];
        let given = tests.into_iter().find_map(|(kind, value)| value.as_deref().map(|value| (kind, Some(value))));
        let asked = [("HeaderMissing", self.missing), ("HeaderLower", self.lower)];
        let bare = asked.into_iter().find_map(|(kind, asked)| asked.then_some((kind, None)));
        given.or(bare).unwrap_or(("HeaderPresent", None))
    }
}

impl Vendor {
    /// The file's name: the id with everything but letters and digits as single hyphens.
    pub(crate) fn stem(&self) -> String {
        let parts = self.id.split(|c: char| !c.is_ascii_alphanumeric());
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    }
}
