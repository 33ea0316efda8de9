//! Every sentence the core can ask for is there, every sentence that is there is asked for, and no sentence asks for
//! more parameters than it is given.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use is_it_me_core::check::ask::Elsewhere;
use is_it_me_core::check::{Answer, Check, Why};
use is_it_me_core::dns::What;
use is_it_me_core::guide::{self, Guide};
use is_it_me_core::log_line;
use is_it_me_core::redact::Kind;
use is_it_me_core::retry::life::Ending;
use is_it_me_core::view::fix::Fix;
use is_it_me_core::view::{self, owner};
use is_it_me_core::words::{Cause, Fault, Layer, Scope};

const GUIDE: Guide = Guide::new(guide::GUIDE);

/// What a key starts with, in the core.
const PREFIXES: &[&str] = &[
    "verdict",
    "story",
    "certainty",
    "step",
    "check",
    "how",
    "evidence",
    "cause",
    "fault",
    "layer",
    "scope",
    "fact",
    "report",
    "fix",
    "owner",
    "log",
    "notice",
    "join",
    "retry",
];

/// What looks like a key and is a word of somebody else's.
const NO_KEYS: &[&str] = &["owner_action_required", "retry_after", "log_field", "log_line"];

/// Where keys outside the core may stand, below the project's folder.
const OTHER_SOURCES: &[&str] = &["crate/web/src", "crate/cli/src", "extension", "manifest.json"];

/// One string literal of the core that is a key, or the pattern of a family of keys.
struct Literal {
    text: String,
    /// How many parameters are passed: exactly, if it stands in the call; otherwise at most.
    params: usize,
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The text of every source file at or below a path, the translations themselves left out.
fn sources(path: &Path) -> Vec<(PathBuf, String)> {
    if path.ends_with("_locales") {
        return Vec::new();
    }
    if path.is_dir() {
        return fs::read_dir(path).unwrap().flat_map(|entry| sources(&entry.unwrap().path())).collect();
    }
    let is_text = path.extension().is_some_and(|e| ["rs", "js", "html", "json"].iter().any(|known| e == *known));
    is_text.then(|| (path.to_owned(), fs::read_to_string(path).unwrap())).into_iter().collect()
}

fn messages() -> BTreeMap<String, String> {
    let text = fs::read_to_string(project("extension/_locales/en/messages.json")).unwrap();
    let all: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(&text).unwrap();
    all.into_iter().map(|(key, entry)| (key, entry["message"].clone())).collect()
}

/// The string literals of a source text, each with what follows it. Tests speak of keys without emitting them.
fn strings(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.match_indices('"').filter_map(move |(at, _)| {
        let inside = &code[at + 1..];
        inside.find('"').map(|end| (&inside[..end], &inside[end + 1..]))
    })
}

fn is_key(text: &str) -> bool {
    let shape = |c: char| c.is_ascii_lowercase() || c == '_' || c == '{' || c == '}';
    text.chars().all(shape)
        && !NO_KEYS.contains(&text)
        && PREFIXES.iter().any(|p| text.strip_prefix(p).is_some_and(|rest| rest.len() > 1 && rest.starts_with('_')))
}

/// How many `.with(…)` follow the call in whose parentheses the literal stands.
fn withs(after: &str) -> usize {
    let mut rest = after.split_once(')').map_or("", |(_, rest)| rest);
    // A call among the arguments has more parentheses to close.
    rest = rest.trim_start_matches(')');
    let mut count = 0;
    while let Some(inside) = rest.trim_start().strip_prefix(".with(") {
        let mut depth = 1;
        let end = inside.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0
        });
        rest = end.map_or("", |(at, _)| &inside[at + 1..]);
        count += 1;
    }
    count
}

/// Every key and every pattern of keys in the core.
fn literals() -> Vec<Literal> {
    let mut found = Vec::new();
    for (_, text) in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        // A family is named with the words that its keys end in: `Message::of("cause", …)`, `term("cause", …)`.
        for (at, call) in ["Message::of(\"", "term(\""].iter().flat_map(|call| text.match_indices(call)) {
            let (name, after) = text[at + call.len()..].split_once('"').unwrap_or_default();
            found.push(Literal { text: format!("{name}_{{}}"), params: withs(after) });
        }
        let most =
            text.match_indices("Message::new(").map(|(at, call)| withs(&text[at + call.len()..])).max().unwrap_or(0);
        for (literal, after) in strings(&text).filter(|(literal, _)| is_key(literal)) {
            let before = &text[..literal.as_ptr() as usize - text.as_ptr() as usize - 1];
            if before.ends_with("of(") || before.ends_with("term(") {
                continue;
            }
            let direct = before.ends_with("Message::new(");
            found.push(Literal { text: literal.to_owned(), params: if direct { withs(after) } else { most } });
        }
    }
    found
}

/// The words of the variants that a module names, such as every `Fault::…` in it.
fn named_in<T: Copy + std::fmt::Debug + std::fmt::Display>(module: &str, kind: &str, all: &[T]) -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (file, folder) = (src.join(format!("{module}.rs")), src.join(module));
    let all_sources = sources(&src).into_iter().filter(|(path, _)| *path == file || path.starts_with(&folder));
    let text: String = all_sources.map(|(_, text)| text).collect();
    words_in(&text, kind, all)
}

fn words_in<T: Copy + std::fmt::Debug + std::fmt::Display>(text: &str, kind: &str, all: &[T]) -> Vec<String> {
    let tokens: BTreeSet<_> = text.split(|c: char| !c.is_alphanumeric() && c != ':').collect();
    words(all.iter().copied().filter(|item| tokens.contains(format!("{kind}::{item:?}").as_str())))
}

fn words<T: std::fmt::Display>(all: impl IntoIterator<Item = T>) -> Vec<String> {
    all.into_iter().map(|item| item.to_string()).collect()
}

/// The causes in the tables of `view/story.rs`, which have a story of their own.
fn told_by_cause() -> Vec<String> {
    let tables = include_str!("../src/view/story.rs").split("&[Cause] =").skip(1);
    let tables: String = tables.map(|rest| rest.split(';').next().unwrap_or_default()).collect();
    words_in(&tables, "Cause", Cause::ALL)
}

/// What can take the place of a pattern's braces.
fn family(pattern: &str) -> Vec<String> {
    match pattern.split('{').next().unwrap_or_default() {
        "evidence_error_" => {
            let table = words_in(include_str!(concat!(env!("OUT_DIR"), "/net_errors.rs")), "Fault", Fault::ALL);
            [table, named_in("rules/net_error", "Fault", Fault::ALL)].concat()
        }
        "evidence_status_" => named_in("status", "Fault", Fault::ALL),
        "evidence_answered_" => named_in("rules/answered", "Fault", Fault::ALL),
        // Findings about names have sentences of their own, and what blames nobody is no evidence.
        "evidence_check_" => words(Answer::ALL.iter().copied().filter(|answer| {
            !matches!(answer.check(), Check::Names | Check::Archive) && *answer != Answer::OutsideChallenged
        })),
        "check_answer_" => words(Answer::ALL),
        "check_name_" => words(Check::ALL),
        "check_why_" => words(Why::ALL),
        "fix_" => words(Fix::ALL),
        "check_would_" => words(Check::ALL.iter().copied().filter(|check| *check != Check::Archive)),
        "evidence_dns_" => words(What::ALL),
        "cause_" => words(Cause::ALL),
        // No code and no error names these: each is another one with its status.
        "evidence_code_" | "story_net_" => {
            words(Cause::ALL.iter().copied().filter(|cause| !matches!(cause, Cause::BodyTooBig | Cause::FormExpired)))
        }
        "step_" => view::visitor_steps().collect(),
        // The words of the owner's view are drawn outside the core.
        "owner_label_" => ["expect", "failed", "verify", "undo"].map(str::to_owned).into(),
        "owner_note_" => {
            owner::keys(GUIDE).iter().filter_map(|key| Some(key.strip_prefix("owner_note_")?.to_owned())).collect()
        }
        "owner_" => owner::keys(GUIDE).iter().map(|key| key.replacen("owner_", "", 1)).collect(),
        "log_" => log_line::meanings(GUIDE).map(str::to_owned).collect(),
        "story_" => told_by_cause(),
        "fact_elsewhere_" => words(Elsewhere::ALL),
        "fault_" | "report_acts_" => words(Fault::ALL),
        "report_removed_" => words(Kind::ALL),
        "retry_record_" => words(Ending::ALL),
        "layer_" => words(Layer::ALL),
        "scope_" => words(Scope::ALL),
        _ => panic!("{pattern:?} is a family of keys this test does not know: add it here"),
    }
}

/// Every key the core can emit, and how many parameters it is given at most.
fn emitted() -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    for literal in literals() {
        let members = match literal.text.split_once('{') {
            Some((prefix, _)) => {
                family(&literal.text).iter().map(|word| format!("{prefix}{}", word.replace('-', "_"))).collect()
            }
            None => vec![literal.text],
        };
        for key in members {
            let params = keys.entry(key).or_insert(0);
            *params = literal.params.max(*params);
        }
    }
    keys
}

#[test]
fn every_key_the_core_can_emit_has_a_sentence() {
    let (messages, emitted) = (messages(), emitted());
    let missing: Vec<_> = emitted.keys().filter(|key| !messages.contains_key(*key)).collect();
    assert!(missing.is_empty(), "not in messages.json: {missing:#?}");
    // The scan itself must not go blind.
    assert!(emitted.len() > 200, "only {} keys found in the core", emitted.len());
}

/// Does this text name the key, whole or by its family (`hop_${}`, `term("hop", …)`)?
fn names(text: &str, key: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let whole = text.match_indices(key).any(|(at, _)| {
        // The manifest writes `__MSG_key__`.
        let before = text[..at].ends_with("__MSG_") || !text[..at].ends_with(word);
        let after = &text[at + key.len()..];
        before && (after.starts_with("__") || !after.starts_with(word))
    });
    let mut fronts = key.match_indices('_').map(|(at, _)| &key[..=at]);
    let family = |front: &str| {
        let name = front.trim_end_matches('_');
        [format!("{front}${{"), format!("term(\"{name}\", "), format!("Message::of(\"{name}\", ")]
    };
    whole || fronts.any(|front| family(front).iter().any(|call| text.contains(call)))
}

#[test]
fn every_sentence_is_used() {
    let emitted = emitted();
    let others: Vec<_> = OTHER_SOURCES.iter().flat_map(|path| sources(&project(path))).map(|(_, text)| text).collect();
    let messages = messages();
    let unused: BTreeSet<_> = messages
        .keys()
        .filter(|key| !emitted.contains_key(*key) && !others.iter().any(|text| names(text, key)))
        .collect();
    assert!(unused.is_empty(), "in messages.json and used nowhere: {unused:#?}");
}

/// The highest `$n`; both browsers know `$1` to `$9`, and `$$` for a dollar.
fn highest(message: &str) -> usize {
    let plain = message.replace("$$", "");
    plain.split('$').skip(1).map(|rest| rest[..1].parse().expect("a dollar stands before a digit")).max().unwrap_or(0)
}

#[test]
fn no_sentence_asks_for_more_than_it_is_given() {
    let messages = messages();
    for (key, params) in emitted() {
        let message = messages.get(&key).map(String::as_str).unwrap_or_default();
        assert!(highest(message) <= params, "{key}: {message:?} gets {params} parameters");
    }
}
