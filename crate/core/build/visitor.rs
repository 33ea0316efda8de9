//! `steps/visitor.toml`: which steps fit which failure, and what makes a step special.

use std::{fmt::Write, path::Path};

use serde::Deserialize;

use crate::{Result, read, variant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    states: Vec<String>,
    #[serde(default)]
    sides: Vec<String>,
    #[serde(default)]
    causes: Vec<String>,
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    sure: bool,
    #[serde(default)]
    also: bool,
    steps: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    id: String,
    fix: Option<String>,
    page: Option<String>,
    #[serde(default)]
    form: bool,
    #[serde(default)]
    instead: String,
    #[serde(default)]
    sides: Vec<String>,
    fill: Option<Fill>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Fill {
    /// What the failure tells.
    Told(String),
    On(Vec<(String, String, String)>),
}

pub(crate) fn table(path: &Path) -> Result<String> {
    let file: File = read(path)?;
    let mut out = String::from("static ADVICE: &[Advice] = &[\n");
    for case in &file.case {
        writeln!(out, "{},", row(case).map_err(|error| format!("{}: {:?}: {error}", path.display(), case.steps))?)?;
    }
    out.push_str("];\nstatic SPECIAL: &[Special] = &[\n");
    for step in &file.step {
        let is_used = file.case.iter().any(|case| case.steps.contains(&step.id));
        if !is_used && !file.step.iter().any(|other| other.instead == step.id) {
            return Err(format!("{}: {} is a step of no case", path.display(), step.id).into());
        }
        writeln!(out, "{},", special(step))?;
    }
    out.push_str("];\n");
    Ok(out)
}

fn row(case: &Case) -> Result<String> {
    let failed = ["failed".to_owned()];
    let states = if case.states.is_empty() { &failed[..] } else { &case.states[..] };
    if case.steps.is_empty() {
        return Err("a case needs a step".into());
    }
    let (states, sides) = (any("State", "u8", states), any("Side", "u8", &case.sides));
    let (causes, answers) = (any("Cause", "u64", &case.causes), bits("Answer", "u64", &case.answers));
    let (facts, sure, also) = (bits("Fact", "u16", &case.facts), case.sure, case.also);
    let steps = key(&case.steps.join(","));
    Ok(format!(
        "Advice {{ states: {states}, sides: {sides}, causes: {causes}, answers: {answers}, facts: {facts}, sure: {sure}, \
         also: {also}, steps: {steps:?} }}"
    ))
}

fn special(step: &Step) -> String {
    let fix = step.fix.as_ref().map_or_else(|| "None".to_owned(), |fix| format!("Some(Fix::{})", variant(fix)));
    let (id, page, form, instead) = (key(&step.id), &step.page, step.form, key(&step.instead));
    let (sides, fill) = (any("Side", "u8", &step.sides), fill(step.fill.as_ref()));
    format!(
        "Special {{ id: {id:?}, fix: {fix}, page: {page:?}, form: {form}, instead: {instead:?}, sides: {sides}, \
         fill: {fill} }}"
    )
}

fn fill(fill: Option<&Fill>) -> String {
    let word = |kind: &str, word: &str| {
        if word.is_empty() { "None".to_owned() } else { format!("Some({kind}::{})", variant(word)) }
    };
    match fill {
        None => "Fill::Nothing".to_owned(),
        Some(Fill::Told(what)) => format!("Fill::{}", variant(what)),
        Some(Fill::On(texts)) => {
            let text = |(os, browser, text): &(String, String, String)| {
                format!("({}, {}, {text:?})", word("Os", os), word("Browser", browser))
            };
            format!("Fill::On(&[{}])", texts.iter().map(text).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The same if no word stands for all of them.
fn any(kind: &str, number: &str, words: &[String]) -> String {
    if words.is_empty() { format!("{number}::MAX") } else { bits(kind, number, words) }
}

/// A step's word as it stands in its message key.
fn key(id: &str) -> String {
    id.replace('-', "_")
}

/// Words of an enum as the bits of a number, in a constant expression: rustc complains about a word that is not one.
fn bits(kind: &str, number: &str, words: &[String]) -> String {
    let bits: Vec<_> = words.iter().map(|word| format!("1 << {kind}::{} as {number}", variant(word))).collect();
    if bits.is_empty() { "0".to_owned() } else { bits.join(" | ") }
}
