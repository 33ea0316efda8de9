//! What the visitor may allow, and whether that would lead any further.

use super::{Case, Check, Settings, Tier, Why, plan};
use crate::diagnosis::Diagnosis;
use crate::words::words;

words! {
    /// Something that the visitor alone can allow.
    Leave {
        /// Others than the site may be asked, as one notice names them.
        Others = "others",
        /// Computers elsewhere may be told to look.
        Outside = "outside",
        /// Access to every site.
        Access = "access",
    }
}

impl Settings {
    /// Takes down that the visitor allows this.
    pub fn allow(&mut self, leave: Leave) {
        match leave {
            Leave::Others => {
                self.others = true;
                self.consent.extend([Check::Names, Check::Archive]);
            }
            Leave::Outside => self.consent.push(Check::Outside),
            Leave::Access => self.tier = Tier::Access,
        }
    }
}

impl Leave {
    /// The case as it stands once this is allowed, at a new click: time counts anew.
    fn given(self, case: &Case) -> Case {
        let mut case = Case { elapsed_ms: 0, ..case.clone() };
        case.settings.allow(self);
        case
    }

    const fn lifts(self, check: Check, barrier: Why) -> bool {
        match self {
            Self::Others => check.asks_others() && matches!(barrier, Why::NoConsent),
            Self::Outside => matches!((check, barrier), (Check::Outside, Why::NoConsent)),
            Self::Access => matches!(barrier, Why::NoAccess),
        }
    }
}

impl Case {
    /// Would the plan go on with a check that only this leave allows? What the case amounts to stays the same.
    pub fn would_use(&self, d: &Diagnosis, leave: Leave) -> bool {
        let next = plan::step_by(&leave.given(self), d);
        next.is_ok_and(|check| self.barrier(check).is_some_and(|barrier| leave.lifts(check, barrier)))
    }

    /// Would the plan go on with access to every site, and with others asked as well?
    pub(crate) fn could_go_on(&self, d: &Diagnosis) -> bool {
        plan::step_by(&Leave::Others.given(&Leave::Access.given(self)), d).is_ok()
    }

    /// Are computers elsewhere what is left to ask?
    pub fn wants_outside(&self, d: &Diagnosis) -> bool {
        let decides = || plan::deciding(self, d) == Some(Check::Outside);
        self.lacks(Leave::Outside) && (self.would_use(d, Leave::Outside) || decides())
    }

    /// May somebody who wants it have the archive asked for a copy?
    pub fn may_look_for_a_copy(&self) -> bool {
        let allowed = matches!(self.barrier(Check::Archive), None | Some(Why::NoConsent));
        self.outcomes.get(Check::Archive).is_none() && allowed && self.applies(Check::Archive)
    }

    /// Is there a check that makes sense, was not run, and that this leave alone would allow?
    pub fn lacks(&self, leave: Leave) -> bool {
        let given = leave.given(self);
        let barred = |check: Check| self.barrier(check).is_some_and(|barrier| leave.lifts(check, barrier));
        let new = |check: Check| check != Check::Archive && self.outcomes.get(check).is_none();
        self.sensible().into_iter().any(|check| new(check) && barred(check) && given.allows(check))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Answer, Outcome, diagnose_case};
    use crate::observation::Observation;

    fn case(tier: Tier, url: &str) -> Case {
        let error = Some("net::ERR_NAME_NOT_RESOLVED".to_owned());
        let observations = vec![Observation { error, url: url.into(), ..Observation::default() }];
        Case { observations, settings: Settings { tier, others: false, ..Settings::default() }, ..Case::default() }
    }

    fn would_use(case: &Case, leave: Leave) -> bool {
        case.would_use(&diagnose_case(case), leave)
    }

    #[test]
    fn leave_is_asked_for_only_where_it_leads_further() {
        let open = case(Tier::Access, "https://shop.example.com/");
        assert!(would_use(&open, Leave::Others) && open.lacks(Leave::Outside));
        assert!(!would_use(&open, Leave::Access) && !open.lacks(Leave::Access));
        let mut off = open;
        off.settings.off = Check::ALL.iter().copied().filter(|check| check.asks_others()).collect();
        assert!(!would_use(&off, Leave::Others) && !off.lacks(Leave::Others));
    }

    #[test]
    fn a_name_of_the_inside_is_no_reason_to_ask_whether_it_may_be_told() {
        let inside = case(Tier::Click, "https://wiki.corp/");
        assert!(!would_use(&inside, Leave::Others) && !would_use(&inside, Leave::Outside));
        assert!(!inside.lacks(Leave::Others) && !inside.lacks(Leave::Outside));
    }

    #[test]
    fn time_that_is_used_up_is_no_reason_to_offer_nothing() {
        let mut late = case(Tier::Access, "https://shop.example.com/");
        late.outcomes.set(Check::Again, Outcome::Answered(Answer::AgainSame)).unwrap();
        late.elapsed_ms = super::super::budget::HARD_MS;
        assert!(plan::next(&late).is_none() && would_use(&late, Leave::Others));
    }
}
