//! What visitors read first, the headline and the steps, is easy to read: eight years of school are enough.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use is_it_me_cli::scenario::Scenario;
use is_it_me_core::check::diagnose_case;
use is_it_me_core::message::Message;
use is_it_me_core::view::platform::{Browser, Os, Platform};
use is_it_me_core::view::view_case;
use serde_json::Value;

/// Years of school.
const HIGHEST: f64 = 8.0;
/// One sentence may be harder than the whole, but not by much.
const HIGHEST_SENTENCE: f64 = 10.5;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The English sentences by their keys.
fn sentences() -> BTreeMap<String, String> {
    let text = fs::read_to_string(project("extension/_locales/en/messages.json")).unwrap();
    let all: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    all.into_iter().map(|(key, entry)| (key, entry["message"].as_str().unwrap().to_owned())).collect()
}

/// Vowels that are heard: groups of them, without a silent e at the end.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let groups = word.split(|c| !is_vowel(c)).filter(|group| !group.is_empty()).count();
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    let silent = silent || (word.ends_with("tes") && groups > 1);
    let silent = silent || (word.ends_with("ed") && groups > 1 && !word.ends_with("ted") && !word.ends_with("ded"));
    (groups - usize::from(silent)).max(1)
}

/// The grade of Flesch and Kincaid: 0.39 × words a sentence + 11.8 × syllables a word − 15.59.
fn grade(text: &str) -> f64 {
    let words: Vec<_> = text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|w| !w.is_empty()).collect();
    let sentences = text.split(['.', '!', '?', ':']).filter(|part| part.trim().len() > 1).count();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let count = |n: usize| f64::from(u32::try_from(n.max(1)).unwrap());
    0.39 * count(words.len()) / count(sentences) + 11.8 * count(syllables) / count(words.len()) - 15.59
}

#[test]
fn the_measure_tells_easy_from_hard() {
    assert!(grade("The cat sat on the mat. It was happy there.") < 3.0);
    assert!(
        grade(
            "Intermediary infrastructure components occasionally misinterpret authoritative resolver configurations, necessitating administrative intervention."
        ) > 15.0
    );
    assert_eq!(["wait", "reload", "minutes", "site", "failed"].map(syllables), [1, 2, 2, 1, 1]);
}

/// The headline and the steps of each scenario, with what its checks answer, as a visitor with Windows and Firefox
/// reads them.
fn told() -> BTreeSet<String> {
    let sentences = sentences();
    let say = |message: &Message| {
        let sentence = sentences[&*message.key].clone();
        message.params.iter().zip(1..).fold(sentence, |text, (param, n)| text.replace(&format!("${n}"), param))
    };
    let text = |scenario: &Scenario| {
        let case = scenario.answered();
        let platform = Platform { os: Os::Windows, browser: Browser::Firefox, is_private: false };
        let view = view_case(&case, &diagnose_case(&case), platform);
        let parts: Vec<_> =
            [&view.verdict, &view.story].into_iter().chain(view.steps.iter().map(|step| &step.text)).map(say).collect();
        parts.join(" ")
    };
    Scenario::all_in(&project("tests/scenarios")).unwrap().iter().map(text).collect()
}

#[test]
fn verdicts_with_their_steps_read_at_grade_eight_or_below() {
    let texts = told();
    let hard: Vec<_> = texts.iter().map(|text| (grade(text), text)).filter(|(grade, _)| *grade > HIGHEST).collect();
    assert!(texts.len() >= 30, "only {} verdicts", texts.len());
    assert!(hard.is_empty(), "{hard:#?}");
}

#[test]
fn every_headline_and_every_step_is_easy() {
    let is_read_first =
        |key: &str| ["verdict_", "story_", "step_", "check_would_"].iter().any(|start| key.starts_with(start));
    // Words stand in the places of what is put in.
    let filled = |text: String| text.replace("$1", "Cloudflare").replace("$2", "shop");
    let sentences: Vec<_> = sentences().into_iter().map(|(key, text)| (key, filled(text))).collect();
    let read_first = sentences.iter().filter(|(key, _)| is_read_first(key));
    let hard: Vec<_> = read_first
        .clone()
        .map(|(key, text)| (grade(text), key, text))
        .filter(|(g, ..)| *g > HIGHEST_SENTENCE)
        .collect();
    assert!(hard.is_empty(), "{hard:#?}");
    let all: Vec<_> = read_first.map(|(_, text)| text.as_str()).collect();
    assert!(grade(&all.join(" ")) < HIGHEST - 2.0);
}
