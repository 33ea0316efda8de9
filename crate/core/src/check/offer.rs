//! What the visitor may allow, and whether that would lead any further.

use super::{Assessment, Check, Settings, Tier, Why};

/// Something that the visitor alone can allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Others besides the site may be asked, as one notice names them.
    Others,
    /// Computers elsewhere may be told to look.
    Outside,
    /// Access to every site.
    Access,
}

impl Settings {
    /// Takes down that the visitor allows this.
    pub fn allow(&mut self, leave: Leave) {
        match leave {
            Leave::Others => self.others = true,
            Leave::Outside => self.outside = true,
            Leave::Access => self.tier = Tier::Access,
        }
    }
}

impl Leave {
    /// What would be allowed with this as well.
    fn given(self, settings: &Settings) -> Settings {
        let mut settings = settings.clone();
        settings.allow(self);
        settings
    }
}

/// If more were allowed, the questions would come with a new click, which starts the clock anew.
impl Assessment<'_> {
    /// Would the plan go on with a check that only this leave allows? What the case amounts to stays the same. That
    /// others learn of the visit is asked for only to find out whose problem it is, not which of the site's servers it
    /// was.
    pub fn would_use(&self, leave: Leave) -> bool {
        let is_worth = |check| leave != Leave::Others || self.bears_on_the_side(check);
        let next = self.next(&leave.given(&self.case.settings), 0);
        next.is_ok_and(|check| !self.case.settings.allows(check) && is_worth(check))
    }

    /// Would the plan go on, given access to every site and leave to ask others?
    pub(crate) fn could_go_on(&self) -> bool {
        self.next(&Leave::Others.given(&Leave::Access.given(&self.case.settings)), 0).is_ok()
    }

    /// Are computers elsewhere all that is left to ask?
    pub fn wants_outside(&self) -> bool {
        let decides = || self.deciding() == Some(Check::Outside);
        self.lacks(Leave::Outside) && (self.would_use(Leave::Outside) || decides())
    }

    /// May the archive be asked for a copy, if somebody wants it?
    pub fn may_look_for_a_copy(&self) -> bool {
        let allowed = matches!(self.case.settings.barrier(Check::Archive), None | Some(Why::NoConsent));
        self.case.outcomes.get(Check::Archive).is_none() && allowed && self.calls_for(Check::Archive)
    }

    /// Is there a sensible check that was not run and that only this leave would allow?
    pub fn lacks(&self, leave: Leave) -> bool {
        let (settings, given) = (&self.case.settings, leave.given(&self.case.settings));
        let new = |check: Check| check != Check::Archive && self.case.outcomes.get(check).is_none();
        let lacks = |check: Check| new(check) && !settings.allows(check) && given.allows(check);
        Check::ALL.iter().any(|&check| lacks(check) && self.calls_for(check))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Answer, Case, Outcome};
    use crate::diagnosis::Blame;
    use crate::headers::Headers;
    use crate::observation::Observation;
    use crate::words::Fault;

    fn case(tier: Tier, url: &str) -> Case {
        let error = Some("net::ERR_NAME_NOT_RESOLVED".to_owned());
        let observations = vec![Observation { error, url: url.into(), ..Observation::default() }];
        Case { observations, settings: Settings { tier, others: false, ..Settings::default() }, ..Case::default() }
    }

    fn would_use(case: &Case, leave: Leave) -> bool {
        Assessment::of(case).would_use(leave)
    }

    fn lacks(case: &Case, leave: Leave) -> bool {
        Assessment::of(case).lacks(leave)
    }

    #[test]
    fn leave_is_asked_for_only_where_it_leads_further() {
        let open = case(Tier::Access, "https://shop.example.com/");
        assert!(would_use(&open, Leave::Others) && lacks(&open, Leave::Outside));
        assert!(!would_use(&open, Leave::Access) && !lacks(&open, Leave::Access));
        let mut off = open;
        off.settings.off = Check::ALL.iter().copied().filter(|check| check.asks_others()).collect();
        assert!(!would_use(&off, Leave::Others) && !lacks(&off, Leave::Others));
    }

    #[test]
    fn whose_problem_it_is_for_certain_is_no_reason_to_ask_whether_others_may_learn_of_it() {
        let mut sure = case(Tier::Access, "https://shop.example.com/");
        sure.observations = vec![Observation {
            status: Some(503),
            headers: Some(Headers::from([("proxy-status", "gateway; error=destination_unavailable")])),
            url: "https://shop.example.com/".into(),
            ..Observation::default()
        }];
        for (check, answer) in [
            (Check::Again, Answer::AgainSame),
            (Check::WithoutCookies, Answer::WithoutCookiesSame),
            (Check::Root, Answer::RootFailing),
        ] {
            sure.outcomes.set(check, Outcome::Answered(answer)).unwrap();
        }
        let mut known = Assessment::of(&sure);
        let ranked = vec![(Fault::App, 0.48), (Fault::SiteConfig, 0.42), (Fault::Origin, 0.1)];
        known.diagnosis.fault = Blame { at: None, confidence: 0.48, ranked };
        assert!(known.next(&Leave::Others.given(&sure.settings), 0).is_ok(), "the place is open");
        assert!(!known.would_use(Leave::Others));
    }

    #[test]
    fn a_name_of_the_inside_is_no_reason_to_ask_whether_it_may_be_told() {
        let inside = case(Tier::Click, "https://wiki.corp/");
        assert!(!would_use(&inside, Leave::Others) && !would_use(&inside, Leave::Outside));
        assert!(!lacks(&inside, Leave::Others) && !lacks(&inside, Leave::Outside));
    }

    #[test]
    fn time_that_is_used_up_is_no_reason_to_offer_nothing() {
        let mut late = case(Tier::Access, "https://shop.example.com/");
        late.outcomes.set(Check::Again, Outcome::Answered(Answer::AgainSame)).unwrap();
        late.elapsed_ms = super::super::budget::HARD_MS;
        assert!(crate::check::next(&late).is_err() && would_use(&late, Leave::Others));
    }
}
