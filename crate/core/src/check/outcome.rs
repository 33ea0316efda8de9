//! What became of the checks.

use super::Check;
use crate::dns::{Finding, What};
use crate::words::words;

words! {
    /// What an answer says about the one that was asked.
    Tells {
        /// All is well there.
        Pass = "pass",
        /// Neither well nor failing.
        Warn = "warn",
        /// It fails.
        Fail = "fail",
        /// Nothing.
        Skip = "skip",
    }
}

/// Declares the answers, each with its word, the check that can answer it, and what it tells.
macro_rules! answers {
    ($($(#[$doc:meta])* $answer:ident = $word:literal, $check:ident, $tells:ident;)+) => {
        words! {
            /// What a check can answer; its word is the check's word, a hyphen, and what it found.
            Answer { $($(#[$doc])* $answer = $word,)+ }
        }

        impl Answer {
            /// The check that can answer this.
            pub const fn check(self) -> Check {
                match self { $(Self::$answer => Check::$check,)+ }
            }

            /// What it says about the one that was asked.
            pub const fn tells(self) -> Tells {
                match self { $(Self::$answer => Tells::$tells,)+ }
            }
        }
    };
}

answers! {
    /// It works now.
    AgainGood = "again-good", Again, Pass;
    /// The same failure.
    AgainSame = "again-same", Again, Fail;
    /// Another failure.
    AgainOther = "again-other", Again, Warn;
    /// No answer.
    AgainSilent = "again-silent", Again, Fail;
    /// It works every time now.
    SeveralGood = "several-good", Several, Pass;
    /// It comes and goes.
    SeveralFlaps = "several-flaps", Several, Warn;
    /// It fails every time.
    SeveralFail = "several-fail", Several, Fail;
    /// It works without cookies.
    WithoutCookiesGood = "without-cookies-good", WithoutCookies, Pass;
    /// The same failure without cookies.
    WithoutCookiesSame = "without-cookies-same", WithoutCookies, Fail;
    /// The front page works.
    RootGood = "root-good", Root, Pass;
    /// The front page fails, too.
    RootFailing = "root-failing", Root, Fail;
    /// The other address works.
    SiblingGood = "sibling-good", Sibling, Pass;
    /// The other address fails, too.
    SiblingFailing = "sibling-failing", Sibling, Fail;
    /// The other scheme works.
    OtherSchemeGood = "other-scheme-good", OtherScheme, Pass;
    /// The other scheme fails, too.
    OtherSchemeFailing = "other-scheme-failing", OtherScheme, Fail;
    /// The other name works.
    OtherNameGood = "other-name-good", OtherName, Pass;
    /// The other name fails, too.
    OtherNameFailing = "other-name-failing", OtherName, Fail;
    /// The trouble is the delivery network's own.
    EdgeExplainsItself = "edge-explains-itself", EdgeExplains, Fail;
    /// It cannot reach the site's server.
    EdgeExplainsUnreachable = "edge-explains-unreachable", EdgeExplains, Fail;
    /// The site's server refuses, or breaks off.
    EdgeExplainsServer = "edge-explains-server", EdgeExplains, Fail;
    /// The site's server passes on an error of its application.
    EdgeExplainsApp = "edge-explains-app", EdgeExplains, Fail;
    /// A setting of the site is wrong.
    EdgeExplainsSettings = "edge-explains-settings", EdgeExplains, Fail;
    /// A rule of the site refuses this visitor.
    EdgeExplainsRule = "edge-explains-rule", EdgeExplains, Fail;
    /// It says nothing more.
    EdgeExplainsNothing = "edge-explains-nothing", EdgeExplains, Skip;
    /// The delivery network answers.
    EdgeAliveAnswers = "edge-alive-answers", EdgeAlive, Pass;
    /// The delivery network does not answer.
    EdgeAliveSilent = "edge-alive-silent", EdgeAlive, Fail;
    /// All operators answered.
    ControlAll = "control-all", Control, Pass;
    /// All did, and their clocks say that this device's is wrong by a day or more.
    ControlClock = "control-clock", Control, Warn;
    /// Some did.
    ControlSome = "control-some", Control, Warn;
    /// None did.
    ControlNone = "control-none", Control, Fail;
    /// Somebody else answered for them, as a sign-in page does.
    ControlCaptive = "control-captive", Control, Fail;
    /// The visitor's own resolver fails, hides the name or gives a wrong address.
    NamesResolver = "names-resolver", Names, Fail;
    /// The name's own zone is broken, or has no such name.
    NamesZone = "names-zone", Names, Fail;
    /// Resolvers disagree.
    NamesDisagree = "names-disagree", Names, Warn;
    /// The name is fine.
    NamesFine = "names-fine", Names, Pass;
    /// No resolver could be asked.
    NamesNobody = "names-nobody", Names, Skip;
    /// The delivery network reports trouble.
    VendorStatusTrouble = "vendor-status-trouble", VendorStatus, Fail;
    /// It reports none.
    VendorStatusFine = "vendor-status-fine", VendorStatus, Pass;
    /// The site reports trouble.
    SiteStatusTrouble = "site-status-trouble", SiteStatus, Fail;
    /// The site is switched off on purpose.
    SiteStatusMaintenance = "site-status-maintenance", SiteStatus, Warn;
    /// It reports none.
    SiteStatusFine = "site-status-fine", SiteStatus, Pass;
    /// It works elsewhere.
    OutsideWorks = "outside-works", Outside, Pass;
    /// It fails elsewhere.
    OutsideFails = "outside-fails", Outside, Fail;
    /// Elsewhere, somebody asks for proof of a person: neither up nor down.
    OutsideChallenged = "outside-challenged", Outside, Warn;
    /// It works in some places and fails in others.
    OutsideMixed = "outside-mixed", Outside, Warn;
    /// There is a copy.
    ArchiveFound = "archive-found", Archive, Pass;
    /// There is none.
    ArchiveNone = "archive-none", Archive, Skip;
}

words! {
    /// Why a check brought no answer.
    Why {
        /// The extension has no access to that host.
        NoAccess = "no-access",
        /// The visitor did not agree.
        NoConsent = "no-consent",
        /// The visitor switched it off.
        SwitchedOff = "switched-off",
        /// It took too long.
        TimedOut = "timed-out",
        /// The one that was asked has had enough questions.
        Limited = "limited",
        /// The one that was asked could not be reached.
        Unreachable = "unreachable",
        /// What came back could not be understood.
        Unreadable = "unreadable",
        /// An answer came, and it decides nothing.
        Unclear = "unclear",
        /// The visitor stopped it.
        Cancelled = "cancelled",
        /// Not known.
        Unknown = "unknown",
    }
}

/// What became of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has an answer.
    Answered(Answer),
    /// This many of these requests went well.
    Counted {
        /// Went well.
        good: u8,
        /// Were sent.
        of: u8,
    },
    /// What other resolvers say of the name, compared.
    Compared(Vec<Finding>),
    /// It has none.
    CouldNotRun(Why),
}

/// An outcome that does not belong to this check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

/// The outcomes so far, in the order of the checks, each check at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes(Vec<(Check, Outcome)>);

impl Answer {
    /// What it found: its word without that of the check.
    pub fn found(self) -> &'static str {
        self.word().get(self.check().word().len() + 1..).unwrap_or_default()
    }

    /// The answer of this check with this word.
    pub fn of(check: Check, word: &str) -> Option<Self> {
        Self::all_of(check).find(|answer| answer.found() == word)
    }

    /// Everything this check can answer.
    pub fn all_of(check: Check) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |answer| answer.check() == check)
    }
}

impl Outcome {
    /// The answer that this amounts to, if it is one.
    pub fn answer(&self) -> Option<Answer> {
        match self {
            Self::Answered(answer) => Some(*answer),
            Self::Counted { of: 0, .. } | Self::CouldNotRun(_) => None,
            Self::Counted { good: 0, .. } => Some(Answer::SeveralFail),
            Self::Counted { good, of } if good < of => Some(Answer::SeveralFlaps),
            Self::Counted { .. } => Some(Answer::SeveralGood),
            Self::Compared(findings) => findings.iter().find_map(|finding| names(finding.what)),
        }
    }

    /// What the comparison of lookups shows, where it is one.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Compared(findings) => findings,
            _ => &[],
        }
    }

    fn fits(&self, check: Check) -> bool {
        match self {
            Self::Answered(answer) => answer.check() == check && !matches!(check, Check::Several | Check::Names),
            Self::Counted { good, of } => check == Check::Several && good <= of,
            Self::Compared(_) => check == Check::Names,
            Self::CouldNotRun(_) => true,
        }
    }
}

/// The kind of a finding. Different addresses that lead to the same service say nothing.
const fn names(what: What) -> Option<Answer> {
    match what {
        What::ResolverFails | What::Blocked | What::Stale | What::Split => Some(Answer::NamesResolver),
        What::NoSuchZone
        | What::NoSuchName
        | What::DeadAlias
        | What::NoAddress
        | What::BadSignatures
        | What::ZoneFails
        | What::Private => Some(Answer::NamesZone),
        What::Propagation => Some(Answer::NamesDisagree),
        What::Nobody => Some(Answer::NamesNobody),
        What::Fine => Some(Answer::NamesFine),
        What::BlockedElsewhere | What::Steered => None,
    }
}

impl Outcomes {
    /// Adds what became of a check, in place of what was known about it.
    ///
    /// # Errors
    /// If the outcome does not belong to this check.
    pub fn set(&mut self, check: Check, outcome: Outcome) -> Result<(), Mismatch> {
        if !outcome.fits(check) {
            return Err(Mismatch);
        }
        let before = self.0.partition_point(|(known, _)| *known < check);
        match self.0.get_mut(before).filter(|(known, _)| *known == check) {
            Some((_, known)) => *known = outcome,
            None => self.0.insert(before, (check, outcome)),
        }
        Ok(())
    }

    /// What became of this check.
    pub fn get(&self, check: Check) -> Option<&Outcome> {
        self.0.iter().find(|(known, _)| *known == check).map(|(_, outcome)| outcome)
    }

    /// What the comparison of lookups shows; nothing if there was none.
    pub fn findings(&self) -> &[Finding] {
        self.get(Check::Names).map(Outcome::findings).unwrap_or_default()
    }

    /// The answer of this check.
    pub fn answer(&self, check: Check) -> Option<Answer> {
        self.get(check).and_then(Outcome::answer)
    }

    /// Was this answered?
    pub(super) fn gave(&self, answer: Answer) -> bool {
        self.answer(answer.check()) == Some(answer)
    }

    /// Everything so far.
    pub fn iter(&self) -> impl Iterator<Item = (Check, &Outcome)> {
        self.0.iter().map(|(check, outcome)| (*check, outcome))
    }

    /// The same without this check.
    #[must_use]
    pub fn without(mut self, check: Check) -> Self {
        self.0.retain(|(known, _)| *known != check);
        self
    }

    /// Is nothing known?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_answers_and_every_answer_its_check() {
        for &check in Check::ALL {
            assert!(Answer::all_of(check).count() >= 2, "{check}");
        }
        for &answer in Answer::ALL {
            assert_eq!(answer.word(), format!("{}-{}", answer.check(), answer.found()));
            assert_eq!(Answer::of(answer.check(), answer.found()), Some(answer));
        }
        assert_eq!(Answer::of(Check::Again, "works"), None);
    }

    #[test]
    fn an_outcome_of_another_check_is_refused() {
        let mut outcomes = Outcomes::default();
        assert_eq!(outcomes.set(Check::Root, Outcome::Answered(Answer::AgainGood)), Err(Mismatch));
        assert_eq!(outcomes.set(Check::Several, Outcome::Counted { good: 4, of: 3 }), Err(Mismatch));
        assert_eq!(outcomes.set(Check::Again, Outcome::Answered(Answer::AgainGood)), Ok(()));
        assert_eq!(outcomes.set(Check::Again, Outcome::CouldNotRun(Why::TimedOut)), Ok(()));
        assert_eq!((outcomes.iter().count(), outcomes.answer(Check::Again)), (1, None));
    }

    #[test]
    fn counting_tells_flapping_from_failing() {
        let answer = |good, of| Outcome::Counted { good, of }.answer();
        assert_eq!(answer(0, 0), None);
        assert_eq!(answer(0, 4), Some(Answer::SeveralFail));
        assert_eq!(answer(3, 4), Some(Answer::SeveralFlaps));
        assert_eq!(answer(4, 4), Some(Answer::SeveralGood));
    }
}
