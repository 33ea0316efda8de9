//! Every scenario in `tests/scenarios`: what must come of it, and the bars of the plan over all of them.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use is_it_me_cli::scenario::Scenario;
use is_it_me_core::check::{Answer, Assessment, Check, Outcome, Why, diagnose_case};
use is_it_me_core::words::{Fault, Scope, Side, State};
use is_it_me_core::{Diagnosis, diagnose};

/// An answer that is this sure must be right.
const VERY_SURE: f32 = 0.9;
/// The most of all checks that could be run that may be run, on average over the scenarios.
const MOST_CHECKS: f64 = 0.60;
/// The share of scenarios in which running everything must give the same verdict.
const LEAST_ALIKE: f64 = 0.98;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios")
}

fn scenarios() -> Vec<Scenario> {
    Scenario::all_in(&folder()).unwrap()
}

/// What people are told; for a page that works again, only that.
fn told(d: &Diagnosis) -> (State, Option<(Side, Scope, Option<Fault>)>) {
    (d.state, (d.state != State::Recovered).then_some((d.side, d.scope, d.fault.at)))
}

/// Is this answer sure and wrong?
fn misleads(d: &Diagnosis, truth: &[Fault]) -> bool {
    let side =
        d.side != Side::Unknown && d.confidence >= VERY_SURE && !truth.iter().any(|fault| fault.side() == d.side);
    let fault = d.fault.confidence >= VERY_SURE && d.fault.at.is_some_and(|at| !truth.contains(&at));
    d.state == State::Failed && (side || fault)
}

#[test]
fn every_scenario_comes_out_as_it_must() {
    let mut wrong = Vec::new();
    for scenario in scenarios() {
        let (played, expect) = (scenario.play(), &scenario.expect);
        let d = &played.diagnosis;
        let checks = [
            ("fault", expect.fault.is_none_or(|fault| d.fault.at == Some(fault))),
            ("side", expect.side.is_none_or(|side| d.side == side)),
            ("scope", expect.scope.is_none_or(|scope| d.scope == scope)),
            ("state", d.state == expect.state.unwrap_or(State::Failed)),
            ("decided", expect.decided.is_none_or(|decided| played.deciding.is_none() == decided)),
            ("deciding", expect.deciding.is_none_or(|check| played.deciding == Some(check))),
            ("sure and right", !misleads(d, &scenario.truth)),
        ];
        let failed: Vec<_> = checks.iter().filter(|(_, holds)| !holds).map(|(what, _)| *what).collect();
        if !failed.is_empty() {
            let got = (d.state, d.side, d.scope, d.fault.at, d.confidence, played.deciding, &played.checks);
            wrong.push(format!("{}: {failed:?}: {got:?}", scenario.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_plan_asks_little_and_misses_little() {
    let all = scenarios();
    assert!(all.len() >= 60, "{} scenarios", all.len());
    let (mut asked, mut askable, mut alike) = (0, 0, Vec::new());
    for scenario in &all {
        let (played, (case, checks)) = (scenario.play(), scenario.play_all());
        asked += played.checks.len();
        askable += checks.len();
        let whole = diagnose_case(&case);
        alike.push(told(&played.diagnosis) == told(&whole));
        if alike.last() == Some(&false) {
            println!("{}: {:?} by the plan, {:?} by everything", scenario.name, told(&played.diagnosis), told(&whole));
        }
    }
    let count = |n: usize| f64::from(u32::try_from(n).unwrap());
    let share = count(asked) / count(askable);
    let same = count(alike.iter().filter(|same| **same).count()) / count(all.len());
    println!(
        "{} scenarios: {:.2} checks each of {:.2} that could be run ({:.1} %); the same verdict in {:.1} %",
        all.len(),
        count(asked) / count(all.len()),
        count(askable) / count(all.len()),
        share * 100.0,
        same * 100.0
    );
    assert!(share <= MOST_CHECKS && same >= LEAST_ALIKE);
}

#[test]
fn no_missing_outcome_makes_it_sure_and_wrong() {
    let mut wrong = Vec::new();
    for scenario in scenarios() {
        let whole = scenario.answered();
        let known: Vec<_> = whole.outcomes.iter().map(|(check, _)| check).collect();
        let fewer = known.iter().map(|check| (Some(*check), whole.without(*check)));
        for (missing, case) in fewer.chain([(None, whole.clone())]) {
            let planned = Scenario { world: case.outcomes.clone(), ..scenario.clone() }.play().diagnosis;
            for d in [diagnose_case(&case), planned] {
                if misleads(&d, &scenario.truth) {
                    let got = (d.side, d.fault.at, d.confidence);
                    wrong.push(format!("{} without {missing:?}: {got:?}", scenario.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_of_the_outcomes_does_not_matter() {
    for scenario in scenarios() {
        let mut backwards = scenario.case.clone();
        let outcomes: Vec<_> = scenario.world.iter().collect();
        for (check, outcome) in outcomes.into_iter().rev() {
            backwards.outcomes.set(check, Outcome::CouldNotRun(Why::TimedOut)).unwrap();
            backwards.outcomes.set(check, outcome.clone()).unwrap();
        }
        assert_eq!(diagnose_case(&backwards), diagnose_case(&scenario.answered()), "{}", scenario.name);
    }
}

#[test]
fn without_outcomes_it_is_the_diagnosis_of_what_was_seen() {
    for scenario in scenarios() {
        assert_eq!(diagnose_case(&scenario.case), diagnose(&scenario.case.observations), "{}", scenario.name);
    }
}

#[test]
fn what_is_open_names_a_check_and_what_is_settled_names_none() {
    for scenario in scenarios() {
        let case = scenario.answered();
        let known = Assessment::of(&case);
        let (d, open) = (&known.diagnosis, known.diagnosis.is_open());
        assert_eq!(known.deciding().is_some(), open, "{}", scenario.name);
        assert_eq!(d.would_decide.is_some(), open || (case.outcomes.is_empty() && d.would_decide.is_some()));
    }
}

#[test]
fn names_of_the_inside_and_those_without_consent_reach_nobody_else() {
    let third = [Check::Names, Check::Outside, Check::Archive];
    for scenario in scenarios() {
        let asked = scenario.play().checks;
        let settings = &scenario.case.settings;
        assert!(third.iter().all(|check| !asked.contains(check) || settings.allows(*check)), "{}", scenario.name);
        if scenario.name.ends_with("never-leaves") || scenario.name == "private-name-behind-nginx" {
            let known = Assessment::of(&scenario.case);
            assert!(third.iter().all(|check| !known.calls_for(*check)), "{}", scenario.name);
            assert!(asked.iter().all(|check| !third.contains(check)), "{}: {asked:?}", scenario.name);
        }
    }
}

#[test]
fn the_schema_knows_the_same_words() {
    let text = fs::read_to_string(folder().join("schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let words = |value: &serde_json::Value| -> BTreeSet<String> {
        value.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let set = |all: &mut dyn Iterator<Item = String>| all.collect::<BTreeSet<_>>();
    let of = |name: &str| words(&schema["$defs"][name]["enum"]);
    assert_eq!(of("check"), set(&mut Check::ALL.iter().map(ToString::to_string)));
    assert_eq!(of("why"), set(&mut Why::ALL.iter().map(ToString::to_string)));
    assert_eq!(of("fault"), set(&mut Fault::ALL.iter().map(ToString::to_string)));
    for &check in Check::ALL.iter().filter(|check| !matches!(check, Check::Several | Check::Names)) {
        let known = words(&schema["properties"]["outcomes"]["properties"][check.word()]["anyOf"][0]["enum"]);
        let answers = &mut Answer::all_of(check).map(|answer| answer.found().to_owned());
        assert_eq!(known, set(answers), "{check}");
    }
}
