//! The list of the checks: which ones make sense here, and how far each has come.

use serde::Serialize;

use crate::check::{Answer, Assessment, Check, Leave, Outcome, Tells, Tier, Why};
use crate::message::Message;
use crate::quantity::decimal;
use crate::words::words;

words! {
    /// How far a check has come.
    CheckState {
        /// Its turn may come.
        Waiting = "waiting",
        /// Its requests are under way.
        Running = "running",
        /// It was run.
        Done = "done",
        /// It was not run, or came to nothing.
        Skipped = "skipped",
    }
}

/// How far all of them together have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// This check is being run; none is before the first.
    Running(Option<Check>),
    /// No more checks are run.
    Over,
}

/// One check as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckView {
    /// Which check.
    pub check: Check,
    /// How far it has come.
    pub state: CheckState,
    /// Its answer, if it has one.
    pub answer: Option<Answer>,
    /// What it is called.
    pub name: Message,
    /// What came of it, or why nothing did.
    pub result: Message,
}

/// The checks that make sense for this page, always in the same order. `asks` says that the notice that names who is
/// asked besides the site is shown, and waits for an answer.
pub fn checks(known: &Assessment, progress: Progress, asks: bool) -> Vec<CheckView> {
    let shown = |check: &Check| match known.case.outcomes.get(*check) {
        Some(_) => true,
        // It blames nobody, so it is shown only to those who asked for it.
        None => *check != Check::Archive && known.calls_for(*check),
    };
    let is_over = progress == Progress::Over;
    let leaves = Leaves {
        asks,
        are_others_futile: is_over && !known.would_use(Leave::Others),
        is_access_futile: is_over && !known.could_go_on(),
    };
    Check::ALL.iter().copied().filter(shown).map(|check| view(known, check, progress, &leaves)).collect()
}

/// How it stands with what the visitor may allow.
struct Leaves {
    /// The visitor is being asked whether others besides the site may be.
    asks: bool,
    /// Asking others could change nothing.
    are_others_futile: bool,
    /// More access could change nothing.
    is_access_futile: bool,
}

fn view(known: &Assessment, check: Check, progress: Progress, leaves: &Leaves) -> CheckView {
    let outcome = known.case.outcomes.get(check);
    let (state, result) = match outcome {
        Some(outcome) => came_of(outcome),
        None => comes_of(known.case.settings.barrier(check), check, progress, leaves),
    };
    let answer = outcome.and_then(Outcome::answer);
    CheckView { check, state, answer, name: Message::of("check_name", check.word()), result }
}

/// How far a check with an outcome has come, and what came of it.
pub(crate) fn came_of(outcome: &Outcome) -> (CheckState, Message) {
    match (outcome, outcome.answer()) {
        (Outcome::CouldNotRun(why), _) => (CheckState::Skipped, Message::of("check_why", why.word())),
        (Outcome::Counted { good, of }, Some(answer)) => {
            let (good, of) = (decimal(*good), decimal(*of));
            (CheckState::Done, Message::of("check_answer", answer.word()).with(good).with(of))
        }
        (_, Some(answer)) => {
            let state = if answer.tells() == Tells::Skip { CheckState::Skipped } else { CheckState::Done };
            (state, Message::of("check_answer", answer.word()))
        }
        (_, None) => (CheckState::Done, Message::new("check_says_nothing")),
    }
}

impl Leaves {
    /// Would the check lead no further even if this were not in its way?
    const fn make_futile(&self, check: Check, why: Why) -> bool {
        match why {
            Why::NoConsent => self.are_others_futile && check.asks_others(),
            Why::NoAccess => self.is_access_futile,
            _ => false,
        }
    }
}

fn comes_of(barrier: Option<Why>, check: Check, progress: Progress, leaves: &Leaves) -> (CheckState, Message) {
    match (progress, barrier) {
        (Progress::Running(Some(running)), _) if running == check => {
            (CheckState::Running, Message::new("check_is_running"))
        }
        (_, Some(Why::NoConsent)) if leaves.asks && check.asks_others() => {
            (CheckState::Waiting, Message::new("check_asks_you"))
        }
        (Progress::Running(_), None) => (CheckState::Waiting, Message::new("check_is_waiting")),
        (_, Some(why)) if !leaves.make_futile(check, why) => (CheckState::Skipped, barred(check, why)),
        (_, _) => (CheckState::Skipped, Message::new("check_not_needed")),
    }
}

/// Why a check cannot be run as things stand. Computers elsewhere are asked only if somebody wants that, and what a
/// click opens in Chromium takes access to this one site in Firefox.
fn barred(check: Check, why: Why) -> Message {
    match (check, why) {
        (Check::Outside, Why::NoConsent) => Message::new("check_on_request"),
        (_, Why::NoAccess) if check.limits().tier >= Tier::Click => Message::new("check_needs_site"),
        _ => Message::of("check_why", why.word()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Body;
    use crate::check::{Case, Settings, Tier};
    use crate::dns::{Finding, What};
    use crate::headers::Headers;
    use crate::observation::Observation;

    fn page_of_nginx() -> Observation {
        Observation {
            status: Some(502),
            url: "http://shop.example.com/".into(),
            headers: Some(Headers::from([("server", "nginx")])),
            body: Some(Body::from("<title>502 Bad Gateway</title><hr><center>nginx</center>".to_owned())),
            ..Default::default()
        }
    }

    fn case() -> Case {
        let error = Some("net::ERR_CONNECTION_TIMED_OUT".to_owned());
        let observations = vec![Observation { error, url: "https://shop.example.com/".into(), ..Default::default() }];
        let settings = Settings { tier: Tier::Click, others: false, ..Settings::default() };
        Case { observations, settings, ..Case::default() }
    }

    fn list(case: &Case, progress: Progress, asks: bool) -> Vec<CheckView> {
        checks(&Assessment::of(case), progress, asks)
    }

    fn row(case: &Case, check: Check, progress: Progress) -> (CheckState, String) {
        let view = list(case, progress, false).into_iter().find(|view| view.check == check).unwrap();
        (view.state, view.result.key.into_owned())
    }

    #[test]
    fn each_check_tells_how_far_it_has_come() {
        let mut case = case();
        let running = Progress::Running(Some(Check::Again));
        assert_eq!(row(&case, Check::Again, running), (CheckState::Running, "check_is_running".into()));
        let early = Progress::Running(None);
        assert_eq!(row(&case, Check::Again, early), (CheckState::Waiting, "check_is_waiting".into()));
        assert_eq!(row(&case, Check::Again, Progress::Over), (CheckState::Skipped, "check_not_needed".into()));
        case.outcomes.set(Check::Again, Outcome::Answered(Answer::AgainSame)).unwrap();
        assert_eq!(row(&case, Check::Again, running), (CheckState::Done, "check_answer_again_same".into()));
        case.outcomes.set(Check::Again, Outcome::CouldNotRun(Why::TimedOut)).unwrap();
        assert_eq!(row(&case, Check::Again, running), (CheckState::Skipped, "check_why_timed_out".into()));
    }

    #[test]
    fn what_reached_nobody_bears_no_mark_of_what_was_done() {
        let mut case = case();
        let nobody = Finding::new(What::Nobody, true);
        case.outcomes.set(Check::Names, Outcome::Compared(vec![nobody])).unwrap();
        assert_eq!(row(&case, Check::Names, Progress::Over), (CheckState::Skipped, "check_answer_names_nobody".into()));
    }

    #[test]
    fn what_is_not_allowed_says_what_is_missing() {
        let mut case = case();
        let key = |case: &Case, check| row(case, check, Progress::Running(None)).1;
        assert_eq!(key(&case, Check::Names), "check_why_no_consent");
        assert_eq!(key(&case, Check::Outside), "check_on_request");
        assert_eq!(key(&case, Check::Control), "check_why_no_access", "nobody is asked to agree to it in vain");
        case.settings.tier = Tier::Access;
        assert_eq!(key(&case, Check::Control), "check_why_no_consent");
        let asked = list(&case, Progress::Over, true).into_iter().find(|view| view.check == Check::Control).unwrap();
        assert_eq!((asked.state, &*asked.result.key), (CheckState::Waiting, "check_asks_you"));
        case.settings.off.push(Check::Control);
        assert_eq!(key(&case, Check::Control), "check_why_switched_off");
    }

    #[test]
    fn more_access_is_named_where_it_is_enough_and_could_change_something() {
        let mut case = case();
        case.settings.tier = Tier::FirefoxClick;
        assert_eq!(row(&case, Check::OtherName, Progress::Over).1, "check_why_no_access");
        case.observations = vec![page_of_nginx()];
        assert_eq!(row(&case, Check::Again, Progress::Over).1, "check_needs_site");
        assert_eq!(row(&case, Check::Control, Progress::Over).1, "check_why_no_access");
        (case.settings.tier, case.settings.cookies) = (Tier::Click, Some(false));
        for answer in [Answer::AgainSame, Answer::RootFailing, Answer::SiblingFailing] {
            case.outcomes.set(answer.check(), Outcome::Answered(answer)).unwrap();
        }
        assert_eq!(row(&case, Check::Control, Progress::Over), (CheckState::Skipped, "check_not_needed".into()));
    }

    #[test]
    fn what_would_tell_nothing_more_is_not_needed_rather_than_forbidden() {
        let mut case = case();
        case.settings.tier = Tier::Access;
        case.outcomes.set(Check::Again, Outcome::Answered(Answer::AgainSame)).unwrap();
        assert_eq!(row(&case, Check::Names, Progress::Over).1, "check_why_no_consent");
        case.observations = vec![page_of_nginx()];
        for answer in [Answer::AgainSame, Answer::RootFailing, Answer::SiblingFailing] {
            case.outcomes.set(answer.check(), Outcome::Answered(answer)).unwrap();
        }
        assert_eq!(row(&case, Check::Control, Progress::Over), (CheckState::Skipped, "check_not_needed".into()));
    }

    #[test]
    fn counts_are_told_and_pages_that_work_have_no_list() {
        let mut case = case();
        case.outcomes.set(Check::Several, Outcome::Counted { good: 1, of: 4 }).unwrap();
        let shown = list(&case, Progress::Over, false);
        let several = shown.iter().find(|view| view.check == Check::Several).unwrap();
        assert_eq!(several.answer, Some(Answer::SeveralFlaps));
        assert_eq!(several.result.params, ["1", "4"]);
        assert!(list(&Case::default(), Progress::Over, true).is_empty());
    }
}
