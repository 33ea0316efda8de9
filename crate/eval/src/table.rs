//! What the evaluation prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use is_it_me_core::evidence::PointsTo;
use is_it_me_core::words::Fault;

use crate::calibration::Reliability;
use crate::corpus::{Case, Certainty};
use crate::score::{self, Question, Rate};

/// A group of cases that is scored by itself.
type Group = (&'static str, fn(&Case) -> bool);

const GROUPS: &[Group] = &[
    ("confirmed", |c| c.label.confirmed()),
    ("  with a response", |c| c.label.confirmed() && score::has_response(c)),
    ("  passed through", |c| c.label.confirmed() && c.label.passed_through()),
    ("documented", |c| c.label.certainty == Certainty::Documented),
    ("inferred", |c| c.label.certainty == Certainty::Inferred),
];

const QUESTIONS: &[(&str, Question)] = &[
    ("layer", score::layer),
    ("vendor", score::vendor),
    ("not", score::wrong_vendor),
    ("side", score::side),
    ("fault", score::fault),
    ("of two", score::fault_of_two),
];

/// How often each answer is right, by group.
pub(crate) fn accuracy(cases: &[Case]) -> String {
    let mut out = format!("{:<20}{:>6}", "right, in %", "cases");
    for (name, _) in QUESTIONS {
        let _ = write!(out, "{name:>8}");
    }
    out.push_str("      (vendor: where the label names one; not: another vendor, where one is named)\n");
    for (name, belongs) in GROUPS {
        let group: Vec<_> = cases.iter().filter(|case| belongs(case)).collect();
        if group.is_empty() {
            continue;
        }
        let _ = write!(out, "{name:<20}{:>6}", group.len());
        for (_, question) in QUESTIONS {
            let rate = Rate::of(*question, group.iter().copied()).percent();
            let _ = write!(out, "{:>8}", rate.map_or("-".into(), |percent| format!("{percent:.1}")));
        }
        out.push('\n');
    }
    out
}

/// The confidence of one kind of answer.
type Confidence = fn(&Case) -> f32;

const ANSWERS: &[(&str, Question, Confidence)] = &[
    ("layer", score::layer, |c| c.said.generator.confidence),
    ("writer, with its product", score::writer, |c| c.said.generator.confidence),
    ("fault", score::fault, |c| c.said.fault.confidence),
    ("side", score::side, |c| c.said.confidence),
];

/// What was said with which confidence, and how often it came true, for confirmed labels.
pub(crate) fn calibration(cases: &[Case]) -> String {
    let mut out = String::from("confidence, confirmed labels: said → came true (cases)\n");
    for (name, question, confidence) in ANSWERS {
        let confirmed = cases.iter().filter(|case| case.label.confirmed());
        let all = Reliability::of(*question, *confidence, confirmed);
        let _ = writeln!(
            out,
            "{name}: expected calibration error {:.3}; wrong at 0.9 and above: {} of {} ({:.1} %)",
            all.error(),
            all.sure_and_wrong,
            all.cases,
            100.0 * score::count(all.sure_and_wrong) / score::count(all.cases.max(1)),
        );
        for bin in all.bins.iter().filter(|bin| bin.cases > 0) {
            let _ = writeln!(out, "    {:.2} → {:.2} ({})", bin.said(), bin.came_true(), bin.cases);
        }
    }
    out
}

/// Which words are taken for which, for confirmed labels: only what is confused.
pub(crate) fn confusion(cases: &[Case]) -> String {
    let mut layers: BTreeMap<_, usize> = BTreeMap::new();
    let mut faults: BTreeMap<_, usize> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.label.confirmed()) {
        *layers.entry((score::labelled_layer(case).word(), case.said.generator.layer.word())).or_default() += 1;
        let said = case.said.fault.likeliest().map_or("-", Fault::word);
        *faults.entry((case.label.fault.map_or("unknown", Fault::word), said)).or_default() += 1;
    }
    let mut out = String::from("confused, confirmed labels: label → said (cases)\n");
    for ((label, said), cases) in layers.iter().chain(&faults).filter(|((label, said), _)| label != said) {
        let _ = writeln!(out, "    {label} → {said} ({cases})");
    }
    out
}

/// Every confirmed case that was missed, with the evidence that led there.
pub(crate) fn misses(cases: &[Case]) -> String {
    let mut out = String::from("missed, confirmed labels:\n");
    for case in cases.iter().filter(|case| case.label.confirmed() && score::missed(case)) {
        let (writer, fault) = (case.said.generator, &case.said.fault);
        let _ = writeln!(
            out,
            "{} (status {:?}, {:?})\n    label {}/{} {} · said {}/{} {:.2}, {} {:.2}, {}",
            case.id,
            case.seen.status,
            case.seen.error,
            score::labelled_layer(case),
            case.label.vendor.as_deref().unwrap_or("-"),
            case.label.fault.map_or("unknown", Fault::word),
            writer.layer,
            writer.vendor.map_or("-", |vendor| vendor.id),
            writer.confidence,
            fault.likeliest().map_or("-", Fault::word),
            fault.confidence,
            case.said.side,
        );
        for item in &case.said.evidence {
            let about = match item.points_to {
                PointsTo::Generator(w) => format!("{}/{}", w.layer, w.vendor.map_or("-", |vendor| vendor.id)),
                PointsTo::Fault(fault) => fault.word().to_owned(),
            };
            let _ = writeln!(out, "        {:+.1} {about} ({})", item.weight, item.rule);
        }
    }
    out
}
