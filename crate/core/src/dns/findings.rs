//! What a comparison shows, with the facts that led to it, and what that says about who is to blame.

use core::net::IpAddr;

use super::name::plain;
use crate::evidence::Evidence;
use crate::ip;
use crate::message::Message;
use crate::observation::How;
use crate::quantity::decimal;
use crate::text::join;
use crate::words::{Cause, Fault};

/// One thing that a comparison shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub what: What,
    /// Several voices agree and none is against it.
    pub sure: bool,
    /// How the facts were got.
    pub how: How,
}

/// What a comparison can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The browser could not look the name up, and others can.
    ResolverFails {
        /// Who can.
        others: Vec<String>,
    },
    /// The browser's own lookup hides the name.
    Blocked {
        /// The address it got, or the error that says so.
        sign: String,
    },
    /// Another resolver hides the name.
    BlockedElsewhere {
        /// Which.
        resolver: String,
        /// How it shows.
        sign: Hidden,
    },
    /// The browser used an address that nobody gives any more.
    Stale {
        /// The one it used.
        used: IpAddr,
        /// Those that are given now; none where the name is gone.
        now: Vec<IpAddr>,
    },
    /// The browser got an internal address for a name that outside is public, or unknown.
    Split {
        /// The one it used.
        used: IpAddr,
        /// Those that are given outside.
        elsewhere: Vec<IpAddr>,
    },
    /// Everybody gets an address that only works inside.
    Private {
        /// Which.
        addresses: Vec<IpAddr>,
    },
    /// Not even the domain exists.
    NoSuchZone {
        /// Who says so: the zone above it, empty for the root.
        parent: Option<String>,
    },
    /// The domain exists, and no such name in it.
    NoSuchName {
        /// The zone that says so, where it named itself.
        zone: Option<String>,
    },
    /// The name leads on to another that does not exist.
    DeadAlias {
        /// The other name.
        target: String,
    },
    /// The name exists and has no address.
    NoAddress {
        /// The zone that says so, where it named itself.
        zone: Option<String>,
    },
    /// The signatures of the zone do not hold.
    BadSignatures {
        /// The reasons given.
        codes: Vec<u16>,
        /// Who does answer when not checking them.
        opened_by: Vec<String>,
    },
    /// The servers of the zone do not answer, or not sensibly.
    ZoneFails {
        /// The reasons given.
        codes: Vec<u16>,
    },
    /// The zone was changed, and not everybody knows yet.
    Propagation {
        /// The versions of the zone in circulation.
        serials: Vec<u32>,
        /// For how many seconds the oldest answer may still be kept.
        longest: Option<u32>,
    },
    /// Different answers that lead to the same service: no disagreement.
    Steered {
        /// What they have in common, where it has a name.
        shared: Option<String>,
    },
    /// Nobody else could be asked.
    Nobody {
        /// How many there were.
        asked: usize,
    },
    /// The name leads where it should.
    Fine {
        /// The address the browser used, where it is known.
        used: Option<IpAddr>,
    },
}

/// How it shows that a resolver hides a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// It says so, with this code (RFC 8914).
    Reason(u16),
    /// It gives addresses that lead nowhere, or to a page of its own.
    Address(Vec<IpAddr>),
}

/// Places, and how strongly each is pointed to.
type Places = &'static [(Fault, f32)];

/// What a finding says about who is to blame. Weights are log-likelihood ratios in nats, as everywhere.
struct Row {
    /// Which finding it is, in rules and in message keys.
    word: &'static str,
    cause: Option<Cause>,
    /// Where the finding is sure.
    sure: Places,
    /// Where it is not.
    weak: Places,
}

/// The table. Sure findings of a lookup weigh 4: a comparison of independent answers to the very question. A zone that
/// others find is cleared a little less, as it may be broken for some; a weak finding is a hint, or half of one.
const fn row(what: &What) -> Row {
    use Fault::{DnsLocal, DnsZone, LocalNetwork};

    const LOCAL: Places = &[(DnsLocal, 4.0), (DnsZone, -3.0)];
    const LOCAL_HINT: Places = &[(DnsLocal, 1.5), (DnsZone, -0.5)];
    const ZONE: Places = &[(DnsZone, 4.0), (DnsLocal, -2.0)];
    const ZONE_HINT: Places = &[(DnsZone, 1.5)];
    const NOTHING: Places = &[];
    const FAILED: Option<Cause> = Some(Cause::LookupFailed);
    const NO_NAME: Option<Cause> = Some(Cause::NameNotFound);
    const BLOCKED: Option<Cause> = Some(Cause::Blocked);
    const WRONG: Option<Cause> = Some(Cause::Misconfigured);
    let (word, cause, sure, weak): (_, _, Places, Places) = match what {
        What::ResolverFails { .. } => ("resolver-fails", FAILED, LOCAL, LOCAL_HINT),
        What::Blocked { .. } => ("blocked", BLOCKED, LOCAL, LOCAL_HINT),
        // A name on one list is often on another, and few names are on any: a reason to think that the visitor's own
        // resolver hides it too.
        What::BlockedElsewhere { .. } => ("blocked-elsewhere", BLOCKED, &[(DnsLocal, 2.5)], NOTHING),
        // An answer may be kept for its time, so an old one need not be the fault of whoever kept it.
        What::Stale { .. } => ("stale", None, &[(DnsLocal, 2.0)], &[(DnsLocal, 0.7)]),
        // An internal site, a sign-in page or a filter: all on this network, and not all of them faults.
        What::Split { .. } => ("split", None, &[(DnsLocal, 2.0), (LocalNetwork, 1.0)], &[(DnsLocal, 0.7)]),
        // Either the zone is wrong, or the visitor should be inside and is not.
        What::Private { .. } => ("private", WRONG, &[(DnsZone, 2.0), (LocalNetwork, 1.5)], &[(DnsZone, 0.7)]),
        What::NoSuchZone { .. } => ("no-such-zone", NO_NAME, ZONE, ZONE_HINT),
        What::NoSuchName { .. } => ("no-such-name", NO_NAME, ZONE, ZONE_HINT),
        What::DeadAlias { .. } => ("dead-alias", NO_NAME, ZONE, ZONE_HINT),
        What::NoAddress { .. } => ("no-address", NO_NAME, ZONE, ZONE_HINT),
        What::BadSignatures { .. } => ("bad-signatures", WRONG, ZONE, ZONE_HINT),
        What::ZoneFails { .. } => ("zone-fails", FAILED, ZONE, ZONE_HINT),
        // It mends itself, and until then both the zone and the resolver do as they may.
        What::Propagation { .. } => ("propagation", None, &[(DnsZone, 1.5)], &[(DnsZone, 0.7)]),
        What::Steered { .. } => ("steered", None, NOTHING, NOTHING),
        // If no name could be looked up, the others were asked at their addresses first, so it may be the network as
        // well.
        What::Nobody { .. } => ("nobody", FAILED, &[(DnsLocal, 1.0), (LocalNetwork, 1.0)], NOTHING),
        What::Fine { .. } => ("fine", None, &[(DnsLocal, -3.0), (DnsZone, -3.0)], &[(DnsZone, -1.5)]),
    };
    Row { word, cause, sure, weak }
}

impl Finding {
    pub(super) fn new(what: What, sure: bool) -> Self {
        Self { what, sure, how: How::Asked }
    }

    /// The stable word.
    pub fn word(&self) -> &'static str {
        row(&self.what).word
    }

    /// Does it say that somebody hides the name on purpose?
    pub fn is_hidden(&self) -> bool {
        matches!(self.what, What::Blocked { .. } | What::BlockedElsewhere { .. })
    }

    /// The sentence for people. Every finding has one, even those that blame nobody.
    pub fn message(&self) -> Message {
        let (word, [first, second]) = (self.word(), self.what.params());
        Message::of("evidence_dns", word).with(first).with(second)
    }

    /// What it says about who is to blame.
    pub fn evidence(&self) -> Vec<Evidence> {
        let row = row(&self.what);
        let mut evidence = Vec::new();
        for &(fault, weight) in if self.sure { row.sure } else { row.weak } {
            let one = Evidence::new(join(&["dns", row.word], "/"), fault, weight, self.how, self.message());
            // Weights against a place say nothing about what went wrong there.
            evidence.push(one.because(row.cause.filter(|_| weight > 0.0)));
        }
        evidence
    }
}

/// What all findings say about who is to blame.
pub fn evidence(findings: &[Finding]) -> Vec<Evidence> {
    let mut all = Vec::new();
    for finding in findings {
        all.extend(finding.evidence());
    }
    all
}

impl What {
    /// The facts in a form that may stand in a sentence: addresses, numbers, names made of letters, and no other
    /// hostile text.
    fn params(&self) -> [String; 2] {
        let one = |text: String| [text, String::new()];
        match self {
            Self::ResolverFails { others } => one(join(others, ", ")),
            Self::Blocked { sign } => one(sign.clone()),
            Self::BlockedElsewhere { resolver, sign: Hidden::Reason(code) } => {
                [resolver.clone(), join(&["EDE", &decimal(*code)], " ")]
            }
            Self::BlockedElsewhere { resolver, sign: Hidden::Address(addresses) } => {
                [resolver.clone(), list(addresses, ip::text)]
            }
            Self::Stale { used, now } => [ip::text(*used), list(now, ip::text)],
            Self::Split { used, elsewhere } => [ip::text(*used), list(elsewhere, ip::text)],
            Self::Private { addresses } => one(list(addresses, ip::text)),
            Self::NoSuchZone { parent: zone } | Self::NoSuchName { zone } | Self::NoAddress { zone } => {
                one(named(zone.as_deref()))
            }
            Self::DeadAlias { target } => one(named(Some(target))),
            Self::BadSignatures { codes, opened_by } => [join(opened_by, ", "), list(codes, decimal)],
            Self::ZoneFails { codes } => one(list(codes, decimal)),
            Self::Propagation { serials, longest } => [longest.map_or("?".into(), decimal), list(serials, decimal)],
            Self::Steered { shared } => one(named(shared.as_deref())),
            Self::Nobody { asked } => one(decimal(*asked)),
            Self::Fine { used } => one(used.map(ip::text).unwrap_or_default()),
        }
    }
}

/// The first few, which is all a sentence can hold.
fn list<T: Copy>(all: &[T], written: impl Fn(T) -> String) -> String {
    let mut first = Vec::new();
    for one in all.iter().take(3) {
        first.push(written(*one));
    }
    if all.len() > first.len() {
        first.push("…".into());
    }
    if first.is_empty() { "–".into() } else { join(&first, ", ") }
}

/// A name that came over the network, if it is made of what names are made of.
fn named(name: Option<&str>) -> String {
    name.and_then(plain).unwrap_or_else(|| "?".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::PointsTo;

    fn sure(what: What) -> Finding {
        Finding::new(what, true)
    }

    #[test]
    fn a_finding_becomes_evidence_by_the_table() {
        let finding = sure(What::ResolverFails { others: vec!["Cloudflare".into(), "Google".into()] });
        let found: Vec<_> = finding.evidence().iter().map(|e| (e.points_to, e.weight > 0.0, e.cause)).collect();
        let zone = (PointsTo::Fault(Fault::DnsZone), false, None);
        assert_eq!(found, [(PointsTo::Fault(Fault::DnsLocal), true, Some(Cause::LookupFailed)), zone]);
        assert!(finding.evidence().iter().all(|e| e.rule == "dns/resolver-fails" && e.how == How::Asked));
        assert_eq!(finding.message().params, ["Cloudflare, Google", ""]);
        assert_eq!(evidence(&[finding.clone(), finding]).len(), 4);
    }

    #[test]
    fn a_weak_finding_never_weighs_like_a_sure_one() {
        let strongest = |finding: &Finding| finding.evidence().iter().map(|e| e.weight.abs()).fold(0.0, f32::max);
        for what in every() {
            let (weak, sure) = (Finding::new(what.clone(), false), sure(what.clone()));
            assert!(strongest(&weak) <= 1.5, "{what:?}");
            assert!(strongest(&weak) < strongest(&sure) || strongest(&sure) == 0.0, "{what:?}");
        }
    }

    #[test]
    fn hostile_names_do_not_reach_a_sentence() {
        for name in ["[x](https://evil.example)", "a\\032b.net", "<b>", ""] {
            let dead = sure(What::DeadAlias { target: name.into() });
            assert_eq!(dead.message().params, ["?", ""], "{name}");
        }
        let hidden = sure(What::BlockedElsewhere { resolver: "Quad9".into(), sign: Hidden::Reason(15) });
        assert_eq!(hidden.message().params, ["Quad9", "EDE 15"]);
        let many: Vec<IpAddr> = (0..9).map(|n| IpAddr::from([192, 0, 2, n])).collect();
        assert_eq!(sure(What::Private { addresses: many }).message().params[0], "192.0.2.0, 192.0.2.1, 192.0.2.2, …");
    }

    fn every() -> Vec<What> {
        let used = IpAddr::from([1, 1, 1, 1]);
        vec![
            What::ResolverFails { others: vec![] },
            What::Blocked { sign: String::new() },
            What::BlockedElsewhere { resolver: String::new(), sign: Hidden::Address(vec![]) },
            What::Stale { used, now: vec![] },
            What::Split { used, elsewhere: vec![] },
            What::Private { addresses: vec![] },
            What::NoSuchZone { parent: None },
            What::NoSuchName { zone: None },
            What::DeadAlias { target: String::new() },
            What::NoAddress { zone: None },
            What::BadSignatures { codes: vec![], opened_by: vec![] },
            What::ZoneFails { codes: vec![] },
            What::Propagation { serials: vec![], longest: None },
            What::Steered { shared: None },
            What::Nobody { asked: 3 },
            What::Fine { used: None },
        ]
    }
}
