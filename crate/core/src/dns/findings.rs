//! What a comparison shows, with the facts that led to it, and what that says about who is to blame.

use core::net::IpAddr;

use super::name::plain;
use crate::evidence::Evidence;
use crate::ip;
use crate::message::Message;
use crate::observation::How;
use crate::quantity::decimal;
use crate::text::join;
use crate::words::{Cause, Fault, words};

words! {
    /// What a comparison can show.
    What {
        /// The browser could not look the name up, and others can.
        ResolverFails = "resolver-fails",
        /// The browser's own lookup hides the name.
        Blocked = "blocked",
        /// Another resolver hides the name.
        BlockedElsewhere = "blocked-elsewhere",
        /// The browser used an address that nobody gives any more.
        Stale = "stale",
        /// The browser got an internal address for a name that outside is public, or unknown.
        Split = "split",
        /// Everybody gets an address that only works inside.
        Private = "private",
        /// Not even the domain exists.
        NoSuchZone = "no-such-zone",
        /// The domain exists, and no such name in it.
        NoSuchName = "no-such-name",
        /// The name leads on to another that does not exist.
        DeadAlias = "dead-alias",
        /// The name exists and has no address.
        NoAddress = "no-address",
        /// The signatures of the zone do not hold.
        BadSignatures = "bad-signatures",
        /// The servers of the zone do not answer, or not sensibly.
        ZoneFails = "zone-fails",
        /// The zone was changed, and not everybody knows yet.
        Propagation = "propagation",
        /// Different answers that lead to the same service: no disagreement.
        Steered = "steered",
        /// Nobody else could be asked.
        Nobody = "nobody",
        /// The name leads where it should.
        Fine = "fine",
    }
}

/// One thing that a comparison shows, with those of the facts that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub what: What,
    /// Several voices agree and none is against it.
    pub sure: bool,
    /// How the facts were got.
    pub how: How,
    /// The resolvers that can look the name up, that answer if they need not check signatures, or that hide the name.
    pub resolvers: Vec<String>,
    /// The zone that says so, where it named itself, empty for the root; the name that the alias leads to; or the name
    /// that different answers have in common.
    pub name: Option<String>,
    /// The address that the browser got for a hidden name, or the error that says that it is hidden.
    pub sign: Option<String>,
    /// The address that the browser used.
    pub used: Option<IpAddr>,
    /// Those that are given now, outside, or by the one that hides the name.
    pub addresses: Vec<IpAddr>,
    /// The reasons given (RFC 8914).
    pub codes: Vec<u16>,
    /// The versions of the zone in circulation.
    pub serials: Vec<u32>,
    /// For how many seconds the oldest answer may still be kept.
    pub ttl: Option<u32>,
    /// How many were asked in vain.
    pub asked: Option<usize>,
}

/// Places, and how strongly each is pointed to.
type Places = &'static [(Fault, f32)];

/// What a finding says about who is to blame. Weights are log-likelihood ratios in nats, as everywhere.
struct Row {
    cause: Option<Cause>,
    /// Where the finding is sure.
    sure: Places,
    /// Where it is not.
    weak: Places,
}

/// The table. Sure findings of a lookup weigh 4: a comparison of independent answers to the very question. A zone that
/// others find is cleared a little less, as it may be broken for some; a weak finding is a hint, or half of one.
const fn row(what: What) -> Row {
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
    let (cause, sure, weak): (_, Places, Places) = match what {
        What::ResolverFails => (FAILED, LOCAL, LOCAL_HINT),
        What::Blocked => (BLOCKED, LOCAL, LOCAL_HINT),
        // A name on one list is often on another, and few names are on any: a reason to think that the visitor's own
        // resolver hides it too.
        What::BlockedElsewhere => (BLOCKED, &[(DnsLocal, 2.5)], NOTHING),
        // An answer may be kept for its time, so an old one need not be the fault of whoever kept it.
        What::Stale => (None, &[(DnsLocal, 2.0)], &[(DnsLocal, 0.7)]),
        // An internal site, a sign-in page or a filter: all on this network, and not all of them faults.
        What::Split => (None, &[(DnsLocal, 2.0), (LocalNetwork, 1.0)], &[(DnsLocal, 0.7)]),
        // Either the zone is wrong, or the visitor should be inside and is not.
        What::Private => (WRONG, &[(DnsZone, 2.0), (LocalNetwork, 1.5)], &[(DnsZone, 0.7)]),
        What::NoSuchZone | What::NoSuchName | What::DeadAlias | What::NoAddress => (NO_NAME, ZONE, ZONE_HINT),
        What::BadSignatures => (WRONG, ZONE, ZONE_HINT),
        What::ZoneFails => (FAILED, ZONE, ZONE_HINT),
        // It mends itself, and until then both the zone and the resolver do as they may.
        What::Propagation => (None, &[(DnsZone, 1.5)], &[(DnsZone, 0.7)]),
        What::Steered => (None, NOTHING, NOTHING),
        // If no name could be looked up, the others were asked at their addresses first, so it may be the network as
        // well.
        What::Nobody => (FAILED, &[(DnsLocal, 1.0), (LocalNetwork, 1.0)], NOTHING),
        What::Fine => (None, &[(DnsLocal, -3.0), (DnsZone, -3.0)], &[(DnsZone, -1.5)]),
    };
    Row { cause, sure, weak }
}

impl Finding {
    /// One without facts.
    pub fn new(what: What, sure: bool) -> Self {
        Self {
            what,
            sure,
            how: How::Asked,
            resolvers: Vec::new(),
            name: None,
            sign: None,
            used: None,
            addresses: Vec::new(),
            codes: Vec::new(),
            serials: Vec::new(),
            ttl: None,
            asked: None,
        }
    }

    /// Does it say that somebody hides the name on purpose?
    pub fn is_hidden(&self) -> bool {
        matches!(self.what, What::Blocked | What::BlockedElsewhere)
    }

    /// The sentence for people. Every finding has one, even those that blame nobody.
    pub fn message(&self) -> Message {
        let [first, second] = self.params();
        Message::of("evidence_dns", self.what.word()).with(first).with(second)
    }

    /// What it says about who is to blame.
    pub fn evidence(&self) -> Vec<Evidence> {
        let row = row(self.what);
        let mut evidence = Vec::new();
        for &(fault, weight) in if self.sure { row.sure } else { row.weak } {
            let rule = join(&["dns", self.what.word()], "/");
            let one = Evidence::new(rule, fault, weight, self.how, self.message());
            // Weights against a place say nothing about what went wrong there.
            evidence.push(one.because(row.cause.filter(|_| weight > 0.0)));
        }
        evidence
    }

    /// The facts in a form that may stand in a sentence: addresses, numbers, names made of letters, and no other
    /// hostile text.
    fn params(&self) -> [String; 2] {
        let one = |text: String| [text, String::new()];
        let resolvers = || join(&self.resolvers, ", ");
        let used = || self.used.map(ip::text).unwrap_or_default();
        let addresses = || list(&self.addresses, ip::text);
        match self.what {
            What::ResolverFails => one(resolvers()),
            What::Blocked => one(self.sign.clone().unwrap_or_default()),
            What::BlockedElsewhere => {
                let reason = self.codes.first().map(|code| join(&["EDE", &decimal(*code)], " "));
                [resolvers(), reason.unwrap_or_else(addresses)]
            }
            What::Stale | What::Split => [used(), addresses()],
            What::Private => one(addresses()),
            What::NoSuchZone | What::NoSuchName | What::NoAddress | What::DeadAlias | What::Steered => {
                one(self.name.as_deref().and_then(plain).unwrap_or_else(|| "?".into()))
            }
            What::BadSignatures => [resolvers(), list(&self.codes, decimal)],
            What::ZoneFails => one(list(&self.codes, decimal)),
            What::Propagation => [self.ttl.map_or("?".into(), decimal), list(&self.serials, decimal)],
            What::Nobody => one(self.asked.map(decimal).unwrap_or_default()),
            What::Fine => one(used()),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::PointsTo;

    fn sure(what: What) -> Finding {
        Finding::new(what, true)
    }

    #[test]
    fn a_finding_becomes_evidence_by_the_table() {
        let resolvers = vec!["Cloudflare".into(), "Google".into()];
        let finding = Finding { resolvers, ..sure(What::ResolverFails) };
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
        for &what in What::ALL {
            let (weak, sure) = (Finding::new(what, false), sure(what));
            assert!(strongest(&weak) <= 1.5, "{what:?}");
            assert!(strongest(&weak) < strongest(&sure) || strongest(&sure) == 0.0, "{what:?}");
        }
    }

    #[test]
    fn hostile_names_do_not_reach_a_sentence() {
        for name in ["[x](https://evil.example)", "a\\032b.net", "<b>", ""] {
            let dead = Finding { name: Some(name.into()), ..sure(What::DeadAlias) };
            assert_eq!(dead.message().params, ["?", ""], "{name}");
        }
        let hidden = Finding { resolvers: vec!["Quad9".into()], codes: vec![15], ..sure(What::BlockedElsewhere) };
        assert_eq!(hidden.message().params, ["Quad9", "EDE 15"]);
        let addresses = (0..9).map(|n| IpAddr::from([192, 0, 2, n])).collect();
        let private = Finding { addresses, ..sure(What::Private) };
        assert_eq!(private.message().params[0], "192.0.2.0, 192.0.2.1, 192.0.2.2, …");
    }
}
