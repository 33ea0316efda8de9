//! What an answer means: how likely each answer is for each place of blame, all in one table.
//!
//! The evidence follows from it, as the logarithm of a likelihood relative to the mean over all places, and so does the
//! information that a check promises before it is run. The figures are estimated, not counted: nobody has recorded what
//! these checks answer in many outages. They are therefore modest, and no answer weighs more than four nats.

use super::{Answer, Outcome, Outcomes};
use crate::dns;
use crate::evidence::Evidence;
use crate::message::Message;
use crate::observation::How;
use crate::text::join;
use crate::words::{Cause, Fault};

/// No single answer says more than this, for or against: somebody may have lied to us, or we misread it.
const MOST: f32 = 4.0;
/// Anything less is not worth a sentence.
const LEAST: f32 = 0.05;

/// One number for each place, in the order of [`Fault::ALL`].
pub(super) type Places = [f32; Fault::ALL.len()];

/// How likely an answer is for each place, in percent: browser, network, own resolver, zone, delivery network, leg to
/// the origin, origin, application, settings. For each check, every column adds up to a hundred.
pub(super) type Row = (Answer, [u8; Fault::ALL.len()]);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    // A failure due to overload or a hiccup of the network is often over soon; a setting stays wrong until somebody
    // mends it.
    (Answer::AgainGood,               [30, 30, 25, 12, 30, 30, 22, 30,  8]),
    (Answer::AgainSame,               [60, 51, 60, 78, 50, 55, 65, 55, 87]),
    (Answer::AgainOther,              [ 3,  5,  3,  2, 10,  5,  5, 10,  3]),
    (Answer::AgainSilent,             [ 7, 14, 12,  8, 10, 10,  8,  5,  2]),
    // One bad server among several comes and goes, and so does one that has too much to do.
    (Answer::SeveralGood,             [45, 45, 45, 40, 40, 40, 40, 40, 50]),
    (Answer::SeveralFlaps,            [ 3, 10,  5,  5, 20, 22, 22, 40,  5]),
    (Answer::SeveralFail,             [52, 45, 50, 55, 40, 38, 38, 20, 45]),
    // Cookies belong to this browser; a limit of the site, or a broken session, can make them fail as well.
    (Answer::WithoutCookiesGood,      [60,  2,  2,  2,  2,  2,  2,  6,  6]),
    (Answer::WithoutCookiesSame,      [40, 98, 98, 98, 98, 98, 98, 94, 94]),
    // One route that fails is the application's or a rule's; a dead server takes the front page down with it.
    (Answer::RootGood,                [40, 12, 10, 10, 20,  8, 10, 28, 38]),
    (Answer::RootFailing,             [60, 88, 90, 90, 80, 92, 90, 72, 62]),
    // A file may be answered by the edge or the gateway though the application behind it is dead.
    (Answer::SiblingGood,             [40, 15, 12, 12, 22, 12, 15, 30, 32]),
    (Answer::SiblingFailing,          [60, 85, 88, 88, 78, 88, 85, 70, 68]),
    // If the certificate is wrong, or a listener was forgotten, the other scheme still works.
    (Answer::OtherSchemeGood,         [30, 25,  5,  4, 20, 10, 15, 20, 50]),
    (Answer::OtherSchemeFailing,      [70, 75, 95, 96, 80, 90, 85, 80, 50]),
    // If a name was forgotten in the zone or the certificate, its sibling still works.
    (Answer::OtherNameGood,           [10, 10, 15, 30, 10,  8,  8, 10, 45]),
    (Answer::OtherNameFailing,        [90, 90, 85, 70, 90, 92, 92, 90, 55]),
    // The edge knows best what it failed at; if the question is not for it, it says nothing.
    (Answer::EdgeExplainsItself,      [ 1,  1,  1,  1, 55,  3,  2,  1,  2]),
    (Answer::EdgeExplainsUnreachable, [ 1,  1,  1,  2,  4, 65, 10,  3,  4]),
    (Answer::EdgeExplainsServer,      [ 1,  1,  1,  2,  4,  8, 60,  8,  3]),
    (Answer::EdgeExplainsApp,         [ 1,  1,  1,  1,  2,  2,  5, 50,  3]),
    (Answer::EdgeExplainsSettings,    [ 2,  1,  1,  8,  3,  3,  3,  2, 55]),
    (Answer::EdgeExplainsRule,        [15, 10,  1,  1,  2,  1,  1,  2, 13]),
    (Answer::EdgeExplainsNothing,     [79, 85, 94, 85, 30, 18, 19, 34, 20]),
    // An edge that answers by itself works, and so does the way to it.
    (Answer::EdgeAliveAnswers,        [90, 45, 45, 60, 35, 93, 95, 95, 93]),
    (Answer::EdgeAliveSilent,         [10, 55, 55, 40, 65,  7,  5,  5,  7]),
    // Their answers carry the time, which exposes a clock that is wrong by days. If nothing answers, the network is
    // down or the name lookup is; only a portal answers for others.
    (Answer::ControlAll,              [63, 51, 59, 94, 94, 94, 94, 94, 94]),
    (Answer::ControlClock,            [12,  1,  1,  1,  1,  1,  1,  1,  1]),
    (Answer::ControlSome,             [ 8, 12, 10,  3,  3,  3,  3,  3,  3]),
    (Answer::ControlNone,             [15, 24, 28,  1,  1,  1,  1,  1,  1]),
    (Answer::ControlCaptive,          [ 2, 12,  2,  1,  1,  1,  1,  1,  1]),
    // Used for the information alone: each finding brings evidence of its own, from the table of `dns`.
    (Answer::NamesResolver,           [ 2,  5, 80,  3,  2,  2,  2,  2,  2]),
    (Answer::NamesZone,               [ 2,  2,  3, 77,  2,  1,  1,  1,  3]),
    (Answer::NamesDisagree,           [ 1,  1,  4,  8,  2,  2,  4,  1,  4]),
    (Answer::NamesFine,               [85, 65,  8,  8, 90, 91, 89, 92, 87]),
    (Answer::NamesNobody,             [10, 27,  5,  4,  4,  4,  4,  4,  4]),
    // Vendors report what many customers meet, and late, but not the trouble of one customer.
    (Answer::VendorStatusTrouble,     [ 4,  4,  4,  5, 55, 10,  5,  5,  5]),
    (Answer::VendorStatusFine,        [96, 96, 96, 95, 45, 90, 95, 95, 95]),
    // Sites report trouble late, if they have such a page at all.
    (Answer::SiteStatusTrouble,       [ 4,  4,  4, 20, 15, 30, 35, 35, 14]),
    (Answer::SiteStatusMaintenance,   [ 1,  1,  1,  2,  2,  5, 10, 10,  6]),
    (Answer::SiteStatusFine,          [95, 95, 95, 78, 83, 65, 55, 55, 80]),
    // The one direct look at who else meets it. A page that asks for proof of a person is no answer to that.
    (Answer::OutsideWorks,            [80, 80, 75,  5, 12,  4,  2,  6,  6]),
    (Answer::OutsideFails,            [ 4,  4,  7, 81, 58, 76, 82, 74, 78]),
    (Answer::OutsideChallenged,       [ 8,  8,  8,  8,  8,  8,  8,  8,  8]),
    (Answer::OutsideMixed,            [ 8,  8, 10,  6, 22, 12,  8, 12,  8]),
    // A copy says that the page was there once, which is nobody's fault.
    (Answer::ArchiveFound,            [50, 50, 50, 50, 50, 50, 50, 50, 50]),
    (Answer::ArchiveNone,             [50, 50, 50, 50, 50, 50, 50, 50, 50]),
];

/// The same for a certificate that looks out of date: if that is this device's fault, its clock is wrong, and the
/// control addresses tell the time.
#[rustfmt::skip]
pub(super) const DATED: &[Row] = &[
    (Answer::ControlAll,              [ 9, 51, 59, 94, 94, 94, 94, 94, 94]),
    (Answer::ControlClock,            [80,  1,  1,  1,  1,  1,  1,  1,  1]),
    (Answer::ControlSome,             [ 5, 12, 10,  3,  3,  3,  3,  3,  3]),
    (Answer::ControlNone,             [ 4, 24, 28,  1,  1,  1,  1,  1,  1]),
    (Answer::ControlCaptive,          [ 2, 12,  2,  1,  1,  1,  1,  1,  1]),
];

/// The same for an answer that anybody on the way may have written: if a proxy of the network did, it mostly reaches
/// nobody.
#[rustfmt::skip]
pub(super) const NEARBY: &[Row] = &[
    (Answer::ControlAll,              [63, 24, 59, 94, 94, 94, 94, 94, 94]),
    (Answer::ControlClock,            [12,  1,  1,  1,  1,  1,  1,  1,  1]),
    (Answer::ControlSome,             [ 8, 10, 10,  3,  3,  3,  3,  3,  3]),
    (Answer::ControlNone,             [15, 60, 28,  1,  1,  1,  1,  1,  1]),
    (Answer::ControlCaptive,          [ 2,  5,  2,  1,  1,  1,  1,  1,  1]),
];

/// Answers of which one must be wrong, or about another moment: it is rare that both are true at once.
const CONTRADICT: &[(Answer, Answer)] = &[
    // Those who look from elsewhere have no cookies of this browser.
    (Answer::WithoutCookiesGood, Answer::OutsideFails),
    // If nothing answered, those who look from elsewhere and the edge could not have been asked.
    (Answer::ControlNone, Answer::OutsideWorks),
    (Answer::ControlNone, Answer::OutsideFails),
    (Answer::ControlNone, Answer::EdgeAliveAnswers),
    // A name that only this resolver gets wrong does not keep others from the site.
    (Answer::NamesResolver, Answer::OutsideFails),
];
/// How much an answer still weighs when another contradicts it.
const DOUBTED: f32 = 0.4;

/// Answers that say more together than each by itself.
struct Pair {
    both: [Answer; 2],
    fault: Fault,
    weight: f32,
    key: &'static str,
}

const PAIRS: &[Pair] = &[
    // A different address alone may mean nothing, but hardly if the site works wherever the other one is given.
    Pair {
        both: [Answer::NamesResolver, Answer::OutsideWorks],
        fault: Fault::DnsLocal,
        weight: 2.0,
        key: "evidence_check_bent_name",
    },
    // If neither those who always answer nor those who look names up can be reached, it is the way out. After a lookup
    // that failed, they were asked at their addresses, for which no lookup is needed.
    Pair {
        both: [Answer::ControlNone, Answer::NamesNobody],
        fault: Fault::LocalNetwork,
        weight: 2.5,
        key: "evidence_check_no_way_out",
    },
    // Old and new addresses are both in use, and it fails where the old one is.
    Pair {
        both: [Answer::NamesDisagree, Answer::OutsideMixed],
        fault: Fault::DnsZone,
        weight: 3.0,
        key: "evidence_check_half_changed",
    },
];

/// The probability of this answer for each place, with what is `special` about the failure.
fn likely(answer: Answer, special: &[Row]) -> Places {
    let mut likely = Places::default();
    for (_, percent) in TABLE.iter().chain(special).filter(|(known, _)| *known == answer) {
        for (place, percent) in likely.iter_mut().zip(percent) {
            *place = f32::from(*percent) / 100.0;
        }
    }
    likely
}

/// What this answer weighs for each place, in nats.
pub(super) fn weights(answer: Answer, special: &[Row]) -> Places {
    let mut weights = likely(answer, special);
    let (mut sum, mut places) = (0.0, 0.0);
    for probability in &weights {
        sum += probability;
        places += 1.0;
    }
    for weight in &mut weights {
        *weight = (*weight * places / sum).ln().clamp(-MOST, MOST);
    }
    weights
}

/// Does this answer speak for any place?
pub(super) fn tells(answer: Answer) -> bool {
    weights(answer, &[]).iter().any(|weight| weight.abs() >= LEAST)
}

/// What the outcomes say about who is to blame.
pub(super) fn evidence(outcomes: &Outcomes, special: &[Row]) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for (_, outcome) in outcomes.iter() {
        let trust = outcome.answer().map_or(1.0, |answer| trust(answer, outcomes));
        if trust > 0.0 {
            let items = of_outcome(outcome, special).into_iter();
            evidence.extend(items.map(|item| Evidence { weight: item.weight * trust, ..item }));
        }
    }
    for pair in PAIRS.iter().filter(|pair| pair.both.iter().all(|answer| outcomes.gave(*answer))) {
        evidence.push(of_pair(pair));
    }
    evidence
}

/// Is there an answer that another contradicts?
pub(super) fn contradicts(outcomes: &Outcomes) -> bool {
    CONTRADICT.iter().any(|(a, b)| outcomes.gave(*a) && outcomes.gave(*b))
}

fn trust(answer: Answer, outcomes: &Outcomes) -> f32 {
    // For a page that comes and goes, one good answer is chance.
    if answer == Answer::WithoutCookiesGood && outcomes.gave(Answer::SeveralFlaps) {
        return 0.0;
    }
    let given = |other: &Answer| outcomes.gave(*other);
    let against = |(a, b): &(Answer, Answer)| (*a == answer && given(b)) || (*b == answer && given(a));
    if CONTRADICT.iter().any(against) { DOUBTED } else { 1.0 }
}

fn of_outcome(outcome: &Outcome, special: &[Row]) -> Vec<Evidence> {
    if let Outcome::Compared(findings) = outcome {
        return dns::evidence(findings);
    }
    outcome.answer().map(|answer| of_answer(answer, special)).unwrap_or_default()
}

fn of_pair(pair: &Pair) -> Evidence {
    Evidence::new("check/pair", pair.fault, pair.weight, How::Asked, Message::new(pair.key))
}

fn of_answer(answer: Answer, special: &[Row]) -> Vec<Evidence> {
    let mut all = Vec::new();
    for (&fault, weight) in Fault::ALL.iter().zip(weights(answer, special)) {
        if weight.abs() >= LEAST {
            let text = Message::of("evidence_check", answer.word());
            let one = Evidence::new(join(&["check", answer.check().word()], "/"), fault, weight, How::Asked, text);
            all.push(one.because(cause(answer).filter(|_| weight > 0.0)));
        }
    }
    all
}

/// What went wrong according to an answer, if it says so.
const fn cause(answer: Answer) -> Option<Cause> {
    match answer {
        Answer::SeveralFlaps => Some(Cause::ComesAndGoes),
        Answer::WithoutCookiesGood => Some(Cause::Cookies),
        Answer::SiteStatusMaintenance => Some(Cause::Maintenance),
        Answer::EdgeExplainsRule => Some(Cause::Blocked),
        Answer::EdgeExplainsUnreachable => Some(Cause::Unreachable),
        Answer::ControlNone => Some(Cause::Offline),
        _ => None,
    }
}

/// How probable an answer is, given how probable each place is.
pub(super) fn expected(answer: Answer, places: &Places, special: &[Row]) -> f32 {
    let mut expected = 0.0;
    for (likely, place) in likely(answer, special).iter().zip(places) {
        expected += likely * place;
    }
    expected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Check;
    use crate::evidence::PointsTo;

    const SPECIAL: [&[Row]; 3] = [&[], DATED, NEARBY];

    #[test]
    fn of_each_check_the_answers_add_up_under_every_place() {
        for &check in Check::ALL {
            for (place, special) in (0..Fault::ALL.len()).flat_map(|place| SPECIAL.map(|special| (place, special))) {
                let sum: f32 = Answer::all_of(check).map(|answer| likely(answer, special)[place]).sum();
                assert!((sum - 1.0).abs() < 1e-4, "{check} under {}: {sum}", Fault::ALL[place]);
            }
        }
        assert_eq!(TABLE.len(), Answer::ALL.len());
    }

    #[test]
    fn no_answer_is_impossible_and_none_weighs_more_than_the_bound() {
        for &answer in Answer::ALL {
            for special in SPECIAL {
                assert!(likely(answer, special).iter().all(|p| *p > 0.0), "{answer}");
                assert!(weights(answer, special).iter().all(|weight| weight.abs() <= MOST), "{answer}");
            }
        }
    }

    #[test]
    fn a_proof_of_a_person_and_a_copy_say_nothing() {
        for answer in [Answer::OutsideChallenged, Answer::ArchiveFound, Answer::ArchiveNone] {
            assert!(of_answer(answer, &[]).is_empty(), "{answer}");
        }
    }

    #[test]
    fn working_elsewhere_speaks_for_this_side_and_against_the_site() {
        let weight = |fault| {
            let all = of_answer(Answer::OutsideWorks, &[]);
            all.iter().find(|e| e.points_to == PointsTo::Fault(fault)).map_or(0.0, |e| e.weight)
        };
        assert!(weight(Fault::LocalNetwork) > 0.8 && weight(Fault::Origin) < -1.5);
    }

    #[test]
    fn one_good_answer_without_cookies_is_chance_where_the_page_comes_and_goes() {
        let mut outcomes = Outcomes::default();
        outcomes.set(Check::WithoutCookies, Outcome::Answered(Answer::WithoutCookiesGood)).unwrap();
        let cookies = |outcomes: &Outcomes| evidence(outcomes, &[]).iter().any(|e| e.cause == Some(Cause::Cookies));
        assert!(cookies(&outcomes));
        outcomes.set(Check::Several, Outcome::Counted { good: 2, of: 4 }).unwrap();
        assert!(!cookies(&outcomes));
    }

    #[test]
    fn the_control_addresses_tell_more_of_a_date_that_looks_wrong() {
        let browser = |answer, special| weights(answer, special)[0];
        assert!(browser(Answer::ControlClock, DATED) > browser(Answer::ControlClock, &[]));
        assert!(browser(Answer::ControlAll, DATED) < browser(Answer::ControlAll, &[]) - 1.0);
    }
}
